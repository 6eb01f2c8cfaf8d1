//! Lapsed item (LI2, rules, section 3): the same for accounts that order too rarely for the source rule. What has
//! been missing for 180 days by the rule is lost and no news any more.

use super::Finding;
use super::case::Case;
use super::item_case::{ItemCase, is_suppressed};
use super::item_rhythm::ItemRhythm;
use super::purchases::Purchase;
use super::silence::Silence;
use super::{AlertSettings, LapsedItems};
use bellwether_core::Segment;
use bellwether_core::alert::Evidence;
use bellwether_ledger::Day;

/// The rule looks back so many days: 24 months.
pub(super) const LOOK_BACK_DAYS: i32 = 730;
/// The account ordered on so many of them …
const LEAST_ORDER_DAYS: usize = 6;
/// … and the item on so many.
pub(super) const LEAST_DAYS_WITH_ITEM: u32 = 4;
/// Ordering occasions without it.
const LEAST_MISSED: u32 = 2;
/// So many days after it went missing it counts as lost.
pub(super) const LOST_AFTER_DAYS: i32 = 180;
/// On by default when fewer than one in so many active accounts orders often enough for the source rule.
const ONE_IN: usize = 5;

/// Whether the rule is on in a book with so many active accounts, some of which order often enough for the
/// source rule.
pub(super) fn is_on(settings: &AlertSettings, active: usize, frequent: usize) -> bool {
    match settings.lapsed_items {
        LapsedItems::Auto => ONE_IN * frequent < active,
        LapsedItems::On => true,
        LapsedItems::Off => false,
    }
}

/// Whether the account is one the rule looks at: it orders, if rarely.
pub(super) fn looks_at(case: &Case, silence: &Silence, occasions: &[Day]) -> bool {
    occasions.len() >= LEAST_ORDER_DAYS && !silence.has_left() && !is_churned(case)
}

/// Whether the account counts as churned by the latest scoring.
pub(super) fn is_churned(case: &Case) -> bool {
    case.facts.standing.is_some_and(|(segment, _)| segment == Segment::Churned)
}

/// What the rule finds in the purchases of one item by such an account.
pub(super) fn find(case: &Case, item: u32, purchases: &[Purchase], occasions: &[Day]) -> Option<Finding> {
    let as_of = case.as_of();
    let rhythm = ItemRhythm::since(Day::MIN, occasions, purchases, LEAST_MISSED)?;
    let is_news = rhythm.missing_since.is_some_and(|since| as_of - since < LOST_AFTER_DAYS);
    let fires = rhythm.days >= LEAST_DAYS_WITH_ITEM
        && rhythm.is_missing(as_of)
        && is_news
        && !is_suppressed(case, item);
    let orders = u32::try_from(occasions.len()).unwrap_or(u32::MAX);
    let item_case = ItemCase { case, item, purchases, rhythm, orders, orders_with_item: rhythm.days };
    fires.then(|| item_case.finding(Evidence::LapsedItem)).flatten()
}
