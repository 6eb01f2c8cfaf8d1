//! Orders and their lines, by far the most rows: read a range of ids at a time, so that threads can share the load.

use super::Accounts;
use crate::accounts::MOST_BINDS;
use crate::connection::{Connection, on_both};
use crate::error::Result;
use crate::orders::status_of;
use crate::schema;
use bellwether_core::OrderStatus;
use chrono::NaiveDate;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::{max, min};
use diesel::prelude::*;

/// Ids read by one statement: bounds what PostgreSQL's client holds in memory at a time.
const IDS_A_STATEMENT: i64 = 250_000;

/// Ids from `from` up to, not including, `until`: lets several threads share a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdRange {
    /// First id inside.
    pub from: i64,
    /// First id after it.
    pub until: i64,
}

impl IdRange {
    /// Every id.
    pub const ALL: Self = Self { from: 0, until: i64::MAX };
}

/// An order as the ledger needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderFact {
    /// Its id.
    pub id: i64,
    /// Who ordered.
    pub account_id: i64,
    /// Business date.
    pub placed_on: NaiveDate,
    /// How far it is.
    pub status: OrderStatus,
    /// Number of lines.
    pub line_count: i64,
    /// Net amount.
    pub revenue_cents: i64,
    /// Cost of the lines whose cost is known.
    pub cost_cents: i64,
    /// Net amount of the lines whose cost is known.
    pub costed_revenue_cents: i64,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
}

/// An order line as the ledger needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFact {
    /// Its id.
    pub id: i64,
    /// Its order.
    pub order_id: i64,
    /// Who ordered.
    pub account_id: i64,
    /// What was ordered.
    pub product_id: i64,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
    /// Net amount.
    pub revenue_cents: i64,
    /// Cost, when known.
    pub cost_cents: Option<i64>,
}

/// The ids of all orders lie in this range.
fn order_id_bounds(connection: &mut Connection) -> Result<IdRange> {
    let first: Option<i64> = schema::orders::table.select(min(schema::orders::id)).first(connection)?;
    let last: Option<i64> = schema::orders::table.select(max(schema::orders::id)).first(connection)?;
    Ok(bounds(first, last))
}

/// The ids of all order lines lie in this range.
///
/// # Errors
/// Database failures.
pub fn line_id_bounds(connection: &mut Connection) -> Result<IdRange> {
    let first: Option<i64> =
        schema::order_lines::table.select(min(schema::order_lines::id)).first(connection)?;
    let last: Option<i64> =
        schema::order_lines::table.select(max(schema::order_lines::id)).first(connection)?;
    Ok(bounds(first, last))
}

fn bounds(first: Option<i64>, last: Option<i64>) -> IdRange {
    match (first, last) {
        (Some(first), Some(last)) => IdRange { from: first, until: last + 1 },
        _ => IdRange { from: 0, until: 0 },
    }
}

/// The part of `wanted` that holds rows, cut into statements.
fn pieces(wanted: IdRange, present: IdRange) -> impl Iterator<Item = IdRange> {
    let from = wanted.from.max(present.from);
    let until = wanted.until.min(present.until);
    let mut next = from;
    std::iter::from_fn(move || {
        (next < until).then(|| {
            let piece = IdRange { from: next, until: until.min(next + IDS_A_STATEMENT) };
            next = piece.until;
            piece
        })
    })
}

type OrderTuple = (i64, i64, NaiveDate, String, i64, i64, i64, i64, i64);

fn order_fact(row: OrderTuple) -> Result<OrderFact> {
    let (id, account_id, placed_on, status, line_count, revenue, cost, costed_revenue, quantity_milli) = row;
    Ok(OrderFact {
        id,
        account_id,
        placed_on,
        status: status_of(&status)?,
        line_count,
        revenue_cents: revenue,
        cost_cents: cost,
        costed_revenue_cents: costed_revenue,
        quantity_milli,
    })
}

type LineTuple = (i64, i64, i64, i64, i64, i64, Option<i64>);

fn line_fact(row: LineTuple) -> LineFact {
    let (id, order_id, account_id, product_id, quantity_milli, revenue_cents, cost_cents) = row;
    LineFact { id, order_id, account_id, product_id, quantity_milli, revenue_cents, cost_cents }
}

const ORDER_COLUMNS: (
    schema::orders::id,
    schema::orders::account_id,
    schema::orders::placed_on,
    schema::orders::status,
    schema::orders::line_count,
    schema::orders::revenue_cents,
    schema::orders::cost_cents,
    schema::orders::costed_revenue_cents,
    schema::orders::quantity_milli,
) = (
    schema::orders::id,
    schema::orders::account_id,
    schema::orders::placed_on,
    schema::orders::status,
    schema::orders::line_count,
    schema::orders::revenue_cents,
    schema::orders::cost_cents,
    schema::orders::costed_revenue_cents,
    schema::orders::quantity_milli,
);

const LINE_COLUMNS: (
    schema::order_lines::id,
    schema::order_lines::order_id,
    schema::order_lines::account_id,
    schema::order_lines::product_id,
    schema::order_lines::quantity_milli,
    schema::order_lines::revenue_cents,
    schema::order_lines::cost_cents,
) = (
    schema::order_lines::id,
    schema::order_lines::order_id,
    schema::order_lines::account_id,
    schema::order_lines::product_id,
    schema::order_lines::quantity_milli,
    schema::order_lines::revenue_cents,
    schema::order_lines::cost_cents,
);

/// Hands over orders in id order.
///
/// # Errors
/// Database failures.
pub fn load_orders(
    connection: &mut Connection,
    accounts: Accounts<'_>,
    ids: IdRange,
    mut each: impl FnMut(OrderFact),
) -> Result<()> {
    use schema::orders::{account_id, id, table};
    match accounts {
        Accounts::All => {
            for piece in pieces(ids, order_id_bounds(connection)?) {
                let query = table
                    .filter(id.ge(piece.from))
                    .filter(id.lt(piece.until))
                    .order(id)
                    .select(ORDER_COLUMNS);
                on_both!(connection, |concrete| {
                    for row in query.load_iter::<OrderTuple, DefaultLoadingMode>(concrete)? {
                        each(order_fact(row?)?);
                    }
                });
            }
        }
        Accounts::Only(wanted) => {
            let mut rows = Vec::new();
            for chunk in wanted.chunks(MOST_BINDS) {
                let query = table
                    .filter(account_id.eq_any(chunk))
                    .filter(id.ge(ids.from))
                    .filter(id.lt(ids.until))
                    .select(ORDER_COLUMNS);
                rows.extend(query.load::<OrderTuple>(connection)?);
            }
            rows.sort_unstable_by_key(|row| row.0);
            for row in rows {
                each(order_fact(row)?);
            }
        }
    }
    Ok(())
}

/// Hands over order lines in id order.
///
/// # Errors
/// Database failures.
pub fn load_lines(
    connection: &mut Connection,
    accounts: Accounts<'_>,
    ids: IdRange,
    mut each: impl FnMut(LineFact),
) -> Result<()> {
    use schema::order_lines::{account_id, id, order_id, table};
    match accounts {
        Accounts::All => {
            for piece in pieces(ids, line_id_bounds(connection)?) {
                let query =
                    table.filter(id.ge(piece.from)).filter(id.lt(piece.until)).order(id).select(LINE_COLUMNS);
                on_both!(connection, |concrete| {
                    for row in query.load_iter::<LineTuple, DefaultLoadingMode>(concrete)? {
                        each(line_fact(row?));
                    }
                });
            }
        }
        Accounts::Only(wanted) => {
            let mut rows = Vec::new();
            for chunk in wanted.chunks(MOST_BINDS) {
                // Lines are found through their orders: SQLite has no index of lines by account, which
                // would double the cost of every bulk load.
                let of_chunk = schema::orders::table
                    .filter(schema::orders::account_id.eq_any(chunk))
                    .select(schema::orders::id);
                let query = table
                    .filter(account_id.eq_any(chunk))
                    .filter(order_id.eq_any(of_chunk))
                    .filter(id.ge(ids.from))
                    .filter(id.lt(ids.until))
                    .select(LINE_COLUMNS);
                rows.extend(query.load::<LineTuple>(connection)?);
            }
            rows.sort_unstable_by_key(|row| row.0);
            rows.into_iter().map(line_fact).for_each(each);
        }
    }
    Ok(())
}
