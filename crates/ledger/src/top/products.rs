//! Products by net sales (E4).

use super::{RankKey, first_rows};
use crate::products::{ProductTotals, product_totals};
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::window::Window;

/// A ranked product is a product with its totals.
pub type RankedProduct = ProductTotals;

/// The first `count` products by net sales, among those sold in the current period.
pub fn top_products(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    count: usize,
) -> Vec<RankedProduct> {
    let products = snapshot.dimensions().products();
    let sold = product_totals(snapshot, filter, window).into_iter().filter(ProductTotals::is_current);
    first_rows(sold.collect(), count, |row| {
        let product = &products[row.product as usize];
        RankKey {
            metric: row.amounts.current.revenue_cents,
            previous: row.amounts.previous.revenue_cents,
            name: &product.name,
            id: product.id.0,
        }
    })
}
