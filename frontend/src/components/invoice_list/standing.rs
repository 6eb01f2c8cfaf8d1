//! What is owed and what credit there is, currency by currency and never netted.

use crate::format::money_full;
use bellwether_charts::currency_symbol;
use bellwether_core::Cents;
use bellwether_core::invoice::{InvoiceKind, InvoiceRow, InvoiceStatus};

/// Sums in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    currency: String,
    /// Open on invoices.
    open: Cents,
    /// The part of it past its due date.
    overdue: Cents,
    /// Credit that has not been applied, above zero.
    credit: Cents,
}

/// The sums of every currency, in the order the currencies first appear.
pub(super) fn standings(rows: &[InvoiceRow]) -> Vec<Standing> {
    let mut sums: Vec<Standing> = Vec::new();
    for row in rows.iter().filter(|row| row.status != InvoiceStatus::Void) {
        let place = sums.iter().position(|sum| sum.currency == row.currency).unwrap_or_else(|| {
            sums.push(Standing {
                currency: row.currency.clone(),
                open: Cents::ZERO,
                overdue: Cents::ZERO,
                credit: Cents::ZERO,
            });
            sums.len() - 1
        });
        let sum = &mut sums[place];
        match row.kind {
            InvoiceKind::Invoice => {
                sum.open += row.open_balance_cents;
                if row.overdue_days.is_some() {
                    sum.overdue += row.open_balance_cents;
                }
            }
            InvoiceKind::CreditMemo => sum.credit -= row.open_balance_cents,
        }
    }
    sums
}

/// One line: "$1,200.00 overdue · $3,400.00 open · $300.00 unapplied credit".
pub(super) fn words(standing: &Standing) -> String {
    let parts =
        [(standing.overdue, "overdue"), (standing.open, "open"), (standing.credit, "unapplied credit")];
    let told = parts.into_iter().filter(|(amount, _)| *amount != Cents::ZERO);
    told.map(|(amount, what)| format!("{} {what}", money(amount, &standing.currency)))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// An amount to the cent in its own currency; those without a sign carry their code.
pub(super) fn money(amount: Cents, currency: &str) -> String {
    match currency_symbol(currency) {
        "¤" => format!("{} {currency}", money_full(amount, "")),
        symbol => money_full(amount, symbol),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::account::AccountRef;
    use bellwether_core::{AccountId, InvoiceId};
    use chrono::NaiveDate;

    fn row(kind: InvoiceKind, open: i64, overdue_days: Option<i64>, currency: &str) -> InvoiceRow {
        InvoiceRow {
            id: InvoiceId(1),
            account: AccountRef { id: AccountId(1), name: "Ames Market".to_owned(), place: String::new() },
            number: "1".to_owned(),
            kind,
            status: InvoiceStatus::Issued,
            issued_on: NaiveDate::from_ymd_opt(2026, 6, 1).expect("a date of the calendar"),
            due_on: None,
            is_due_by_terms: false,
            currency: currency.to_owned(),
            amount_cents: Cents(open),
            open_balance_cents: Cents(open),
            overdue_days,
            order: None,
        }
    }

    #[test]
    fn unapplied_credit_stands_beside_and_is_not_taken_off() {
        let rows = [
            row(InvoiceKind::Invoice, 120_000, Some(12), "USD"),
            row(InvoiceKind::CreditMemo, -30_000, None, "USD"),
        ];
        let told: Vec<_> = standings(&rows).iter().map(words).collect();
        assert_eq!(told, ["$1,200.00 overdue · $1,200.00 open · $300.00 unapplied credit"]);
    }

    #[test]
    fn currencies_are_never_added() {
        let rows = [row(InvoiceKind::Invoice, 100, None, "USD"), row(InvoiceKind::Invoice, 200, None, "CHF")];
        let told: Vec<_> = standings(&rows).iter().map(words).collect();
        assert_eq!(told, ["$1.00 open", "2.00 CHF open"]);
    }

    #[test]
    fn a_void_invoice_is_owed_by_nobody() {
        let void =
            InvoiceRow { status: InvoiceStatus::Void, ..row(InvoiceKind::Invoice, 100, Some(3), "USD") };
        assert_eq!(standings(&[void]), []);
    }
}
