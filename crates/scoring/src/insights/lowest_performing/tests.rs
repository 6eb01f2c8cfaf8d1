//! The rows of section 6 of the rules.

use super::*;
use crate::insights::stage::{Sale, book, date, everything, sale};
use bellwether_core::{AccountId, OrderStatus, ProductId};
use bellwether_ledger::{DimensionsBuilder, HistoryBuilder, Line, Product};
use std::sync::Arc;

fn as_of() -> NaiveDate {
    date(2026, 6, 30)
}

fn june(day_of_month: u32) -> NaiveDate {
    date(2026, 6, day_of_month)
}

/// A date of the 90 before the last 90.
fn prior() -> NaiveDate {
    date(2026, 2, 10)
}

fn ranking(by: LowestBy, against: LowestAgainst) -> Ranking {
    Ranking { by, against, period: LowestPeriod::Days90, floor_cents: USUAL_FLOOR_CENTS, no_units: None }
}

const UNITS: (LowestBy, LowestAgainst) = (LowestBy::Units, LowestAgainst::Others);
const GP: (LowestBy, LowestAgainst) = (LowestBy::GpPercent, LowestAgainst::Others);
const GP_DROP: (LowestBy, LowestAgainst) = (LowestBy::GpPercent, LowestAgainst::OwnPriorPeriod);
const UNITS_DROP: (LowestBy, LowestAgainst) = (LowestBy::Units, LowestAgainst::OwnPriorPeriod);

fn rank(accounts: &[(&str, &[Sale])], (by, against): (LowestBy, LowestAgainst)) -> Lowest {
    let snapshot = book(accounts);
    lowest_performing(&snapshot, &everything(&snapshot), as_of(), &ranking(by, against), 10)
}

/// Indices of the accounts in their order.
fn order(lowest: &Lowest) -> Vec<u32> {
    lowest.rows.iter().map(|row| row.account).collect()
}

#[test]
fn the_usual_period_is_the_trailing_90_days() {
    let dates = |period| {
        let window = Ranking { period, ..ranking(LowestBy::Units, LowestAgainst::Others) }.window(as_of());
        (window.current.period().from, window.previous.period().from, window.previous.period().last())
    };
    assert_eq!(LowestPeriod::default(), LowestPeriod::Days90);
    assert_eq!(dates(LowestPeriod::Days90), (date(2026, 4, 2), date(2026, 1, 2), date(2026, 4, 1)));
    assert_eq!(dates(LowestPeriod::Days30), (june(1), date(2026, 5, 2), date(2026, 5, 31)));
    assert_eq!(dates(LowestPeriod::Days7), (june(24), june(17), june(23)));
    assert_eq!(
        dates(LowestPeriod::YearToDate),
        (date(2026, 1, 1), date(2025, 1, 1), date(2025, 6, 30)),
        "the year so far is held against the same dates of last year"
    );
}

#[test]
fn only_who_ordered_in_the_trailing_12_months_is_in_the_population() {
    let lowest = rank(
        &[
            ("Gone", &[sale(date(2025, 6, 30), 900)]),
            ("Just inside", &[sale(date(2025, 7, 1), 900)]),
            ("Credit only", &[sale(june(1), -900).with_status(OrderStatus::CreditMemo)]),
        ],
        UNITS,
    );
    assert_eq!((order(&lowest), lowest.ranked), (vec![1], 1));
}

#[test]
fn zero_in_the_period_is_the_lowest_by_units_and_folded_by_gp_percent() {
    let accounts: [(&str, &[Sale]); 2] = [
        ("Buys", &[sale(june(1), 90_000).costing(50_000)]),
        ("Silent", &[sale(date(2025, 12, 1), 90_000).costing(50_000)]),
    ];
    let by_units = rank(&accounts, UNITS);
    assert_eq!((order(&by_units), by_units.no_sales), (vec![1, 0], 0));
    let by_gp = rank(&accounts, GP);
    assert_eq!((order(&by_gp), by_gp.no_sales), (vec![0], 1));
}

#[test]
fn rows_without_units_can_be_asked_for_apart_and_still_count() {
    let before = date(2025, 12, 1);
    let returned = sale(june(2), -900).units(-1_000).with_status(OrderStatus::Return);
    let snapshot = book(&[
        ("Buys", &[sale(june(1), 900)]),
        ("Silent", &[sale(before, 900)]),
        ("Sent all back", &[sale(before, 900), sale(june(1), 900), returned]),
        ("Buys too", &[sale(june(1), 900).units(2_000)]),
    ]);
    let rows = |no_units: Option<bool>| {
        let ranking = Ranking { no_units, ..ranking(UNITS.0, UNITS.1) };
        let lowest = lowest_performing(&snapshot, &everything(&snapshot), as_of(), &ranking, 10);
        assert_eq!((lowest.ranked, lowest.no_units), (4, 2), "{no_units:?}");
        order(&lowest)
    };
    assert_eq!((rows(None), rows(Some(true)), rows(Some(false))), (vec![2, 1, 0, 3], vec![2, 1], vec![0, 3]));
}

#[test]
fn gp_percent_needs_net_sales_of_the_floor_and_folds_what_is_too_small() {
    let accounts: [(&str, &[Sale]); 2] = [
        ("At the floor", &[sale(june(1), 25_000).costing(20_000)]),
        ("Below it", &[sale(june(1), 24_999).costing(24_998)]),
    ];
    let lowest = rank(&accounts, GP);
    assert_eq!((order(&lowest), lowest.too_small), (vec![0], 1));
    let snapshot = book(&accounts);
    let lower = Ranking { floor_cents: 10_000, ..ranking(GP.0, GP.1) };
    let lowest = lowest_performing(&snapshot, &everything(&snapshot), as_of(), &lower, 10);
    assert_eq!((order(&lowest), lowest.too_small), (vec![1, 0], 0), "the floor can be changed");
    assert_eq!(order(&rank(&accounts, UNITS)).len(), 2, "units have no floor");
}

#[test]
fn missing_cost_is_folded_below_80_percent_coverage() {
    let lowest = rank(
        &[
            ("80 %", &[sale(june(1), 80_000).costing(70_000), sale(june(2), 20_000)]),
            ("79 %", &[sale(june(1), 79_999).costing(70_000), sale(june(2), 20_001)]),
        ],
        GP,
    );
    assert_eq!((order(&lowest), lowest.cost_unknown), (vec![0], 1));
}

#[test]
fn a_negative_gp_percent_is_real_and_ranked_lowest() {
    let lowest = rank(
        &[
            ("Thin", &[sale(june(1), 100_000).costing(99_000)]),
            ("At a loss", &[sale(june(1), 100_000).costing(120_000)]),
        ],
        GP,
    );
    assert_eq!(order(&lowest), [1, 0]);
    let rate = lowest.rows[0].gp_rate.current.expect("it is rated");
    assert!((rate + 0.2).abs() < 1e-12, "{rate}");
}

#[test]
fn gp_percent_of_a_customer_is_a_ratio_of_sums() {
    let snapshot =
        book(&[("A", &[sale(june(1), 10_000).costing(6_000), sale(june(2), 1_000).costing(1_200)])]);
    let low_floor = Ranking { floor_cents: 0, ..ranking(GP.0, GP.1) };
    let lowest = lowest_performing(&snapshot, &everything(&snapshot), as_of(), &low_floor, 10);
    let rate = lowest.rows[0].gp_rate.current.expect("it is rated");
    assert!((rate - 0.345).abs() < 0.0005, "{rate}");
}

#[test]
fn returns_make_net_units_which_may_be_negative() {
    let returned = sale(june(3), -500).units(-5_000).with_status(OrderStatus::Return);
    let lowest = rank(
        &[
            ("One unit", &[sale(june(1), 500)]),
            ("Sent back more", &[sale(june(1), 900).units(2_000), returned]),
        ],
        UNITS,
    );
    assert_eq!(order(&lowest), [1, 0]);
    assert_eq!(lowest.rows[0].amounts.current.quantity_milli, -3_000);
}

#[test]
fn ties_go_to_lower_net_sales_then_the_larger_drop_then_name_then_id() {
    let lowest = rank(
        &[
            ("B", &[sale(june(1), 500)]),
            ("A", &[sale(june(1), 500)]),
            ("A", &[sale(june(1), 500)]),
            ("Z fell", &[sale(prior(), 900).units(1), sale(june(1), 500)]),
            ("Z small", &[sale(june(1), 400)]),
        ],
        UNITS,
    );
    assert_eq!(order(&lowest), [4, 3, 1, 2, 0]);
}

#[test]
fn furthest_below_own_prior_period_leaves_the_smallest_behind_and_lists_only_who_fell() {
    let accounts: [(&str, &[Sale]); 4] = [
        ("Always small", &[sale(prior(), 100).units(2_000), sale(june(1), 100).units(1_000)]),
        ("Fell", &[sale(prior(), 90_000).units(900_000), sale(june(1), 10_000).units(100_000)]),
        ("Grew", &[sale(prior(), 100).units(1_000), sale(june(1), 100).units(3_000)]),
        ("Stopped", &[sale(prior(), 90_000).units(300_000)]),
    ];
    let lowest = rank(&accounts, UNITS_DROP);
    assert_eq!((order(&lowest), lowest.ranked), (vec![1, 3, 0], 3));
}

#[test]
fn furthest_below_by_gp_percent_counts_in_points_and_needs_both_periods() {
    let both = |prior_cost: i64, cost: i64| {
        [sale(prior(), 100_000).costing(prior_cost), sale(june(1), 100_000).costing(cost)]
    };
    let lowest = rank(
        &[
            ("From 40 to 30 %", &both(60_000, 70_000)),
            ("From 50 to 20 %", &both(50_000, 80_000)),
            ("Better", &both(80_000, 50_000)),
            ("No prior period", &[sale(june(1), 100_000).costing(99_000)]),
        ],
        GP_DROP,
    );
    assert_eq!((order(&lowest), lowest.no_sales), (vec![1, 0], 1));
    assert_eq!(lowest.rows[0].gp_rate.previous, Some(0.5));
}

#[test]
fn new_customers_are_tagged_for_three_months_and_not_hidden() {
    let lowest = rank(
        &[
            ("Since 30 March", &[sale(date(2026, 3, 30), 500), sale(june(1), 500)]),
            ("Since 31 March", &[sale(date(2026, 3, 31), 500), sale(june(1), 600)]),
        ],
        UNITS,
    );
    let tags: Vec<(u32, bool)> = lowest.rows.iter().map(|row| (row.account, row.is_new)).collect();
    // Three months after 31 March are clamped to 30 June, which has come.
    assert_eq!(tags, [(0, false), (1, false)]);
    let lowest = rank(&[("Since 1 April", &[sale(date(2026, 4, 1), 500)])], UNITS);
    assert!(lowest.rows[0].is_new);
}

#[test]
fn the_limit_cuts_the_rows_but_not_the_counts() {
    let snapshot = book(&[
        ("A", &[sale(june(1), 300).units(3_000)]),
        ("B", &[sale(june(1), 100).units(1_000)]),
        ("C", &[sale(june(1), 200).units(2_000)]),
    ]);
    let all = everything(&snapshot);
    let lowest = lowest_performing(&snapshot, &all, as_of(), &ranking(UNITS.0, UNITS.1), 2);
    assert_eq!((order(&lowest), lowest.ranked), (vec![1, 2], 3));
}

#[test]
fn units_are_base_units_and_packs_of_which_half_is_known_are_flagged() {
    let piece_of = |id: i64| ProductId(id);
    let product = |id: i64, pack: (Option<i64>, Option<i64>)| {
        let mut product = Product::new(piece_of(id), "", "", None);
        (product.pack_of, product.pack_size_milli) = (pack.0.map(piece_of), pack.1);
        product
    };
    let mut dimensions = DimensionsBuilder::default();
    dimensions.put_product(product(1, (None, None)));
    dimensions.put_product(product(2, (Some(1), Some(12_000))));
    dimensions.put_product(product(3, (None, Some(6_000))));
    let histories = [[(0, 20, 60), (0, 0, 0)], [(1, 3, 40), (1, -1, 20)], [(2, 9, 10), (2, 1, 200)]];
    let histories = (1..).zip(histories).map(|(id, lines)| {
        dimensions.put_account(Account::new(AccountId(id), "", ""));
        let mut history = HistoryBuilder::default();
        for (order, (product, units, days_ago)) in (10 * id..).zip(lines) {
            history.order(order, day::from_date(as_of()) - days_ago, OrderStatus::Paid);
            history.line(order, Line::new(product, units * 1_000, 1_000, None));
        }
        Arc::new(history.build().expect("consistent rows"))
    });
    let histories: Vec<_> = histories.collect();
    let snapshot = Snapshot::new(1, Arc::new(dimensions.build()), histories);
    let lowest = lowest_performing(
        &snapshot,
        &everything(&snapshot),
        as_of(),
        &ranking(LowestBy::Units, LowestAgainst::Others),
        10,
    );
    let units: Vec<(u32, i64)> =
        lowest.rows.iter().map(|row| (row.account, row.amounts.current.quantity_milli)).collect();
    assert_eq!(units, [(2, 9_000), (0, 20_000), (1, 24_000)], "two cases of twelve are more than twenty");
    assert_eq!(lowest.unconverted_products, 1);
}
