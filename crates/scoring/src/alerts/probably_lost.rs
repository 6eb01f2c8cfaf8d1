//! The list "probably lost": every missing item whose probability to stay away passes the bar that the book's own past
//! sets, whether or not a rule opened an alert about it. Nothing is listed before that past sets a bar.

use super::case::Case;
use super::item_case::{ItemCase, is_suppressed};
use super::item_odds::{ItemOdds, LostBar, Pace, Sight};
use super::lapsed_item::{self, LEAST_DAYS_WITH_ITEM, LOOK_BACK_DAYS};
use super::purchases::{Moves, Purchase};
use super::{AccountFacts, AlertBook};
use bellwether_core::ProductId;
use bellwether_core::alert::ItemEvidence;
use bellwether_ledger::{DayRange, Snapshot};
use std::cmp::Reverse;

/// An item that an account has probably lost.
#[derive(Debug, Clone, PartialEq)]
pub struct LostItem {
    /// Place of the account.
    pub place: u32,
    /// The numbers it rests on, its probability among them; its orders are order days of 24 months.
    pub evidence: ItemEvidence,
    /// Its net sales per 30 days over the 90 days up to its last purchase, never negative.
    pub value_cents: i64,
}

/// The list of a book.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbablyLost {
    /// What sets it, and how right that was before.
    pub bar: LostBar,
    /// Items that may have been replaced or are out of season last, then the most money at stake first.
    pub items: Vec<LostItem>,
}

impl ProbablyLost {
    /// The list of the items of all accounts, given in any order.
    pub fn of(bar: LostBar, mut items: Vec<LostItem>) -> Self {
        items.sort_by_key(LostItem::rank);
        Self { bar, items }
    }
}

impl LostItem {
    fn rank(&self) -> (bool, Reverse<i64>, u32, ProductId) {
        let item = &self.evidence;
        let is_explained = item.replaced_by.is_some() || item.next_season.is_some();
        (is_explained, Reverse(self.value_cents), self.place, item.product)
    }
}

impl AlertBook {
    /// From which probability on an item is called probably lost; none while the past of the book is too short or
    /// too few of its items stayed away.
    pub fn lost_bar(&self) -> Option<LostBar> {
        self.item_odds.as_ref().and_then(ItemOdds::bar)
    }

    /// The items that the account at a place has probably lost, in any order; none without a bar, of an account
    /// that is closed or has left, and of items that cannot be had or that everybody stops buying.
    pub fn probably_lost_at(&self, snapshot: &Snapshot, place: u32, facts: &AccountFacts) -> Vec<LostItem> {
        let Some((odds, bar)) = self.item_odds.as_ref().zip(self.lost_bar()) else { return Vec::new() };
        let Some(case) = Case::new(self, snapshot, place, facts) else { return Vec::new() };
        if !is_looked_at(&case) {
            return Vec::new();
        }
        let Some(pace) = Pace::of(case.history, self.as_of) else { return Vec::new() };
        let range = DayRange::ending_on(self.as_of, LOOK_BACK_DAYS);
        let moves = Moves::of(case.history, &self.catalogue, range);
        let of_item = |(item, purchases): (u32, Vec<Purchase>)| {
            let sight = pace.sight(item, &purchases).filter(Sight::is_missing)?;
            let is_probable = odds.of_sight(&sight) >= bar.threshold;
            let is_lost = is_probable && !odds.is_fading(item) && !is_suppressed(&case, item);
            is_lost.then(|| lost(&case, &pace, &sight, &purchases)).flatten()
        };
        moves.items(LEAST_DAYS_WITH_ITEM as usize).filter_map(of_item).collect()
    }

    /// The list of the whole book; none without a bar: there is too little history. `facts` are those of the
    /// account at a place.
    pub fn probably_lost<'a>(
        &self,
        snapshot: &Snapshot,
        facts: impl Fn(u32) -> AccountFacts<'a>,
    ) -> Option<ProbablyLost> {
        let bar = self.lost_bar()?;
        let places = snapshot.dimensions().live_accounts().map(|(place, _)| place);
        let items = places.flat_map(|place| self.probably_lost_at(snapshot, place, &facts(place))).collect();
        Some(ProbablyLost::of(bar, items))
    }
}

/// Whether the account still orders, so that an item can be missing from its orders.
fn is_looked_at(case: &Case) -> bool {
    let is_lost = case.silence().is_none_or(|silence| silence.has_left());
    !is_lost && !lapsed_item::is_churned(case) && case.clock.closed_until().is_none()
}

/// An item as the list shows it; none when we could not supply it, or the product is not known any more.
fn lost(case: &Case, pace: &Pace, sight: &Sight, purchases: &[Purchase]) -> Option<LostItem> {
    let rhythm = sight.rhythm;
    let (orders, orders_with_item) = (pace.order_days(), rhythm.days);
    let item = ItemCase { case, item: sight.item, purchases, rhythm, orders, orders_with_item };
    let value_cents = item.value_cents();
    let evidence = item.evidence(value_cents).filter(|item| item.backordered_on.is_none())?;
    Some(LostItem { place: case.place, evidence, value_cents })
}
