//! How habits are spread over the accounts of a book: a discrete distribution on the grid, learnt by
//! expectation maximisation with light smoothing along the mean gap and pseudo-accounts from the
//! shipped spread, so that a small book leans on what other books taught.

use super::gamma::{look_up, tables};
use super::grid::{LEAVING, MEANS, NODES, PAIRS, pairs, split};
use super::statistics::GapStatistics;
use crate::book::Observed;
use serde::{Deserialize, Serialize};

const STEPS: usize = 40;
/// Share of a node's weight handed to its neighbours in mean gap after each step.
const SMOOTHING: f64 = 0.5;
/// How many accounts the shipped spread is worth.
const PSEUDO_ACCOUNTS: f64 = 10.0;
/// No node is ever ruled out.
const SMALLEST_WEIGHT: f64 = 1e-9;

/// The spread learnt with one half-life of memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::model) struct Population {
    pub half_life_days: Option<f64>,
    /// Weight of every node; adds up to 1.
    pub spread: Vec<f64>,
}

impl Population {
    /// Learns from accounts that have ordered, starting from a prior spread.
    pub fn learn(accounts: &[&Observed], half_life_days: Option<f64>, start: &[f64]) -> Self {
        let rows = likelihoods(accounts, half_life_days);
        let mut spread = start.to_vec();
        for step in 0..STEPS {
            spread = improved(&rows, &spread, start);
            // The last step is left unsmoothed.
            if step + 1 < STEPS {
                smooth_along_means(&mut spread);
            }
            normalise(&mut spread);
        }
        Self { half_life_days, spread }
    }
}

/// Likelihood of each sampled account at every node, scaled so that its best node has about 1.
fn likelihoods(accounts: &[&Observed], half_life_days: Option<f64>) -> Vec<f32> {
    let mut rows = Vec::with_capacity(accounts.len() * NODES);
    for account in accounts {
        let Some(silent_days) = account.silent_days() else { continue };
        let statistics = GapStatistics::of(&account.order_days, account.as_of, half_life_days);
        let (ln_likelihoods, stayed) = (statistics.ln_likelihoods(), statistics.stayed());
        let ln_silent = ln_days(silent_days);
        for (pair, ln_likelihood) in ln_likelihoods.iter().enumerate() {
            let ordered = look_up(&tables()[split(pair).0], pairs().ln_rate[pair] + ln_silent);
            for (leaving, stayed) in LEAVING.iter().zip(stayed) {
                let silent = 1.0 - (1.0 - leaving) * ordered;
                rows.push(narrow(ln_likelihood.exp() * stayed * silent));
            }
        }
    }
    rows
}

/// One step of expectation maximisation, mixed with the pseudo-accounts.
fn improved(rows: &[f32], spread: &[f64], start: &[f64]) -> Vec<f64> {
    let mut gathered = vec![0.0; NODES];
    let mut accounts = 0.0;
    for row in rows.chunks_exact(NODES) {
        let evidence: f64 =
            row.iter().zip(spread).map(|(likelihood, weight)| f64::from(*likelihood) * weight).sum();
        let scale = 1.0 / evidence.max(1e-30);
        for (sum, likelihood) in gathered.iter_mut().zip(row) {
            *sum += f64::from(*likelihood) * scale;
        }
        accounts += 1.0;
    }
    let mixed = |((sum, weight), start): ((f64, &f64), &f64)| {
        (weight * sum + PSEUDO_ACCOUNTS * start) / (accounts + PSEUDO_ACCOUNTS)
    };
    gathered.into_iter().zip(spread).zip(start).map(mixed).collect()
}

/// Keeps the spread from collapsing to spikes.
fn smooth_along_means(spread: &mut [f64]) {
    let before = spread.to_vec();
    for pair in 0..PAIRS {
        let (shape, mean) = split(pair);
        let neighbour = |mean: usize| shape * MEANS + mean;
        let (left, right) = (neighbour(mean.saturating_sub(1)), neighbour((mean + 1).min(MEANS - 1)));
        for leaving in 0..LEAVING.len() {
            let at = |pair: usize| before[pair * LEAVING.len() + leaving];
            spread[pair * LEAVING.len() + leaving] =
                (1.0 - SMOOTHING) * at(pair) + SMOOTHING / 2.0 * (at(left) + at(right));
        }
    }
}

fn normalise(spread: &mut [f64]) {
    spread.iter_mut().for_each(|weight| *weight = weight.max(SMALLEST_WEIGHT));
    let total: f64 = spread.iter().sum();
    spread.iter_mut().for_each(|weight| *weight /= total);
}

/// ln of a number of days; of none, something very small.
pub(super) fn ln_days(days: i32) -> f64 {
    f64::from(days).max(1e-9).ln()
}

fn narrow(likelihood: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "seven digits of a likelihood are plenty")]
    let narrow = likelihood as f32;
    narrow
}
