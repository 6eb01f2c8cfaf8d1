//! What the demo sold lately, by rep and by category: targets are set on it.

use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Days looked at.
const LATELY_DAYS: u64 = 182;
/// They are so many months.
const LATELY_MONTHS: i64 = 6;

/// Net sales of the last half year.
pub(super) struct Sales {
    from: NaiveDate,
    by_rep: BTreeMap<usize, i64>,
    by_category: BTreeMap<&'static str, i64>,
}

impl Sales {
    /// Nothing sold yet.
    pub(super) fn new(today: NaiveDate) -> Self {
        let from = today.checked_sub_days(Days::new(LATELY_DAYS)).unwrap_or(today);
        Self { from, by_rep: BTreeMap::new(), by_category: BTreeMap::new() }
    }

    /// Counts a line of an order.
    pub(super) fn add(&mut self, rep: usize, category: &'static str, placed_on: NaiveDate, cents: i64) {
        if placed_on > self.from {
            *self.by_rep.entry(rep).or_default() += cents;
            *self.by_category.entry(category).or_default() += cents;
        }
    }

    /// Cents a month of every rep.
    pub(super) fn monthly_by_rep(&self) -> impl Iterator<Item = (usize, i64)> {
        self.by_rep.iter().map(|(rep, cents)| (*rep, cents / LATELY_MONTHS))
    }

    /// Cents a month of a category.
    pub(super) fn monthly_of_category(&self, category: &str) -> i64 {
        self.by_category.get(category).map_or(0, |cents| cents / LATELY_MONTHS)
    }
}
