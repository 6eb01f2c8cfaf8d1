//! Targets: matched by month, rep, account and category; the amount given replaces what is stored.

use super::ImportWriter;
use super::before::{self, Image, ImageKind};
use super::dimensions::given;
use super::masters::Fate;
use super::values::TargetValues;
use crate::connection::Connection;
use crate::dialect;
use crate::error::Result;
use crate::records::TargetRecord;
use crate::schema::{reps, targets};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Month, rep, account, category.
type Key = (NaiveDate, Option<i64>, Option<i64>, Option<i64>);

fn key_of(row: &TargetValues) -> Key {
    (row.month, row.rep_id, row.account_id, row.category_id)
}

impl ImportWriter<'_> {
    /// Writes targets.
    ///
    /// # Errors
    /// Database failures.
    pub fn write_targets(&mut self, records: &[TargetRecord]) -> Result<()> {
        let keys = self.target_keys(records)?;
        let months: BTreeSet<NaiveDate> = records.iter().map(|record| record.month).collect();
        let rows: Vec<TargetValues> = targets::table
            .filter(targets::month.eq_any(months))
            .select(TargetValues::as_select())
            .load(self.connection)?;
        let mut stored: HashMap<Key, TargetValues> =
            rows.into_iter().map(|row| (key_of(&row), row)).collect();
        let mut new = Vec::new();
        let mut images = Vec::new();
        for (record, key) in records.iter().zip(keys) {
            let Some(row) = stored.get_mut(&key) else {
                let row = self.new_target(record, key);
                stored.insert(key, row.clone());
                new.push(row);
                self.count(Fate::Added);
                continue;
            };
            // Two rows may mean one target by different words, such as a rep's number and name: the first counts.
            if row.amount_cents == record.amount_cents || row.revision == self.revision {
                self.count(Fate::Unchanged);
                continue;
            }
            images.push(Image::of(self.import_id, ImageKind::Target, row.id, 0, row)?);
            row.amount_cents = record.amount_cents;
            row.revision = self.revision;
            diesel::update(targets::table.find(row.id)).set(&*row).execute(self.connection)?;
            self.count(Fate::Updated);
        }
        dialect::bulk_insert!(self.connection, targets::table, new)?;
        before::keep(self.connection, &images)
    }

    fn target_keys(&mut self, records: &[TargetRecord]) -> Result<Vec<Key>> {
        let first_new = self.ids.accounts.next;
        let by_name = reps_by_name(self.connection, &self.source)?;
        let mut names = Vec::new();
        let mut keys = Vec::with_capacity(records.len());
        for record in records {
            let rep_name = given(record.rep_name.as_ref());
            let rep = match (given(record.rep_key.as_ref()), rep_name) {
                (Some(key), name) => Some(self.rep(key, name).0),
                (None, Some(name)) => {
                    Some(by_name.get(name).copied().unwrap_or_else(|| self.rep(name, Some(name)).0))
                }
                (None, None) => None,
            };
            let account_name = given(record.account_name.as_ref());
            let account = given(record.account_key.as_ref())
                .or(account_name)
                .map(|key| self.named_account(key, account_name, first_new, &mut names));
            let category = match (given(record.category.as_ref()), given(record.subcategory.as_ref())) {
                (wide @ Some(_), narrow @ Some(_)) => self.category(wide, narrow),
                (Some(name), None) | (None, Some(name)) => self.category_called(name),
                (None, None) => None,
            };
            keys.push((record.month, rep, account, category));
        }
        self.insert_new_dimensions()?;
        self.fill_accounts(&names)?;
        Ok(keys)
    }

    fn new_target(&mut self, record: &TargetRecord, key: Key) -> TargetValues {
        let (month, rep_id, account_id, category_id) = key;
        TargetValues {
            id: self.ids.targets.take(),
            month,
            rep_id,
            account_id,
            category_id,
            amount_cents: record.amount_cents,
            import_id: Some(self.import_id),
            revision: self.revision,
        }
    }
}

/// Reps by a name that only one of them has: targets often name people whose numbers orders use.
pub(super) fn reps_by_name(connection: &mut Connection, source: &str) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> =
        reps::table.filter(reps::source.eq(source)).select((reps::name, reps::id)).load(connection)?;
    let mut by_name: HashMap<String, Option<i64>> = HashMap::new();
    for (name, id) in rows {
        by_name.entry(name).and_modify(|only| *only = None).or_insert(Some(id));
    }
    Ok(by_name.into_iter().filter_map(|(name, id)| Some((name, id?))).collect())
}
