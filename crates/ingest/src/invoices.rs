//! Invoices: one row is one invoice or credit memo, with what is still open of it.

use crate::invoice_words::{self, Payment, Standing};
use crate::purchases::account_key;
use crate::row::{Identity, Record, Row};
use bellwether_core::import::{Field, ImportKind, RowError};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use chrono::{NaiveDate, TimeDelta};

/// One invoice or credit memo. Texts are trimmed and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRecord {
    /// The customer's number; made from the name when the file has no number.
    pub account_key: String,
    /// The customer's name.
    pub account_name: Option<String>,
    /// The invoice's number.
    pub invoice_key: String,
    /// The number of the order it is for.
    pub order_key: Option<String>,
    /// Invoice or credit memo; a negative amount makes one where the file does not say.
    pub kind: InvoiceKind,
    /// How it stands, if the file says.
    pub status: Option<InvoiceStatus>,
    /// Its date.
    pub issued_on: NaiveDate,
    /// To be paid by this date: as given, else by the row's own terms.
    pub due_on: Option<NaiveDate>,
    /// ISO 4217 code of its amounts, if the file says.
    pub currency: Option<String>,
    /// What it was made out for, in cents; negative for credit memos.
    pub amount_cents: Option<i64>,
    /// What is still open, in cents; negative for credit memos.
    pub open_balance_cents: i64,
}

impl Record for InvoiceRecord {
    const KIND: ImportKind = ImportKind::Invoices;

    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>> {
        let account_name = row.owned(Field::AccountName);
        let standing = read_standing(row)?;
        let money = read_money(row, standing)?;
        let issued_on = read_date(row)?;
        Ok(Self {
            account_key: account_key(row, account_name.as_deref())?,
            account_name,
            invoice_key: row.owned_key(Field::InvoiceKey)?.ok_or_else(|| missing_number(row))?,
            order_key: row.owned_key(Field::OrderKey)?,
            kind: money.kind,
            status: standing.map(|standing| standing.status),
            issued_on,
            due_on: read_due_date(row, money.kind, issued_on)?,
            currency: read_currency(row)?,
            amount_cents: money.amount_cents,
            open_balance_cents: money.open_balance_cents,
        })
    }

    fn identity(&self) -> Option<Identity> {
        Some(Identity {
            key: format!("{}\n{}\n{}", self.account_key, self.invoice_key, self.kind.code()),
            field: Field::InvoiceKey,
            code: "repeated_invoice",
            message: "An earlier row of the file has this invoice already.",
            remedy: "Export one row for each invoice, with its total and its open balance.",
        })
    }
}

fn missing_number(row: &Row<'_>) -> Box<RowError> {
    row.fault(
        Field::InvoiceKey,
        "missing_invoice",
        "The row has no invoice number.",
        "Fill in the number of the invoice or credit memo.",
    )
}

fn read_date(row: &Row<'_>) -> Result<NaiveDate, Box<RowError>> {
    let moment = row.moment_if_any(Field::InvoiceDate)?.ok_or_else(|| {
        row.fault(
            Field::InvoiceDate,
            "missing_date",
            "There is no invoice date.",
            "Fill in the date of the invoice.",
        )
    })?;
    Ok(moment.date)
}

/// The due date. A date before the invoice's own would show debts as late that are not, so it is refused.
fn read_due_date(
    row: &Row<'_>,
    kind: InvoiceKind,
    issued_on: NaiveDate,
) -> Result<Option<NaiveDate>, Box<RowError>> {
    let due_on = match row.moment_if_any(Field::DueDate)? {
        Some(moment) => Some(moment.date),
        None => row.terms_days()?.and_then(|days| issued_on.checked_add_signed(TimeDelta::days(days))),
    };
    match (kind, due_on) {
        (InvoiceKind::Invoice, Some(due_on)) if due_on < issued_on => Err(row.fault(
            Field::DueDate,
            "due_before_issued",
            "The due date is before the date of the invoice.",
            "Correct one of the two dates, or map the columns the other way round.",
        )),
        (InvoiceKind::Invoice | InvoiceKind::CreditMemo, due_on) => Ok(due_on),
    }
}

fn read_standing(row: &Row<'_>) -> Result<Option<Standing>, Box<RowError>> {
    let Some(word) = row.text(Field::InvoiceStatus) else { return Ok(None) };
    invoice_words::standing(word).map(Some).ok_or_else(|| {
        row.fault(
            Field::InvoiceStatus,
            "unknown_status",
            "This is not a known invoice status.",
            "Use open, paid, disputed or void, or leave the column unmapped.",
        )
    })
}

fn read_currency(row: &Row<'_>) -> Result<Option<String>, Box<RowError>> {
    let Some(word) = row.text(Field::Currency) else { return Ok(None) };
    invoice_words::currency(word).map(Some).ok_or_else(|| {
        row.fault(
            Field::Currency,
            "unknown_currency",
            "This is not a known currency.",
            "Use a code of three letters such as USD or EUR, or leave the column unmapped.",
        )
    })
}

/// Kind and amounts, which decide about each other's sign.
struct Money {
    kind: InvoiceKind,
    amount_cents: Option<i64>,
    open_balance_cents: i64,
}

fn read_money(row: &Row<'_>, standing: Option<Standing>) -> Result<Money, Box<RowError>> {
    let amount = row.cents(Field::Amount, row.decimal(Field::Amount)?)?;
    let open = match row.cents(Field::OpenBalance, row.decimal(Field::OpenBalance)?)? {
        Some(open) => open,
        None => open_by_status(row, standing, amount)?,
    };
    // A negative invoice is a credit memo, whatever the file calls it.
    let kind = match (read_kind(row)?, amount.unwrap_or(open)) {
        (_, ..0) => InvoiceKind::CreditMemo,
        (said, _) => said.unwrap_or(InvoiceKind::Invoice),
    };
    let (amount_cents, open_balance_cents) = match kind {
        InvoiceKind::Invoice => (amount, open),
        InvoiceKind::CreditMemo => (amount.map(|amount| -amount.abs()), -open.abs()),
    };
    if amount_cents.is_some_and(|amount| open_balance_cents.abs() > amount.abs()) {
        return Err(row.fault(
            Field::OpenBalance,
            "open_above_amount",
            "More is open than the invoice was made out for.",
            "Map the balance of the invoice, not that of the customer; enter interest as an invoice of its own.",
        ));
    }
    Ok(Money { kind, amount_cents, open_balance_cents })
}

fn read_kind(row: &Row<'_>) -> Result<Option<InvoiceKind>, Box<RowError>> {
    let Some(word) = row.text(Field::InvoiceKind) else { return Ok(None) };
    invoice_words::kind(word).map(Some).ok_or_else(|| {
        row.fault(
            Field::InvoiceKind,
            "unknown_invoice_kind",
            "This is neither an invoice nor a credit memo.",
            "Leave payments and journal entries out of the export; open balances already reflect them.",
        )
    })
}

/// What is open of an invoice whose row has no open balance. Guessing would invent or hide debts.
fn open_by_status(
    row: &Row<'_>,
    standing: Option<Standing>,
    amount: Option<i64>,
) -> Result<i64, Box<RowError>> {
    match (standing.map(|standing| standing.payment), amount) {
        (Some(Payment::Complete), _) => Ok(0),
        (Some(Payment::Nothing), Some(amount)) => Ok(amount),
        (Some(Payment::Nothing), None) | (Some(Payment::Untold) | None, _) => Err(row.fault(
            Field::OpenBalance,
            "missing_open_balance",
            "Nothing says how much of the invoice is still open.",
            "Fill in the open balance, 0 when it is paid.",
        )),
    }
}
