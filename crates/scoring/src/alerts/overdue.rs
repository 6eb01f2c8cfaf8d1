//! Overdue payments (F2, rules, section 4): invoices past their due date with an open balance.
//!
//! The rules name buckets and no tiers: an alert is critical once the oldest undisputed invoice is more than
//! 60 days late, at risk before, and only watched while everything is disputed, because that is not pushed.
//! Debt of the bill-to is part of the alert of each of its ship-tos.

use super::case::Case;
use super::{Finding, InvoiceFact};
use crate::brief::Overdue;
use bellwether_core::alert::{
    AlertTier, Confidence, Evidence, Ground, OverdueAmounts, OverdueBuckets, OverdueEvidence,
};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use bellwether_core::{AccountId, Cents};
use bellwether_ledger::{Day, day};

/// An invoice that is later than so many days is critical.
const CRITICAL_DAYS: i32 = 60;

/// An overdue invoice.
#[derive(Clone, Copy)]
struct Late<'a> {
    invoice: &'a InvoiceFact,
    due_on: Day,
    days: i32,
}

impl InvoiceFact {
    /// The day it is to be paid by: its own, or else that of the account's terms; none when neither says.
    pub fn due(&self) -> Option<Day> {
        self.due_on.or_else(|| Some(self.issued_on.saturating_add(self.terms_days?)))
    }

    /// Days past the due date; none while it is not overdue: due today, within the days of grace, paid, void, a
    /// credit memo, without a due date, or not made out yet.
    pub fn overdue_days(&self, as_of: Day, grace_days: i32) -> Option<i32> {
        let due_on = self.due()?;
        let is_owed = match (self.kind, self.status) {
            (InvoiceKind::Invoice, InvoiceStatus::Issued | InvoiceStatus::Disputed) => {
                self.open_balance_cents > 0
            }
            (InvoiceKind::Invoice, InvoiceStatus::Void) | (InvoiceKind::CreditMemo, _) => false,
        };
        let is_late = self.issued_on <= as_of && due_on.saturating_add(grace_days) < as_of;
        (is_owed && is_late).then(|| as_of.saturating_sub(due_on))
    }

    fn is_disputed(&self) -> bool {
        self.status == InvoiceStatus::Disputed
    }
}

/// The overdue ones of some invoices, the longest overdue first.
fn late<'i>(
    invoices: impl IntoIterator<Item = &'i InvoiceFact>,
    as_of: Day,
    grace_days: i32,
) -> Vec<Late<'i>> {
    let late = invoices.into_iter().filter_map(|invoice| {
        let days = invoice.overdue_days(as_of, grace_days)?;
        Some(Late { invoice, due_on: invoice.due()?, days })
    });
    let mut late: Vec<Late> = late.collect();
    late.sort_by_key(|late| (late.due_on, late.invoice.id));
    late
}

/// What is overdue of some invoices in one currency.
pub fn overdue_of<'i>(
    invoices: impl IntoIterator<Item = &'i InvoiceFact>,
    as_of: Day,
    grace_days: i32,
    currency: &str,
) -> Overdue {
    let mut late = late(invoices, as_of, grace_days);
    late.retain(|late| late.invoice.currency == currency);
    Overdue {
        total_cents: total(&late),
        invoices: late.len(),
        oldest_days: late.iter().map(|late| i64::from(late.days)).max().unwrap_or(0),
    }
}

/// What is open of them.
fn total(late: &[Late]) -> Cents {
    late.iter().map(|late| Cents(late.invoice.open_balance_cents)).sum()
}

/// What the rule finds.
pub(super) fn find(case: &Case) -> Option<Finding> {
    let account = case.dimensions().account(case.place)?.id;
    let late = late(case.facts.invoices, case.as_of(), case.book.settings.overdue_grace_days);
    let oldest = late.first()?;
    let amounts = amounts(case, &late);
    let own_currency = |amounts: &&OverdueAmounts| amounts.currency == case.book.settings.currency;
    Some(Finding {
        tier: tier(&late),
        confidence: Confidence::High,
        value_cents: amounts.iter().find(own_currency).map_or(0, |amounts| amounts.total_cents.0),
        grounds: late.iter().map(|late| Ground::Invoice(late.invoice.id)).collect(),
        evidence: Evidence::Overdue(OverdueEvidence {
            invoices: late.iter().map(|late| late.invoice.id).collect(),
            oldest_due: day::to_date(oldest.due_on),
            oldest_days: i64::from(oldest.days),
            disputed: u32::try_from(late.iter().filter(|late| late.invoice.is_disputed()).count())
                .unwrap_or(u32::MAX),
            on_bill_to: bill_to(&late, account),
            amounts: Some(amounts),
        }),
    })
}

/// The account that owes part of it, when it is another one.
fn bill_to(late: &[Late], account: AccountId) -> Option<AccountId> {
    late.iter().map(|late| late.invoice.account).find(|owner| *owner != account)
}

fn tier(late: &[Late]) -> AlertTier {
    let undisputed = late.iter().filter(|late| !late.invoice.is_disputed()).map(|late| late.days).max();
    match undisputed {
        None => AlertTier::Watch,
        Some(..=CRITICAL_DAYS) => AlertTier::AtRisk,
        Some(_) => AlertTier::Critical,
    }
}

/// Amounts by currency, which are never added up: the organisation's own first, then by code.
fn amounts(case: &Case, late: &[Late]) -> Vec<OverdueAmounts> {
    let mut currencies: Vec<&str> = late.iter().map(|late| late.invoice.currency.as_str()).collect();
    currencies.sort_unstable_by_key(|currency| (*currency != case.book.settings.currency, *currency));
    currencies.dedup();
    let of = |currency: &str| {
        let late: Vec<Late> = late.iter().filter(|late| late.invoice.currency == currency).copied().collect();
        let mut amounts = OverdueAmounts {
            currency: currency.to_owned(),
            total_cents: total(&late),
            buckets: OverdueBuckets::default(),
            unapplied_credit_cents: unapplied_credit(case, currency),
            disputed_cents: Cents::ZERO,
        };
        late.iter().for_each(|late| add(&mut amounts, late));
        amounts
    };
    currencies.into_iter().map(of).collect()
}

/// Puts an invoice under what is disputed and how long it is overdue; [`total`] counts it in any case.
fn add(amounts: &mut OverdueAmounts, late: &Late) {
    let cents = Cents(late.invoice.open_balance_cents);
    if late.invoice.is_disputed() {
        amounts.disputed_cents += cents;
    }
    let bucket = match late.days {
        ..=30 => &mut amounts.buckets.days_1_30_cents,
        31..=60 => &mut amounts.buckets.days_31_60_cents,
        61..=90 => &mut amounts.buckets.days_61_90_cents,
        91.. => &mut amounts.buckets.over_90_cents,
    };
    *bucket += cents;
}

/// Credit that no invoice used up yet, as a positive amount.
fn unapplied_credit(case: &Case, currency: &str) -> Cents {
    let is_credit = |invoice: &&InvoiceFact| match (invoice.kind, invoice.status) {
        (InvoiceKind::CreditMemo, InvoiceStatus::Issued | InvoiceStatus::Disputed) => {
            invoice.currency == currency
                && invoice.issued_on <= case.as_of()
                && invoice.open_balance_cents < 0
        }
        (InvoiceKind::CreditMemo, InvoiceStatus::Void) | (InvoiceKind::Invoice, _) => false,
    };
    let credit = case.facts.invoices.iter().filter(is_credit);
    Cents(credit.map(|invoice| -invoice.open_balance_cents).sum())
}
