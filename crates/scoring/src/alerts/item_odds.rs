//! How probable it is that a missing item stays away (scoring specification, "Lost items").
//!
//! Three steps. A renewal process in ordering occasions says how probable the absence of an item is ([`kernel`]).
//! A small logistic regression adds what that cannot see: a reason to pause, how the item does at all accounts, how
//! fresh the absence is. It is fitted on items that were missing by the rule on earlier days of the same book, fresh
//! and long absences as they came, and on whether they stayed out of all orders of the 90 days that followed. A
//! book that has seen too few of them gets no probability. How far it can be trusted is tried on the latest of
//! those days by what was known before ([`bar`]).

mod bar;
mod kernel;
mod momentum;
mod past;
mod sight;

pub use bar::LostBar;
pub(super) use sight::{AHEAD_DAYS, LEAST_AHEAD, Pace, Sight};

use super::case::Case;
use super::catalogue::Catalogue;
use super::lapsed_item::LOOK_BACK_DAYS;
use super::purchases::purchases_of;
use crate::model::ridge::{self, Example};
use crate::numbers::probability;
use bellwether_core::Probability;
use bellwether_ledger::{Day, DayRange, Snapshot};
use kernel::ItemKernel;
use momentum::Momentum;
use past::{Past, PastCase};
use std::collections::BTreeSet;

/// Fewer items that went missing than these teach nothing.
const LEAST_MISSING: usize = 100;
/// Outcomes of 90 days asked for every 30 days tell the same three times.
const CASE_WEIGHT: f64 = 1.0 / 3.0;

const FEATURES: usize = 10;
type Row = [f64; FEATURES];
/// What is believed before anything is seen: what the renewal process says.
const PRIOR_MEAN: Row = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
/// How firmly: the precision of a normal prior.
const PRECISION: Row = [1.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0];

/// What the book says about items that go missing.
#[derive(Debug)]
pub(super) struct ItemOdds {
    kernel: ItemKernel,
    momentum: Momentum,
    weights: Row,
    bar: Option<LostBar>,
}

impl ItemOdds {
    /// Learns from what was known on `as_of`; none when the book has seen too few items go missing.
    pub(super) fn learn(snapshot: &Snapshot, catalogue: &Catalogue, as_of: Day) -> Option<Self> {
        let past = Past::of(snapshot, catalogue, as_of);
        if missing_items(&past.cases) < LEAST_MISSING {
            return None;
        }
        let kernel = ItemKernel::learn(&past.present);
        let weights = fitted(&kernel, &past.momentum, past.cases.iter());
        let bar = bar::tried(&past);
        Some(Self { kernel, momentum: past.momentum, weights, bar })
    }

    /// From which probability on an item is called probably lost; none while too little can be judged.
    pub(super) fn bar(&self) -> Option<LostBar> {
        self.bar
    }

    /// The probability that an item stays out of all orders of the next 90 days, when the account places at least
    /// three; none of one that was bought too rarely or of an account that is quiet itself.
    pub(super) fn of(&self, case: &Case, item: u32) -> Option<Probability> {
        let range = DayRange::ending_on(case.as_of(), LOOK_BACK_DAYS);
        let purchases = purchases_of(case.history, &case.book.catalogue, item, range);
        Some(self.of_sight(&Pace::of(case.history, case.as_of())?.sight(item, &purchases)?))
    }

    /// Whether most accounts that bought an item stopped at once: it was discontinued, or its season is over,
    /// rather than lost by one.
    pub(super) fn is_fading(&self, item: u32) -> bool {
        self.momentum.is_fading(item, 0)
    }

    /// The probability of an item as it is seen today.
    pub(super) fn of_sight(&self, sight: &Sight) -> Probability {
        let row = row(&self.kernel, &self.momentum, 0, sight);
        Probability::clamped(probability(ridge::dot(&row, &self.weights)))
    }
}

/// Items of accounts among the cases, each counted once however often it was asked about.
fn missing_items(cases: &[PastCase]) -> usize {
    cases.iter().map(|case| (case.place, case.sight.item)).collect::<BTreeSet<_>>().len()
}

/// What the regression looks at; an item is seen so many months before the day of the book.
fn row(kernel: &ItemKernel, momentum: &Momentum, months_back: usize, sight: &Sight) -> Row {
    [
        1.0,
        kernel.stays_away(&sight.rhythm, sight.ahead),
        sight.reason_to_pause(),
        momentum.of(sight.item, months_back),
        sight.account_momentum(),
        sight.freshness(),
        sight.months_since(),
        sight.beyond_gap(),
        sight.orders_ahead(),
        sight.bought_of_late(),
    ]
}

fn fitted<'a>(kernel: &ItemKernel, momentum: &Momentum, cases: impl Iterator<Item = &'a PastCase>) -> Row {
    let example = |case: &PastCase| Example {
        row: row(kernel, momentum, case.months_back, &case.sight),
        ordered: case.stayed_away,
        weight: CASE_WEIGHT,
        origin: case.sight.as_of,
    };
    let examples: Vec<Example<FEATURES>> = cases.map(example).collect();
    ridge::fit(&examples, &PRIOR_MEAN, &PRECISION)
}

#[cfg(test)]
mod tests;
