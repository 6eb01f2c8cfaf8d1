//! Targets of the demo: of every rep for the months around today, of one account and of one category.

use super::csv::{money, put};
use super::files::{customer_key, rep_key};
use super::sales::Sales;
use super::showcase::TARGETED;
use chrono::{Datelike, Months, NaiveDate};

/// Months before and after the present one.
const MONTHS_BEFORE: u32 = 2;
const MONTHS_AFTER: u32 = 1;
/// Targets are this much above what was sold, per cent.
const GROWTH_PERCENT: i64 = 5;
/// Targets are round sums.
const ROUND_CENTS: i64 = 50_000;
/// The category with a target of its own.
const CATEGORY: &str = "Paper goods";
/// What the account with a target of its own is to buy in a month.
const ACCOUNT_CENTS: i64 = 450_000;

/// Writes every target.
pub(super) fn write(file: &mut String, today: NaiveDate, sales: &Sales) {
    for month in months(today) {
        let month = month.format("%Y-%m").to_string();
        for (rep, sold_cents) in sales.monthly_by_rep() {
            put(file, [&month, &rep_key(rep), "", "", &money(above(sold_cents))]);
        }
        put(file, [&month, "", &customer_key(TARGETED), "", &money(ACCOUNT_CENTS)]);
        let category_cents = above(sales.monthly_of_category(CATEGORY));
        put(file, [&month, "", "", CATEGORY, &money(category_cents)]);
    }
}

fn months(today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = today.with_day(1).and_then(|month| month.checked_sub_months(Months::new(MONTHS_BEFORE)));
    (0..=MONTHS_BEFORE + MONTHS_AFTER)
        .filter_map(move |place| first.and_then(|first| first.checked_add_months(Months::new(place))))
}

/// A round sum above what was sold.
fn above(sold_cents: i64) -> i64 {
    (sold_cents.max(0) * (100 + GROWTH_PERCENT) / 100 / ROUND_CENTS + 1) * ROUND_CENTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_of_the_two_months_before_this_one_and_the_next() {
        let today = NaiveDate::from_ymd_opt(2028, 1, 31).expect("a date of the calendar");
        let months: Vec<String> = months(today).map(|month| month.format("%Y-%m").to_string()).collect();
        assert_eq!(months, ["2027-11", "2027-12", "2028-01", "2028-02"]);
    }

    #[test]
    fn a_target_is_a_round_sum_above_what_was_sold() {
        assert_eq!([0, 1_000_000].map(above), [50_000, 1_100_000]);
    }
}
