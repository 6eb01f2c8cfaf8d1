//! Signs that more could be sold, or less will be.

use super::Facts;
use bellwether_core::brief::OpportunityFlag;

/// The latest gaps that are held against those before.
const LATEST_GAPS: usize = 3;
/// Gaps longer than before by this factor mean a declining frequency.
const LONGER: f64 = 1.25;
/// Sales above those before by this factor mean growth.
const MORE: f64 = 1.25;
/// With fewer order days before, growth says little.
const LEAST_ORDER_DAYS: usize = 3;

/// Every flag that holds, in display order.
///
/// - Declining frequency: the median of the latest three gaps is at least 1.25 times that of at least three before.
/// - Growing: net sales of 90 days are at least 1.25 times those of the same days a year ago (of the 90 days before
///   while the account is younger), with at least three order days to compare with.
/// - Lost item: an alert of a lost or lapsed item is in sight, and not only to watch.
/// - Missing category: accounts like it buy a category that it does not.
/// - Window open: the as-of date lies in the 80 % band of the next order.
/// - Open draft: one waits.
pub fn flags(facts: &Facts<'_>) -> Vec<OpportunityFlag> {
    let rules = [
        (OpportunityFlag::DecliningFrequency, declines(facts)),
        (OpportunityFlag::Growing, grows(facts)),
        (OpportunityFlag::LostItem, facts.missing_item().is_some()),
        (OpportunityFlag::MissingCategory, facts.category.is_some()),
        (OpportunityFlag::WindowOpen, is_window_open(facts)),
        (OpportunityFlag::OpenDraft, !facts.drafts.is_empty()),
    ];
    rules.into_iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag).collect()
}

fn declines(facts: &Facts<'_>) -> bool {
    let Some(place) = facts.gaps.len().checked_sub(LATEST_GAPS).filter(|before| *before >= LATEST_GAPS)
    else {
        return false;
    };
    let (before, latest) = facts.gaps.split_at(place);
    let median = |gaps: &[bellwether_core::explain::Gap]| {
        crate::numbers::median(gaps.iter().map(|gap| gap.days as f64).collect())
    };
    median(latest).zip(median(before)).is_some_and(|(latest, before)| latest >= LONGER * before)
}

fn grows(facts: &Facts<'_>) -> bool {
    let Some(signals) = facts.signals else { return false };
    let (monetary, trend) = (&signals.monetary, &signals.trend.days_90);
    let (before, has_base) = match monetary.sales_90_year_ago_cents {
        // The order days of that time are not kept; a year's are.
        Some(cents) => (cents, signals.frequency.order_days_365 >= LEAST_ORDER_DAYS),
        None => (monetary.sales_90_before_cents, trend.order_days_before >= LEAST_ORDER_DAYS),
    };
    has_base && before > 0 && monetary.sales_90_cents as f64 >= MORE * before as f64
}

pub(super) fn is_window_open(facts: &Facts<'_>) -> bool {
    facts.next_order.is_some_and(|(next, _)| (next.wide.from..=next.wide.to).contains(&facts.as_of))
}
