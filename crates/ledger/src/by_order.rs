//! The orders behind a figure of products: each with what it has inside a slice.

use crate::amounts::Amounts;
use crate::by_account::accounts_that;
use crate::day::{Day, DayRange};
use crate::order::{Order, Part};
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use bellwether_core::OrderStatus;

/// An order, or what was invoiced of it on one day, with what it has inside a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoldOrder {
    /// Index of the account.
    pub account: u32,
    /// The database id of the order.
    pub order: i64,
    /// The day it counts on.
    pub day: Day,
    /// How far it is.
    pub status: OrderStatus,
    /// Money and units of its lines inside.
    pub amounts: Amounts,
}

/// The orders of a range that count in sales and have a line inside, by account and day. Their amounts sum to the net
/// sales and units of the slice.
pub fn sold_orders(snapshot: &Snapshot, filter: &Filter, range: DayRange) -> Vec<SoldOrder> {
    // Whose orders they are is known quickly; only the histories of those are read.
    let buyers = accounts_that(snapshot, filter, range, |sold| sold.entries > 0);
    let mut sold: Vec<SoldOrder> = Vec::new();
    for (account, history) in buyers.histories(snapshot) {
        let sales = history.sales();
        let of_account = sold.len();
        for order in sales.orders_in(range).iter().filter(|order| is_told(order)) {
            let mut lines = sales.lines_of(order).iter().filter(|line| filter.contains_product(line.product));
            let Some(first) = lines.next() else { continue };
            let amounts = lines.fold(Amounts::of_line(first), |sum, line| sum + Amounts::of_line(line));
            let same = |row: &SoldOrder| row.order == order.id && row.day == order.day;
            match sold.get_mut(of_account..).and_then(<[_]>::last_mut).filter(|row| same(row)) {
                // Two invoices of one order on one day are one row.
                Some(row) => row.amounts += amounts,
                None => {
                    let Order { id, day, status, .. } = *order;
                    sold.push(SoldOrder { account, order: id, day, status, amounts });
                }
            }
        }
    }
    sold
}

/// Whether its money counts; that something was ordered, without any, is told by another row.
fn is_told(order: &Order) -> bool {
    order.counts_in_sales() && order.part != Part::Ordered
}
