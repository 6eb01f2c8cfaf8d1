//! Invoices and credit memos. A debt sits on the account that pays, and whoever sees an account it pays for
//! sees the debt with it.

mod open;

use open::OPEN;
pub use open::{open_all, open_of};

use crate::accounts;
use crate::connection::{Connection, Engine};
use crate::error::{Result, StoreError};
use crate::schema::{accounts as account_rows, invoices};
use crate::scope;
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus, InvoiceView};
use bellwether_core::{AccountId, Cents, InvoiceId, OrderId, Scope};
use chrono::{NaiveDate, TimeDelta};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Untyped};

/// An invoice or credit memo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// The account it was made out to.
    pub account: AccountId,
    /// The order it is for.
    pub order: Option<OrderId>,
    /// The source system.
    pub source: String,
    /// Its number there.
    pub number: String,
    /// Which way the money goes.
    pub kind: InvoiceKind,
    /// How it stands.
    pub status: InvoiceStatus,
    /// Its date.
    pub issued_on: NaiveDate,
    /// To be paid by this date, as the invoice says.
    pub due_on: Option<NaiveDate>,
    /// Days that the account it was made out to has to pay.
    pub terms_days: Option<i32>,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// What it was made out for; negative for credit memos.
    pub amount_cents: Cents,
    /// What is still open; negative for credit not applied yet.
    pub open_balance_cents: Cents,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = invoices)]
struct InvoiceRow {
    id: i64,
    account_id: i64,
    order_id: Option<i64>,
    source: String,
    external_id: String,
    kind: String,
    status: String,
    issued_on: NaiveDate,
    due_on: Option<NaiveDate>,
    currency: String,
    amount_cents: i64,
    open_balance_cents: i64,
}

/// An invoice beside its account's terms.
type RowWithTerms = (InvoiceRow, Option<i64>);

fn from_row((row, terms): RowWithTerms) -> Result<Invoice> {
    let terms_days = terms.map(i32::try_from).transpose();
    Ok(Invoice {
        id: InvoiceId(row.id),
        account: AccountId(row.account_id),
        order: row.order_id.map(OrderId),
        source: row.source,
        number: row.external_id,
        kind: InvoiceKind::from_code(&row.kind)
            .ok_or_else(|| StoreError::unknown_word("invoice kind", &row.kind))?,
        status: InvoiceStatus::from_code(&row.status)
            .ok_or_else(|| StoreError::unknown_word("invoice status", &row.status))?,
        issued_on: row.issued_on,
        due_on: row.due_on,
        terms_days: terms_days.map_err(|error| StoreError::Invalid(format!("terms of payment: {error}")))?,
        currency: row.currency,
        amount_cents: Cents(row.amount_cents),
        open_balance_cents: Cents(row.open_balance_cents),
    })
}

/// Which invoices are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Only those of this account and of the account that pays for it.
    pub account: Option<AccountId>,
    /// Which of them.
    pub view: InvoiceView,
    /// Today, for what is overdue.
    pub as_of: NaiveDate,
    /// Days an invoice may be late before it is called overdue.
    pub grace_days: u32,
}

/// Invoices after (date, `id`) of `after`: the overdue by their due date, the longest due first; all others by
/// their own date, the newest first.
///
/// # Errors
/// `NotFound` for an account outside the scope.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    wanted: &Wanted,
    after: Option<(NaiveDate, InvoiceId)>,
    limit: i64,
) -> Result<Vec<Invoice>> {
    let mut condition = condition(connection, scope, wanted)?;
    let due = due(connection.engine());
    let is_by_due_date = wanted.view == InvoiceView::Overdue;
    if let Some((date, InvoiceId(id))) = after {
        let further = if is_by_due_date {
            format!("({due} > '{date}' OR ({due} = '{date}' AND invoices.id > {id}))")
        } else {
            let own = "invoices.issued_on";
            format!("({own} < '{date}' OR ({own} = '{date}' AND invoices.id < {id}))")
        };
        condition = format!("{condition} AND {further}");
    }
    let order = if is_by_due_date { format!("{due}, invoices.id") } else { NEWEST_FIRST.to_owned() };
    let rows: Vec<RowWithTerms> = invoices::table
        .inner_join(account_rows::table)
        .filter(sql::<Bool>(&condition))
        .order(sql::<Untyped>(&order))
        .limit(limit)
        .select((InvoiceRow::as_select(), account_rows::payment_terms_days))
        .load(connection)?;
    rows.into_iter().map(from_row).collect()
}

/// How many invoices [`list`] has to show.
///
/// # Errors
/// `NotFound` for an account outside the scope.
pub fn count(connection: &mut Connection, scope: &Scope, wanted: &Wanted) -> Result<i64> {
    let condition = condition(connection, scope, wanted)?;
    Ok(invoices::table
        .inner_join(account_rows::table)
        .filter(sql::<Bool>(&condition))
        .count()
        .get_result(connection)?)
}

/// What is wanted, as text. Only numbers, dates and words of ours are written into it.
fn condition(connection: &mut Connection, scope: &Scope, wanted: &Wanted) -> Result<String> {
    let whose = match wanted.account {
        Some(id) => {
            let account = accounts::find(connection, scope, id)?;
            let payer = account.bill_to.unwrap_or(account.id);
            format!("invoices.account_id IN ({}, {})", account.id.0, payer.0)
        }
        None => whose_in_scope(scope),
    };
    let which = which(connection.engine(), wanted);
    Ok(format!("({whose}) AND ({which})"))
}

/// Those made out to accounts inside the scope or to accounts that pay for them.
fn whose_in_scope(scope: &Scope) -> String {
    if *scope == Scope::All {
        return "1 = 1".to_owned();
    }
    let inside = scope::condition(scope);
    format!(
        "invoices.account_id IN (SELECT accounts.id FROM accounts WHERE {inside}) OR invoices.account_id IN \
         (SELECT accounts.bill_to_id FROM accounts WHERE accounts.bill_to_id IS NOT NULL AND {inside})"
    )
}

/// Something is owed on it.
const OWED: &str = "invoices.open_balance_cents <> 0 AND invoices.open_balance_cents > 0 \
                    AND invoices.kind = 'invoice' AND invoices.status <> 'void'";

const NEWEST_FIRST: &str = "invoices.issued_on DESC, invoices.id DESC";

/// When an invoice has to be paid: as it says, else by its account's terms.
fn due(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "COALESCE(invoices.due_on, date(invoices.issued_on, '+' || accounts.payment_terms_days || ' days'))"
        }
        Engine::Postgres => {
            "COALESCE(invoices.due_on, invoices.issued_on + accounts.payment_terms_days::integer)"
        }
    }
}

fn which(engine: Engine, wanted: &Wanted) -> String {
    match wanted.view {
        InvoiceView::All => "1 = 1".to_owned(),
        InvoiceView::Open => OPEN.to_owned(),
        InvoiceView::Overdue => {
            let grace = TimeDelta::days(i64::from(wanted.grace_days));
            let late_from = wanted.as_of.checked_sub_signed(grace).unwrap_or(NaiveDate::MIN);
            format!("{OWED} AND {} < '{late_from}'", due(engine))
        }
        InvoiceView::NoDueDate => {
            format!("{OWED} AND invoices.due_on IS NULL AND accounts.payment_terms_days IS NULL")
        }
    }
}
