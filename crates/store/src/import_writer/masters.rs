//! Accounts, products and reps: rows of their own files, which overwrite, and what purchases rows say
//! about them, which only fills what is empty.

use super::ImportWriter;
use super::before::{self, Image, ImageKind};
use super::dimensions::{given, missing, search_key, waiting};
use super::values::{AccountValues, ProductValues, RepValues};
use crate::accounts::MOST_BINDS;
use crate::error::Result;
use crate::records::{AccountAttributes, AccountRecord, ProductRecord, RepRecord};
use crate::schema::{accounts, products, reps};
use bellwether_core::alert::Availability;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// Whether values given replace what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Every value given is taken.
    Overwrite,
    /// Only what is empty is filled.
    Fill,
}

/// What a row says about an account, with keys resolved.
#[derive(Debug, Default)]
pub(super) struct AccountNews<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) attributes: Option<&'a AccountAttributes>,
    pub(super) rep: Option<i64>,
    pub(super) region: Option<i64>,
    pub(super) parent: Option<i64>,
    pub(super) bill_to: Option<i64>,
}

/// The bits of everything that the row could fill.
pub(super) fn offered(name: Option<&str>, attributes: &AccountAttributes) -> u16 {
    let texts = [
        (missing::STREET, &attributes.street),
        (missing::CITY, &attributes.city),
        (missing::STATE, &attributes.state),
        (missing::POSTAL_CODE, &attributes.postal_code),
        (missing::COUNTRY, &attributes.country),
        (missing::INDUSTRY, &attributes.industry),
        (missing::PHONE, &attributes.phone),
        (missing::EMAIL, &attributes.email),
        (missing::REP, &attributes.rep_key),
        (missing::REP, &attributes.rep_name),
        (missing::REGION, &attributes.region),
    ];
    let mut bits = if name.is_some() { missing::NAME } else { 0 };
    for (bit, text) in texts {
        if given(text.as_ref()).is_some() {
            bits |= bit;
        }
    }
    if attributes.latitude.is_some() && attributes.longitude.is_some() {
        bits |= missing::COORDINATES;
    }
    bits
}

fn put_text(stored: &mut String, text: Option<&str>, mode: Mode) -> bool {
    match text {
        Some(text) if (mode == Mode::Overwrite || stored.is_empty()) && stored != text => {
            text.clone_into(stored);
            true
        }
        _ => false,
    }
}

fn put<T: PartialEq + Copy>(stored: &mut Option<T>, value: Option<T>, mode: Mode) -> bool {
    let takes = value.is_some() && (mode == Mode::Overwrite || stored.is_none()) && *stored != value;
    if takes {
        *stored = value;
    }
    takes
}

/// Puts news into an account's values; whether anything changed.
pub(super) fn put_account(row: &mut AccountValues, news: &AccountNews<'_>, mode: Mode) -> bool {
    let mut changed = false;
    if let Some(name) = news.name
        && (mode == Mode::Overwrite || row.name == row.external_id)
        && row.name != name
    {
        name.clone_into(&mut row.name);
        row.search_key = search_key(name);
        changed = true;
    }
    if let Some(told) = news.attributes {
        changed |= put_text(&mut row.street, given(told.street.as_ref()), mode);
        changed |= put_text(&mut row.city, given(told.city.as_ref()), mode);
        changed |= put_text(&mut row.state, given(told.state.as_ref()), mode);
        changed |= put_text(&mut row.postal_code, given(told.postal_code.as_ref()), mode);
        changed |= put_text(&mut row.country, given(told.country.as_ref()), mode);
        changed |= put_text(&mut row.industry, given(told.industry.as_ref()), mode);
        changed |= put_text(&mut row.phone, given(told.phone.as_ref()), mode);
        changed |= put_text(&mut row.email, given(told.email.as_ref()), mode);
        if let (Some(_), Some(_)) = (told.latitude, told.longitude) {
            let moved =
                put(&mut row.latitude, told.latitude, mode) | put(&mut row.longitude, told.longitude, mode);
            if moved {
                "given".clone_into(&mut row.geocode_precision);
            }
            changed |= moved;
        }
    }
    changed |= put(&mut row.rep_id, news.rep, mode);
    changed |= put(&mut row.region_id, news.region, mode);
    changed |= put(&mut row.parent_id, news.parent.filter(|id| *id != row.id), mode);
    changed |= put(&mut row.bill_to_id, news.bill_to, mode);
    changed |=
        put(&mut row.payment_terms_days, news.attributes.and_then(|told| told.payment_terms_days), mode);
    changed
}

fn put_product(row: &mut ProductValues, name: Option<&str>, category: Option<i64>, mode: Mode) -> bool {
    let mut changed = put(&mut row.category_id, category, mode);
    if let Some(name) = name
        && (mode == Mode::Overwrite || row.name == row.external_id)
        && row.name != name
    {
        name.clone_into(&mut row.name);
        row.search_key = search_key(name);
        changed = true;
    }
    changed
}

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
