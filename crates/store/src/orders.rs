//! Orders and their lines.

use crate::accounts::MOST_BINDS;
use crate::connection::Connection;
use crate::dialect::SumI64;
use crate::error::{Result, StoreError};
use crate::schema::{accounts, order_lines, orders};
use crate::scope::InScope;
use bellwether_core::{AccountId, Cents, OrderId, OrderLineId, OrderStatus, ProductId, Scope};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::HashMap;

/// An order with its totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Who ordered.
    pub account: AccountId,
    /// The source system.
    pub source: String,
    /// The order number there.
    pub external_id: String,
    /// How far it is.
    pub status: OrderStatus,
    /// Business date.
    pub placed_on: NaiveDate,
    /// Moment, UTC, when known.
    pub placed_at: Option<NaiveDateTime>,
    /// Contact of the account who started it.
    pub started_by: Option<i64>,
    /// Number of lines.
    pub line_count: i64,
    /// Net amount.
    pub revenue: Cents,
    /// Cost of the lines whose cost is known.
    pub cost: Cents,
    /// Net amount of the lines whose cost is known.
    pub costed_revenue: Cents,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Its id.
    pub id: OrderLineId,
    /// Its order.
    pub order: OrderId,
    /// What was ordered.
    pub product: ProductId,
    /// The source system's number of the line.
    pub line_key: Option<String>,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
    /// Net amount.
    pub revenue: Cents,
    /// Cost, when known.
    pub cost: Option<Cents>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = orders)]
struct OrderRow {
    id: i64,
    account_id: i64,
    source: String,
    external_id: String,
    status: String,
    placed_on: NaiveDate,
    placed_at: Option<NaiveDateTime>,
    started_by_id: Option<i64>,
    line_count: i64,
    quantity_milli: i64,
    revenue_cents: i64,
    cost_cents: i64,
    costed_revenue_cents: i64,
}

impl TryFrom<OrderRow> for Order {
    type Error = StoreError;
    fn try_from(row: OrderRow) -> Result<Self> {
        Ok(Self {
            id: OrderId(row.id),
            account: AccountId(row.account_id),
            source: row.source,
            external_id: row.external_id,
            status: status_of(&row.status)?,
            placed_on: row.placed_on,
            placed_at: row.placed_at,
            started_by: row.started_by_id,
            line_count: row.line_count,
            revenue: Cents(row.revenue_cents),
            cost: Cents(row.cost_cents),
            costed_revenue: Cents(row.costed_revenue_cents),
            quantity_milli: row.quantity_milli,
        })
    }
}

/// Reads a stored order status.
pub(crate) fn status_of(word: &str) -> Result<OrderStatus> {
    OrderStatus::from_code(word).ok_or_else(|| StoreError::unknown_word("order status", word))
}

type LineRow = (i64, i64, i64, Option<String>, i64, i64, Option<i64>);

/// One order and its lines in the order they came.
///
/// # Errors
/// `NotFound`, for foreign and absent orders alike.
pub fn find(connection: &mut Connection, scope: &Scope, id: OrderId) -> Result<(Order, Vec<OrderLine>)> {
    let order: Order = orders::table
        .inner_join(accounts::table)
        .filter(orders::id.eq(id.0))
        .filter(InScope(scope))
        .select(OrderRow::as_select())
        .first(connection)?
        .try_into()?;
    let rows: Vec<LineRow> = order_lines::table
        .filter(order_lines::account_id.eq(order.account.0))
        .filter(order_lines::order_id.eq(id.0))
        .order(order_lines::id)
        .select((
            order_lines::id,
            order_lines::order_id,
            order_lines::product_id,
            order_lines::line_key,
            order_lines::quantity_milli,
            order_lines::revenue_cents,
            order_lines::cost_cents,
        ))
        .load(connection)?;
    let lines =
        rows.into_iter().map(|(id, order, product, line_key, quantity_milli, revenue, cost)| OrderLine {
            id: OrderLineId(id),
            order: OrderId(order),
            product: ProductId(product),
            line_key,
            quantity_milli,
            revenue: Cents(revenue),
            cost: cost.map(Cents),
        });
    Ok((order, lines.collect()))
}

/// Orders of one account, newest first, those before (`placed_on`, `id`) of `before`.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn of_account(
    connection: &mut Connection,
    scope: &Scope,
    account: AccountId,
    before: Option<(NaiveDate, OrderId)>,
    limit: i64,
) -> Result<Vec<Order>> {
    let mut query = orders::table
        .inner_join(accounts::table)
        .filter(orders::account_id.eq(account.0))
        .filter(InScope(scope))
        .order((orders::placed_on.desc(), orders::id.desc()))
        .limit(limit)
        .select(OrderRow::as_select())
        .into_boxed();
    if let Some((date, id)) = before {
        query =
            query.filter(orders::placed_on.lt(date).or(orders::placed_on.eq(date).and(orders::id.lt(id.0))));
    }
    query.load(connection)?.into_iter().map(Order::try_from).collect()
}

/// What the ledger does not keep of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderNote {
    /// Its number in the source system.
    pub number: String,
    /// Contact of the account who started it.
    pub started_by: Option<i64>,
}

/// Numbers and starters of some orders, each with its account; those outside the scope are left out.
///
/// # Errors
/// Database failures.
pub fn notes(
    connection: &mut Connection,
    scope: &Scope,
    wanted: &[(AccountId, OrderId)],
) -> Result<HashMap<OrderId, OrderNote>> {
    let mut found = HashMap::with_capacity(wanted.len());
    for chunk in wanted.chunks(MOST_BINDS) {
        let rows: Vec<(i64, String, Option<i64>)> = orders::table
            .inner_join(accounts::table)
            .filter(orders::account_id.eq_any(chunk.iter().map(|(account, _)| account.0)))
            .filter(orders::id.eq_any(chunk.iter().map(|(_, order)| order.0)))
            .filter(InScope(scope))
            .select((orders::id, orders::external_id, orders::started_by_id))
            .load(connection)?;
        found.extend(
            rows.into_iter().map(|(id, number, started_by)| (OrderId(id), OrderNote { number, started_by })),
        );
    }
    Ok(found)
}

/// When some orders, each with its account, were placed, UTC; those that do not say and those outside the scope
/// are left out.
///
/// # Errors
/// Database failures.
pub fn moments(
    connection: &mut Connection,
    scope: &Scope,
    wanted: &[(AccountId, OrderId)],
) -> Result<Vec<(OrderId, NaiveDateTime)>> {
    let mut found = Vec::new();
    for chunk in wanted.chunks(MOST_BINDS) {
        let rows: Vec<(i64, Option<NaiveDateTime>)> = orders::table
            .inner_join(accounts::table)
            .filter(orders::account_id.eq_any(chunk.iter().map(|(account, _)| account.0)))
            .filter(orders::id.eq_any(chunk.iter().map(|(_, order)| order.0)))
            .filter(orders::placed_at.is_not_null())
            .filter(InScope(scope))
            .select((orders::id, orders::placed_at))
            .load(connection)?;
        found.extend(rows.into_iter().filter_map(|(id, moment)| Some((OrderId(id), moment?))));
    }
    Ok(found)
}

/// As the index of drafts says it: a bound value would not be known to be the same.
const IN_DRAFT: &str = "orders.status = 'draft'";

/// Open drafts of some accounts, newest first; those outside the scope are left out.
///
/// # Errors
/// Database failures.
pub fn drafts_of(connection: &mut Connection, scope: &Scope, of: &[AccountId]) -> Result<Vec<Order>> {
    let mut drafts: Vec<Order> = Vec::new();
    for chunk in of.chunks(MOST_BINDS) {
        let rows = orders::table
            .inner_join(accounts::table)
            .filter(orders::account_id.eq_any(chunk.iter().map(|account| account.0)))
            .filter(sql::<Bool>(IN_DRAFT))
            .filter(InScope(scope))
            .select(OrderRow::as_select())
            .load(connection)?;
        for row in rows {
            drafts.push(row.try_into()?);
        }
    }
    drafts.sort_by_key(|order| std::cmp::Reverse((order.placed_on, order.id.0)));
    Ok(drafts)
}

/// Sums over orders that count in sales, computed by the database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SalesSums {
    /// Number of orders.
    pub orders: i64,
    /// Number of lines.
    pub lines: i64,
    /// Net amount.
    pub revenue_cents: i64,
    /// Cost of the lines whose cost is known.
    pub cost_cents: i64,
    /// Net amount of the lines whose cost is known.
    pub costed_revenue_cents: i64,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
}

/// What SQL says about the dates from `from` up to, not including, `until`: the judge of the ledger,
/// taken from the lines themselves. Slow on large books; for tests and `doctor`.
///
/// # Errors
/// Database failures.
pub fn sums(connection: &mut Connection, from: NaiveDate, until: NaiveDate) -> Result<SalesSums> {
    let counted: Vec<&str> = OrderStatus::ALL
        .into_iter()
        .filter(|status| status.counts_in_sales())
        .map(OrderStatus::code)
        .collect();
    let of_orders: i64 = orders::table
        .filter(orders::placed_on.ge(from))
        .filter(orders::placed_on.lt(until))
        .filter(orders::status.eq_any(counted.clone()))
        .count()
        .get_result(connection)?;
    let base =
        || {
            order_lines::table
                .inner_join(orders::table.on(
                    orders::id.eq(order_lines::order_id).and(orders::account_id.eq(order_lines::account_id)),
                ))
                .filter(orders::placed_on.ge(from))
                .filter(orders::placed_on.lt(until))
                .filter(orders::status.eq_any(counted.clone()))
        };
    let (lines, revenue, quantity): (i64, Option<i64>, Option<i64>) = base()
        .select((count_star(), SumI64(order_lines::revenue_cents), SumI64(order_lines::quantity_milli)))
        .first(connection)?;
    let (cost, costed): (Option<i64>, Option<i64>) = base()
        .filter(order_lines::cost_cents.is_not_null())
        .select((SumI64(order_lines::cost_cents), SumI64(order_lines::revenue_cents)))
        .first(connection)?;
    Ok(SalesSums {
        orders: of_orders,
        lines,
        // A sum over no rows is NULL and means nothing sold.
        revenue_cents: revenue.unwrap_or(0),
        cost_cents: cost.unwrap_or(0),
        costed_revenue_cents: costed.unwrap_or(0),
        quantity_milli: quantity.unwrap_or(0),
    })
}
