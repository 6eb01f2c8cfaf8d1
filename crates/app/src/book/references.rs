//! What answers name accounts, people, places and products by.

use super::Book;
use bellwether_core::account::AccountRef;
use bellwether_core::product::ProductRef;
use bellwether_core::rep::{CategoryRef, RegionRef, RepRef};
use bellwether_core::{RegionId, RepId};
use bellwether_ledger::Account;

impl Book {
    pub(crate) fn account_ref(account: &Account) -> AccountRef {
        let place = match (account.city.is_empty(), account.state.is_empty()) {
            (false, false) => format!("{}, {}", account.city, account.state),
            (false, true) => account.city.to_string(),
            (true, _) => account.state.to_string(),
        };
        AccountRef { id: account.id, name: account.name.to_string(), place }
    }

    pub(crate) fn rep_ref(&self, rep: u32) -> Option<RepRef> {
        self.dimensions().rep(rep).map(|rep| RepRef { id: rep.id, name: rep.name.to_string() })
    }

    pub(crate) fn rep_by_id(&self, id: RepId) -> Option<RepRef> {
        self.dimensions().rep_index(id).and_then(|rep| self.rep_ref(rep))
    }

    pub(crate) fn region_ref(&self, region: u32) -> Option<RegionRef> {
        self.dimensions()
            .region(region)
            .map(|region| RegionRef { id: region.id, name: region.name.to_string() })
    }

    pub(crate) fn region_by_id(&self, id: RegionId) -> Option<RegionRef> {
        self.dimensions().region_index(id).and_then(|region| self.region_ref(region))
    }

    pub(crate) fn category_ref(&self, category: u32) -> Option<CategoryRef> {
        let category = self.dimensions().category(category)?;
        Some(CategoryRef { id: category.id, name: category.name.to_string() })
    }

    pub(crate) fn product_ref(&self, product: u32) -> Option<ProductRef> {
        let found = self.dimensions().product(product)?;
        let category = found.category.and_then(|category| self.dimensions().category(category));
        Some(ProductRef {
            id: found.id,
            external_id: found.external_id.to_string(),
            name: found.name.to_string(),
            category: category.map(|category| category.name.to_string()).unwrap_or_default(),
        })
    }
}
