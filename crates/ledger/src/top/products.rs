//! Products by net sales (E4).

use super::{RankKey, first_rows};
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::ProductSum;
use crate::window::{Compared, Window};
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;

/// A ranked product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankedProduct {
    /// Its index.
    pub product: u32,
    /// Net sales.
    pub revenue_cents: Compared<i64>,
    /// Thousandths of a unit.
    pub quantity_milli: Compared<i64>,
}

impl RankedProduct {
    /// Net sales and their movement.
    pub fn revenue(&self) -> Movement<Cents> {
        let Compared { current, previous } = self.revenue_cents;
        Movement::of_money(Cents(current), Cents(previous))
    }
}

/// The first `count` products by net sales, among those sold in the current period.
pub fn top_products(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    count: usize,
) -> Vec<RankedProduct> {
    let sales = Sales::of(snapshot, filter);
    let by_product = filter.compared(window, |range| sales.products(range));
    let Compared { current, previous } = &by_product;
    rank_products(snapshot, Compared { current, previous }, count)
}

pub(crate) fn rank_products(
    snapshot: &Snapshot,
    by_product: Compared<&[ProductSum]>,
    count: usize,
) -> Vec<RankedProduct> {
    let products = snapshot.dimensions().products();
    let both = (0..).zip(by_product.current).zip(by_product.previous);
    let rows = both.filter(|((_, current), _)| current.lines > 0).map(|((product, current), previous)| {
        let (current, previous) = (current.amounts, previous.amounts);
        RankedProduct {
            product,
            revenue_cents: Compared { current: current.revenue_cents, previous: previous.revenue_cents },
            quantity_milli: Compared { current: current.quantity_milli, previous: previous.quantity_milli },
        }
    });
    first_rows(rows.collect(), count, |row| {
        let product = &products[row.product as usize];
        RankKey {
            metric: row.revenue_cents.current,
            previous: row.revenue_cents.previous,
            name: &product.name,
            id: product.id.0,
        }
    })
}
