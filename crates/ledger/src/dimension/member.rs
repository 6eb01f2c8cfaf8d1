//! The members of the dimensions: account, product, category, rep, region.

use bellwether_core::alert::Availability;
use bellwether_core::{AccountId, CategoryId, ProductId, RegionId, RepId};
use std::sync::Arc;

/// One account. Texts that many accounts share are `Arc<str>`: the builder stores each only once.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The database id.
    pub id: AccountId,
    /// Number in the source system.
    pub external_id: Box<str>,
    /// Name.
    pub name: Box<str>,
    /// Street address, as given; empty when unknown.
    pub street: Box<str>,
    /// City; empty when unknown.
    pub city: Arc<str>,
    /// Two-letter state, or as given; empty when unknown.
    pub state: Arc<str>,
    /// Postal code; empty when unknown.
    pub postal_code: Arc<str>,
    /// Country; empty when unknown.
    pub country: Arc<str>,
    /// Industry or customer segment; empty when unknown.
    pub industry: Arc<str>,
    /// Telephone; empty when unknown.
    pub phone: Box<str>,
    /// Degrees north.
    pub latitude: Option<f32>,
    /// Degrees east.
    pub longitude: Option<f32>,
    /// Index of its rep.
    pub rep: Option<u32>,
    /// Index of its region.
    pub region: Option<u32>,
    /// Index of its parent account.
    pub parent: Option<u32>,
    /// Index of the account that pays for it.
    pub bill_to: Option<u32>,
    /// Whether it no longer exists; its place stays, so that other indices do not move.
    pub is_removed: bool,
}

impl Account {
    /// An account of which nothing but id, number and name is known.
    pub fn new(id: AccountId, external_id: &str, name: &str) -> Self {
        let nothing: Arc<str> = Arc::from("");
        Self {
            id,
            external_id: external_id.into(),
            name: name.into(),
            street: Box::default(),
            city: Arc::clone(&nothing),
            state: Arc::clone(&nothing),
            postal_code: Arc::clone(&nothing),
            country: Arc::clone(&nothing),
            industry: nothing,
            phone: Box::default(),
            latitude: None,
            longitude: None,
            rep: None,
            region: None,
            parent: None,
            bill_to: None,
            is_removed: false,
        }
    }

    /// Index of the account it is rolled up into: its parent, else the account that pays for it.
    pub fn superior(&self) -> Option<u32> {
        self.parent.or(self.bill_to)
    }

    /// Bytes of the account and its own texts; shared texts are not its own.
    pub(crate) fn memory_bytes(&self) -> usize {
        let own = [&self.external_id, &self.name, &self.street, &self.phone];
        // The reference and its two counters, then the texts.
        size_of::<Self>() + 3 * size_of::<usize>() + own.into_iter().map(|text| text.len()).sum::<usize>()
    }
}

/// One product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The database id.
    pub id: ProductId,
    /// Number in the source system.
    pub external_id: Box<str>,
    /// Name.
    pub name: Box<str>,
    /// Index of its category.
    pub category: Option<u32>,
    /// The product it takes the place of.
    pub supersedes: Option<ProductId>,
    /// Whether it can be had.
    pub availability: Availability,
    /// The product it is a pack of.
    pub pack_of: Option<ProductId>,
    /// How many of that are in one, in thousandths.
    pub pack_size_milli: Option<i64>,
    /// Whether it no longer exists; its place stays, so that other indices do not move.
    pub is_removed: bool,
}

impl Product {
    /// A product that can be had, takes the place of no other and is no pack.
    pub fn new(id: ProductId, external_id: &str, name: &str, category: Option<u32>) -> Self {
        Self {
            id,
            external_id: external_id.into(),
            name: name.into(),
            category,
            supersedes: None,
            availability: Availability::Available,
            pack_of: None,
            pack_size_milli: None,
            is_removed: false,
        }
    }

    /// Bytes of the product and its texts.
    pub(crate) fn memory_bytes(&self) -> usize {
        size_of::<Self>() + 3 * size_of::<usize>() + self.external_id.len() + self.name.len()
    }
}

/// One product category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The database id.
    pub id: CategoryId,
    /// Name.
    pub name: Box<str>,
}

/// One sales representative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rep {
    /// The database id.
    pub id: RepId,
    /// Name.
    pub name: Box<str>,
    /// Index of the region the rep works in.
    pub region: Option<u32>,
}

/// One sales region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The database id.
    pub id: RegionId,
    /// Name.
    pub name: Box<str>,
}
