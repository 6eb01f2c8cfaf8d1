//! The account average of a book: the levels amounts are compared with, and the mean of every group's
//! log-odds, from which each account's contributions are told.

use super::sample::sample;
use crate::book::{Book, Observed};
use crate::numbers::median;
use bellwether_core::explain::SignalGroup;

/// An account counts in the average while its last order is at most this old.
const ACTIVE_DAYS: i32 = 365;

/// Medians over the active accounts; never zero, so that they can be divided by.
pub(super) struct Levels {
    pub average_order_cents: f64,
    pub ordered_365_cents: f64,
    pub average_lines: f64,
    pub categories_180: f64,
}

/// The log-odds of "orders within the horizon" of one account, by group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Terms {
    pub recency: f64,
    pub frequency: f64,
    pub monetary: f64,
    pub trend: f64,
    pub mix: f64,
}

impl Terms {
    /// The part of a group.
    pub fn of(&self, group: SignalGroup) -> f64 {
        match group {
            SignalGroup::Recency => self.recency,
            SignalGroup::Frequency => self.frequency,
            SignalGroup::Monetary => self.monetary,
            SignalGroup::Trend => self.trend,
            SignalGroup::Mix => self.mix,
        }
    }

    /// Adds to the part of a group.
    pub fn add(&mut self, group: SignalGroup, log_odds: f64) {
        let part = match group {
            SignalGroup::Recency => &mut self.recency,
            SignalGroup::Frequency => &mut self.frequency,
            SignalGroup::Monetary => &mut self.monetary,
            SignalGroup::Trend => &mut self.trend,
            SignalGroup::Mix => &mut self.mix,
        };
        *part += log_odds;
    }

    /// All groups together.
    pub fn total(&self) -> f64 {
        SignalGroup::ALL.into_iter().map(|group| self.of(group)).sum()
    }
}

impl Levels {
    pub fn of(book: &Book) -> Self {
        let over_active = |value: fn(&Observed) -> f64| {
            let values: Vec<f64> = active(book).map(value).collect();
            median(values).unwrap_or(1.0)
        };
        Self {
            average_order_cents: over_active(|a| a.signals.monetary.average_order_cents.unwrap_or(0.0))
                .max(1.0),
            ordered_365_cents: over_active(|a| a.signals.monetary.ordered_365_cents as f64).max(1.0),
            average_lines: over_active(|a| a.signals.monetary.average_lines.unwrap_or(1.0)).max(1.0),
            categories_180: over_active(|a| a.signals.mix.categories_180 as f64),
        }
    }
}

/// Mean of each group over (a sample of) the active accounts; nothing without any.
pub(super) fn mean_terms(book: &Book, terms_of: impl Fn(&Observed) -> Terms) -> Terms {
    let (mut mean, mut count) = (Terms::default(), 0.0);
    for terms in sample(book, is_active).into_iter().map(terms_of) {
        for group in SignalGroup::ALL {
            mean.add(group, terms.of(group));
        }
        count += 1.0;
    }
    let share = if count > 0.0 { 1.0 / count } else { 0.0 };
    let mut scaled = Terms::default();
    for group in SignalGroup::ALL {
        scaled.add(group, mean.of(group) * share);
    }
    scaled
}

fn active(book: &Book) -> impl Iterator<Item = &Observed> {
    book.accounts().iter().filter(|account| is_active(account))
}

fn is_active(account: &Observed) -> bool {
    account.signals.recency.elapsed_days.is_some_and(|elapsed| elapsed <= ACTIVE_DAYS)
}
