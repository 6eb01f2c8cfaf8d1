//! What one account bought, product by product (D3): how much, since when, how often, and whether
//! it buys more or less of it lately.

use crate::amounts::Amounts;
use crate::cadence::{gaps_between, median};
use crate::day::{self, Day, DayRange};
use crate::history::History;
use crate::line::Line;
use crate::order::Order;
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Days of the two windows that the trend compares.
const TREND_DAYS: i32 = 90;

/// One product in the history of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Purchases {
    /// Index of the product.
    pub product: u32,
    /// Units, sales and cost, credits and returns taken off.
    pub amounts: Amounts,
    /// First day it was bought; of a product with credits only, the first credit.
    pub first: NaiveDate,
    /// Last day it was bought; of a product with credits only, the last credit.
    pub last: NaiveDate,
    /// Days on which a valid order took more of it than it gave back.
    pub purchase_days: u32,
    /// Median days between those; none below two.
    pub median_gap_days: Option<f64>,
    /// Net sales of the last 90 days against the 90 before.
    pub trend: Movement<Cents>,
}

/// Every product of the history up to `as_of`, most sales first, then by product index.
pub fn purchases(history: &History, as_of: NaiveDate) -> Vec<Purchases> {
    let as_of = day::from_date(as_of);
    let lately = DayRange::ending_on(as_of, TREND_DAYS);
    let before = DayRange::ending_on(lately.from.saturating_sub(1), TREND_DAYS);
    let mut items: HashMap<u32, Item> = HashMap::new();
    for (order, line) in sold_lines(history, as_of) {
        let item = items.entry(line.product).or_default();
        item.touch(order.day, if order.is_valid(as_of) { line.quantity_milli } else { 0 });
    }
    for (order, line) in sold_lines(history.sales(), as_of) {
        let item = items.entry(line.product).or_default();
        item.amounts += Amounts::of_line(line);
        item.lately_cents += if lately.contains(order.day) { line.revenue_cents } else { 0 };
        item.before_cents += if before.contains(order.day) { line.revenue_cents } else { 0 };
    }
    let mut rows: Vec<Purchases> = items.into_iter().map(|(product, item)| item.finish(product)).collect();
    rows.sort_unstable_by_key(|row| (Reverse(row.amounts.revenue_cents), row.product));
    rows
}

fn sold_lines(history: &History, as_of: Day) -> impl Iterator<Item = (&Order, &Line)> {
    let counted = history.orders_up_to(as_of).iter().filter(|order| order.counts_in_sales());
    counted.flat_map(|order| history.lines_of(order).iter().map(move |line| (order, line)))
}

#[derive(Debug, Default)]
struct Item {
    amounts: Amounts,
    /// Every day with a line of it, ascending, with the net units taken on valid orders.
    days: Vec<(Day, i64)>,
    lately_cents: i64,
    before_cents: i64,
}

impl Item {
    fn touch(&mut self, day: Day, quantity_milli: i64) {
        match self.days.last_mut() {
            Some((last, sum)) if *last == day => *sum += quantity_milli,
            Some(_) | None => self.days.push((day, quantity_milli)),
        }
    }

    fn finish(self, product: u32) -> Purchases {
        let bought: Vec<Day> =
            self.days.iter().filter(|(_, quantity_milli)| *quantity_milli > 0).map(|(day, _)| *day).collect();
        let all = || self.days.iter().map(|(day, _)| *day);
        let first = bought.first().copied().or_else(|| all().next());
        let last = bought.last().copied().or_else(|| all().next_back());
        let seen = "an item exists only because a line touched it";
        Purchases {
            product,
            amounts: self.amounts,
            first: day::to_date(first.expect(seen)),
            last: day::to_date(last.expect(seen)),
            purchase_days: u32::try_from(bought.len()).expect("there are fewer than 2^32 days"),
            median_gap_days: median(&mut gaps_between(bought.iter().copied())),
            trend: Movement::of_money(Cents(self.lately_cents), Cents(self.before_cents)),
        }
    }
}
