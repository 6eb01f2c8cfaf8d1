//! What was sold of each product and each category, and how many accounts bought it (P1, P4, P5).

use crate::amounts::{Amounts, ratio};
use crate::slice::Filter;
use crate::snapshot::Snapshot;
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
    let places = snapshot.dimensions().products().len();
    let tally = tally(snapshot, filter, window, places, |product| product as usize);
    let rows = (0..).zip(tally.current).zip(tally.previous);
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
    let tally = tally(snapshot, filter, window, without + 1, |product| {
        dimensions.category_of(product).map_or(without, |category| (category as usize).min(without))
    });
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

/// Sums of one place in one period.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    amounts: Amounts,
    lines: u64,
    accounts: i64,
    /// The account counted last, plus one: histories come one after another, so this tells new from known.
    counted: u64,
}

fn tally(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    places: usize,
    place_of: impl Fn(u32) -> usize,
) -> Compared<Vec<Cell>> {
    let mut cells =
        Compared { current: vec![Cell::default(); places], previous: vec![Cell::default(); places] };
    for (account, history) in filter.histories(snapshot) {
        let mark = u64::from(account) + 1;
        for (range, cells) in [(window.current, &mut cells.current), (window.previous, &mut cells.previous)] {
            filter.each_line(history, range, |_, is_order, line| {
                let Some(cell) = cells.get_mut(place_of(line.product)) else { return };
                cell.amounts += Amounts::of_line(line);
                cell.lines += 1;
                if is_order && cell.counted != mark {
                    cell.counted = mark;
                    cell.accounts += 1;
                }
            });
        }
    }
    cells
}
