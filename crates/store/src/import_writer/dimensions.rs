//! Accounts, products, categories, reps and regions by their key in the source: known ones in maps,
//! new ones waiting to be inserted in bulk.

use super::values::{AccountValues, CategoryValues, ProductValues, RegionValues, RepValues};
use super::{Handed, ImportWriter};
use crate::connection::{Connection, on_both};
use crate::dialect;
use crate::error::Result;
use crate::records::AccountAttributes;
use crate::schema::{accounts, categories, products, regions, reps};
use bellwether_core::alert::Availability;
use bellwether_core::import::ImportKind;
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// Which values of an account are still empty, one bit each; a purchases row fills only these.
pub(super) mod missing {
    pub const NAME: u16 = 1;
    pub const STREET: u16 = 1 << 1;
    pub const CITY: u16 = 1 << 2;
    pub const STATE: u16 = 1 << 3;
    pub const POSTAL_CODE: u16 = 1 << 4;
    pub const COUNTRY: u16 = 1 << 5;
    pub const INDUSTRY: u16 = 1 << 6;
    pub const PHONE: u16 = 1 << 7;
    pub const EMAIL: u16 = 1 << 8;
    pub const REP: u16 = 1 << 9;
    pub const REGION: u16 = 1 << 10;
    pub const COORDINATES: u16 = 1 << 11;
    pub const ALL: u16 = (1 << 12) - 1;
}

/// An account by its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownAccount {
    pub(super) id: i64,
    pub(super) missing: u16,
}

/// A product by its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownProduct {
    pub(super) id: i64,
    pub(super) lacks_name: bool,
    pub(super) lacks_category: bool,
}

/// Everything known, and what waits to be inserted.
pub(super) struct Dimensions {
    pub(super) accounts: HashMap<String, KnownAccount>,
    pub(super) products: HashMap<String, KnownProduct>,
    categories: HashMap<i64, HashMap<String, i64>>,
    reps: HashMap<String, i64>,
    regions: HashMap<String, i64>,
    pub(super) new_accounts: Vec<AccountValues>,
    pub(super) new_products: Vec<ProductValues>,
    pub(super) new_reps: Vec<RepValues>,
    new_categories: Vec<CategoryValues>,
    new_regions: Vec<RegionValues>,
    /// New objects whose own row has been read; others were only mentioned.
    pub(super) own_rows: HashSet<i64>,
    /// Objects whose state before this import is kept already.
    pub(super) imaged_accounts: HashSet<i64>,
    pub(super) imaged_products: HashSet<i64>,
    pub(super) imaged_reps: HashSet<i64>,
}

type AccountTuple = (i64, String, String, String, String, String, String, String, String, String, String);
type AccountTail = (Option<i64>, Option<i64>, Option<f64>);

fn missing_of(row: &AccountTuple, tail: AccountTail) -> u16 {
    let (_, external_id, name, street, city, state, postal_code, country, industry, phone, email) = row;
    let (rep, region, latitude) = tail;
    [
        (missing::NAME, name == external_id),
        (missing::STREET, street.is_empty()),
        (missing::CITY, city.is_empty()),
        (missing::STATE, state.is_empty()),
        (missing::POSTAL_CODE, postal_code.is_empty()),
        (missing::COUNTRY, country.is_empty()),
        (missing::INDUSTRY, industry.is_empty()),
        (missing::PHONE, phone.is_empty()),
        (missing::EMAIL, email.is_empty()),
        (missing::REP, rep.is_none()),
        (missing::REGION, region.is_none()),
        (missing::COORDINATES, latitude.is_none()),
    ]
    .into_iter()
    .filter_map(|(bit, is_missing)| is_missing.then_some(bit))
    .sum()
}

impl Dimensions {
    /// Reads what is known of one source. A file of reps needs no accounts and no products.
    pub(super) fn load(connection: &mut Connection, source: &str, kind: ImportKind) -> Result<Self> {
        let (with_accounts, with_products) = match kind {
            ImportKind::Purchases => (true, true),
            ImportKind::Accounts => (true, false),
            ImportKind::Products => (false, true),
            ImportKind::Invoices | ImportKind::Targets => (true, false),
            ImportKind::Reps => (false, false),
        };
        let mut categories: HashMap<i64, HashMap<String, i64>> = HashMap::new();
        let rows: Vec<(i64, Option<i64>, String)> = categories::table
            .select((categories::id, categories::parent_id, categories::name))
            .load(connection)?;
        for (id, parent, name) in rows {
            categories.entry(parent.unwrap_or(0)).or_default().insert(name, id);
        }
        let reps: Vec<(String, i64)> = reps::table
            .filter(reps::source.eq(source))
            .select((reps::external_id, reps::id))
            .load(connection)?;
        let regions: Vec<(String, i64)> =
            regions::table.select((regions::name, regions::id)).load(connection)?;
        Ok(Self {
            accounts: if with_accounts { load_accounts(connection, source)? } else { HashMap::new() },
            products: if with_products { load_products(connection, source)? } else { HashMap::new() },
            categories,
            reps: reps.into_iter().collect(),
            regions: regions.into_iter().collect(),
            new_accounts: Vec::new(),
            new_products: Vec::new(),
            new_reps: Vec::new(),
            new_categories: Vec::new(),
            new_regions: Vec::new(),
            own_rows: HashSet::new(),
            imaged_accounts: HashSet::new(),
            imaged_products: HashSet::new(),
            imaged_reps: HashSet::new(),
        })
    }

    /// Whether a rep has this number.
    pub(super) fn knows_rep(&self, key: &str) -> bool {
        self.reps.contains_key(key)
    }

    /// The known category that a single name means: a wide one, else the only narrower one so called.
    fn known_category(&self, name: &str) -> Option<i64> {
        let wide = self.categories.get(&0).and_then(|level| level.get(name)).copied();
        let mut called = self.categories.values().filter_map(|level| level.get(name));
        match (wide, called.next().copied(), called.next()) {
            (Some(id), ..) | (None, Some(id), None) => Some(id),
            (None, Some(_), Some(_)) | (None, None, _) => None,
        }
    }

    /// Which of the two names, or of the one given, would make a category; a narrow one with the wide one around it.
    pub(super) fn unknown_categories<'n>(
        &self,
        wide: Option<&'n str>,
        narrow: Option<&'n str>,
    ) -> Vec<(Option<&'n str>, &'n str)> {
        match (wide, narrow) {
            (Some(around), Some(narrow)) => {
                let parent = self.categories.get(&0).and_then(|level| level.get(around));
                match parent.map(|parent| self.categories.get(parent)) {
                    None => vec![(None, around), (wide, narrow)],
                    Some(Some(level)) if level.contains_key(narrow) => Vec::new(),
                    Some(_) => vec![(wide, narrow)],
                }
            }
            (Some(name), None) | (None, Some(name)) => match self.known_category(name) {
                Some(_) => Vec::new(),
                None => vec![(None, name)],
            },
            (None, None) => Vec::new(),
        }
    }
}

fn load_accounts(connection: &mut Connection, source: &str) -> Result<HashMap<String, KnownAccount>> {
    use accounts as a;
    let mut known = HashMap::new();
    let query = a::table.filter(a::source.eq(source)).select((
        (
            a::id,
            a::external_id,
            a::name,
            a::street,
            a::city,
            a::state,
            a::postal_code,
            a::country,
            a::industry,
            a::phone,
            a::email,
        ),
        (a::rep_id, a::region_id, a::latitude),
    ));
    on_both!(connection, |concrete| {
        for row in query.load_iter::<(AccountTuple, AccountTail), DefaultLoadingMode>(concrete)? {
            let (row, tail) = row?;
            let account = KnownAccount { id: row.0, missing: missing_of(&row, tail) };
            known.insert(row.1, account);
        }
    });
    Ok(known)
}

fn load_products(connection: &mut Connection, source: &str) -> Result<HashMap<String, KnownProduct>> {
    let rows: Vec<(i64, String, String, Option<i64>)> = products::table
        .filter(products::source.eq(source))
        .select((products::id, products::external_id, products::name, products::category_id))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(id, key, name, category)| {
            let product = KnownProduct { id, lacks_name: name == key, lacks_category: category.is_none() };
            (key, product)
        })
        .collect())
}

/// A text that says something.
pub(super) fn given(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// What a search compares with.
pub(super) fn search_key(name: &str) -> String {
    name.to_lowercase()
}

/// The row with this id among rows waiting to be inserted, whose ids follow each other.
pub(super) fn waiting<T>(rows: &mut [T], handed: Handed, id: i64) -> Option<&mut T> {
    let back = usize::try_from(handed.next - id).ok()?;
    let index = rows.len().checked_sub(back)?;
    rows.get_mut(index)
}

impl ImportWriter<'_> {
    /// The account of this key, made when it is not there; and whether it was made now.
    pub(super) fn account(&mut self, key: &str) -> (KnownAccount, bool) {
        if let Some(known) = self.dimensions.accounts.get(key) {
            return (*known, false);
        }
        let id = self.ids.accounts.take();
        let account = KnownAccount { id, missing: missing::ALL };
        self.dimensions.accounts.insert(key.to_owned(), account);
        self.dimensions.new_accounts.push(AccountValues {
            id,
            source: self.source.clone(),
            external_id: key.to_owned(),
            name: key.to_owned(),
            search_key: search_key(key),
            status: String::new(),
            street: String::new(),
            city: String::new(),
            state: String::new(),
            postal_code: String::new(),
            country: String::new(),
            latitude: None,
            longitude: None,
            geocode_precision: String::new(),
            industry: String::new(),
            phone: String::new(),
            email: String::new(),
            website: String::new(),
            rep_id: None,
            region_id: None,
            parent_id: None,
            bill_to_id: None,
            custom_fields: "{}".to_owned(),
            created_at: self.now,
            import_id: Some(self.import_id),
            revision: self.revision,
            payment_terms_days: None,
        });
        self.totals.accounts_added += 1;
        self.newcomers.accounts.add(key);
        self.touch(id);
        (account, true)
    }

    /// The product of this key, made when it is not there.
    pub(super) fn product(&mut self, key: &str) -> (KnownProduct, bool) {
        if let Some(known) = self.dimensions.products.get(key) {
            return (*known, false);
        }
        let id = self.ids.products.take();
        let product = KnownProduct { id, lacks_name: true, lacks_category: true };
        self.dimensions.products.insert(key.to_owned(), product);
        self.dimensions.new_products.push(ProductValues {
            id,
            source: self.source.clone(),
            external_id: key.to_owned(),
            name: key.to_owned(),
            search_key: search_key(key),
            category_id: None,
            unit: String::new(),
            cost_cents: None,
            supersedes_id: None,
            custom_fields: "{}".to_owned(),
            import_id: Some(self.import_id),
            revision: self.revision,
            availability: Availability::Available.code().to_owned(),
            pack_of_id: None,
            pack_size_milli: None,
        });
        self.totals.products_added += 1;
        self.dimensions_changed = true;
        (product, true)
    }

    /// The narrowest category that the two names tell, made when it is not there.
    pub(super) fn category(&mut self, wide: Option<&str>, narrow: Option<&str>) -> Option<i64> {
        let mut parent = None;
        for name in [wide, narrow].into_iter().flatten() {
            let level = self.dimensions.categories.entry(parent.unwrap_or(0)).or_default();
            let id = match level.get(name) {
                Some(id) => *id,
                None => {
                    let id = self.ids.categories.take();
                    self.newcomers.categories.add(name);
                    level.insert(name.to_owned(), id);
                    self.dimensions.new_categories.push(CategoryValues {
                        id,
                        parent_id: parent,
                        name: name.to_owned(),
                        import_id: Some(self.import_id),
                    });
                    self.dimensions_changed = true;
                    id
                }
            };
            parent = Some(id);
        }
        parent
    }

    /// The category that a single name means: a wide one, else the only narrower one so called, else a new one.
    pub(super) fn category_called(&mut self, name: &str) -> Option<i64> {
        self.dimensions.known_category(name).or_else(|| self.category(Some(name), None))
    }

    /// The region of this name, made when it is not there.
    pub(super) fn region(&mut self, name: &str) -> i64 {
        if let Some(id) = self.dimensions.regions.get(name) {
            return *id;
        }
        let id = self.ids.regions.take();
        self.dimensions.regions.insert(name.to_owned(), id);
        self.dimensions.new_regions.push(RegionValues {
            id,
            name: name.to_owned(),
            import_id: Some(self.import_id),
        });
        self.dimensions_changed = true;
        id
    }

    /// The rep of this key, made when it is not there; and whether it was made now.
    pub(super) fn rep(&mut self, key: &str, name: Option<&str>) -> (i64, bool) {
        if let Some(id) = self.dimensions.reps.get(key) {
            return (*id, false);
        }
        let id = self.ids.reps.take();
        self.newcomers.reps.add(key);
        self.dimensions.reps.insert(key.to_owned(), id);
        self.dimensions.new_reps.push(RepValues {
            id,
            source: self.source.clone(),
            external_id: key.to_owned(),
            name: name.unwrap_or(key).to_owned(),
            email: None,
            phone: None,
            region_id: None,
            import_id: Some(self.import_id),
            revision: self.revision,
        });
        self.dimensions_changed = true;
        (id, true)
    }

    /// The rep that an account's attributes name.
    pub(super) fn rep_of(&mut self, attributes: &AccountAttributes) -> Option<i64> {
        let name = given(attributes.rep_name.as_ref());
        let key = given(attributes.rep_key.as_ref()).or(name)?;
        Some(self.rep(key, name).0)
    }

    /// Inserts what waits, those first that others refer to.
    pub(super) fn insert_new_dimensions(&mut self) -> Result<()> {
        let new = &mut self.dimensions;
        dialect::bulk_insert!(self.connection, regions::table, new.new_regions)?;
        dialect::bulk_insert!(self.connection, reps::table, new.new_reps)?;
        dialect::bulk_insert!(self.connection, categories::table, new.new_categories)?;
        dialect::bulk_insert!(self.connection, products::table, new.new_products)?;
        dialect::bulk_insert!(self.connection, accounts::table, new.new_accounts)?;
        new.new_regions.clear();
        new.new_reps.clear();
        new.new_categories.clear();
        new.new_products.clear();
        new.new_accounts.clear();
        Ok(())
    }
}
