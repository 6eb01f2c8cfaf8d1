//! What was sold of each product and each category, and how many accounts bought it (P1, P4, P5).

use crate::amounts::{Amounts, ratio};
use crate::day::DayRange;
use crate::dimension::Dimensions;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::ProductSum;
use crate::window::{Compared, Window};
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;

/// One product in both periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductTotals {
    /// Index of the product.
    pub product: u32,
    /// Money and units.
    pub amounts: Compared<Amounts>,
    /// Accounts with it on a valid order.
    pub accounts: Compared<i64>,
    /// Whether any line of the current period holds it.
    is_current: bool,
}

impl ProductTotals {
    /// Whether any line of the current period holds it, be it a credit.
    pub fn is_current(&self) -> bool {
        self.is_current
    }

    /// Net sales and their movement.
    pub fn revenue(&self) -> Movement<Cents> {
        let Compared { current, previous } = self.amounts;
        Movement::of_money(Cents(current.revenue_cents), Cents(previous.revenue_cents))
    }

    /// Units in thousandths and their movement.
    pub fn units_milli(&self) -> Movement<i64> {
        Movement::of(self.amounts.current.quantity_milli, self.amounts.previous.quantity_milli)
    }

    /// Share of the active accounts that bought it; none without active accounts.
    pub fn penetration(&self, active_accounts: i64) -> Option<f64> {
        ratio(self.accounts.current, active_accounts)
    }
}

/// Every product with a line in either period, by product index.
pub fn product_totals(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<ProductTotals> {
    let sales = Sales::of(snapshot, filter);
    let Compared { current, previous } = filter.compared(window, |range| Cell::of(&sales, range, window));
    let rows = (0..).zip(current).zip(previous);
    rows.filter(|((_, current), previous)| current.lines + previous.lines > 0)
        .map(|((product, current), previous)| ProductTotals {
            product,
            amounts: Compared { current: current.amounts, previous: previous.amounts },
            accounts: Compared { current: current.accounts, previous: previous.accounts },
            is_current: current.lines > 0,
        })
        .collect()
}

/// One category in both periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryTotals {
    /// Index of the category; none for products without one.
    pub category: Option<u32>,
    /// Money and units.
    pub amounts: Compared<Amounts>,
    /// Accounts with one of its products on a valid order.
    pub accounts: Compared<i64>,
}

/// Every category with a line in either period, by category index, products without one last.
pub fn category_totals(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<CategoryTotals> {
    let dimensions = snapshot.dimensions();
    let without = dimensions.categories().len();
    let sales = Sales::of(snapshot, filter);
    let place_of_product = places_by_category(dimensions);
    let tally = filter
        .compared(window, |range| Cell::by_category(&sales, range, window, &place_of_product, without + 1));
    let categories = (0..).map(Some).take(without).chain([None]);
    let rows = categories.zip(tally.current).zip(tally.previous);
    rows.filter(|((_, current), previous)| current.lines + previous.lines > 0)
        .map(|((category, current), previous)| CategoryTotals {
            category,
            amounts: Compared { current: current.amounts, previous: previous.amounts },
            accounts: Compared { current: current.accounts, previous: previous.accounts },
        })
        .collect()
}

/// Of every product the index of its category; products without one come after all categories.
pub(crate) fn places_by_category(dimensions: &Dimensions) -> Vec<usize> {
    let without = dimensions.categories().len();
    let place = |category: Option<u32>| category.map_or(without, |category| (category as usize).min(without));
    dimensions.products().iter().map(|product| place(product.category)).collect()
}

/// Sums of one product or category in one range of a window.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    amounts: Amounts,
    lines: u32,
    accounts: i64,
}

impl Cell {
    /// By product index.
    fn of(sales: &Sales<'_>, range: DayRange, window: Window) -> Vec<Self> {
        let buyers = sales.buyers(range, window.current.last());
        let sums = sales.products(range).into_iter().zip(buyers);
        sums.map(|(ProductSum { amounts, lines }, accounts)| Self { amounts, lines, accounts }).collect()
    }

    /// By the places of products.
    fn by_category(
        sales: &Sales<'_>,
        range: DayRange,
        window: Window,
        place_of_product: &[usize],
        places: usize,
    ) -> Vec<Self> {
        let mut cells = vec![Self::default(); places];
        for (place, sum) in place_of_product.iter().zip(sales.products(range)) {
            cells[*place].amounts += sum.amounts;
            cells[*place].lines += sum.lines;
        }
        let buyers = sales.category_buyers(place_of_product, range, window.current.last());
        cells.iter_mut().zip(buyers).for_each(|(cell, buyers)| cell.accounts = buyers);
        cells
    }
}
