//! The account list against the plain loops.

use crate::book::{books, dates, slices};
use crate::naive::{self, Sold};
use bellwether_core::AccountId;
use bellwether_ledger::account_rows::{self, Recent};
use bellwether_ledger::{DayRange, cadence, day};
use chrono::{Months, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn revenue_cents(sold: &[&Sold]) -> i64 {
    sold.iter().map(|sold| sold.revenue_cents()).sum()
}

fn orders(sold: &[&Sold]) -> u32 {
    u32::try_from(sold.iter().filter(|sold| sold.is_order).count()).expect("few orders")
}

fn months_before(as_of: NaiveDate, months: u32) -> NaiveDate {
    as_of.checked_sub_months(Months::new(months)).expect("well inside the calendar")
}

proptest! {
    #[test]
    fn account_rows_equal_a_plain_loop(book in books(), slice in slices(), as_of in dates()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let last = day::from_date(as_of);
        let all = naive::sold(&book, &slice, DayRange::up_to(last));
        let rows = account_rows::account_rows(&snapshot, &filter, as_of);
        prop_assert_eq!(rows.len(), filter.accounts().count());
        for (index, row) in rows {
            let own: Vec<&Sold> =
                all.iter().filter(|sold| sold.order.account == AccountId(i64::from(index) + 1)).collect();
            let between = |from: NaiveDate, until: NaiveDate| -> Vec<&Sold> {
                let is_in = |sold: &&Sold| from <= day::to_date(sold.order.day) && day::to_date(sold.order.day) < until;
                own.iter().copied().filter(is_in).collect()
            };
            let days: BTreeSet<i32> = own.iter().filter(|sold| sold.is_order).map(|sold| sold.order.day).collect();
            prop_assert_eq!((row.first_order, row.last_order), (days.first().copied(), days.last().copied()));
            prop_assert_eq!((row.orders, row.order_days as usize), (orders(&own), days.len()));
            prop_assert_eq!(row.lifetime_revenue_cents, revenue_cents(&own));

            let tomorrow = day::to_date(last + 1);
            let year = between(months_before(as_of, 12).succ_opt().expect("inside"), tomorrow);
            prop_assert_eq!(row.trailing, naive::amounts(year.iter().flat_map(|sold| sold.lines.iter().copied())));
            prop_assert_eq!(row.trailing_orders, orders(&year));
            for (months, found) in (1..).zip(row.monthly_revenue_cents.iter().rev()) {
                let from = months_before(as_of, months).succ_opt().expect("inside");
                let until = months_before(as_of, months - 1).succ_opt().expect("inside");
                prop_assert_eq!(*found, revenue_cents(&between(from, until)));
            }
            prop_assert_eq!(row.monthly_revenue_cents.iter().sum::<i64>(), row.trailing.revenue_cents);

            for (place, days) in [30, 60, 90].into_iter().enumerate() {
                let start = last + 1 - days;
                let recent = |from, until| {
                    let sold = between(day::to_date(from), day::to_date(until));
                    Recent { revenue_cents: revenue_cents(&sold), orders: orders(&sold) }
                };
                prop_assert_eq!(row.last_30_60_90[place], recent(start, last + 1));
                prop_assert_eq!(row.prior_30_60_90[place], recent(start - days, start));
            }
            let history = snapshot.history(index).expect("every account has a history");
            prop_assert_eq!(account_rows::account_summary(history, &filter, as_of), row);
        }
    }

    #[test]
    fn gaps_add_up_to_the_days_between_first_and_last_order(book in books(), as_of in dates()) {
        let snapshot = book.snapshot();
        for history in snapshot.histories() {
            let days: Vec<i32> = history.order_days(day::from_date(as_of)).collect();
            let gaps = cadence::gaps_days(history, day::from_date(as_of));
            prop_assert!(gaps.iter().all(|gap| *gap > 0));
            prop_assert_eq!(gaps.len(), days.len().saturating_sub(1));
            let span = days.last().zip(days.first()).map_or(0, |(last, first)| last.abs_diff(*first));
            prop_assert_eq!(gaps.iter().sum::<u32>(), span);
        }
    }
}
