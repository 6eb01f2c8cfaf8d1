//! How often the account orders: counts of orders and order days.

use super::cadence::Cadence;
use crate::book::{Facts, OrderDay};

/// Counts of orders.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequency {
    /// Valid orders in all.
    pub valid_orders: usize,
    /// Days with a valid order in all.
    pub order_days: usize,
    /// Order days of the last 365 days.
    pub order_days_365: usize,
    /// Order days of the last 90 days.
    pub order_days_90: usize,
    /// Order days that 90 days hold at the account's own median gap.
    pub expected_90: Option<f64>,
    /// Days from the first order to the as-of date, both counted; 0 without an order.
    pub tenure_days: i64,
}

impl Frequency {
    /// Counts.
    pub fn measure(facts: &Facts, cadence: &Cadence) -> Self {
        let orders = |order_day: &OrderDay| order_day.order_count as usize;
        Self {
            valid_orders: facts.order_days.iter().map(orders).sum(),
            order_days: facts.order_days.len(),
            order_days_365: facts.aged(0, 365).count(),
            order_days_90: facts.aged(0, 90).count(),
            expected_90: cadence.median_days.map(|median| 90.0 / median),
            tenure_days: facts.order_days.first().map_or(0, |first| facts.age(first.day) + 1),
        }
    }
}
