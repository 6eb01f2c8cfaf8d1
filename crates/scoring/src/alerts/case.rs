//! One account on the day of the book: what every rule looks at.

use super::calendar::Clock;
use super::silence::Silence;
use super::{AccountFacts, AlertBook};
use bellwether_core::alert::Confidence;
use bellwether_core::{Probability, ProductId};
use bellwether_ledger::{Day, DayRange, Dimensions, History, Snapshot};

/// Sales of so many days are at stake while an account is silent.
const SALES_DAYS: i32 = 365;
/// With fewer gaps confidence is low …
const MEDIUM_GAPS: usize = 4;
/// … and with at least so many it is high.
const HIGH_GAPS: usize = 10;

/// One account on the day of the book.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) book: &'a AlertBook,
    pub(super) snapshot: &'a Snapshot,
    pub(super) place: u32,
    pub(super) history: &'a History,
    pub(super) facts: &'a AccountFacts<'a>,
    pub(super) clock: Clock<'a>,
}

impl<'a> Case<'a> {
    /// The account at a place; none when there is no such account, or no more.
    pub(super) fn new(
        book: &'a AlertBook,
        snapshot: &'a Snapshot,
        place: u32,
        facts: &'a AccountFacts<'a>,
    ) -> Option<Self> {
        snapshot.dimensions().account(place).filter(|account| !account.is_removed)?;
        let history = snapshot.history(place)?;
        let clock = Clock::new(&book.holidays, facts.closures, book.as_of);
        Some(Self { book, snapshot, place, history, facts, clock })
    }

    pub(super) fn as_of(&self) -> Day {
        self.book.as_of
    }

    pub(super) fn dimensions(&self) -> &'a Dimensions {
        self.snapshot.dimensions()
    }

    /// The item a product belongs to; none when the product is not known any more.
    pub(super) fn item(&self, product: ProductId) -> Option<u32> {
        let product = self.dimensions().product_index(product)?;
        Some(self.book.catalogue.item(product))
    }

    /// Its present silence; none when it never ordered.
    pub(super) fn silence(&self) -> Option<Silence> {
        Silence::of(self.history, &self.clock, self.as_of())
    }

    /// The churn risk, once it was scored.
    pub(super) fn risk(&self) -> Option<Probability> {
        self.facts.standing.map(|(_, risk)| risk)
    }

    /// Whether somebody said that a silence of this length is no reason to worry.
    pub(super) fn is_excused(&self, elapsed_days: i32) -> bool {
        self.facts.excused_silence_days.is_some_and(|excused| elapsed_days <= excused)
    }

    /// Money at stake while the account is silent: the net sales of a year, times the churn risk where it is
    /// known.
    pub(super) fn sales_at_stake(&self, risk: Option<Probability>) -> i64 {
        let year = DayRange::ending_on(self.as_of(), SALES_DAYS);
        let sales: i64 = self
            .history
            .sales()
            .orders_in(year)
            .iter()
            .filter(|order| order.counts_in_sales())
            .map(|order| order.revenue_cents)
            .sum();
        risk.map_or(sales, |risk| share(sales, risk)).max(0)
    }
}

/// Part of an amount, to the cent.
fn share(cents: i64, of: Probability) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a share of an amount is no larger than it")]
    let share = (cents as f64 * of.get()).round() as i64;
    share
}

/// How far so many gaps can be trusted.
pub(super) fn confidence(gaps: usize) -> Confidence {
    match gaps {
        ..MEDIUM_GAPS => Confidence::Low,
        MEDIUM_GAPS..HIGH_GAPS => Confidence::Medium,
        HIGH_GAPS.. => Confidence::High,
    }
}
