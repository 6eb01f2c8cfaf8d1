//! What the account list shows of each account as of a date (W4): when it ordered, how much lately,
//! and twelve months as a small curve.

use crate::amounts::Amounts;
use crate::by_account::sums_by_account;
use crate::day::{self, Day, DayRange};
use crate::history::History;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::totals::Totals;
use chrono::{Months, NaiveDate};

/// Months of the curve, and of the trailing figures.
pub const TRAILING_MONTHS: usize = 12;

/// Net sales and valid orders of the last days up to the as-of date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recent {
    /// Net sales.
    pub revenue_cents: i64,
    /// Valid orders.
    pub orders: u32,
}

/// One account as of a date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountSummary {
    /// First day with a valid order in the data.
    pub first_order: Option<Day>,
    /// Latest day with a valid order.
    pub last_order: Option<Day>,
    /// Valid orders in all.
    pub orders: u32,
    /// Distinct days with a valid order in all.
    pub order_days: u32,
    /// Net sales since the start of the data: the lifetime value.
    pub lifetime_revenue_cents: i64,
    /// Money and units of the twelve months up to the as-of date.
    pub trailing: Amounts,
    /// Valid orders of those twelve months.
    pub trailing_orders: u32,
    /// The last 30, 60 and 90 days.
    pub last_30_60_90: [Recent; 3],
    /// The 30, 60 and 90 days before those.
    pub prior_30_60_90: [Recent; 3],
    /// Net sales of each of the twelve months, oldest first; they add up to the trailing sales.
    pub monthly_revenue_cents: [i64; TRAILING_MONTHS],
}

/// Every account of the slice, by account index, silent ones included.
pub fn account_rows(snapshot: &Snapshot, filter: &Filter, as_of: NaiveDate) -> Vec<(u32, AccountSummary)> {
    let marks = Marks::before(as_of);
    filter
        .histories(snapshot)
        .map(|(account, history)| (account, summarize(history, filter, &marks)))
        .collect()
}

/// One account, whether or not the filter holds it; its product restriction applies.
pub fn account_summary(history: &History, filter: &Filter, as_of: NaiveDate) -> AccountSummary {
    summarize(history, filter, &Marks::before(as_of))
}

/// Net sales and valid orders of the twelve months up to a date: what lists filter and sort by. By account index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trailing {
    /// Net sales.
    pub revenue_cents: Vec<i64>,
    /// Valid orders.
    pub orders: Vec<u32>,
}

/// The twelve months up to a date, of every account.
pub fn trailing(snapshot: &Snapshot, as_of: NaiveDate) -> Trailing {
    let places = snapshot.dimensions().accounts().len();
    let mut columns = Trailing { revenue_cents: vec![0; places], orders: vec![0; places] };
    let range = trailing_months(as_of);
    Sales::of(snapshot, &Filter::all(snapshot)).each_account_sale(range, range.last(), |account, sold| {
        columns.revenue_cents[account as usize] += sold.amounts.revenue_cents;
        columns.orders[account as usize] += sold.orders;
    });
    columns
}

impl Trailing {
    /// The same after the histories of some accounts were replaced.
    #[must_use]
    pub fn with_accounts(&self, snapshot: &Snapshot, as_of: NaiveDate, accounts: &[u32]) -> Self {
        let mut next = self.clone();
        let places = snapshot.dimensions().accounts().len();
        next.revenue_cents.resize(places, 0);
        next.orders.resize(places, 0);
        let filter = Filter::all(snapshot);
        for (account, history) in
            accounts.iter().filter_map(|own| Some((*own as usize, snapshot.history(*own)?)))
        {
            let totals = Totals::of_history(history, &filter, trailing_months(as_of));
            next.revenue_cents[account] = totals.amounts.revenue_cents;
            next.orders[account] = u32::try_from(totals.orders).unwrap_or(u32::MAX);
        }
        next
    }
}

/// Gross profit of those twelve months, where it is known. By account index.
pub fn trailing_profit(snapshot: &Snapshot, as_of: NaiveDate) -> Vec<Option<i64>> {
    let range = trailing_months(as_of);
    let sums =
        sums_by_account(snapshot, &Filter::all(snapshot), range, range.last(), |sum: &mut Amounts, sold| {
            *sum += sold.amounts;
        });
    sums.iter().map(Amounts::known_profit_cents).collect()
}

/// Valid orders up to a date since the start of the data. By account index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ever {
    /// How many.
    pub orders: Vec<u32>,
    /// The day of the latest.
    pub last_order: Vec<Option<Day>>,
}

/// Every account of the slice up to a date.
pub fn ever(snapshot: &Snapshot, filter: &Filter, as_of: NaiveDate) -> Ever {
    let range = DayRange::up_to(day::from_date(as_of));
    let orders = sums_by_account(snapshot, filter, range, range.last(), |orders: &mut u32, sold| {
        *orders += sold.orders;
    });
    let mut last_order = vec![None; orders.len()];
    let (first, second) = filter.in_halves(|half| last_orders(snapshot, half, range));
    for (account, day) in first.into_iter().chain(second) {
        last_order[account as usize] = Some(day);
    }
    Ever { orders, last_order }
}

/// The accounts of the slice with a valid order in the range, each with the day of the latest.
fn last_orders(snapshot: &Snapshot, filter: &Filter, range: DayRange) -> Vec<(u32, Day)> {
    let last = |history: &History| history.valid_orders_in(range).next_back().map(|order| order.day);
    filter.histories(snapshot).filter_map(|(account, history)| Some((account, last(history)?))).collect()
}

impl Ever {
    /// The same after the histories of some accounts were replaced.
    #[must_use]
    pub fn with_accounts(&self, snapshot: &Snapshot, as_of: NaiveDate, accounts: &[u32]) -> Self {
        let mut next = self.clone();
        let places = snapshot.dimensions().accounts().len();
        next.orders.resize(places, 0);
        next.last_order.resize(places, None);
        let range = DayRange::up_to(day::from_date(as_of));
        for (account, history) in
            accounts.iter().filter_map(|own| Some((*own as usize, snapshot.history(*own)?)))
        {
            let orders = history.valid_orders_in(range);
            next.orders[account] = u32::try_from(orders.clone().count()).unwrap_or(u32::MAX);
            next.last_order[account] = orders.last().map(|order| order.day);
        }
        next
    }
}

/// The twelve months that end with a date.
pub fn trailing_months(as_of: NaiveDate) -> DayRange {
    let Marks { as_of, month_starts, .. } = Marks::before(as_of);
    DayRange { from: month_starts[0], until: as_of.saturating_add(1) }
}

/// The days on which windows begin, worked out once for all accounts.
#[derive(Debug)]
struct Marks {
    as_of: Day,
    /// First day of each of the twelve months that end with the as-of date.
    month_starts: [Day; TRAILING_MONTHS],
    /// First day of the last 30, 60, 90 days, and of as many before.
    recent_starts: [(Day, Day); 3],
}

impl Marks {
    fn before(as_of: NaiveDate) -> Self {
        let months_before =
            |months: u32| as_of.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        let mut month_starts = [0; TRAILING_MONTHS];
        for (months, start) in (1..).zip(month_starts.iter_mut().rev()) {
            *start = day::from_date(months_before(months)).saturating_add(1);
        }
        let as_of = day::from_date(as_of);
        let recent_starts = [30, 60, 90].map(|days| {
            let start = DayRange::ending_on(as_of, days).from;
            (start, start.saturating_sub(days))
        });
        Self { as_of, month_starts, recent_starts }
    }
}

fn summarize(history: &History, filter: &Filter, marks: &Marks) -> AccountSummary {
    let mut row = AccountSummary::default();
    let mut month = 0;
    filter.each_sale(history, DayRange::up_to(marks.as_of), |sale| {
        row.lifetime_revenue_cents += sale.amounts.revenue_cents;
        if sale.is_order {
            row.count_order(sale.day);
        }
        if sale.day >= marks.recent_starts[2].1 {
            row.count_recent(sale.day, sale.is_order, sale.amounts.revenue_cents, marks);
        }
        if sale.day >= marks.month_starts[0] {
            while marks.month_starts.get(month + 1).is_some_and(|start| *start <= sale.day) {
                month += 1;
            }
            row.monthly_revenue_cents[month] += sale.amounts.revenue_cents;
            row.trailing += sale.amounts;
            row.trailing_orders += u32::from(sale.is_order);
        }
    });
    row
}

impl AccountSummary {
    fn count_order(&mut self, day: Day) {
        self.orders += 1;
        self.first_order.get_or_insert(day);
        if self.last_order.replace(day) != Some(day) {
            self.order_days += 1;
        }
    }

    fn count_recent(&mut self, day: Day, is_order: bool, revenue_cents: i64, marks: &Marks) {
        for (place, (start, prior_start)) in marks.recent_starts.into_iter().enumerate() {
            let recent = if day >= start {
                &mut self.last_30_60_90[place]
            } else if day >= prior_start {
                &mut self.prior_30_60_90[place]
            } else {
                continue;
            };
            recent.revenue_cents += revenue_cents;
            recent.orders += u32::from(is_order);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twelve_months_end_with_the_as_of_date_and_leave_no_day_out() {
        let as_of = NaiveDate::from_ymd_opt(2026, 3, 31).expect("a date of the calendar");
        let marks = Marks::before(as_of);
        let starts = marks.month_starts.map(|start| day::to_date(start).to_string());
        assert_eq!(
            (starts[0].as_str(), starts[10].as_str(), starts[11].as_str()),
            ("2025-04-01", "2026-02-01", "2026-03-01")
        );
        assert!(marks.month_starts.is_sorted());
    }

    #[test]
    fn thirty_days_include_the_as_of_date() {
        let as_of = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        let (start, prior_start) = Marks::before(as_of).recent_starts[0];
        assert_eq!((day::to_date(start).to_string(), start - prior_start), ("2026-06-01".to_owned(), 30));
    }
}
