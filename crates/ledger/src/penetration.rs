//! How many products and categories accounts buy (P5).

use crate::amounts::ratio;
use crate::day::DayRange;
use crate::kpi;
use crate::marks::Marks;
use crate::products::places_by_category;
use crate::sales::Sales;
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
    let totals = kpi::totals(snapshot, filter, window);
    let sales = Sales::of(snapshot, filter);
    let places = places_by_category(snapshot.dimensions());
    // The last place is that of products without a category.
    let categories = snapshot.dimensions().categories().len() + 1;
    let Compared { current, previous } =
        filter.compared(window, |range| breadth(&sales, &places, categories, range, window));
    Compared {
        current: Breadth { active_accounts: totals.current.active_accounts, ..current },
        previous: Breadth { active_accounts: totals.previous.active_accounts, ..previous },
    }
}

fn breadth(
    sales: &Sales,
    place_of_product: &[usize],
    categories: usize,
    range: DayRange,
    window: Window,
) -> Breadth {
    let mut marks = Marks::none(sales.account_places(), categories);
    let mut breadth = Breadth { buyers: vec![0; categories], ..Breadth::default() };
    sales.each_buyer(range, window.current.last(), |account, product| {
        let Some(place) = place_of_product.get(product as usize) else { return };
        breadth.products += 1;
        breadth.buyers[*place] += i64::from(marks.mark(account, *place));
    });
    breadth.categories = breadth.buyers.iter().sum();
    let most = place_of_product.iter().max().map_or(0, |last| last + 1);
    let mut counts = vec![0; most.min(MOST_CATEGORIES)];
    for own in marks.counts() {
        let last = counts.len().saturating_sub(1);
        if let Some(count) = (own as usize).checked_sub(1).and_then(|place| counts.get_mut(place.min(last))) {
            *count += 1;
        }
    }
    Breadth { accounts_by_categories: counts, ..breadth }
}
