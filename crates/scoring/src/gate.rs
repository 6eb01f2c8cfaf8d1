//! The churn gate (rules, section 2): whether an account is old enough to be judged at all.

use bellwether_core::rule_lab::Rules;
use bellwether_ledger::{Day, day};
use chrono::Months;

/// Order days an account must have, whatever the rules in force ask for besides.
pub const LEAST_ORDER_DAYS: usize = 2;

/// First day on which an account that first ordered on `first_order` is old enough: the calendar
/// months of the rules later, clamped to the end of the month.
pub fn opens_on(first_order: Day, rules: &Rules) -> Day {
    let first = day::to_date(first_order);
    first.checked_add_months(Months::new(rules.least_months)).map_or(Day::MAX, day::from_date)
}

/// Whether the account has ordered often enough for the rules in force, on at least two days.
pub fn has_enough_orders(valid_orders: usize, order_days: usize, rules: &Rules) -> bool {
    u32::try_from(valid_orders).map_or(true, |orders| orders >= rules.least_orders)
        && order_days >= LEAST_ORDER_DAYS
}

/// Whether the account can be judged by the rules in force, which are unless changed:
/// `first_order + 3 months <= as_of`, at least five valid orders, on at least two days.
pub fn is_passed(
    first_order: Option<Day>,
    valid_orders: usize,
    order_days: usize,
    as_of: Day,
    rules: &Rules,
) -> bool {
    first_order.is_some_and(|first| opens_on(first, rules) <= as_of)
        && has_enough_orders(valid_orders, order_days, rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn day(year: i32, month: u32, day_of_month: u32) -> Day {
        day::from_date(NaiveDate::from_ymd_opt(year, month, day_of_month).expect("a date of the calendar"))
    }

    fn is_passed(first: Option<Day>, valid_orders: usize, order_days: usize, as_of: Day) -> bool {
        super::is_passed(first, valid_orders, order_days, as_of, &Rules::default())
    }

    #[test]
    fn c4_four_orders_are_not_enough() {
        assert!(!is_passed(Some(day(2026, 1, 5)), 4, 4, day(2026, 6, 6)));
        assert!(is_passed(Some(day(2026, 1, 5)), 5, 5, day(2026, 6, 6)));
    }

    #[test]
    fn c5_the_gate_opens_three_calendar_months_after_the_first_order() {
        let first = Some(day(2026, 4, 20));
        assert!(!is_passed(first, 5, 5, day(2026, 7, 19)));
        assert!(is_passed(first, 5, 5, day(2026, 7, 20)));
    }

    #[test]
    fn c7_three_months_are_clamped_to_the_end_of_february() {
        assert_eq!(opens_on(day(2025, 11, 30), &Rules::default()), day(2026, 2, 28));
        assert_eq!(opens_on(day(2023, 11, 30), &Rules::default()), day(2024, 2, 29));
    }

    #[test]
    fn five_orders_on_one_day_are_one_order_day_and_not_enough() {
        assert!(!is_passed(Some(day(2026, 1, 5)), 5, 1, day(2026, 6, 6)));
        assert!(!is_passed(None, 0, 0, day(2026, 6, 6)));
    }
}
