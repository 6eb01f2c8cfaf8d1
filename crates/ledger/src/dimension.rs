//! Who buys, what is bought and who sells: the small tables around the histories. Members have a
//! dense index, which never changes while more are added, so columns can hold four bytes for each.

mod build;
mod columns;
mod member;

pub use build::DimensionsBuilder;
pub use columns::AccountColumns;
pub use member::{Account, Category, Product, Region, Rep};

use crate::identity::IdIndex;
use bellwether_core::{AccountId, CategoryId, ProductId, RegionId, RepId};
use std::sync::Arc;

/// Accounts, products, categories, reps and regions, each by dense index and by id.
#[derive(Debug, Clone, Default)]
pub struct Dimensions {
    accounts: Vec<Arc<Account>>,
    account_columns: AccountColumns,
    products: Vec<Arc<Product>>,
    categories: Vec<Category>,
    reps: Vec<Rep>,
    regions: Vec<Region>,
    account_indices: IdIndex<u32>,
    product_indices: IdIndex<u32>,
    category_indices: IdIndex<u32>,
    rep_indices: IdIndex<u32>,
    region_indices: IdIndex<u32>,
}

impl Dimensions {
    /// Every account by index, removed ones included (see [`Account::is_removed`]).
    pub fn accounts(&self) -> &[Arc<Account>] {
        &self.accounts
    }

    /// Rep, region and state of every account, by index.
    pub fn account_columns(&self) -> &AccountColumns {
        &self.account_columns
    }

    /// Every product by index, removed ones included.
    pub fn products(&self) -> &[Arc<Product>] {
        &self.products
    }

    /// Every category by index.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Every rep by index.
    pub fn reps(&self) -> &[Rep] {
        &self.reps
    }

    /// Every region by index.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The account at an index.
    pub fn account(&self, index: u32) -> Option<&Arc<Account>> {
        self.accounts.get(index as usize)
    }

    /// The product at an index.
    pub fn product(&self, index: u32) -> Option<&Arc<Product>> {
        self.products.get(index as usize)
    }

    /// The category at an index.
    pub fn category(&self, index: u32) -> Option<&Category> {
        self.categories.get(index as usize)
    }

    /// The rep at an index.
    pub fn rep(&self, index: u32) -> Option<&Rep> {
        self.reps.get(index as usize)
    }

    /// The region at an index.
    pub fn region(&self, index: u32) -> Option<&Region> {
        self.regions.get(index as usize)
    }

    /// Index of an account; none when it is unknown or removed.
    pub fn account_index(&self, id: AccountId) -> Option<u32> {
        self.account_indices.get(id.0)
    }

    /// Index of a product; none when it is unknown or removed.
    pub fn product_index(&self, id: ProductId) -> Option<u32> {
        self.product_indices.get(id.0)
    }

    /// Index of a category.
    pub fn category_index(&self, id: CategoryId) -> Option<u32> {
        self.category_indices.get(id.0)
    }

    /// Index of a rep.
    pub fn rep_index(&self, id: RepId) -> Option<u32> {
        self.rep_indices.get(id.0)
    }

    /// Index of a region.
    pub fn region_index(&self, id: RegionId) -> Option<u32> {
        self.region_indices.get(id.0)
    }

    /// Category index of a product index.
    pub fn category_of(&self, product: u32) -> Option<u32> {
        self.product(product).and_then(|product| product.category)
    }

    /// Rep id of an account.
    pub fn rep_id_of(&self, account: &Account) -> Option<RepId> {
        account.rep.and_then(|rep| self.rep(rep)).map(|rep| rep.id)
    }

    /// Region id of an account.
    pub fn region_id_of(&self, account: &Account) -> Option<RegionId> {
        account.region.and_then(|region| self.region(region)).map(|region| region.id)
    }

    /// Accounts that exist, with their indices.
    pub fn live_accounts(&self) -> impl Iterator<Item = (u32, &Arc<Account>)> {
        (0..).zip(&self.accounts).filter(|(_, account)| !account.is_removed)
    }

    /// Products that exist, with their indices.
    pub fn live_products(&self) -> impl Iterator<Item = (u32, &Arc<Product>)> {
        (0..).zip(&self.products).filter(|(_, product)| !product.is_removed)
    }

    /// Bytes it takes. Texts shared by several accounts are counted once for each, so it is an upper bound.
    pub fn memory_bytes(&self) -> usize {
        let accounts: usize = self.accounts.iter().map(|account| account.memory_bytes()).sum();
        let products: usize = self.products.iter().map(|product| product.memory_bytes()).sum();
        let rest = self.categories.len() * size_of::<Category>()
            + self.reps.len() * size_of::<Rep>()
            + self.regions.len() * size_of::<Region>();
        let indices = [
            &self.account_indices,
            &self.product_indices,
            &self.category_indices,
            &self.rep_indices,
            &self.region_indices,
        ];
        let columns = self.account_columns.memory_bytes();
        accounts + columns + products + rest + indices.into_iter().map(IdIndex::memory_bytes).sum::<usize>()
    }
}
