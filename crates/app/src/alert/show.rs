//! Alerts as the caller may see them.

use crate::Caller;
use crate::book::Book;
use bellwether_core::alert::{Alert, AlertKind, AlertRow, Evidence, OverdueEvidence};
use bellwether_core::{Cents, ProductId};
use bellwether_scoring::alerts::words;
use bellwether_store::alerts::AlertRecord;
use chrono::NaiveDate;

/// The name people read of a product.
pub(crate) fn product_name(book: &Book, id: ProductId) -> String {
    let dimensions = book.dimensions();
    let product = dimensions.product_index(id).and_then(|index| dimensions.product(index));
    product.map_or_else(|| "an item that is gone".to_owned(), |product| product.name.to_string())
}

/// An alert; amounts only for callers who may see them.
pub(crate) fn alert(book: &Book, caller: &Caller, record: &AlertRecord) -> Alert {
    let evidence = visible(caller, &record.evidence);
    let names = |id| product_name(book, id);
    let product = record.product.and_then(|id| book.dimensions().product_index(id));
    Alert {
        id: record.id,
        kind: record.kind,
        tier: record.tier,
        confidence: record.confidence,
        state: record.state,
        sentence: words::sentence(&evidence, &names),
        notes: words::notes(&evidence, &names),
        value_cents: sees_value(caller, record.kind).then_some(Cents(record.value_cents)),
        product: product.and_then(|index| book.product_ref(index)),
        evidence,
        rule_version: record.rule_version,
        as_of: record.as_of,
        opened_on: record.opened_on,
        snoozed_until: record.snoozed_until,
        dismiss_reason: record.dismiss_reason,
        outcome: record.outcome.clone(),
        was_right: record.was_right,
    }
}

/// The item an alert is about, and when it was bought last.
pub(crate) fn last_bought(evidence: &Evidence) -> Option<(ProductId, NaiveDate)> {
    match evidence {
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => Some((item.product, item.last_bought)),
        Evidence::ChurnRisk(_)
        | Evidence::PatternRisk(_)
        | Evidence::NewAccountStalled(_)
        | Evidence::Overdue(_) => None,
    }
}

/// A row of a list; none when the account is gone.
pub(crate) fn row(book: &Book, caller: &Caller, record: &AlertRecord) -> Option<AlertRow> {
    let (_, account) = book.account_in(&caller.scope, record.account).ok()?;
    Some(AlertRow {
        account: Book::account_ref(account),
        rep: account.rep.and_then(|rep| book.rep_ref(rep)),
        alert: alert(book, caller, record),
    })
}

/// What is overdue is financial data; what is at stake otherwise are sales, which everybody may see.
pub(crate) fn sees_value(caller: &Caller, kind: AlertKind) -> bool {
    match kind {
        AlertKind::Overdue => caller.permissions.view_financials,
        AlertKind::ChurnRisk
        | AlertKind::PatternRisk
        | AlertKind::NewAccountStalled
        | AlertKind::LostItem
        | AlertKind::LapsedItem => true,
    }
}

fn visible(caller: &Caller, evidence: &Evidence) -> Evidence {
    match evidence {
        Evidence::Overdue(overdue) if !caller.permissions.view_financials => {
            Evidence::Overdue(OverdueEvidence { amounts: None, ..overdue.clone() })
        }
        Evidence::ChurnRisk(_)
        | Evidence::PatternRisk(_)
        | Evidence::NewAccountStalled(_)
        | Evidence::LostItem(_)
        | Evidence::LapsedItem(_)
        | Evidence::Overdue(_) => evidence.clone(),
    }
}
