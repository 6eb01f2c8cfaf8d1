//! How an alert ends when the rules do not find it any more.

use super::{Held, Step, wakes};
use crate::alerts::InvoiceFact;
use crate::alerts::case::Case;
use crate::alerts::churn_risk::has_passed_gate;
use crate::alerts::item_case::is_suppressed;
use crate::alerts::lapsed_item::LOST_AFTER_DAYS;
use crate::alerts::new_account_stalled;
use crate::alerts::purchases::{purchases_of, sales_of};
use crate::alerts::words::{date, days, money};
use bellwether_core::alert::{Evidence, ItemEvidence, OverdueEvidence};
use bellwether_core::invoice::InvoiceStatus;
use bellwether_core::{InvoiceId, Segment};
use bellwether_ledger::{DayRange, day};
use chrono::NaiveDate;

/// What becomes of a live alert without a finding; none when it goes on as it was. `is_churn_shown` says that
/// the churn rule speaks of the same silence.
pub(super) fn ending(case: &Case, held: &Held, is_churn_shown: bool, is_frozen: bool) -> Option<Step> {
    let end = match &held.evidence {
        Evidence::ChurnRisk(silence) => silence_end(case, silence.last_order, |case| {
            Some(if is_lost(case) { Ending::lost(case) } else { Ending::settled("the rule no longer holds") })
        }),
        Evidence::PatternRisk(pattern) => silence_end(case, pattern.last_order, |case| {
            let segment = case.facts.standing.map(|(segment, _)| segment);
            Some(if is_churn_shown {
                Ending::settled("the churn rule tells of it now")
            } else if segment == Some(Segment::Churned) || is_lost(case) {
                Ending::lost(case)
            } else {
                Ending::settled("it is not at risk any more")
            })
        }),
        Evidence::NewAccountStalled(stalled) => silence_end(case, stalled.last_order, |case| {
            let silence = case.silence()?;
            let lost_after = new_account_stalled::lost_after(stalled.similar_p80_days);
            Some(if has_passed_gate(case, &silence) {
                Ending::settled("it is no new account any more")
            } else if f64::from(silence.elapsed) >= lost_after {
                Ending::lost(case)
            } else {
                Ending::settled("the rule no longer holds")
            })
        }),
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => item_end(case, held, item),
        Evidence::Overdue(overdue) => Some(Ending::settled(debt_end(case, overdue))),
    };
    match end {
        Some(Ending::Settled(outcome)) => Some(Step::Resolve { id: held.id, outcome }),
        Some(Ending::RanOut(outcome)) if !is_frozen => Some(Step::Expire { id: held.id, outcome }),
        Some(Ending::RanOut(_)) | None => wakes(case, held).then_some(Step::Wake { id: held.id }),
    }
}

/// How it ends, in words.
enum Ending {
    /// By facts.
    Settled(String),
    /// By the calendar.
    RanOut(String),
}

impl Ending {
    fn settled(outcome: &str) -> Self {
        Self::Settled(outcome.to_owned())
    }

    fn lost(case: &Case) -> Self {
        let silence = case.silence().map_or(0, |silence| silence.elapsed);
        Self::RanOut(format!("no order for {}: it counts as churned", days(i64::from(silence))))
    }
}

/// The end of a silence: an order, or else a closure, or else what the rule says.
fn silence_end(
    case: &Case,
    last_order: NaiveDate,
    otherwise: impl Fn(&Case) -> Option<Ending>,
) -> Option<Ending> {
    let since = after(case, last_order);
    let returned_on = case.history.order_days_in(since).next();
    if let Some(returned_on) = returned_on {
        let that_day = DayRange { from: returned_on, until: returned_on + 1 };
        let valid = case.history.orders_in(that_day).iter().filter(|order| order.is_valid(case.as_of()));
        let cents = valid.map(|order| order.revenue_cents).sum();
        let silent = i64::from(returned_on - day::from_date(last_order));
        let amount = money(cents, &case.book.settings.currency);
        return Some(Ending::Settled(format!("returned after {}, {amount}", days(silent))));
    }
    match case.clock.closed_until() {
        Some(until) => Some(Ending::Settled(format!("closed until {}", date(day::to_date(until))))),
        None => otherwise(case),
    }
}

fn is_lost(case: &Case) -> bool {
    case.silence().is_some_and(|silence| silence.has_left())
}

/// An item is won back, cannot be supplied, or counts as lost after half a year; until then it stays lost.
fn item_end(case: &Case, held: &Held, evidence: &ItemEvidence) -> Option<Ending> {
    let catalogue = &case.book.catalogue;
    let since = after(case, evidence.last_bought);
    if let Some(item) = case.item(evidence.product) {
        if !purchases_of(case.history, catalogue, item, since).is_empty() {
            let cents = sales_of(case.history, catalogue, item, since);
            return Some(Ending::Settled(format!(
                "won back, {}",
                money(cents, &case.book.settings.currency)
            )));
        }
        if is_suppressed(case, item) {
            return Some(Ending::settled("we cannot supply it"));
        }
    }
    let age = case.as_of().saturating_sub(day::from_date(held.opened_on));
    (age >= LOST_AFTER_DAYS).then(|| Ending::RanOut("lost".to_owned()))
}

fn debt_end(case: &Case, evidence: &OverdueEvidence) -> &'static str {
    let is_paid = |invoice: &InvoiceFact| match invoice.status {
        InvoiceStatus::Issued | InvoiceStatus::Disputed => invoice.open_balance_cents <= 0,
        InvoiceStatus::Void => false,
    };
    let known = |id: &InvoiceId| case.facts.invoices.iter().find(|invoice| invoice.id == *id);
    let is_all_paid = evidence.invoices.iter().all(|id| known(id).is_some_and(is_paid));
    if is_all_paid { "paid" } else { "no longer overdue" }
}

/// The days after a date, up to the day shown.
fn after(case: &Case, date: NaiveDate) -> DayRange {
    DayRange { from: day::from_date(date).saturating_add(1), until: case.as_of().saturating_add(1) }
}
