//! The log-odds of one account taken apart by group, and their mean over the book, from which each
//! account's contributions are told.

use super::features::{MEMORIES, Row, TERMS};
use crate::model::renewal::{LONG, RECENT, YEARLY};
use bellwether_core::explain::SignalGroup;
use serde::{Deserialize, Serialize};

/// The log-odds of "orders within the horizon" of one account, by group in display order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Terms([f64; SignalGroup::ALL.len()]);

impl Terms {
    /// Takes the weighted features apart. Cadence: the account had it just ordered, by its long memory;
    /// trend: its yearly and recent rhythm against the long one, at that moment; recency: what the present
    /// silence does to all three; every other signal goes to its own group. `just_ordered` are the renewal
    /// log-odds after the last order, one for each memory.
    pub fn of_row(row: &Row, weights: &Row, just_ordered: [f64; MEMORIES]) -> Self {
        let mut terms = Self::default();
        terms.add(SignalGroup::Cadence, weights[0]);
        for (memory, then) in just_ordered.into_iter().enumerate() {
            let (weight, now) = (weights[1 + memory], row[1 + memory]);
            terms.add(SignalGroup::Cadence, weight * just_ordered[LONG]);
            terms.add(SignalGroup::Trend, weight * (then - just_ordered[LONG]));
            terms.add(SignalGroup::Recency, weight * (now - then));
        }
        let others = weights[1 + MEMORIES..].iter().zip(&row[1 + MEMORIES..]);
        for (term, (weight, value)) in TERMS.iter().zip(others) {
            terms.add(term.group, weight * value);
        }
        terms
    }

    /// Adds to the group of a feature, by its place in the row.
    pub fn add_to_feature(&mut self, feature: usize, log_odds: f64) {
        let group = match feature.checked_sub(1) {
            None => SignalGroup::Cadence,
            Some(YEARLY | RECENT) => SignalGroup::Trend,
            Some(LONG) => SignalGroup::Recency,
            Some(term) => TERMS[term - MEMORIES].group,
        };
        self.add(group, log_odds);
    }

    /// The mean of many; nothing of none.
    pub fn mean(all: impl IntoIterator<Item = Self>) -> Self {
        let (mut sums, mut count) = (Self::default(), 0.0);
        for terms in all {
            sums.0.iter_mut().zip(terms.0).for_each(|(sum, part)| *sum += part);
            count += 1.0;
        }
        if count > 0.0 {
            sums.0.iter_mut().for_each(|sum| *sum /= count);
        }
        sums
    }

    /// The part of a group.
    pub fn of(&self, group: SignalGroup) -> f64 {
        self.0[group.place()]
    }

    fn add(&mut self, group: SignalGroup, log_odds: f64) {
        self.0[group.place()] += log_odds;
    }

    /// All groups together.
    pub fn total(&self) -> f64 {
        self.0.iter().sum()
    }
}
