//! Rules of thumb: an account orders again after a gap like those it showed before, those of the book
//! standing in while it has few (rules, section 2: own gaps weigh n against 6). It never leaves; a long
//! silence only makes every gap it still fits rare.

use super::{Churn, Fitted, Learning, NextOrderCurve, View, churn_horizon_days};
use crate::book::{Book, Observed};
use crate::calibration::{BandLevels, HALF, QUANTILES, WIDE};
use crate::numbers::{exact, log_odds, median};
use bellwether_core::explain::SignalGroup;
use bellwether_ledger::Day;
use serde::{Deserialize, Serialize};

/// How many own gaps the book's are worth.
const BOOK_GAPS: f64 = 6.0;
/// How many gaps the silence of those that fit no gap is worth.
const BEYOND_ALL: f64 = 0.5;

/// How long the gaps of the whole book are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    as_of: Day,
    longest_days: i32,
    /// Share of the gaps of at most 1, 2, 3 … days; those longer than the model looks count at the end.
    gaps_within: Vec<f64>,
    typical_gap_days: f64,
    base_log_odds: f64,
}

impl Rules {
    pub(super) fn learn(book: &Book, learning: &Learning) -> Self {
        let longest_days = learning.longest_days(book);
        let gaps: Vec<i32> = book
            .accounts()
            .iter()
            .flat_map(|account| account.signals.cadence.gaps_days.iter().copied())
            .collect();
        let typical_gap_days = median(gaps.iter().map(|gap| f64::from(*gap)).collect()).unwrap_or(30.0);
        let mut rules = Self {
            as_of: book.as_of(),
            longest_days,
            gaps_within: shares_within(&gaps, longest_days * 2),
            typical_gap_days,
            base_log_odds: 0.0,
        };
        let active = book.accounts().iter().filter(|account| account.is_active());
        let all: Vec<f64> = active
            .filter_map(|account| Some(rules.log_odds_of_loss(account, account.silent_days()?)))
            .collect();
        let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
        rules.base_log_odds = exact(mean);
        rules
    }

    fn typical_gap_of(&self, account: &Observed) -> f64 {
        account.signals.cadence.median_days.unwrap_or(self.typical_gap_days)
    }

    fn horizon_of(&self, account: &Observed) -> i32 {
        churn_horizon_days(self.typical_gap_of(account), self.longest_days)
    }

    fn log_odds_of_loss(&self, account: &Observed, silent_days: i32) -> f64 {
        -log_odds(self.within(account, silent_days, self.horizon_of(account)))
    }

    /// Share of gaps of at most so many days, the account's own and the book's together.
    fn share_within(&self, account: &Observed, days: i32) -> f64 {
        let own = &account.signals.cadence.gaps_days;
        let shorter = own.iter().filter(|gap| **gap <= days).count() as f64;
        let of_book = match usize::try_from(days.min(self.longest_days * 2) - 1) {
            Ok(place) => self.gaps_within.get(place).copied().unwrap_or(1.0),
            Err(_) => 0.0,
        };
        (shorter + BOOK_GAPS * of_book) / (own.len() as f64 + BOOK_GAPS + BEYOND_ALL)
    }

    /// Probability of an order within `days` after a silence.
    fn within(&self, account: &Observed, silent: i32, days: i32) -> f64 {
        let before = self.share_within(account, silent);
        (self.share_within(account, silent.saturating_add(days)) - before) / (1.0 - before)
    }

    fn curve(&self, account: &Observed, from: Day, silent_days: i32) -> NextOrderCurve {
        NextOrderCurve {
            from,
            cumulative: (1..=self.longest_days).map(|days| self.within(account, silent_days, days)).collect(),
            levels: BandLevels { half: HALF, wide: WIDE },
            quantiles: QUANTILES,
            from_book: account.order_days.len() < 2,
        }
    }
}

impl Fitted for Rules {
    fn as_of(&self) -> Day {
        self.as_of
    }

    fn base_log_odds(&self) -> f64 {
        self.base_log_odds
    }

    fn view<'a>(&'a self, account: &'a Observed) -> Option<Box<dyn View + 'a>> {
        Some(Box::new(RulesView { rules: self, account, last: account.last_day()? }))
    }
}

/// An account that has ordered.
struct RulesView<'a> {
    rules: &'a Rules,
    account: &'a Observed,
    last: Day,
}

impl RulesView<'_> {
    fn silent_days(&self) -> i32 {
        self.account.as_of - self.last
    }
}

impl View for RulesView<'_> {
    fn churn(&self) -> Churn {
        let log_odds = self.rules.log_odds_of_loss(self.account, self.silent_days());
        let points = exact(log_odds - self.rules.base_log_odds);
        let all_in_recency = |group| (group, if group == SignalGroup::Recency { points } else { 0.0 });
        Churn {
            horizon_days: self.rules.horizon_of(self.account),
            typical_gap_days: self.rules.typical_gap_of(self.account),
            points: SignalGroup::ALL.map(all_in_recency),
        }
    }

    fn next_order(&self) -> NextOrderCurve {
        self.rules.curve(self.account, self.account.as_of, self.silent_days())
    }

    fn promise(&self) -> NextOrderCurve {
        self.rules.curve(self.account, self.last, 0)
    }

    fn promise_reached(&self) -> f64 {
        let within = |days| self.rules.within(self.account, 0, days);
        let all = within(self.rules.longest_days);
        if all > 0.0 { within(self.silent_days().min(self.rules.longest_days)) / all } else { 0.0 }
    }
}

/// Share of the gaps of at most 1, 2, 3 … days; all of them by the last day. Evenly spread without any.
fn shares_within(gaps: &[i32], days: i32) -> Vec<f64> {
    let mut ascending = gaps.to_vec();
    ascending.sort_unstable();
    let share = |day: i32| match ascending.len() {
        0 => f64::from(day) / f64::from(days),
        count => ascending.partition_point(|gap| *gap <= day) as f64 / count as f64,
    };
    (1..=days).map(share).collect()
}
