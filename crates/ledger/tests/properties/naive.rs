//! The plain loops: slow, obvious, written against the raw rows only.

use crate::book::{Book, Slice};
use bellwether_core::{AccountId, ProductId};
use bellwether_ledger::builder::{LineRow, OrderRow};
use bellwether_ledger::{Amounts, DayRange, Totals};
use std::collections::BTreeSet;

/// One order that counts in sales, with its lines inside the slice.
pub struct Sold<'b> {
    pub order: &'b OrderRow,
    pub is_order: bool,
    pub lines: Vec<&'b LineRow>,
}

impl Sold<'_> {
    pub fn revenue_cents(&self) -> i64 {
        self.lines.iter().map(|line| line.revenue_cents).sum()
    }
}

/// Every order of the range with money in it: lines inside the slice or, without a product restriction,
/// no lines at all.
pub fn sold<'b>(book: &'b Book, slice: &Slice, range: DayRange) -> Vec<Sold<'b>> {
    let restricts_products = slice.category.is_some() || slice.product.is_some();
    let mut found = Vec::new();
    for order in &book.orders {
        let in_range = range.from <= order.day && order.day < range.until;
        if !in_range || !order.status.counts_in_sales() || !slice.holds_account(order.account) {
            continue;
        }
        let all: Vec<&LineRow> = book.lines.iter().filter(|line| line.order_id == order.id).collect();
        let net: i64 = all.iter().map(|line| line.revenue_cents).sum();
        let lines: Vec<&LineRow> = all.into_iter().filter(|line| slice.holds_product(line.product)).collect();
        if !lines.is_empty() || !restricts_products {
            found.push(Sold { order, is_order: order.status.is_valid_order() && net > 0, lines });
        }
    }
    found
}

pub fn amounts<'b>(lines: impl Iterator<Item = &'b LineRow>) -> Amounts {
    let mut sum = Amounts::default();
    for line in lines {
        sum.revenue_cents += line.revenue_cents;
        sum.quantity_milli += line.quantity_milli;
        if let Some(cost_cents) = line.cost_cents {
            sum.cost_cents += cost_cents;
            sum.costed_revenue_cents += line.revenue_cents;
        }
    }
    sum
}

pub fn totals<'s, 'b: 's>(sold: impl Iterator<Item = &'s Sold<'b>> + Clone) -> Totals {
    let orders = sold.clone().filter(|sold| sold.is_order);
    Totals {
        amounts: amounts(sold.flat_map(|sold| sold.lines.iter().copied())),
        orders: i64::try_from(orders.clone().count()).expect("few orders"),
        active_accounts: count(orders.clone().map(|sold| sold.order.account)),
        largest_order_cents: orders.map(Sold::revenue_cents).max().unwrap_or(0).max(0),
    }
}

/// Number of distinct accounts.
pub fn count(accounts: impl Iterator<Item = AccountId>) -> i64 {
    i64::try_from(accounts.collect::<BTreeSet<_>>().len()).expect("few accounts")
}

/// Distinct accounts with a product on a valid order.
pub fn buyers(sold: &[Sold], is_inside: impl Fn(ProductId) -> bool) -> i64 {
    let holds = |sold: &&Sold| sold.is_order && sold.lines.iter().any(|line| is_inside(line.product));
    count(sold.iter().filter(holds).map(|sold| sold.order.account))
}
