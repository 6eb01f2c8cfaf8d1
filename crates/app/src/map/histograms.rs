//! How accounts are spread over the figures that the map filters by (G1): bars of round steps that a few huge
//! accounts cannot squeeze together.

use crate::account_criteria::Figures;
use crate::account_list::AccountList;
use crate::map::of_places;
use crate::{Answer, App, Caller};
use bellwether_core::account::AccountQuery;
use bellwether_core::map::{Histogram, MapHistograms};

/// Bars at most; round steps leave two fifths of them or more.
const MOST_BARS: i64 = 30;
/// The part of the accounts, in hundredths, that lies below the open-ended last bar.
const LAST_BAR_FROM: usize = 98;
/// The part, in hundredths, that may lie below the first bar where accounts begin far from nothing.
const FIRST_BAR_FROM: usize = 2;
/// Bars of money are whole units of the currency wide.
const LEAST_MONEY_STEP: i64 = 100;

impl App {
    /// How the accounts that match are spread, each figure without its own bounds.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn map_histograms(&self, caller: &Caller, query: &AccountQuery) -> Answer<MapHistograms> {
        let book = self.book();
        let list = AccountList::of(&book, caller, &unbound(query))?;
        let but_order_value =
            Figures::of(&AccountQuery { min_order_cents: None, max_order_cents: None, ..query.clone() });
        let but_orders = Figures::of(&AccountQuery { min_orders: None, max_orders: None, ..query.clone() });
        let but_revenue =
            Figures::of(&AccountQuery { min_revenue_cents: None, max_revenue_cents: None, ..query.clone() });
        let (mut order_values, mut order_counts, mut revenues) = (Vec::new(), Vec::new(), Vec::new());
        for account in list.filter().indices() {
            let (cents, orders) = (list.trailing_cents(account), list.trailing_orders(account));
            if but_order_value.hold(cents, orders) {
                order_values.extend(list.order_cents(account));
            }
            if but_orders.hold(cents, orders) {
                order_counts.push(orders);
            }
            if but_revenue.hold(cents, orders) {
                revenues.push(cents);
            }
        }
        Ok(MapHistograms {
            order_value: histogram(order_values, LEAST_MONEY_STEP),
            orders: histogram(order_counts, 1),
            revenue: histogram(revenues, LEAST_MONEY_STEP),
        })
    }
}

/// The same question without the bounds that histograms are for.
fn unbound(query: &AccountQuery) -> AccountQuery {
    AccountQuery {
        min_revenue_cents: None,
        max_revenue_cents: None,
        min_orders: None,
        max_orders: None,
        min_order_cents: None,
        max_order_cents: None,
        ..of_places(query)
    }
}

/// Bars for some figures, whose order is of no account.
fn histogram(mut figures: Vec<i64>, least_step: i64) -> Histogram {
    let Some(high) = at_hundredth(&mut figures, LAST_BAR_FROM) else { return Histogram::default() };
    let low = at_hundredth(&mut figures, FIRST_BAR_FROM).unwrap_or(0);
    // Bars start at nothing unless most accounts begin far beyond it; what is owed back is in the first bar.
    let start = if low.max(0) < high / 2 { 0 } else { low.max(0) };
    let step = round_step((high - start).max(0) / MOST_BARS + 1, least_step);
    let first = start / step * step;
    let edges: Vec<i64> =
        (0..=MOST_BARS).map(|bar| first + bar * step).take_while(|edge| *edge <= high.max(first)).collect();
    let mut counts = vec![0_u64; edges.len()];
    for figure in figures {
        let bar = usize::try_from((figure - first).max(0) / step).unwrap_or(usize::MAX);
        counts[bar.min(edges.len() - 1)] += 1;
    }
    Histogram { edges, counts }
}

/// The figure below which so many hundredths of them lie.
fn at_hundredth(figures: &mut [i64], hundredth: usize) -> Option<i64> {
    let place = (figures.len() * hundredth / 100).min(figures.len().checked_sub(1)?);
    Some(*figures.select_nth_unstable(place).1)
}

/// The smallest of 1, 2, 5, 10, 20, 50 … that is so large.
fn round_step(least: i64, least_step: i64) -> i64 {
    let mut decade = 1_i64;
    loop {
        for step in [decade, decade.saturating_mul(2), decade.saturating_mul(5)] {
            if step >= least && step >= least_step {
                return step;
            }
        }
        decade = decade.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests;
