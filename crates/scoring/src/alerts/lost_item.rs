//! Lost item (F4, rules, section 3): the five conditions of the source. They open an alert; they do not keep it
//! open, because purchases roll out of the 90 days although the item is still lost.

use super::Finding;
use super::case::Case;
use super::item_case::{ItemCase, is_suppressed};
use super::item_rhythm::ItemRhythm;
use super::purchases::Purchase;
use bellwether_core::alert::Evidence;
use bellwether_ledger::{Day, DayRange, History};

/// The gates count orders of so many days …
const GATE_DAYS: i32 = 90;
/// … of which there must be so many …
const LEAST_ORDERS: usize = 11;
/// … and so many with the item.
pub(super) const LEAST_ORDERS_WITH_ITEM: usize = 5;
/// Rate and biggest gap look back so many days.
pub(super) const LOOK_BACK_DAYS: i32 = 365;

/// Valid orders of the 90 days of the gates.
pub(super) fn recent_orders(history: &History, as_of: Day) -> usize {
    history.valid_orders_in(DayRange::ending_on(as_of, GATE_DAYS)).count()
}

/// Whether an account orders often enough for the rule.
pub(super) fn is_frequent(recent_orders: usize) -> bool {
    recent_orders >= LEAST_ORDERS
}

/// What the rule finds in the purchases of one item by an account that orders often enough.
pub(super) fn find(
    case: &Case,
    item: u32,
    purchases: &[Purchase],
    occasions: &[Day],
    recent_orders: usize,
) -> Option<Finding> {
    let as_of = case.as_of();
    let gate = DayRange::ending_on(as_of, GATE_DAYS);
    let with_item = purchases.len() - purchases.partition_point(|purchase| purchase.day < gate.from);
    if with_item < LEAST_ORDERS_WITH_ITEM {
        return None;
    }
    let look_back = DayRange::ending_on(as_of, LOOK_BACK_DAYS).from;
    let rhythm = ItemRhythm::since(look_back, occasions, purchases, 0)?;
    let is_before_last_order = occasions.last().is_some_and(|last_order| rhythm.last < *last_order);
    if !rhythm.is_missing(as_of) || !is_before_last_order || is_suppressed(case, item) {
        return None;
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (orders, orders_with_item) = (count(recent_orders), count(with_item));
    ItemCase { case, item, purchases, rhythm, orders, orders_with_item }.finding(Evidence::LostItem)
}
