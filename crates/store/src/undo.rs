//! Takes an import out again: what it added goes, what it changed goes back, and what somebody changed
//! or used since stays and is counted.

use crate::changes;
use crate::connection::{Connection, Engine};
use crate::counters;
use crate::dialect::Statement;
use crate::error::{Result, StoreError};
use crate::import_writer::{
    AccountValues, Handed, IdRanges, ImageKind, LineUpdate, ProductValues, RepValues, update_lines,
};
use crate::orders::status_of;
use crate::schema::{accounts, import_before, imports, order_lines, orders, products, reps};
use bellwether_core::ImportId;
use bellwether_core::import::{ImportStatus, UndoReport};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::SimpleConnection;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use roaring::RoaringTreemap;
use serde::de::DeserializeOwned;
use std::collections::{BTreeSet, HashSet};

/// Rows worked on at a time.
const BATCH: i64 = 10_000;

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoOutcome {
    /// In numbers.
    pub report: UndoReport,
    /// Accounts whose own values or orders changed, ascending.
    pub touched_accounts: Vec<i64>,
    /// Products, categories, reps or regions may have changed.
    pub dimensions_changed: bool,
}

struct Undo<'c> {
    connection: &'c mut Connection,
    import_id: i64,
    revision: i64,
    ids: IdRanges,
    report: UndoReport,
    touched: RoaringTreemap,
    /// Orders (account, order) whose totals no longer follow from their lines.
    stale_orders: BTreeSet<(i64, i64)>,
}

/// Undoes an import. Call it inside one `Store::write`.
///
/// # Errors
/// `NotFound`; `Invalid` for an import that is not `Done`.
pub fn undo(connection: &mut Connection, import: ImportId, now: NaiveDateTime) -> Result<UndoOutcome> {
    counters::lock_facts(connection)?;
    if connection.engine() == Engine::Sqlite {
        connection.batch_execute("PRAGMA defer_foreign_keys = ON")?;
    }
    let (status, revision, ranges): (String, Option<i64>, Option<String>) = imports::table
        .find(import.0)
        .select((imports::status, imports::revision, imports::id_ranges))
        .first(connection)?;
    let (Some(revision), Some(ranges), true) = (revision, ranges, status == ImportStatus::Done.code()) else {
        return Err(StoreError::Invalid(format!("an import that is {status} cannot be undone")));
    };
    let ids = read(&ranges)?;
    let mut undo = Undo {
        connection,
        import_id: import.0,
        revision,
        ids,
        report: UndoReport::default(),
        touched: RoaringTreemap::new(),
        stale_orders: BTreeSet::new(),
    };
    undo.restore_lines()?;
    undo.remove_lines()?;
    undo.restore_orders()?;
    undo.remove_orders()?;
    undo.total_up()?;
    undo.restore_dimensions()?;
    undo.remove_accounts()?;
    undo.remove_products()?;
    undo.remove_reps_and_regions()?;
    undo.finish(now)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Invalid(format!("stored image: {error}")))
}

/// status, placed on, placed at, revision.
type OrderImage = (String, NaiveDate, Option<String>, i64);

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
    /// Hands over the before-images of one kind, a batch at a time.
    fn images(
        &mut self,
        kind: ImageKind,
        mut each: impl FnMut(&mut Self, Vec<(i64, i64, String)>) -> Result<()>,
    ) -> Result<()> {
        let mut after = (-1, -1);
        loop {
            let rows: Vec<(i64, i64, String)> = import_before::table
                .filter(import_before::import_id.eq(self.import_id))
                .filter(import_before::kind.eq(kind.code()))
                .filter(
                    import_before::account_id
                        .gt(after.0)
                        .or(import_before::account_id.eq(after.0).and(import_before::row_id.gt(after.1))),
                )
                .order((import_before::account_id, import_before::row_id))
                .limit(BATCH)
                .select((import_before::account_id, import_before::row_id, import_before::image))
                .load(self.connection)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = (last.0, last.1);
            each(self, rows)?;
        }
    }

    /// Counts rows put back and rows that somebody changed since.
    fn count(&mut self, all: usize, restored: usize) {
        // Batches are small; their sizes fit any integer.
        self.report.restored += restored as u64;
        self.report.kept += (all - restored) as u64;
    }

    fn restore_lines(&mut self) -> Result<()> {
        self.images(ImageKind::Line, |undo, images| {
            let before = images
                .iter()
                .map(|(_, _, image)| read::<LineUpdate>(image))
                .collect::<Result<Vec<LineUpdate>>>()?;
            let untouched: HashSet<i64> = order_lines::table
                .filter(order_lines::account_id.eq_any(before.iter().map(|line| line.0)))
                .filter(order_lines::order_id.eq_any(before.iter().map(|line| line.1)))
                .filter(order_lines::revision.eq(undo.revision))
                .select(order_lines::id)
                .load(undo.connection)?
                .into_iter()
                .collect();
            let all = before.len();
            let restored: Vec<LineUpdate> =
                before.into_iter().filter(|line| untouched.contains(&line.2)).collect();
            for line in &restored {
                undo.touched.insert(line.0.cast_unsigned());
                undo.stale_orders.insert((line.0, line.1));
            }
            update_lines(undo.connection, &restored)?;
            undo.count(all, restored.len());
            Ok(())
        })
    }

    fn remove_lines(&mut self) -> Result<()> {
        let handed = self.ids.lines;
        let added = || {
            order_lines::table
                .filter(order_lines::id.ge(handed.first))
                .filter(order_lines::id.lt(handed.next))
                .filter(order_lines::import_id.eq(self.import_id))
        };
        let of_accounts: Vec<i64> =
            added().select(order_lines::account_id).distinct().load(self.connection)?;
        self.touched.extend(of_accounts.into_iter().map(i64::cast_unsigned));
        // Orders that were there before lose lines; orders of this import keep some if a line was changed.
        let stale: Vec<(i64, i64)> = added()
            .filter(
                order_lines::order_id.lt(self.ids.orders.first).or(order_lines::revision.ne(self.revision)),
            )
            .select((order_lines::account_id, order_lines::order_id))
            .distinct()
            .load(self.connection)?;
        self.stale_orders.extend(stale);
        let removed = diesel::delete(added().filter(order_lines::revision.eq(self.revision)))
            .execute(self.connection)?;
        let kept: i64 = added().select(count_star()).first(self.connection)?;
        self.report.lines_removed = removed as u64;
        self.report.kept += kept.cast_unsigned();
        Ok(())
    }

    fn restore_orders(&mut self) -> Result<()> {
        self.images(ImageKind::Order, |undo, images| {
            let mut restored = 0;
            for (account, id, image) in &images {
                let (status, placed_on, placed_at, revision): OrderImage = read(image)?;
                let placed_at = placed_at.as_deref().map(parse_timestamp).transpose()?;
                restored += diesel::update(
                    orders::table
                        .filter(orders::account_id.eq(account))
                        .filter(orders::id.eq(id))
                        .filter(orders::revision.eq(undo.revision)),
                )
                .set((
                    orders::status.eq(status_of(&status)?.code()),
                    orders::placed_on.eq(placed_on),
                    orders::placed_at.eq(placed_at),
                    orders::revision.eq(revision),
                ))
                .execute(undo.connection)?;
                undo.touched.insert(account.cast_unsigned());
            }
            undo.count(images.len(), restored);
            Ok(())
        })
    }

    fn remove_orders(&mut self) -> Result<()> {
        let removed = self.run(
            "DELETE FROM orders WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 AND NOT EXISTS \
             (SELECT 1 FROM order_lines l WHERE l.account_id = orders.account_id AND l.order_id = orders.id)",
            self.ids.orders,
        )?;
        self.report.orders_removed = removed as u64;
        let left: Vec<(i64, i64)> = orders::table
            .filter(orders::id.ge(self.ids.orders.first))
            .filter(orders::id.lt(self.ids.orders.next))
            .select((orders::account_id, orders::id))
            .load(self.connection)?;
        self.report.kept += left.len() as u64;
        self.stale_orders.extend(left);
        Ok(())
    }

    /// Runs a statement over the rows that this import made: first id, next id, import, revision.
    fn run(&mut self, sql: &str, handed: Handed) -> Result<usize> {
        Ok(diesel::sql_query(sql)
            .bind::<BigInt, _>(handed.first)
            .bind::<BigInt, _>(handed.next)
            .bind::<BigInt, _>(self.import_id)
            .bind::<BigInt, _>(self.revision)
            .execute(self.connection)?)
    }

    /// Runs it until it finds nothing more: children go before their parents.
    fn run_until_done(&mut self, sql: &str, handed: Handed) -> Result<u64> {
        let mut all = 0;
        loop {
            let removed = self.run(sql, handed)?;
            if removed == 0 {
                return Ok(all);
            }
            all += removed as u64;
        }
    }

    fn total_up(&mut self) -> Result<()> {
        let stale: Vec<(i64, i64)> = self.stale_orders.iter().copied().collect();
        let sql = TOTAL_UP.text(self.connection);
        for chunk in stale.chunks(crate::accounts::MOST_BINDS) {
            let list = serde_json::to_string(chunk)
                .map_err(|error| StoreError::Invalid(format!("list of orders: {error}")))?;
            diesel::sql_query(sql).bind::<Text, _>(list).execute(self.connection)?;
        }
        Ok(())
    }

    fn restore_dimensions(&mut self) -> Result<()> {
        self.images(ImageKind::Account, |undo, images| {
            let mut restored = 0;
            for (_, id, image) in &images {
                let row: AccountValues = read(image)?;
                restored += diesel::update(
                    accounts::table.filter(accounts::id.eq(id)).filter(accounts::revision.eq(undo.revision)),
                )
                .set(row)
                .execute(undo.connection)?;
                undo.touched.insert(id.cast_unsigned());
            }
            undo.count(images.len(), restored);
            Ok(())
        })?;
        self.images(ImageKind::Product, |undo, images| {
            let mut restored = 0;
            for (_, id, image) in &images {
                let row: ProductValues = read(image)?;
                restored += diesel::update(
                    products::table.filter(products::id.eq(id)).filter(products::revision.eq(undo.revision)),
                )
                .set(row)
                .execute(undo.connection)?;
            }
            undo.count(images.len(), restored);
            Ok(())
        })?;
        self.images(ImageKind::Rep, |undo, images| {
            let mut restored = 0;
            for (_, id, image) in &images {
                let row: RepValues = read(image)?;
                restored += diesel::update(
                    reps::table.filter(reps::id.eq(id)).filter(reps::revision.eq(undo.revision)),
                )
                .set(row)
                .execute(undo.connection)?;
            }
            undo.count(images.len(), restored);
            Ok(())
        })
    }

    fn remove_accounts(&mut self) -> Result<()> {
        let handed = self.ids.accounts;
        self.touched.insert_range(handed.first.cast_unsigned()..handed.next.cast_unsigned());
        self.report.accounts_removed = self.run_until_done(
            "DELETE FROM accounts WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 \
             AND NOT EXISTS (SELECT 1 FROM orders x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM contacts x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM invoices x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM deals x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM interactions x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.parent_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.bill_to_id = accounts.id AND x.id <> accounts.id)",
            handed,
        )?;
        let kept: i64 = accounts::table
            .filter(accounts::id.ge(handed.first))
            .filter(accounts::id.lt(handed.next))
            .select(count_star())
            .first(self.connection)?;
        self.report.kept += kept.cast_unsigned();
        for table in ["scores", "score_history", "alerts"] {
            diesel::sql_query(format!(
                "DELETE FROM {table} WHERE account_id >= $1 AND account_id < $2 \
                 AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.id = {table}.account_id)"
            ))
            .bind::<BigInt, _>(handed.first)
            .bind::<BigInt, _>(handed.next)
            .execute(self.connection)?;
        }
        Ok(())
    }

    fn remove_products(&mut self) -> Result<()> {
        let handed = self.ids.products;
        if handed.next > handed.first {
            // One pass over the lines: they have no index by product, which nothing else would use.
            let in_use: HashSet<i64> = order_lines::table
                .filter(order_lines::product_id.ge(handed.first))
                .filter(order_lines::product_id.lt(handed.next))
                .select(order_lines::product_id)
                .distinct()
                .load(self.connection)?
                .into_iter()
                .collect();
            let made: Vec<(i64, i64)> = products::table
                .filter(products::id.ge(handed.first))
                .filter(products::id.lt(handed.next))
                .select((products::id, products::revision))
                .load(self.connection)?;
            let unused: Vec<i64> = made
                .iter()
                .filter(|(id, revision)| *revision == self.revision && !in_use.contains(id))
                .map(|(id, _)| *id)
                .collect();
            self.report.products_removed = unused.len() as u64;
            self.report.kept += (made.len() - unused.len()) as u64;
            for chunk in unused.chunks(crate::accounts::MOST_BINDS) {
                diesel::delete(products::table.filter(products::id.eq_any(chunk)))
                    .execute(self.connection)?;
            }
        }
        self.run_until_done(
            "DELETE FROM categories WHERE id >= $1 AND id < $2 AND import_id = $3 AND $4 > 0 \
             AND NOT EXISTS (SELECT 1 FROM products x WHERE x.category_id = categories.id) \
             AND NOT EXISTS (SELECT 1 FROM categories x WHERE x.parent_id = categories.id)",
            self.ids.categories,
        )?;
        Ok(())
    }

    fn remove_reps_and_regions(&mut self) -> Result<()> {
        self.run(
            "DELETE FROM reps WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.rep_id = reps.id) \
             AND NOT EXISTS (SELECT 1 FROM users x WHERE x.rep_id = reps.id)",
            self.ids.reps,
        )?;
        self.run(
            "DELETE FROM regions WHERE id >= $1 AND id < $2 AND import_id = $3 AND $4 > 0 \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.region_id = regions.id) \
             AND NOT EXISTS (SELECT 1 FROM reps x WHERE x.region_id = regions.id) \
             AND NOT EXISTS (SELECT 1 FROM territories x WHERE x.region_id = regions.id) \
             AND NOT EXISTS (SELECT 1 FROM user_regions x WHERE x.region_id = regions.id)",
            self.ids.regions,
        )?;
        Ok(())
    }

    fn finish(self, now: NaiveDateTime) -> Result<UndoOutcome> {
        let connection = self.connection;
        diesel::delete(import_before::table.filter(import_before::import_id.eq(self.import_id)))
            .execute(connection)?;
        diesel::update(imports::table.find(self.import_id))
            .set(imports::status.eq(ImportStatus::Undone.code()))
            .execute(connection)?;
        changes::append_dimensions(connection, now)?;
        let touched_accounts: Vec<i64> = self.touched.iter().map(u64::cast_signed).collect();
        changes::append_accounts(connection, touched_accounts.iter().copied(), now)?;
        Ok(UndoOutcome { report: self.report, touched_accounts, dimensions_changed: true })
    }
}

fn parse_timestamp(text: &str) -> Result<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%F %T%.f")
        .map_err(|error| StoreError::Invalid(format!("stored timestamp: {error}")))
}
