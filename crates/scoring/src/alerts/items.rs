//! The two rules for items share one pass over the lines of an account: sorted by item, read once.

use super::Finding;
use super::case::Case;
use super::purchases::Moves;
use super::silence::Silence;
use super::{lapsed_item, lost_item};
use bellwether_ledger::{Day, DayRange};
use std::cmp::Reverse;

/// What both rules find, the most money at stake first. Nothing while the account is closed: its clocks stand.
pub(super) fn find(case: &Case, silence: &Silence) -> Vec<Finding> {
    if case.clock.closed_until().is_some() {
        return Vec::new();
    }
    let recent_orders = lost_item::recent_orders(case.history, case.as_of());
    let is_frequent = lost_item::is_frequent(recent_orders);
    let range = DayRange::ending_on(case.as_of(), lapsed_item::LOOK_BACK_DAYS);
    let occasions: Vec<Day> = case.history.order_days_in(range).collect();
    let is_looked_at = case.book.is_lapsed_on && lapsed_item::looks_at(case, silence, &occasions);
    let (days, least_lines) = match (is_looked_at, is_frequent) {
        (true, _) => (lapsed_item::LOOK_BACK_DAYS, lapsed_item::LEAST_DAYS_WITH_ITEM as usize),
        (false, true) => (lost_item::LOOK_BACK_DAYS, lost_item::LEAST_ORDERS_WITH_ITEM),
        (false, false) => return Vec::new(),
    };
    let moves = Moves::of(case.history, &case.book.catalogue, DayRange::ending_on(case.as_of(), days));
    let of_item = |(item, purchases): (u32, Vec<_>)| {
        let lost = || lost_item::find(case, item, &purchases, &occasions, recent_orders);
        let lapsed = || lapsed_item::find(case, item, &purchases, &occasions);
        is_frequent.then(lost).flatten().or_else(|| is_looked_at.then(lapsed).flatten())
    };
    let mut found: Vec<Finding> = moves.items(least_lines).filter_map(of_item).collect();
    found.sort_by_key(|finding| {
        let item = finding.evidence.product();
        (finding.evidence.kind(), Reverse(finding.value_cents), item)
    });
    found
}
