//! The import writer: turns understood records into facts, in one transaction, with bounded memory.
//!
//! Accounts and products are resolved through maps in memory; the orders of a batch and their lines
//! through one query each. New rows get their ids here and are appended in bulk. The same algorithm
//! serves both engines; only bulk insert and bulk update are spelled differently.

mod before;
mod contacts;
mod dimensions;
mod invoices;
mod masters;
mod newcomers;
mod purchases;
mod statements;
mod targets;
mod values;

pub use newcomers::{NewNames, Newcomers, unknown_in_invoices, unknown_in_targets};

pub(crate) use before::ImageKind;
pub(crate) use statements::{LineUpdate, update_lines};
pub(crate) use values::{
    AccountValues, ContactValues, InvoiceValues, ProductValues, RepValues, TargetValues,
};

use crate::accounts;
use crate::changes;
use crate::connection::{Connection, Engine};
use crate::counters::{self, Counter};
use crate::error::{Result, StoreError};
use crate::records::PurchaseRecord;
use crate::schema::imports;
use bellwether_core::ImportId;
use bellwether_core::import::{ImportKind, ImportTotals, RowCounts};
use chrono::NaiveDateTime;
use contacts::Contacts;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use dimensions::Dimensions;
use roaring::RoaringTreemap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Purchase records worked on at a time: enough for large statements, little enough for memory.
const BATCH: usize = 20_000;

/// What an import did.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOutcome {
    /// The fate of the rows given; none is rejected here.
    pub rows: RowCounts,
    /// What came into being.
    pub totals: ImportTotals,
    /// Accounts whose own values or orders changed, ascending.
    pub touched_accounts: Vec<i64>,
    /// Whether products, categories, reps or regions changed.
    pub dimensions_changed: bool,
    /// Numbers of products that others were said to be packs of and that no row has described, ascending.
    pub unknown_bases: Vec<String>,
    /// Reps, categories and accounts that were made because a row names them.
    pub newcomers: Newcomers,
    /// Number of this write; rows it added or changed carry it.
    pub revision: i64,
}

/// Ids handed out to one kind of row: from `first` up to, not including, `next`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Handed {
    pub(crate) first: i64,
    pub(crate) next: i64,
}

impl Handed {
    fn begin(connection: &mut Connection, counter: Counter) -> Result<Self> {
        let first = counters::next(connection, counter)?;
        Ok(Self { first, next: first })
    }

    fn take(&mut self) -> i64 {
        let id = self.next;
        self.next += 1;
        id
    }

    /// Whether the row was made by this import.
    fn is_own(self, id: i64) -> bool {
        id >= self.first
    }
}

/// The ids that an import handed out; kept for its undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IdRanges {
    pub(crate) regions: Handed,
    pub(crate) reps: Handed,
    pub(crate) categories: Handed,
    pub(crate) products: Handed,
    pub(crate) accounts: Handed,
    pub(crate) orders: Handed,
    pub(crate) lines: Handed,
    // Imports made before there were these handed out none of them.
    #[serde(default)]
    pub(crate) contacts: Handed,
    #[serde(default)]
    pub(crate) invoices: Handed,
    #[serde(default)]
    pub(crate) targets: Handed,
}

/// Writes one import. Live inside one `Store::write`; dropped without [`ImportWriter::finish`] its
/// counters are not stored, so the transaction must be rolled back then.
pub struct ImportWriter<'c> {
    connection: &'c mut Connection,
    import_id: i64,
    kind: ImportKind,
    source: String,
    now: NaiveDateTime,
    revision: i64,
    ids: IdRanges,
    dimensions: Dimensions,
    /// People at the accounts, once a row names one.
    contacts: Option<Contacts>,
    /// Lines that were there before and were found in the file. Ids rise with time, so this stays tiny.
    consumed_lines: RoaringTreemap,
    /// Orders that were there before and whose first row has been read.
    seen_orders: RoaringTreemap,
    /// Lines and orders whose state before this import is kept already.
    imaged_lines: RoaringTreemap,
    imaged_orders: RoaringTreemap,
    touched_accounts: RoaringTreemap,
    /// Invoices that were there before and that the file lists.
    listed_invoices: RoaringTreemap,
    /// Products made only because another is a pack of them, by id.
    bases_made: BTreeMap<i64, String>,
    newcomers: Newcomers,
    dimensions_changed: bool,
    rows: RowCounts,
    totals: ImportTotals,
}

impl<'c> ImportWriter<'c> {
    /// Begins to write the import `import_id` (from `imports::start`) of `source`.
    ///
    /// # Errors
    /// Database failures.
    pub fn begin(
        connection: &'c mut Connection,
        import_id: ImportId,
        kind: ImportKind,
        source: &str,
        now: NaiveDateTime,
    ) -> Result<Self> {
        counters::lock_facts(connection)?;
        if connection.engine() == Engine::Sqlite {
            // A child account may stand before its parent in the file; everything is checked at commit.
            connection.batch_execute("PRAGMA defer_foreign_keys = ON")?;
        }
        let ids = IdRanges {
            regions: Handed::begin(connection, Counter::Regions)?,
            reps: Handed::begin(connection, Counter::Reps)?,
            categories: Handed::begin(connection, Counter::Categories)?,
            products: Handed::begin(connection, Counter::Products)?,
            accounts: Handed::begin(connection, Counter::Accounts)?,
            orders: Handed::begin(connection, Counter::Orders)?,
            lines: Handed::begin(connection, Counter::OrderLines)?,
            contacts: Handed::begin(connection, Counter::Contacts)?,
            invoices: Handed::begin(connection, Counter::Invoices)?,
            targets: Handed::begin(connection, Counter::Targets)?,
        };
        let revision = counters::take(connection, Counter::Revisions, 1)?;
        let dimensions = Dimensions::load(connection, source, kind)?;
        Ok(Self {
            connection,
            import_id: import_id.0,
            kind,
            source: source.to_owned(),
            now,
            revision,
            ids,
            dimensions,
            contacts: None,
            consumed_lines: RoaringTreemap::new(),
            seen_orders: RoaringTreemap::new(),
            imaged_lines: RoaringTreemap::new(),
            imaged_orders: RoaringTreemap::new(),
            touched_accounts: RoaringTreemap::new(),
            listed_invoices: RoaringTreemap::new(),
            bases_made: BTreeMap::new(),
            newcomers: Newcomers::default(),
            dimensions_changed: false,
            rows: RowCounts::default(),
            totals: ImportTotals::default(),
        })
    }

    /// Writes order lines. Rows of one order may be scattered over many calls.
    ///
    /// # Errors
    /// Database failures.
    pub fn write_purchases(&mut self, records: &[PurchaseRecord]) -> Result<()> {
        records.chunks(BATCH).try_for_each(|batch| self.write_purchase_batch(batch))
    }

    /// The fate of the rows so far.
    pub fn progress(&self) -> RowCounts {
        self.rows
    }

    /// Ends the import: stores counters, notes what changed for other processes and what undo needs.
    ///
    /// # Errors
    /// Database failures.
    pub fn finish(mut self) -> Result<ImportOutcome> {
        self.touch_ship_tos()?;
        let own_rows = &self.dimensions.own_rows;
        self.bases_made.retain(|id, _| !own_rows.contains(id));
        let unknown_bases: BTreeSet<String> = std::mem::take(&mut self.bases_made).into_values().collect();
        let connection = self.connection;
        for (counter, handed) in [
            (Counter::Regions, self.ids.regions),
            (Counter::Reps, self.ids.reps),
            (Counter::Categories, self.ids.categories),
            (Counter::Products, self.ids.products),
            (Counter::Accounts, self.ids.accounts),
            (Counter::Orders, self.ids.orders),
            (Counter::OrderLines, self.ids.lines),
            (Counter::Contacts, self.ids.contacts),
            (Counter::Invoices, self.ids.invoices),
            (Counter::Targets, self.ids.targets),
        ] {
            if handed.next > handed.first {
                counters::set_next(connection, counter, handed.next)?;
            }
        }
        let ranges = serde_json::to_string(&self.ids)
            .map_err(|error| StoreError::Invalid(format!("id ranges: {error}")))?;
        diesel::update(imports::table.find(self.import_id))
            .set((imports::revision.eq(Some(self.revision)), imports::id_ranges.eq(Some(ranges))))
            .execute(connection)?;
        let touched_accounts: Vec<i64> = self.touched_accounts.iter().map(u64::cast_signed).collect();
        if self.dimensions_changed {
            changes::append_dimensions(connection, self.now)?;
        }
        changes::append_accounts(connection, touched_accounts.iter().copied(), self.now)?;
        Ok(ImportOutcome {
            rows: self.rows,
            totals: self.totals,
            touched_accounts,
            dimensions_changed: self.dimensions_changed,
            unknown_bases: unknown_bases.into_iter().collect(),
            newcomers: self.newcomers,
            revision: self.revision,
        })
    }

    /// Debts and terms of an account that pays are shown on those it pays for.
    fn touch_ship_tos(&mut self) -> Result<()> {
        match self.kind {
            ImportKind::Invoices | ImportKind::Accounts => {
                let ship_tos = accounts::ship_tos(self.connection, &self.touched_accounts)?;
                self.touched_accounts.extend(ship_tos.into_iter().map(i64::cast_unsigned));
                Ok(())
            }
            ImportKind::Purchases | ImportKind::Products | ImportKind::Reps | ImportKind::Targets => Ok(()),
        }
    }

    fn touch(&mut self, account_id: i64) {
        self.touched_accounts.insert(account_id.cast_unsigned());
    }
}
