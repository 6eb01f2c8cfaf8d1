//! Facts on their way into the ledger: every row once, handed to a closure, nothing kept. It serves the
//! product itself, which applies the scope when it answers; so there is none here.

mod invoices;

pub use invoices::{InvoiceFact, load_invoices};

use crate::accounts::{self, Account, AccountRow, AccountWithRepRegion, MOST_BINDS};
use crate::connection::{Connection, on_both};
use crate::error::Result;
use crate::orders::status_of;
use crate::products::{self, Product};
use crate::schema;
use bellwether_core::OrderStatus;
use chrono::NaiveDate;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::{max, min, sql};
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

/// Ids read by one statement: bounds what PostgreSQL's client holds in memory at a time.
const IDS_A_STATEMENT: i64 = 250_000;

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
