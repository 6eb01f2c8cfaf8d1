//! What is believed about one account: its gaps and its present silence weighed against the spread of
//! habits over the book, and the distribution of the next order that follows.

use super::gamma::{look_up, tables};
use super::grid::{LEAVING, PAIRS, pairs, split};
use super::population::{Population, ln_days};
use super::statistics::GapStatistics;
use crate::book::OrderDay;
use bellwether_ledger::Day;

/// Pairs believed in less than this are left out of the distribution.
const NEGLIGIBLE: f64 = 2e-4;
/// Pairs whose gaps are this unlikely (ln, against the best pair) cannot win back by any prior or silence.
const HOPELESS: f64 = -60.0;

/// A habit that is still believed in.
struct Habit {
    shape: usize,
    ln_rate: f64,
    /// Weight of this habit's gap distribution.
    weight: f64,
    /// Its probability of an order within the present silence.
    already: f64,
}

/// What is believed about one account with one half-life of memory.
pub(in crate::model) struct Posterior {
    habits: Vec<Habit>,
    kept: f64,
    silent_days: f64,
    /// Geometric mean of the believed mean gaps, days.
    pub typical_gap_days: f64,
}

impl Posterior {
    /// The account seen from `at` after `silent_days` without an order.
    pub fn of(order_days: &[OrderDay], at: Day, silent_days: i32, population: &Population) -> Self {
        let statistics = GapStatistics::of(order_days, at, population.half_life_days);
        let (ln_likelihoods, stayed) = (statistics.ln_likelihoods(), statistics.stayed());
        let ln_silent = ln_days(silent_days);
        let mut believed = [(0.0, 0.0, 0.0); PAIRS];
        let (mut total, mut ln_gap) = (0.0, 0.0);
        let (grid, tables) = (pairs(), tables());
        for (pair, spread) in population.spread.chunks_exact(LEAVING.len()).enumerate() {
            if ln_likelihoods[pair] < HOPELESS {
                continue;
            }
            let likelihood = ln_likelihoods[pair].exp();
            let already = look_up(&tables[split(pair).0], grid.ln_rate[pair] + ln_silent);
            let (mut belief, mut weight) = (0.0, 0.0);
            for ((leaving, stayed), prior) in LEAVING.iter().zip(stayed).zip(spread) {
                let believed = likelihood * stayed * prior;
                belief += believed * (1.0 - (1.0 - leaving) * already);
                weight += believed * (1.0 - leaving);
            }
            believed[pair] = (belief, weight, already);
            total += belief;
            ln_gap += belief * grid.ln_mean[pair];
        }
        let (habits, kept) = noteworthy(&believed, total);
        Self { habits, kept, silent_days: f64::from(silent_days), typical_gap_days: (ln_gap / total).exp() }
    }

    /// Probability of an order within each of `days` from now.
    pub fn within_each(&self, days: &[i32]) -> Vec<f64> {
        let ln_until: Vec<f64> = days.iter().map(|days| (self.silent_days + f64::from(*days)).ln()).collect();
        let mut sums = vec![0.0; days.len()];
        // Habit by habit, because each reads one table from end to end.
        for habit in &self.habits {
            let table = &tables()[habit.shape];
            for (sum, ln_until) in sums.iter_mut().zip(&ln_until) {
                *sum += habit.weight * (look_up(table, habit.ln_rate + ln_until) - habit.already);
            }
        }
        sums.iter_mut().for_each(|sum| *sum = (*sum / self.kept).clamp(0.0, 1.0));
        sums
    }

    /// Probability of an order within `days` from now.
    pub fn within(&self, days: i32) -> f64 {
        self.within_each(&[days])[0]
    }
}

fn noteworthy(believed: &[(f64, f64, f64); PAIRS], total: f64) -> (Vec<Habit>, f64) {
    let mut kept = 0.0;
    let mut habits = Vec::with_capacity(PAIRS / 4);
    for (pair, (belief, weight, already)) in believed.iter().enumerate() {
        if belief / total >= NEGLIGIBLE {
            kept += belief / total;
            let (ln_rate, shape) = (pairs().ln_rate[pair], split(pair).0);
            habits.push(Habit { shape, ln_rate, weight: weight / total, already: *already });
        }
    }
    (habits, kept)
}
