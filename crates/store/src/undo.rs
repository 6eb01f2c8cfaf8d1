//! Takes an import out again: what it added goes, what it changed goes back, and what somebody changed
//! or used since stays and is counted. The organisation's orders are then complete only as far as the
//! imports that remain say.

mod accounts;
mod contacts;
mod invoices;
mod lines;
mod orders;
mod products;
mod reps;
mod targets;

use crate::changes;
use crate::connection::{Connection, Engine};
use crate::counters;
use crate::error::{Result, StoreError};
use crate::import_writer::{Handed, IdRanges, ImageKind};
use crate::imports as import_rows;
use crate::schema::{import_before, imports};
use bellwether_core::ImportId;
use bellwether_core::import::{ImportKind, ImportStatus, UndoReport};
use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use roaring::RoaringTreemap;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

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
    kind: ImportKind,
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
    let mut undo = Undo::begin(connection, import)?;
    undo.restore_lines()?;
    undo.remove_lines()?;
    undo.restore_orders()?;
    undo.remove_orders()?;
    undo.total_up()?;
    undo.release_invoices()?;
    undo.restore_invoices()?;
    undo.remove_invoices()?;
    undo.restore_targets()?;
    undo.remove_targets()?;
    undo.restore_contacts()?;
    undo.remove_contacts()?;
    undo.restore_accounts()?;
    undo.restore_products()?;
    undo.restore_reps()?;
    undo.remove_accounts()?;
    undo.remove_products()?;
    undo.remove_categories()?;
    undo.remove_reps_and_regions()?;
    undo.finish(now)
}

impl<'c> Undo<'c> {
    fn begin(connection: &'c mut Connection, import: ImportId) -> Result<Self> {
        let row = import_rows::find(connection, import)?;
        let (revision, ranges): (Option<i64>, Option<String>) = imports::table
            .find(import.0)
            .select((imports::revision, imports::id_ranges))
            .first(connection)?;
        let (Some(revision), Some(ranges), ImportStatus::Done) = (revision, ranges, row.status) else {
            let status = row.status.code();
            return Err(StoreError::Invalid(format!("an import that is {status} cannot be undone")));
        };
        Ok(Self {
            connection,
            import_id: import.0,
            kind: row.kind,
            revision,
            ids: read(&ranges)?,
            report: UndoReport::default(),
            touched: RoaringTreemap::new(),
            stale_orders: BTreeSet::new(),
        })
    }

    /// Hands over the before-images of one kind, a batch at a time; `put_back` tells how many of them it
    /// put back, and the others are rows that somebody changed since.
    fn restore<T: DeserializeOwned>(
        &mut self,
        kind: ImageKind,
        mut put_back: impl FnMut(&mut Self, Vec<(i64, i64, T)>) -> Result<usize>,
    ) -> Result<()> {
        let mut after = (-1, -1);
        loop {
            let batch = self.images(kind, after)?;
            let Some((account, id, _)) = batch.last() else { return Ok(()) };
            after = (*account, *id);
            let images = batch
                .into_iter()
                .map(|(account, id, image)| Ok((account, id, read(&image)?)))
                .collect::<Result<Vec<(i64, i64, T)>>>()?;
            let all = images.len();
            let restored = put_back(self, images)?;
            self.report.restored += count_of(restored);
            self.report.kept += count_of(all - restored);
        }
    }

    /// The same row by row: `put_back` takes account, row and image.
    fn restore_each<T: DeserializeOwned>(
        &mut self,
        kind: ImageKind,
        mut put_back: impl FnMut(&mut Self, i64, i64, T) -> Result<usize>,
    ) -> Result<()> {
        self.restore(kind, |undo, images| {
            images.into_iter().try_fold(0, |restored, (account, id, image)| {
                Ok(restored + put_back(undo, account, id, image)?)
            })
        })
    }

    fn images(&mut self, kind: ImageKind, after: (i64, i64)) -> Result<Vec<(i64, i64, String)>> {
        let (account, id) = (import_before::account_id, import_before::row_id);
        Ok(import_before::table
            .filter(import_before::import_id.eq(self.import_id))
            .filter(import_before::kind.eq(kind.code()))
            .filter(account.gt(after.0).or(account.eq(after.0).and(id.gt(after.1))))
            .order((account, id))
            .limit(BATCH)
            .select((account, id, import_before::image))
            .load(self.connection)?)
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
            all += count_of(removed);
        }
    }

    fn finish(mut self, now: NaiveDateTime) -> Result<UndoOutcome> {
        let connection = self.connection;
        diesel::delete(import_before::table.filter(import_before::import_id.eq(self.import_id)))
            .execute(connection)?;
        diesel::update(imports::table.find(self.import_id))
            .set(imports::status.eq(ImportStatus::Undone.code()))
            .execute(connection)?;
        match self.kind {
            ImportKind::Purchases => import_rows::refresh_coverage(connection)?,
            ImportKind::Accounts | ImportKind::Invoices => {
                let ship_tos = crate::accounts::ship_tos(connection, &self.touched)?;
                self.touched.extend(ship_tos.into_iter().map(i64::cast_unsigned));
            }
            ImportKind::Products | ImportKind::Reps | ImportKind::Targets => {}
        }
        changes::append_dimensions(connection, now)?;
        let touched_accounts: Vec<i64> = self.touched.iter().map(u64::cast_signed).collect();
        changes::append_accounts(connection, touched_accounts.iter().copied(), now)?;
        Ok(UndoOutcome { report: self.report, touched_accounts, dimensions_changed: true })
    }
}

fn count_of(rows: usize) -> u64 {
    rows.try_into().expect("no machine counts beyond 64 bits")
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Invalid(format!("stored image: {error}")))
}
