//! Accounts, products and reps: rows of their own files, which overwrite, and what purchases rows say
//! about them, which only fills what is empty.

mod merge;

use super::ImportWriter;
use super::before::{self, Image, ImageKind};
use super::dimensions::{given, missing, waiting};
use super::values::{AccountValues, ProductValues, RepValues};
use crate::accounts::MOST_BINDS;
use crate::error::Result;
use crate::records::{AccountRecord, ProductRecord, RepRecord};
use crate::schema::{accounts, products, reps};
use bellwether_core::alert::Availability;
use diesel::prelude::*;
pub(super) use merge::{AccountNews, Mode, offered, put_account};
use merge::{put, put_product, put_text};
use std::collections::{HashMap, HashSet};

/// Rows of one table in work: loaded once, changed in memory, stored together.
struct Work<T> {
    rows: HashMap<i64, T>,
    before: HashMap<i64, T>,
    changed: HashSet<i64>,
}

impl<T: Clone> Work<T> {
    fn of(rows: impl Iterator<Item = (i64, T)>) -> Self {
        Self { rows: rows.collect(), before: HashMap::new(), changed: HashSet::new() }
    }

    /// Lets `change` work on a row; whether it says that something changed.
    fn change(&mut self, id: i64, change: impl FnOnce(&mut T) -> bool) -> bool {
        let Some(row) = self.rows.get_mut(&id) else { return false };
        let old = row.clone();
        let changed = change(row);
        if changed {
            self.before.entry(id).or_insert(old);
            self.changed.insert(id);
        }
        changed
    }

    /// The changed rows by id, each with what it was before.
    fn into_changed(mut self) -> Vec<(i64, T, Option<T>)> {
        let mut ids: Vec<i64> = self.changed.into_iter().collect();
        ids.sort_unstable();
        ids.into_iter().filter_map(|id| Some((id, self.rows.remove(&id)?, self.before.remove(&id)))).collect()
    }
}

/// What became of one row of a file of anything but purchases.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    Added,
    Updated,
    Unchanged,
}

impl ImportWriter<'_> {
    pub(super) fn count(&mut self, fate: Fate) {
        self.rows.read += 1;
        match fate {
            Fate::Added => self.rows.added += 1,
            Fate::Updated => self.rows.updated += 1,
            Fate::Unchanged => self.rows.unchanged += 1,
        }
    }

    /// The fate of a row about the object `id`. An object that another row made in passing (a parent
    /// account, a rep's name) counts as added when its own first row comes.
    fn fate(&mut self, id: i64, first_own: i64, changed: bool) -> Fate {
        if id >= first_own && self.dimensions.own_rows.insert(id) {
            Fate::Added
        } else if changed {
            Fate::Updated
        } else {
            Fate::Unchanged
        }
    }

    /// Fills what is empty in accounts that are stored already.
    pub(super) fn fill_accounts(&mut self, news: &[(i64, AccountNews<'_>)]) -> Result<HashSet<i64>> {
        let ids: Vec<i64> = news.iter().map(|(id, _)| *id).collect();
        let mut work = self.load_account_work(&ids)?;
        for (id, news) in news {
            work.change(*id, |row| put_account(row, news, Mode::Fill));
        }
        self.store_accounts(work)
    }

    /// Whether the account's name is missing still; from now on it is not.
    pub(super) fn takes_name(&mut self, key: &str) -> bool {
        let Some(known) = self.dimensions.accounts.get_mut(key) else { return false };
        let is_missing = known.missing & missing::NAME != 0;
        known.missing &= !missing::NAME;
        is_missing
    }

    /// Puts news into an account that waits to be inserted.
    pub(super) fn put_waiting_account(&mut self, id: i64, news: &AccountNews<'_>) {
        if let Some(row) = waiting(&mut self.dimensions.new_accounts, self.ids.accounts, id) {
            put_account(row, news, Mode::Fill);
        }
    }

    fn load_account_work(&mut self, ids: &[i64]) -> Result<Work<AccountValues>> {
        let mut rows = Vec::new();
        for chunk in ids.chunks(MOST_BINDS) {
            rows.extend(
                accounts::table
                    .filter(accounts::id.eq_any(chunk))
                    .select(AccountValues::as_select())
                    .load(self.connection)?,
            );
        }
        Ok(Work::of(rows.into_iter().map(|row: AccountValues| (row.id, row))))
    }

    fn store_accounts(&mut self, work: Work<AccountValues>) -> Result<HashSet<i64>> {
        let mut images = Vec::new();
        let mut stored = HashSet::new();
        for (id, mut row, before) in work.into_changed() {
            if let Some(before) = before
                && !self.ids.accounts.is_own(id)
                && self.dimensions.imaged_accounts.insert(id)
            {
                images.push(Image::of(self.import_id, ImageKind::Account, id, id, &before)?);
            }
            row.revision = self.revision;
            diesel::update(accounts::table.find(id)).set(&row).execute(self.connection)?;
            stored.insert(id);
            self.touch(id);
        }
        before::keep(self.connection, &images)?;
        Ok(stored)
    }

    /// Writes accounts; values given replace what is stored.
    ///
    /// # Errors
    /// Database failures.
    pub fn write_accounts(&mut self, records: &[AccountRecord]) -> Result<()> {
        let mut news = Vec::with_capacity(records.len());
        for record in records {
            let name = given(record.name.as_ref());
            let key = given(Some(&record.key)).or(name).unwrap_or("unnamed");
            let id = self.account(key).0.id;
            let rep = self.rep_of(&record.attributes);
            let region = given(record.attributes.region.as_ref()).map(|name| self.region(name));
            let parent = given(record.parent_key.as_ref()).map(|key| self.account(key).0.id);
            let bill_to = given(record.bill_to_key.as_ref()).map(|key| self.account(key).0.id);
            let attributes = Some(&record.attributes);
            news.push((id, AccountNews { name, attributes, rep, region, parent, bill_to }));
        }
        let first_new = self.dimensions.new_accounts.first().map_or(i64::MAX, |row| row.id);
        let stored: Vec<i64> = news.iter().map(|(id, _)| *id).filter(|id| *id < first_new).collect();
        let mut work = self.load_account_work(&stored)?;
        for (id, news) in &news {
            let changed = match waiting(&mut self.dimensions.new_accounts, self.ids.accounts, *id) {
                Some(row) if *id >= first_new => put_account(row, news, Mode::Overwrite),
                _ => work.change(*id, |row| put_account(row, news, Mode::Overwrite)),
            };
            let fate = self.fate(*id, self.ids.accounts.first, changed);
            self.count(fate);
        }
        self.insert_new_dimensions()?;
        self.store_accounts(work)?;
        Ok(())
    }

    /// Fills name and category of products that are stored already.
    pub(super) fn fill_products(&mut self, news: &[(i64, Option<&str>, Option<i64>)]) -> Result<()> {
        let ids: Vec<i64> = news.iter().map(|(id, ..)| *id).collect();
        let mut work = self.load_product_work(&ids)?;
        for (id, name, category) in news {
            work.change(*id, |row| put_product(row, *name, *category, Mode::Fill));
        }
        self.store_products(work)
    }

    fn load_product_work(&mut self, ids: &[i64]) -> Result<Work<ProductValues>> {
        let mut rows = Vec::new();
        for chunk in ids.chunks(MOST_BINDS) {
            rows.extend(
                products::table
                    .filter(products::id.eq_any(chunk))
                    .select(ProductValues::as_select())
                    .load(self.connection)?,
            );
        }
        Ok(Work::of(rows.into_iter().map(|row: ProductValues| (row.id, row))))
    }

    fn store_products(&mut self, work: Work<ProductValues>) -> Result<()> {
        let mut images = Vec::new();
        for (id, mut row, before) in work.into_changed() {
            if let Some(before) = before
                && !self.ids.products.is_own(id)
                && self.dimensions.imaged_products.insert(id)
            {
                images.push(Image::of(self.import_id, ImageKind::Product, id, 0, &before)?);
            }
            row.revision = self.revision;
            diesel::update(products::table.find(id)).set(&row).execute(self.connection)?;
            self.dimensions_changed = true;
        }
        before::keep(self.connection, &images)
    }

    /// The product that another is a pack of. Its own row may come later in the file.
    fn base_product(&mut self, key: &str) -> i64 {
        let id = self.product(key).0.id;
        if self.ids.products.is_own(id) {
            self.bases_made.insert(id, key.to_owned());
        }
        id
    }

    /// Writes products; values given replace what is stored.
    ///
    /// # Errors
    /// Database failures.
    pub fn write_products(&mut self, records: &[ProductRecord]) -> Result<()> {
        let mut news = Vec::with_capacity(records.len());
        for record in records {
            let name = given(record.name.as_ref());
            let key = given(Some(&record.key)).or(name).unwrap_or("unnamed");
            let id = self.product(key).0.id;
            let category = self.category(given(record.category.as_ref()), given(record.subcategory.as_ref()));
            let supersedes = given(record.supersedes_key.as_ref()).map(|key| self.product(key).0.id);
            let pack_of = given(record.pack_of_key.as_ref()).map(|key| self.base_product(key));
            let links = [supersedes, pack_of].map(|other| other.filter(|other| *other != id));
            news.push((id, name, category, links, record));
        }
        let first_new = self.dimensions.new_products.first().map_or(i64::MAX, |row| row.id);
        let stored: Vec<i64> = news.iter().map(|(id, ..)| *id).filter(|id| *id < first_new).collect();
        let mut work = self.load_product_work(&stored)?;
        for (id, name, category, [supersedes, pack_of], record) in news {
            let apply = |row: &mut ProductValues| {
                put_product(row, name, category, Mode::Overwrite)
                    | put_text(&mut row.unit, given(record.unit.as_ref()), Mode::Overwrite)
                    | put(&mut row.cost_cents, record.cost_cents, Mode::Overwrite)
                    | put(&mut row.supersedes_id, supersedes, Mode::Overwrite)
                    | put(&mut row.pack_of_id, pack_of, Mode::Overwrite)
                    | put(&mut row.pack_size_milli, record.pack_size_milli, Mode::Overwrite)
                    | put_text(
                        &mut row.availability,
                        record.availability.map(Availability::code),
                        Mode::Overwrite,
                    )
            };
            let changed = match waiting(&mut self.dimensions.new_products, self.ids.products, id) {
                Some(row) if id >= first_new => apply(row),
                _ => work.change(id, apply),
            };
            let fate = self.fate(id, self.ids.products.first, changed);
            self.count(fate);
        }
        self.insert_new_dimensions()?;
        self.store_products(work)
    }

    /// Writes sales reps; values given replace what is stored.
    ///
    /// # Errors
    /// Database failures.
    pub fn write_reps(&mut self, records: &[RepRecord]) -> Result<()> {
        let mut news = Vec::with_capacity(records.len());
        for record in records {
            let name = given(record.name.as_ref());
            let key = given(Some(&record.key)).or(name).unwrap_or("unnamed");
            let id = self.rep(key, name).0;
            let region = given(record.region.as_ref()).map(|name| self.region(name));
            news.push((id, name, region, record));
        }
        let ids: Vec<i64> = news.iter().map(|(id, ..)| *id).collect();
        self.insert_new_dimensions()?;
        let rows =
            reps::table.filter(reps::id.eq_any(ids)).select(RepValues::as_select()).load(self.connection)?;
        let mut work = Work::of(rows.into_iter().map(|row| (row.id, row)));
        for (id, name, region, record) in news {
            let changed = work.change(id, |row| {
                let mut changed =
                    name.is_some_and(|name| put_text(&mut row.name, Some(name), Mode::Overwrite));
                for (stored, told) in [(&mut row.email, &record.email), (&mut row.phone, &record.phone)] {
                    if let Some(text) = given(told.as_ref())
                        && stored.as_deref() != Some(text)
                    {
                        *stored = Some(text.to_owned());
                        changed = true;
                    }
                }
                changed | put(&mut row.region_id, region, Mode::Overwrite)
            });
            let fate = self.fate(id, self.ids.reps.first, changed);
            self.count(fate);
        }
        self.store_reps(work)
    }

    fn store_reps(&mut self, work: Work<RepValues>) -> Result<()> {
        let mut images = Vec::new();
        for (id, mut row, before) in work.into_changed() {
            if let Some(before) = before
                && !self.ids.reps.is_own(id)
                && self.dimensions.imaged_reps.insert(id)
            {
                images.push(Image::of(self.import_id, ImageKind::Rep, id, 0, &before)?);
            }
            row.revision = self.revision;
            diesel::update(reps::table.find(id)).set(&row).execute(self.connection)?;
            self.dimensions_changed = true;
        }
        before::keep(self.connection, &images)
    }
}
