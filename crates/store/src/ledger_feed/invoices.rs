//! What was invoiced of orders, for an organisation that dates its sales by invoice.

use super::Accounts;
use crate::accounts::MOST_BINDS;
use crate::connection::Connection;
use crate::error::Result;
use crate::schema::invoices;
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use chrono::NaiveDate;
use diesel::prelude::*;

/// What was invoiced of an order on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceFact {
    /// The order.
    pub order_id: i64,
    /// Date of the invoice.
    pub issued_on: NaiveDate,
    /// What the invoice was made out for, as the source says it: often with tax and freight.
    pub amount_cents: i64,
}

/// Hands over the invoices in a currency that name an order of their account. Void ones and credit memos are left out.
///
/// # Errors
/// Database failures.
pub fn load_invoices(
    connection: &mut Connection,
    accounts: Accounts<'_>,
    currency: &str,
    each: impl FnMut(InvoiceFact),
) -> Result<()> {
    let query = || {
        invoices::table
            .filter(invoices::kind.eq(InvoiceKind::Invoice.code()))
            .filter(invoices::status.ne(InvoiceStatus::Void.code()))
            .filter(invoices::currency.eq(currency.to_owned()))
            .filter(invoices::order_id.is_not_null())
            .select((invoices::order_id.assume_not_null(), invoices::issued_on, invoices::amount_cents))
    };
    let mut rows: Vec<(i64, NaiveDate, i64)> = Vec::new();
    match accounts {
        Accounts::All => rows = query().load(connection)?,
        Accounts::Only(wanted) => {
            for chunk in wanted.chunks(MOST_BINDS) {
                let of_chunk = invoices::account_id.eq_any(chunk);
                rows.extend(query().filter(of_chunk).load::<(i64, NaiveDate, i64)>(connection)?);
            }
        }
    }
    let fact = |(order_id, issued_on, amount_cents)| InvoiceFact { order_id, issued_on, amount_cents };
    rows.into_iter().map(fact).for_each(each);
    Ok(())
}
