//! Adds members to dimensions, or changes the ones that are there; indices never move.

use super::{Account, Category, Dimensions, Product, Region, Rep};
use crate::identity::IdIndex;
use bellwether_core::{AccountId, ProductId};
use std::collections::HashSet;
use std::sync::Arc;

/// Collects members. Every `put_…` replaces the member with the same id, or appends a new one, and
/// returns its index. Put regions before reps, categories before products, both before accounts,
/// because members refer to each other by index.
#[derive(Debug, Default)]
pub struct DimensionsBuilder {
    dimensions: Dimensions,
    texts: HashSet<Arc<str>>,
}

impl DimensionsBuilder {
    /// Starts from dimensions that are in use; they stay as they are.
    pub fn from_existing(dimensions: &Dimensions) -> Self {
        Self { dimensions: dimensions.clone(), texts: HashSet::new() }
    }

    /// Adds or replaces an account.
    pub fn put_account(&mut self, mut account: Account) -> u32 {
        for text in [
            &mut account.city,
            &mut account.state,
            &mut account.postal_code,
            &mut account.country,
            &mut account.industry,
        ] {
            share(&mut self.texts, text);
        }
        let (id, account) = (account.id.0, Arc::new(account));
        let Dimensions { accounts, account_indices, account_columns, .. } = &mut self.dimensions;
        let index = put(accounts, account_indices, id, Arc::clone(&account));
        account_columns.put(index, &account);
        index
    }

    /// Sets which accounts an account belongs to, once those have been put as well.
    pub fn put_superiors(&mut self, index: u32, parent: Option<u32>, bill_to: Option<u32>) {
        if let Some(account) = self.dimensions.accounts.get_mut(index as usize) {
            let account = Arc::make_mut(account);
            (account.parent, account.bill_to) = (parent, bill_to);
            self.dimensions.account_columns.put(index, account);
        }
    }

    /// Adds or replaces a product.
    pub fn put_product(&mut self, product: Product) -> u32 {
        let id = product.id.0;
        put(&mut self.dimensions.products, &mut self.dimensions.product_indices, id, Arc::new(product))
    }

    /// Adds or replaces a category.
    pub fn put_category(&mut self, category: Category) -> u32 {
        put(&mut self.dimensions.categories, &mut self.dimensions.category_indices, category.id.0, category)
    }

    /// Adds or replaces a rep.
    pub fn put_rep(&mut self, rep: Rep) -> u32 {
        put(&mut self.dimensions.reps, &mut self.dimensions.rep_indices, rep.id.0, rep)
    }

    /// Adds or replaces a region.
    pub fn put_region(&mut self, region: Region) -> u32 {
        put(&mut self.dimensions.regions, &mut self.dimensions.region_indices, region.id.0, region)
    }

    /// Marks an account as removed and forgets its id; returns its index if it was there.
    pub fn remove_account(&mut self, id: AccountId) -> Option<u32> {
        let index = self.dimensions.account_indices.remove(id.0)?;
        if let Some(account) = self.dimensions.accounts.get_mut(index as usize) {
            Arc::make_mut(account).is_removed = true;
            self.dimensions.account_columns.put(index, account);
        }
        Some(index)
    }

    /// Marks a product as removed and forgets its id; returns its index if it was there.
    pub fn remove_product(&mut self, id: ProductId) -> Option<u32> {
        let index = self.dimensions.product_indices.remove(id.0)?;
        if let Some(product) = self.dimensions.products.get_mut(index as usize) {
            Arc::make_mut(product).is_removed = true;
        }
        Some(index)
    }

    /// The dimensions as they stand now, for looking up indices while building.
    pub fn so_far(&self) -> &Dimensions {
        &self.dimensions
    }

    /// The finished dimensions.
    pub fn build(self) -> Dimensions {
        self.dimensions
    }
}

fn put<T>(members: &mut Vec<T>, indices: &mut IdIndex<u32>, id: i64, member: T) -> u32 {
    if let Some(index) = indices.get(id) {
        members[index as usize] = member;
        return index;
    }
    let index = u32::try_from(members.len()).expect("2^32 members would not fit in memory");
    members.push(member);
    indices.insert(id, index);
    index
}

fn share(texts: &mut HashSet<Arc<str>>, text: &mut Arc<str>) {
    match texts.get(text) {
        Some(known) => *text = Arc::clone(known),
        None => {
            texts.insert(Arc::clone(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::{CategoryId, RegionId, RepId};

    #[test]
    fn a_member_put_again_keeps_its_index() {
        let mut builder = DimensionsBuilder::default();
        assert_eq!(builder.put_account(Account::new(AccountId(7), "A7", "Old")), 0);
        assert_eq!(builder.put_account(Account::new(AccountId(3), "A3", "Other")), 1);
        let mut later = DimensionsBuilder::from_existing(&builder.build());
        assert_eq!(later.put_account(Account::new(AccountId(7), "A7", "New")), 0);
        assert_eq!(&*later.so_far().accounts()[0].name, "New");
        assert_eq!(later.so_far().account_index(AccountId(3)), Some(1));
    }

    #[test]
    fn a_removed_account_leaves_its_place_and_loses_its_id() {
        let mut builder = DimensionsBuilder::default();
        builder.put_account(Account::new(AccountId(1), "1", "One"));
        builder.put_account(Account::new(AccountId(2), "2", "Two"));
        assert_eq!(builder.remove_account(AccountId(1)), Some(0));
        assert_eq!(builder.remove_account(AccountId(1)), None);
        let dimensions = builder.build();
        assert_eq!(dimensions.account_index(AccountId(1)), None);
        assert_eq!(dimensions.live_accounts().map(|(index, _)| index).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn equal_texts_are_stored_once() {
        let mut builder = DimensionsBuilder::default();
        for id in [1, 2] {
            let mut account = Account::new(AccountId(id), "", "");
            account.state = "IA".into();
            builder.put_account(account);
        }
        let dimensions = builder.build();
        assert!(Arc::ptr_eq(&dimensions.accounts()[0].state, &dimensions.accounts()[1].state));
    }

    #[test]
    fn members_refer_to_each_other_by_index() {
        let mut builder = DimensionsBuilder::default();
        let region = builder.put_region(Region { id: RegionId(9), name: "North".into() });
        let rep = builder.put_rep(Rep { id: RepId(4), name: "R".into(), region: Some(region) });
        let category = builder.put_category(Category { id: CategoryId(5), name: "Pipe".into() });
        let product = builder.put_product(Product::new(ProductId(6), "P6", "Elbow", Some(category)));
        let mut account = Account::new(AccountId(1), "1", "One");
        (account.rep, account.region) = (Some(rep), Some(region));
        let index = builder.put_account(account);
        let dimensions = builder.build();
        let account = dimensions.account(index).expect("just put");
        assert_eq!(dimensions.rep_id_of(account), Some(RepId(4)));
        assert_eq!(dimensions.region_id_of(account), Some(RegionId(9)));
        assert_eq!(dimensions.category_of(product), Some(category));
    }
}
