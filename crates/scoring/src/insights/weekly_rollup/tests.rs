//! The rows of section 5 of the rules, and the rollup vectors of section 8.

use super::*;
use crate::insights::drafts::Drafts;
use crate::insights::stage::{Sale, book, date, everything, sale};
use bellwether_core::OrderStatus;

const TUESDAY: (i32, u32, u32) = (2026, 6, 30);

fn as_of() -> NaiveDate {
    date(TUESDAY.0, TUESDAY.1, TUESDAY.2)
}

fn june(day_of_month: u32) -> NaiveDate {
    date(2026, 6, day_of_month)
}

fn trailing() -> Window {
    week_window(as_of(), RollupWeek::Trailing, Weekday::Mon)
}

fn sold(accounts: &[(&str, &[Sale])]) -> WeekSales {
    let snapshot = book(accounts);
    WeekSales::of(&snapshot, &everything(&snapshot), trailing(), &HashSet::new())
}

#[test]
fn past_7_days_are_the_seven_dates_that_end_with_the_as_of_date() {
    let window = trailing();
    assert_eq!((window.current.period().from, window.current.period().last()), (june(24), june(30)));
    assert_eq!((window.previous.period().from, window.previous.period().last()), (june(17), june(23)));
}

#[test]
fn an_order_of_the_evening_of_23_june_is_in_the_previous_window() {
    let sales = sold(&[("A", &[sale(june(23), 700), sale(june(24), 500)])]);
    assert_eq!(sales.totals.revenue().current, Cents(500));
    assert_eq!(sales.totals.revenue().previous, Cents(700));
}

#[test]
fn gp_percent_is_a_ratio_of_sums_34_5_not_10() {
    let sales =
        sold(&[("A", &[sale(june(30), 10_000).costing(6_000), sale(june(29), 1_000).costing(1_200)])]);
    let rate = sales.totals.margin().rate.expect("the cost is known");
    assert!((rate - 0.345).abs() < 0.0005, "{rate}");
}

#[test]
fn cost_coverage_is_told_beside_gp_percent() {
    let sales = sold(&[("A", &[sale(june(30), 300).costing(100), sale(june(29), 100)])]);
    assert_eq!(sales.totals.margin().cost_coverage, 0.75);
}

#[test]
fn across_all_customers_means_those_of_the_filter() {
    let snapshot = book(&[("A", &[sale(june(30), 300)]), ("B", &[sale(june(30), 900)])]);
    let only_first = everything(&snapshot).retain_accounts(|index, _| index == 0);
    let sales = WeekSales::of(&snapshot, &only_first, trailing(), &HashSet::new());
    assert_eq!(sales.totals.current.amounts.revenue_cents, 300);
}

#[test]
fn credits_reduce_the_week_they_are_dated_in_and_are_told_apart() {
    let credit = sale(june(30), -4_000).units(-1_000).with_status(OrderStatus::CreditMemo);
    let returned = sale(june(20), -500).units(-1_000).with_status(OrderStatus::Return);
    let sales = sold(&[("A", &[sale(june(22), 10_000), sale(june(25), 9_000), credit, returned])]);
    assert_eq!(
        (sales.totals.current.amounts.revenue_cents, sales.totals.previous.amounts.revenue_cents),
        (5_000, 9_500)
    );
    assert_eq!(sales.credits_cents, Compared { current: -4_000, previous: -500 });
    assert_eq!((sales.totals.current.orders, sales.totals.previous.orders), (1, 1), "credits are no orders");
}

#[test]
fn an_order_of_a_negative_amount_is_a_credit_whatever_it_is_called() {
    let sales = sold(&[("A", &[sale(june(30), -250).units(-1_000)])]);
    assert_eq!(sales.credits_cents.current, -250);
    assert_eq!(sales.totals.current.orders, 0);
}

#[test]
fn week_over_week_has_no_percentage_when_the_previous_week_was_nothing() {
    let sales = sold(&[("A", &[sale(june(30), 300)])]);
    assert_eq!(sales.totals.revenue().change, None);
    let sales = sold(&[("A", &[sale(june(30), 300), sale(june(23), 200)])]);
    assert_eq!(sales.totals.revenue().change, Some(0.5));
}

#[test]
fn drafts_quotes_and_cancelled_orders_are_not_sales() {
    let statuses = [OrderStatus::Draft, OrderStatus::Quote, OrderStatus::Cancelled, OrderStatus::Void];
    let orders = statuses.map(|status| sale(june(30), 900).with_status(status));
    let sales = sold(&[("A", &orders)]);
    assert!(sales.totals.current.is_empty(), "{:?}", sales.totals);
    assert_eq!(sales.days().iter().map(|day| day.sales_cents.0).sum::<i64>(), 0);
}

#[test]
fn drafts_of_any_age_are_a_figure_of_their_own() {
    let draft = |on| sale(on, 420).with_status(OrderStatus::Draft);
    let snapshot = book(&[
        ("A", &[draft(date(2024, 5, 3)), sale(june(30), 100)]),
        ("B", &[draft(june(30)), draft(date(2026, 7, 1))]),
    ]);
    let drafts = Drafts::of(&snapshot);
    let open = |filter: &Filter| {
        let open: Vec<_> = drafts.open(&snapshot, filter, day::from_date(as_of())).collect();
        (open.len(), open.iter().map(|(_, order)| order.revenue_cents).sum::<i64>())
    };
    assert_eq!(open(&everything(&snapshot)), (2, 840), "not the one that is started tomorrow");
    assert_eq!(open(&everything(&snapshot).retain_accounts(|index, _| index == 0)), (1, 420));
}

#[test]
fn what_is_placed_after_the_as_of_date_does_not_count_yet() {
    let sales = sold(&[("A", &[sale(date(2026, 7, 1), 900)])]);
    assert!(sales.totals.current.is_empty());
}

#[test]
fn today_is_partial_so_later_orders_of_the_last_compared_date_are_left_out() {
    let snapshot = book(&[("A", &[sale(june(23), 700), sale(june(23), 50), sale(june(30), 600)])]);
    let filter = everything(&snapshot);
    assert_eq!(orders_on_last_compared_date(&snapshot, &filter, trailing()), [(0, 1), (0, 2)]);
    let sales = WeekSales::of(&snapshot, &filter, trailing(), &HashSet::from([2]));
    assert_eq!(sales.totals.revenue().previous, Cents(700));
    assert_eq!(sales.days()[6].previous_cents, Cents(700));
}

#[test]
fn each_date_stands_beside_the_one_seven_days_before() {
    let sales =
        sold(&[("A", &[sale(june(24), 100), sale(june(17), 40), sale(june(30), 5), sale(june(23), 7)])]);
    let days = sales.days();
    assert_eq!(days.len(), 7);
    assert_eq!(
        (days[0].date, days[0].sales_cents, days[0].previous_cents),
        (june(24), Cents(100), Cents(40))
    );
    assert_eq!((days[6].date, days[6].sales_cents, days[6].previous_cents), (june(30), Cents(5), Cents(7)));
}

#[test]
fn a_calendar_week_is_never_the_default_and_runs_from_the_organisations_first_weekday() {
    assert_eq!(RollupWeek::default(), RollupWeek::Trailing);
    let monday = week_window(as_of(), RollupWeek::Calendar, Weekday::Mon);
    assert_eq!((monday.current.period().from, monday.current.period().last()), (june(29), june(30)));
    let sunday = week_window(as_of(), RollupWeek::Calendar, Weekday::Sun);
    assert_eq!((sunday.current.period().from, sunday.current.period().last()), (june(28), june(30)));
}

#[test]
fn a_calendar_week_so_far_is_compared_with_as_many_days_of_the_week_before() {
    let window = week_window(as_of(), RollupWeek::Calendar, Weekday::Mon);
    assert_eq!((window.previous.period().from, window.previous.period().last()), (june(22), june(23)));
}
