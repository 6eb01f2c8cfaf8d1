//! Orders: their own values go back, those the import made go, and totals follow from the lines left.

use super::{Undo, count_of};
use crate::accounts::MOST_BINDS;
use crate::dialect::Statement;
use crate::error::{Result, StoreError};
use crate::import_writer::ImageKind;
use crate::orders::status_of;
use crate::schema::orders;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::Text;

/// status, placed on, placed at, revision, starter, order credited; images kept before orders had the last of them
/// end before it.
#[derive(serde::Deserialize)]
struct OrderImage(
    String,
    NaiveDate,
    Option<String>,
    i64,
    #[serde(default)] Option<i64>,
    #[serde(default)] Option<String>,
);

/// Brings the totals of listed orders (account, order) in step with their lines.
const TOTAL_UP: Statement = Statement {
    sqlite: "UPDATE orders SET \
        line_count = (SELECT COUNT(*) FROM order_lines l WHERE l.order_id = orders.id), \
        quantity_milli = (SELECT COALESCE(SUM(l.quantity_milli), 0) FROM order_lines l WHERE l.order_id = orders.id), \
        revenue_cents = (SELECT COALESCE(SUM(l.revenue_cents), 0) FROM order_lines l WHERE l.order_id = orders.id), \
        cost_cents = (SELECT COALESCE(SUM(l.cost_cents), 0) FROM order_lines l WHERE l.order_id = orders.id), \
        costed_revenue_cents = (SELECT COALESCE(SUM(l.revenue_cents), 0) FROM order_lines l \
            WHERE l.order_id = orders.id AND l.cost_cents IS NOT NULL) \
        FROM json_each($1) AS k WHERE orders.id = k.value ->> 1",
    postgres: "UPDATE orders SET line_count = s.line_count, quantity_milli = s.quantity_milli, \
        revenue_cents = s.revenue_cents, cost_cents = s.cost_cents, costed_revenue_cents = s.costed_revenue_cents \
        FROM (SELECT o.account_id, o.id, COUNT(l.id) AS line_count, COALESCE(SUM(l.quantity_milli), 0) AS quantity_milli, \
            COALESCE(SUM(l.revenue_cents), 0) AS revenue_cents, COALESCE(SUM(l.cost_cents), 0) AS cost_cents, \
            COALESCE(SUM(l.revenue_cents) FILTER (WHERE l.cost_cents IS NOT NULL), 0) AS costed_revenue_cents \
            FROM json_array_elements($1::json) AS k (value) \
            JOIN orders AS o ON o.account_id = (k.value ->> 0)::bigint AND o.id = (k.value ->> 1)::bigint \
            LEFT JOIN order_lines AS l ON l.account_id = o.account_id AND l.order_id = o.id \
            GROUP BY o.account_id, o.id) AS s \
        WHERE orders.account_id = s.account_id AND orders.id = s.id",
};

impl Undo<'_> {
    pub(super) fn restore_orders(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Order, |undo, account, id, image: OrderImage| {
            let OrderImage(status, placed_on, placed_at, revision, started_by, credits_order) = image;
            undo.touched.insert(account.cast_unsigned());
            let placed_at = placed_at.as_deref().map(parse_timestamp).transpose()?;
            let own = orders::table
                .filter(orders::account_id.eq(account))
                .filter(orders::id.eq(id))
                .filter(orders::revision.eq(undo.revision));
            let values = (
                orders::status.eq(status_of(&status)?.code()),
                orders::placed_on.eq(placed_on),
                orders::placed_at.eq(placed_at),
                orders::started_by_id.eq(started_by),
                orders::credits_order.eq(credits_order),
                orders::revision.eq(revision),
            );
            Ok(diesel::update(own).set(values).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_orders(&mut self) -> Result<()> {
        let removed = self.run(
            "DELETE FROM orders WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 AND NOT EXISTS \
             (SELECT 1 FROM order_lines l WHERE l.account_id = orders.account_id AND l.order_id = orders.id)",
            self.ids.orders,
        )?;
        self.report.orders_removed = count_of(removed);
        let left: Vec<(i64, i64)> = orders::table
            .filter(orders::id.ge(self.ids.orders.first))
            .filter(orders::id.lt(self.ids.orders.next))
            .select((orders::account_id, orders::id))
            .load(self.connection)?;
        self.report.kept += count_of(left.len());
        self.stale_orders.extend(left);
        Ok(())
    }

    pub(super) fn total_up(&mut self) -> Result<()> {
        let stale: Vec<(i64, i64)> = self.stale_orders.iter().copied().collect();
        let sql = TOTAL_UP.text(self.connection);
        for chunk in stale.chunks(MOST_BINDS) {
            let list = serde_json::to_string(chunk)
                .map_err(|error| StoreError::Invalid(format!("list of orders: {error}")))?;
            diesel::sql_query(sql).bind::<Text, _>(list).execute(self.connection)?;
        }
        Ok(())
    }
}

fn parse_timestamp(text: &str) -> Result<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%F %T%.f")
        .map_err(|error| StoreError::Invalid(format!("stored timestamp: {error}")))
}
