//! Sales of one week against the one before it (rules, section 5): seven dates that end with the as-of date,
//! or the calendar week so far, each against the same dates of the week before.

use bellwether_core::insight::{RollupDay, RollupWeek};
use bellwether_core::{Cents, OrderStatus};
use bellwether_ledger::amounts::Amounts;
use bellwether_ledger::by_account::accounts_that;
use bellwether_ledger::{Compared, Day, DayRange, Filter, Order, Snapshot, Totals, Window, day};
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::HashSet;

const WEEK: i32 = 7;

/// The dates of a rollup and those they are compared with, seven days earlier.
pub fn week_window(as_of: NaiveDate, week: RollupWeek, week_start: Weekday) -> Window {
    let days = match week {
        RollupWeek::Trailing => WEEK,
        RollupWeek::Calendar => {
            let since_start = as_of.weekday().days_since(week_start);
            i32::try_from(since_start).unwrap_or(WEEK - 1) + 1
        }
    };
    let current = DayRange::ending_on(day::from_date(as_of), days);
    let previous =
        DayRange { from: current.from.saturating_sub(WEEK), until: current.until.saturating_sub(WEEK) };
    Window { current, previous }
}

/// What was sold on the dates of a [`week_window`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekSales {
    /// Everything, credits and returns taken off on the date they were given.
    pub totals: Compared<Totals>,
    /// The part of net sales that credits and returns took away.
    pub credits_cents: Compared<i64>,
    /// Net sales of each date.
    days: Vec<Compared<i64>>,
    from: Day,
    /// The last date of both: whether an order was given back whole is judged as of it.
    known_on: Day,
}

impl WeekSales {
    /// Adds up the accounts of the filter. Orders whose id is in `late` are left out of the comparison: when
    /// today is not over, they are those placed later on the last date of the comparison than it is now.
    pub fn of(snapshot: &Snapshot, filter: &Filter, window: Window, late: &HashSet<i64>) -> Self {
        let both = DayRange { from: window.previous.from, until: window.current.until };
        let (mut sales, other) = accounts_that(snapshot, filter, both, |sold| sold.entries > 0)
            .in_halves(|half| Self::of_histories(snapshot, half, window, late));
        sales.totals += other.totals;
        sales.credits_cents.current += other.credits_cents.current;
        sales.credits_cents.previous += other.credits_cents.previous;
        for (date, other) in sales.days.iter_mut().zip(other.days) {
            date.current += other.current;
            date.previous += other.previous;
        }
        sales
    }

    fn of_histories(snapshot: &Snapshot, filter: &Filter, window: Window, late: &HashSet<i64>) -> Self {
        let length = usize::try_from(window.current.until.saturating_sub(window.current.from)).unwrap_or(0);
        let mut sales = Self {
            totals: Compared::default(),
            credits_cents: Compared::default(),
            days: vec![Compared::default(); length],
            from: window.current.from,
            known_on: window.current.last(),
        };
        for (_, history) in filter.histories(snapshot) {
            let history = history.sales();
            let current = history.orders_in(window.current).iter().filter(|order| order.counts_in_sales());
            sales.count_current(current);
            let previous = history.orders_in(window.previous).iter().filter(|order| order.counts_in_sales());
            sales.count_previous(previous.filter(|order| late.is_empty() || !late.contains(&order.id)));
        }
        sales
    }

    fn count_current<'a>(&mut self, orders: impl Iterator<Item = &'a Order>) {
        let (totals, credits) = (&mut self.totals.current, &mut self.credits_cents.current);
        let has_ordered = count(totals, credits, orders, self.known_on, |order| {
            if let Some(date) = place(&mut self.days, order.day, self.from) {
                date.current += order.revenue_cents;
            }
        });
        self.totals.current.active_accounts += i64::from(has_ordered);
    }

    fn count_previous<'a>(&mut self, orders: impl Iterator<Item = &'a Order>) {
        let from = self.from.saturating_sub(WEEK);
        let (totals, credits) = (&mut self.totals.previous, &mut self.credits_cents.previous);
        let has_ordered = count(totals, credits, orders, self.known_on, |order| {
            if let Some(date) = place(&mut self.days, order.day, from) {
                date.previous += order.revenue_cents;
            }
        });
        self.totals.previous.active_accounts += i64::from(has_ordered);
    }

    /// Net sales of each date, the earliest first, each with the one seven days before.
    pub fn days(&self) -> Vec<RollupDay> {
        (self.from..)
            .zip(&self.days)
            .map(|(date, sales)| RollupDay {
                date: day::to_date(date),
                sales_cents: Cents(sales.current),
                previous_cents: Cents(sales.previous),
            })
            .collect()
    }
}

fn place(days: &mut [Compared<i64>], day: Day, from: Day) -> Option<&mut Compared<i64>> {
    usize::try_from(day.checked_sub(from)?).ok().and_then(|place| days.get_mut(place))
}

/// Adds the orders of one account; whether a valid one was among them.
fn count<'a>(
    totals: &mut Totals,
    credits_cents: &mut i64,
    orders: impl Iterator<Item = &'a Order>,
    known_on: Day,
    mut each: impl FnMut(&Order),
) -> bool {
    let mut has_ordered = false;
    for order in orders {
        totals.amounts += Amounts::of_order(order);
        if order.is_valid(known_on) {
            has_ordered = true;
            totals.orders += 1;
        }
        if order.is_order_value(known_on) {
            totals.largest_order_cents = totals.largest_order_cents.max(order.revenue_cents);
        }
        if is_credit(order) {
            *credits_cents += order.revenue_cents;
        }
        each(order);
    }
    has_ordered
}

/// Whether it gives money back. Sources without a word for it write an order of a negative amount.
fn is_credit(order: &Order) -> bool {
    matches!(order.status, OrderStatus::CreditMemo | OrderStatus::Return) || order.revenue_cents < 0
}

/// Account index and id of the orders that count in sales on the last date of the comparison: those of which the
/// clock time matters while today is not over.
pub fn orders_on_last_compared_date(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<(u32, i64)> {
    let last = DayRange { from: window.previous.until.saturating_sub(1), until: window.previous.until };
    let buyers = accounts_that(snapshot, filter, last, |sold| sold.entries > 0);
    let orders = buyers
        .histories(snapshot)
        .flat_map(|(account, history)| history.orders_in(last).iter().map(move |order| (account, order)));
    orders.filter(|(_, order)| order.counts_in_sales()).map(|(account, order)| (account, order.id)).collect()
}

#[cfg(test)]
mod tests;
