//! Statements over a whole batch at once. Their argument is one JSON array, the only list that both
//! engines take as a bind of any length.

use crate::connection::Connection;
use crate::dialect::Statement;
use crate::error::{Result, StoreError};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};
use serde::{Deserialize, Serialize};

/// An order that was there, found by its key.
#[derive(Debug, diesel::QueryableByName)]
pub(super) struct FoundOrder {
    /// Index of the key asked for.
    #[diesel(sql_type = BigInt)]
    pub(super) position: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = Text)]
    pub(super) status: String,
    #[diesel(sql_type = Date)]
    pub(super) placed_on: NaiveDate,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub(super) placed_at: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) started_by_id: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub(super) line_count: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) quantity_milli: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) revenue_cents: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) cost_cents: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) costed_revenue_cents: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) revision: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) credits_order: Option<String>,
}

/// A line that was there.
#[derive(Debug, diesel::QueryableByName)]
pub(super) struct FoundLine {
    /// Index of the order asked for.
    #[diesel(sql_type = BigInt)]
    pub(super) position: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) product_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) line_key: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub(super) quantity_milli: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) revenue_cents: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) cost_cents: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub(super) revision: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) backordered_milli: Option<i64>,
}

const FIND_ORDERS: Statement = Statement {
    sqlite: "SELECT k.key AS position, o.id, o.status, o.placed_on, o.placed_at, o.started_by_id, o.line_count, \
             o.quantity_milli, o.revenue_cents, o.cost_cents, o.costed_revenue_cents, o.revision, o.credits_order \
             FROM json_each($1) AS k CROSS JOIN orders AS o \
             ON o.account_id = k.value ->> 0 AND o.source = $2 AND o.external_id = k.value ->> 1",
    postgres: "SELECT k.position - 1 AS position, o.id, o.status, o.placed_on, o.placed_at, o.started_by_id, o.line_count, \
               o.quantity_milli, o.revenue_cents, o.cost_cents, o.costed_revenue_cents, o.revision, o.credits_order \
               FROM json_array_elements($1::json) WITH ORDINALITY AS k (value, position) JOIN orders AS o \
               ON o.account_id = (k.value ->> 0)::bigint AND o.source = $2 AND o.external_id = k.value ->> 1",
};

const FIND_LINES: Statement = Statement {
    sqlite: "SELECT k.key AS position, l.id, l.product_id, l.line_key, l.quantity_milli, l.revenue_cents, \
             l.cost_cents, l.revision, l.backordered_milli FROM json_each($1) AS k CROSS JOIN order_lines AS l \
             ON l.order_id = k.value ->> 1 AND l.account_id = k.value ->> 0 WHERE l.id < $2 ORDER BY l.id",
    postgres: "SELECT k.position - 1 AS position, l.id, l.product_id, l.line_key, l.quantity_milli, \
               l.revenue_cents, l.cost_cents, l.revision, l.backordered_milli \
               FROM json_array_elements($1::json) WITH ORDINALITY AS k (value, position) JOIN order_lines AS l \
               ON l.account_id = (k.value ->> 0)::bigint AND l.order_id = (k.value ->> 1)::bigint \
               WHERE l.id < $2 ORDER BY l.id",
};

const UPDATE_ORDERS: Statement = Statement {
    sqlite: "UPDATE orders SET status = k.value ->> 2, placed_on = k.value ->> 3, placed_at = k.value ->> 4, \
             line_count = k.value ->> 5, quantity_milli = k.value ->> 6, revenue_cents = k.value ->> 7, \
             cost_cents = k.value ->> 8, costed_revenue_cents = k.value ->> 9, revision = k.value ->> 10, \
             started_by_id = k.value ->> 11, credits_order = k.value ->> 12 FROM json_each($1) AS k WHERE orders.id = k.value ->> 1 AND orders.account_id = k.value ->> 0",
    postgres: "UPDATE orders SET status = k.value ->> 2, placed_on = (k.value ->> 3)::date, \
               placed_at = (k.value ->> 4)::timestamp, line_count = (k.value ->> 5)::bigint, \
               quantity_milli = (k.value ->> 6)::bigint, revenue_cents = (k.value ->> 7)::bigint, \
               cost_cents = (k.value ->> 8)::bigint, costed_revenue_cents = (k.value ->> 9)::bigint, \
               revision = (k.value ->> 10)::bigint, \
               started_by_id = (k.value ->> 11)::bigint, credits_order = k.value ->> 12 FROM json_array_elements($1::json) AS k (value) \
               WHERE orders.id = (k.value ->> 1)::bigint AND orders.account_id = (k.value ->> 0)::bigint",
};

const UPDATE_LINES: Statement = Statement {
    sqlite: "UPDATE order_lines SET product_id = k.value ->> 3, line_key = k.value ->> 4, \
             quantity_milli = k.value ->> 5, revenue_cents = k.value ->> 6, cost_cents = k.value ->> 7, \
             revision = k.value ->> 8, backordered_milli = k.value ->> 9 FROM json_each($1) AS k WHERE order_lines.id = k.value ->> 2",
    postgres: "UPDATE order_lines SET product_id = (k.value ->> 3)::bigint, line_key = k.value ->> 4, \
               quantity_milli = (k.value ->> 5)::bigint, revenue_cents = (k.value ->> 6)::bigint, \
               cost_cents = (k.value ->> 7)::bigint, revision = (k.value ->> 8)::bigint, \
               backordered_milli = (k.value ->> 9)::bigint \
               FROM json_array_elements($1::json) AS k (value) WHERE order_lines.id = (k.value ->> 2)::bigint \
               AND order_lines.account_id = (k.value ->> 0)::bigint \
               AND order_lines.order_id = (k.value ->> 1)::bigint",
};

/// account, id, status, placed on, placed at, lines, quantity, revenue, cost, costed revenue, revision, starter,
/// order credited.
pub(crate) type OrderUpdate = (
    i64,
    i64,
    &'static str,
    NaiveDate,
    Option<String>,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
    Option<i64>,
    Option<String>,
);

/// account, order, id, product, line key, quantity, revenue, cost, revision, quantity back-ordered; images kept
/// before lines had the last end before it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LineUpdate(
    pub(crate) i64,
    pub(crate) i64,
    pub(crate) i64,
    pub(crate) i64,
    pub(crate) Option<String>,
    pub(crate) i64,
    pub(crate) i64,
    pub(crate) Option<i64>,
    pub(crate) i64,
    #[serde(default)] pub(crate) Option<i64>,
);

/// A timestamp as both engines read it from text.
pub(crate) fn timestamp_text(at: NaiveDateTime) -> String {
    at.format("%F %T%.f").to_string()
}

pub(super) fn json(list: &impl Serialize) -> Result<String> {
    serde_json::to_string(list).map_err(|error| StoreError::Invalid(format!("batch: {error}")))
}

/// The orders of these keys (account, external id) that are there.
pub(super) fn find_orders(
    connection: &mut Connection,
    source: &str,
    keys: &[(i64, &str)],
) -> Result<Vec<FoundOrder>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = FIND_ORDERS.text(connection);
    Ok(diesel::sql_query(sql).bind::<Text, _>(json(&keys)?).bind::<Text, _>(source).load(connection)?)
}

/// The lines of these orders (account, order) with ids below `below`, by id.
pub(super) fn find_lines(
    connection: &mut Connection,
    orders: &[(i64, i64)],
    below: i64,
) -> Result<Vec<FoundLine>> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let sql = FIND_LINES.text(connection);
    Ok(diesel::sql_query(sql).bind::<Text, _>(json(&orders)?).bind::<BigInt, _>(below).load(connection)?)
}

/// Stores order values and totals.
pub(crate) fn update_orders(connection: &mut Connection, updates: &[OrderUpdate]) -> Result<()> {
    execute(connection, UPDATE_ORDERS, updates)
}

/// Stores line values.
pub(crate) fn update_lines(connection: &mut Connection, updates: &[LineUpdate]) -> Result<()> {
    execute(connection, UPDATE_LINES, updates)
}

fn execute(connection: &mut Connection, statement: Statement, updates: &[impl Serialize]) -> Result<()> {
    if !updates.is_empty() {
        let sql = statement.text(connection);
        diesel::sql_query(sql).bind::<Text, _>(json(&updates)?).execute(connection)?;
    }
    Ok(())
}
