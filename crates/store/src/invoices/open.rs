//! What is open, for the rules that look at debts: every invoice with each account it concerns. It serves the
//! product itself, which applies the scope when it answers; so there is none here.

use super::{Invoice, InvoiceRow, RowWithTerms, from_row};
use crate::accounts::MOST_BINDS;
use crate::connection::Connection;
use crate::error::Result;
use crate::schema::{accounts, invoices};
use bellwether_core::AccountId;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::{BTreeSet, HashMap};

/// The words of the partial index; with a bind in place of the 0 neither engine would use it.
pub(super) const OPEN: &str = "invoices.open_balance_cents <> 0 AND invoices.status <> 'void'";

/// Open invoices and unapplied credit of some accounts, each beside the account that it concerns: the one it
/// was made out to, or one that this one pays for. By account, the oldest first.
///
/// # Errors
/// Database failures.
pub fn open_of(connection: &mut Connection, of: &[AccountId]) -> Result<Vec<(AccountId, Invoice)>> {
    let mut found = Vec::new();
    for chunk in of.chunks(MOST_BINDS) {
        let payers: Vec<(i64, Option<i64>)> = accounts::table
            .filter(accounts::id.eq_any(chunk.iter().map(|account| account.0)))
            .select((accounts::id, accounts::bill_to_id))
            .load(connection)?;
        let mut concerned: HashMap<i64, BTreeSet<i64>> = HashMap::new();
        for (account, payer) in payers {
            concerned.entry(account).or_default().insert(account);
            concerned.entry(payer.unwrap_or(account)).or_default().insert(account);
        }
        let debtors: Vec<i64> = concerned.keys().copied().collect();
        for debtors in debtors.chunks(MOST_BINDS) {
            let rows: Vec<RowWithTerms> = invoices::table
                .inner_join(accounts::table)
                .filter(invoices::account_id.eq_any(debtors))
                .filter(sql::<Bool>(OPEN))
                .select((InvoiceRow::as_select(), accounts::payment_terms_days))
                .load(connection)?;
            for row in rows {
                let invoice = from_row(row)?;
                for account in concerned.get(&invoice.account.0).into_iter().flatten() {
                    found.push((AccountId(*account), invoice.clone()));
                }
            }
        }
    }
    found.sort_by_key(|(account, invoice)| (account.0, invoice.issued_on, invoice.id.0));
    Ok(found)
}

/// The same for every account, one after the other in the order of the invoices' accounts.
///
/// # Errors
/// Database failures.
pub fn open_all(connection: &mut Connection, mut each: impl FnMut(AccountId, &Invoice)) -> Result<()> {
    let links: Vec<(i64, i64)> = accounts::table
        .filter(accounts::bill_to_id.is_not_null())
        .select((accounts::id, accounts::bill_to_id.assume_not_null()))
        .load(connection)?;
    let mut paid_for: HashMap<i64, Vec<i64>> = HashMap::new();
    for (account, payer) in links.into_iter().filter(|(account, payer)| account != payer) {
        paid_for.entry(payer).or_default().push(account);
    }
    let query = invoices::table
        .inner_join(accounts::table)
        .filter(sql::<Bool>(OPEN))
        .order((invoices::account_id, invoices::issued_on, invoices::id))
        .select((InvoiceRow::as_select(), accounts::payment_terms_days));
    for row in query.load_iter::<RowWithTerms, DefaultLoadingMode>(connection)? {
        let invoice = from_row(row?)?;
        each(invoice.account, &invoice);
        for account in paid_for.get(&invoice.account.0).into_iter().flatten() {
            each(AccountId(*account), &invoice);
        }
    }
    Ok(())
}
