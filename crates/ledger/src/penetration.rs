//! How many products and categories accounts buy (P5).

use crate::amounts::ratio;
use crate::day::{Day, DayRange};
use crate::products::places_by_category;
use crate::sales::{Sales, places_in};
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::window::{Compared, Window};

/// The last place of [`Breadth::accounts_by_categories`] holds accounts with so many categories or more.
pub const MOST_CATEGORIES: usize = 10;

/// How broadly accounts buy in one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breadth {
    /// Accounts with a valid order.
    pub active_accounts: i64,
    /// Products each account has on a valid order, summed over the accounts.
    pub products: i64,
    /// Categories each account has on a valid order, summed over the accounts; products without one are together
    /// one more.
    pub categories: i64,
    /// Accounts by their number of categories: at 0 those with one, at the end those with as many or more.
    pub accounts_by_categories: Vec<u64>,
    /// Accounts with each category on a valid order, by category index; at the end products without one.
    pub buyers: Vec<i64>,
}

impl Breadth {
    /// Mean number of products of an account with a valid order; 0 without such accounts.
    pub fn products_per_account(&self) -> f64 {
        ratio(self.products, self.active_accounts).unwrap_or(0.0)
    }

    /// Mean number of categories of an account with a valid order; 0 without such accounts.
    pub fn categories_per_account(&self) -> f64 {
        ratio(self.categories, self.active_accounts).unwrap_or(0.0)
    }

    /// So many buyers as a share of the accounts with a valid order; 0 without such accounts.
    pub fn share(&self, buyers: i64) -> f64 {
        ratio(buyers, self.active_accounts).unwrap_or(0.0)
    }
}

/// How broadly the accounts of the slice buy, in both periods.
pub fn penetration(snapshot: &Snapshot, filter: &Filter, window: Window) -> Compared<Breadth> {
    let sales = Sales::of(snapshot, filter);
    let places = places_by_category(snapshot.dimensions());
    // The last place is that of products without a category.
    let categories = snapshot.dimensions().categories().len() + 1;
    filter.compared(window, |range| breadth(&sales, &places, categories, range, window.current.last()))
}

fn breadth(
    sales: &Sales,
    place_of_product: &[usize],
    categories: usize,
    range: DayRange,
    known_on: Day,
) -> Breadth {
    let mut is_active = vec![false; sales.account_places()];
    sales.each_orderer(range, known_on, |account| is_active[account as usize] = true);
    let mut products = 0;
    let mut buyers = vec![0; categories];
    let mut categories_of = vec![0_u16; sales.account_places()];
    sales.each_first_bought(place_of_product, range, known_on, |account, place, first| {
        products += i64::from(first.is_first_of_product);
        buyers[place] += i64::from(first.is_first_of_category);
        let own = &mut categories_of[account as usize];
        *own = own.saturating_add(first.is_first_of_category.into());
    });
    let most = places_in(place_of_product);
    let mut accounts_by_categories = vec![0; most.min(MOST_CATEGORIES)];
    let last = accounts_by_categories.len().saturating_sub(1);
    for place in categories_of.iter().filter_map(|own| own.checked_sub(1)) {
        accounts_by_categories[usize::from(place).min(last)] += 1;
    }
    Breadth {
        active_accounts: is_active.iter().map(|is_active| i64::from(*is_active)).sum(),
        products,
        categories: buyers.iter().sum(),
        accounts_by_categories,
        buyers,
    }
}
