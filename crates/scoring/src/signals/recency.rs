//! How long the account has been silent, in days and against its own gaps.

use super::cadence::Cadence;
use crate::book::Facts;
use bellwether_ledger::Day;

/// The present silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recency {
    /// Day of the latest valid order.
    pub last_order: Option<Day>,
    /// Days since then; 0 on the day itself.
    pub elapsed_days: Option<i32>,
    /// How many own gaps were longer than the present silence.
    pub longer_gaps: usize,
}

impl Recency {
    /// Measures the silence.
    pub fn measure(facts: &Facts, cadence: &Cadence) -> Self {
        let last_order = facts.order_days.last().map(|order_day| order_day.day);
        let elapsed_days = last_order.map(|day| facts.as_of - day);
        let longer = |elapsed: i32| cadence.gaps_days.iter().filter(|gap| **gap > elapsed).count();
        Self { last_order, elapsed_days, longer_gaps: elapsed_days.map_or(0, longer) }
    }
}
