//! How many products and categories accounts buy (P5).

use crate::amounts::ratio;
use crate::day::DayRange;
use crate::kpi;
use crate::products::places_by_category;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::window::{Compared, Window};

/// The last place of [`Breadth::accounts_by_categories`] holds accounts with so many categories or more.
pub const MOST_CATEGORIES: usize = 10;
/// Categories whose buyers one word marks.
const WORD: usize = 64;

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
    let breadth =
        |range, active_accounts| Breadth { active_accounts, ..breadth(&sales, &places, range, window) };
    let categories = snapshot.dimensions().categories().len();
    let whole = |mut breadth: Breadth| {
        breadth.buyers.resize(categories + 1, 0);
        breadth
    };
    Compared {
        current: whole(breadth(window.current, totals.current.active_accounts)),
        previous: whole(breadth(window.previous, totals.previous.active_accounts)),
    }
}

fn breadth(sales: &Sales, place_of_product: &[usize], range: DayRange, window: Window) -> Breadth {
    let categories = place_of_product.iter().max().map_or(0, |last| last + 1);
    let words = categories.div_ceil(WORD).max(1);
    let mut marks = vec![0_u64; words * sales.account_places()];
    let mut breadth = Breadth { buyers: vec![0; categories], ..Breadth::default() };
    sales.each_buyer(range, window.current.last(), |account, product| {
        let Some(place) = place_of_product.get(product as usize) else { return };
        breadth.products += 1;
        let mark = &mut marks[account as usize * words + place / WORD];
        let bit = 1 << (place % WORD);
        if *mark & bit == 0 {
            *mark |= bit;
            breadth.buyers[*place] += 1;
            breadth.categories += 1;
        }
    });
    let mut counts = vec![0; categories.min(MOST_CATEGORIES)];
    for marks in marks.chunks(words) {
        let own: u32 = marks.iter().map(|mark| mark.count_ones()).sum();
        let last = counts.len().saturating_sub(1);
        if let Some(count) = (own as usize).checked_sub(1).and_then(|place| counts.get_mut(place.min(last))) {
            *count += 1;
        }
    }
    Breadth { accounts_by_categories: counts, ..breadth }
}
