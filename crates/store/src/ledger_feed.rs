//! Facts on their way into the ledger: every row once, handed to a closure, nothing kept. It serves the
//! product itself, which applies the scope when it answers; so there is none here.

mod invoices;
mod orders;

pub use invoices::{InvoiceFact, load_invoices};
pub use orders::{IdRange, LineFact, OrderFact, line_id_bounds, load_lines, load_orders};

use crate::accounts::{self, Account, AccountRow, AccountWithRepRegion, MOST_BINDS};
use crate::connection::Connection;
use crate::error::Result;
use crate::products::{self, Product};
use crate::schema;
use bellwether_core::OrderStatus;
use chrono::NaiveDate;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// Whose rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accounts<'a> {
    /// Everybody's.
    All,
    /// Those of these accounts.
    Only(&'a [i64]),
}

/// A credit that names the order it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditFact {
    /// Who was credited.
    pub account_id: i64,
    /// Id of the credit.
    pub credit_id: i64,
    /// Id of the order; none when the account has no such order.
    pub order_id: Option<i64>,
}

/// An order line that could not be given whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackorderFact {
    /// Who ordered.
    pub account_id: i64,
    /// Business date of the order.
    pub placed_on: NaiveDate,
    /// What was ordered.
    pub product_id: i64,
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FactCounts {
    /// Accounts.
    pub accounts: i64,
    /// Orders.
    pub orders: i64,
    /// Order lines.
    pub lines: i64,
    /// Products.
    pub products: i64,
}

/// Counts the facts.
///
/// # Errors
/// Database failures.
pub fn counts(connection: &mut Connection) -> Result<FactCounts> {
    Ok(FactCounts {
        accounts: schema::accounts::table.count().get_result(connection)?,
        orders: schema::orders::table.count().get_result(connection)?,
        lines: schema::order_lines::table.count().get_result(connection)?,
        products: schema::products::table.count().get_result(connection)?,
    })
}

/// Hands over the credits that name an order, by id. They are few, so they are read apart from the orders.
///
/// # Errors
/// Database failures.
pub fn load_credits(
    connection: &mut Connection,
    accounts: Accounts<'_>,
    each: impl FnMut(CreditFact),
) -> Result<()> {
    let credited = diesel::alias!(schema::orders as credited);
    let on = credited
        .field(schema::orders::account_id)
        .eq(schema::orders::account_id)
        .and(credited.field(schema::orders::source).eq(schema::orders::source))
        .and(credited.field(schema::orders::external_id).nullable().eq(schema::orders::credits_order));
    let query = || {
        schema::orders::table
            .left_join(credited.on(on))
            .filter(schema::orders::credits_order.is_not_null())
            .select((
                schema::orders::account_id,
                schema::orders::id,
                credited.field(schema::orders::id).nullable(),
            ))
    };
    let mut rows: Vec<(i64, i64, Option<i64>)> = Vec::new();
    match accounts {
        Accounts::All => rows = query().load(connection)?,
        Accounts::Only(wanted) => {
            for chunk in wanted.chunks(MOST_BINDS) {
                let of_chunk = schema::orders::account_id.eq_any(chunk);
                rows.extend(query().filter(of_chunk).load::<(i64, i64, Option<i64>)>(connection)?);
            }
        }
    }
    rows.sort_unstable_by_key(|row| row.1);
    let fact = |(account_id, credit_id, order_id)| CreditFact { account_id, credit_id, order_id };
    rows.into_iter().map(fact).for_each(each);
    Ok(())
}

/// Hands over the lines of valid orders that could not be given whole, by id; they are few as well.
///
/// # Errors
/// Database failures.
pub fn load_backorders(
    connection: &mut Connection,
    accounts: Accounts<'_>,
    each: impl FnMut(BackorderFact),
) -> Result<()> {
    use schema::{order_lines, orders};
    let valid: Vec<&str> = OrderStatus::ALL
        .into_iter()
        .filter(|status| status.is_valid_order())
        .map(OrderStatus::code)
        .collect();
    let query = || {
        let of_order =
            orders::id.eq(order_lines::order_id).and(orders::account_id.eq(order_lines::account_id));
        order_lines::table
            .inner_join(orders::table.on(of_order))
            // Spelled out, because with a bind neither engine knows that the index of such lines will do.
            .filter(sql::<Bool>("order_lines.backordered_milli > 0"))
            .filter(orders::status.eq_any(valid.clone()))
            .select((order_lines::id, order_lines::account_id, orders::placed_on, order_lines::product_id))
    };
    let mut rows: Vec<(i64, i64, NaiveDate, i64)> = Vec::new();
    match accounts {
        Accounts::All => rows = query().load(connection)?,
        Accounts::Only(wanted) => {
            for chunk in wanted.chunks(MOST_BINDS) {
                let of_chunk = order_lines::account_id.eq_any(chunk);
                rows.extend(query().filter(of_chunk).load::<(i64, i64, NaiveDate, i64)>(connection)?);
            }
        }
    }
    rows.sort_unstable_by_key(|row| row.0);
    let fact = |(_, account_id, placed_on, product_id)| BackorderFact { account_id, placed_on, product_id };
    rows.into_iter().map(fact).for_each(each);
    Ok(())
}

/// Hands over accounts in id order.
///
/// # Errors
/// Database failures.
pub fn load_accounts(
    connection: &mut Connection,
    wanted: Accounts<'_>,
    mut each: impl FnMut(Account),
) -> Result<()> {
    use schema::accounts::{id, table};
    use schema::reps;
    let columns = || (AccountRow::as_select(), reps::region_id.nullable());
    match wanted {
        Accounts::All => {
            let query = table.left_join(reps::table).order(id).select(columns());
            for row in query.load_iter::<AccountWithRepRegion, DefaultLoadingMode>(connection)? {
                each(accounts::from_row(row?)?);
            }
        }
        Accounts::Only(wanted) => {
            for chunk in wanted.chunks(MOST_BINDS) {
                let query = table.left_join(reps::table).filter(id.eq_any(chunk)).order(id).select(columns());
                for row in query.load::<AccountWithRepRegion>(connection)? {
                    each(accounts::from_row(row)?);
                }
            }
        }
    }
    Ok(())
}

/// Hands over products in id order.
///
/// # Errors
/// Database failures.
pub fn load_products(connection: &mut Connection, each: impl FnMut(Product)) -> Result<()> {
    products::list(connection)?.into_iter().for_each(each);
    Ok(())
}
