use super::*;
use crate::day::DayRange;
use crate::dimension::{Account, DimensionsBuilder, Product};
use crate::history::HistoryBuilder;
use crate::line::Line;
use bellwether_core::{AccountId, OrderStatus, ProductId};
use std::sync::Arc;

/// The comparison period is days 0 to 9, the period days 10 to 19.
const WINDOW: Window =
    Window { current: DayRange { from: 10, until: 20 }, previous: DayRange { from: 0, until: 10 } };

/// Day, status, and product, units and cents of the only line of an order.
type OneLine = (i32, OrderStatus, u32, i64, i64);

fn bought(day: i32, product: u32, units: i64, cents: i64) -> OneLine {
    (day, OrderStatus::Paid, product, units, cents)
}

fn credit(day: i32, product: u32, units: i64, cents: i64) -> OneLine {
    (day, OrderStatus::CreditMemo, product, -units, -cents)
}

fn snapshot(accounts: &[&[OneLine]]) -> Snapshot {
    let mut builder = DimensionsBuilder::default();
    for id in 0..3 {
        builder.put_product(Product::new(ProductId(id), "", "", None));
    }
    let mut histories = Vec::new();
    // The later in the snapshot, the smaller the id.
    for (id, orders) in (0..=10_000).rev().zip(accounts) {
        builder.put_account(Account::new(AccountId(id), "", ""));
        let mut history = HistoryBuilder::default();
        for (number, (day, status, product, units, cents)) in (0..).zip(*orders) {
            let line = Line::new(*product, units * 1_000, *cents, None);
            history.order(number, *day, *status).line(number, line);
        }
        histories.push(Arc::new(history.build().expect("consistent rows")));
    }
    Snapshot::new(1, Arc::new(builder.build()), histories)
}

/// Lost, new, volume, price and mix of one account.
fn parts(orders: &[OneLine]) -> [i64; 5] {
    parts_in(orders, WINDOW)
}

fn parts_in(orders: &[OneLine], window: Window) -> [i64; 5] {
    let snapshot = snapshot(&[orders]);
    let found = Bridges::of(&snapshot, &Filter::all(&snapshot), window, 1);
    BridgePart::ALL.map(|part| found.accounts().next().map_or(0, |bridge| bridge.part(part)))
}

#[test]
fn another_price_for_as_many_units_is_price_alone() {
    // 10 units at 5.00, then 10 at 5.50.
    assert_eq!(parts(&[bought(3, 0, 10, 5_000), bought(12, 0, 10, 5_500)]), [0, 0, 0, 500, 0]);
}

#[test]
fn more_units_at_the_same_price_are_volume_alone() {
    // 10 units at 5.00, then 14.
    assert_eq!(parts(&[bought(3, 0, 10, 5_000), bought(12, 0, 14, 7_000)]), [0, 0, 2_000, 0, 0]);
    // Twice as much of everything, whatever each of it costs.
    let doubled = [
        bought(3, 0, 10, 5_000),
        bought(4, 1, 2, 9_000),
        bought(12, 0, 20, 10_000),
        bought(13, 1, 4, 18_000),
    ];
    assert_eq!(parts(&doubled), [0, 0, 14_000, 0, 0]);
}

#[test]
fn a_dearer_product_instead_of_a_cheaper_one_is_mix_alone() {
    // Of two products at 1.00 and 9.00 first five each, then two of the cheap and eight of the dear.
    let shifted =
        [bought(3, 0, 5, 500), bought(3, 1, 5, 4_500), bought(12, 0, 2, 200), bought(12, 1, 8, 7_200)];
    assert_eq!(parts(&shifted), [0, 0, 0, 0, 2_400]);
}

#[test]
fn a_product_taken_up_or_dropped_is_mix() {
    assert_eq!(
        parts(&[bought(3, 0, 5, 500), bought(12, 0, 5, 500), bought(13, 1, 1, 900)]),
        [0, 0, 0, 0, 900]
    );
    assert_eq!(
        parts(&[bought(3, 0, 5, 500), bought(4, 1, 1, 900), bought(12, 0, 5, 500)]),
        [0, 0, 0, 0, -900]
    );
}

#[test]
fn all_three_at_once_are_told_apart() {
    // Before: 10 at 5.00 = 50.00. Now: 12 at 6.00 = 72.00, and another product for 10.00. Change 32.00:
    // volume 2 × 5.00 = 10.00, price 1.00 × 12 = 12.00, mix the 10.00 of the other product.
    let orders = [bought(3, 0, 10, 5_000), bought(12, 0, 12, 7_200), bought(12, 1, 1, 1_000)];
    assert_eq!(parts(&orders), [0, 0, 1_000, 1_200, 1_000]);
}

#[test]
fn who_bought_in_one_period_only_is_lost_or_new_and_credits_reduce_it() {
    assert_eq!(parts(&[bought(3, 0, 10, 5_000)]), [-5_000, 0, 0, 0, 0]);
    assert_eq!(parts(&[bought(12, 0, 10, 5_000)]), [0, 5_000, 0, 0, 0]);
    assert_eq!(parts(&[bought(3, 0, 10, 5_000), credit(12, 0, 2, 1_000)]), [-6_000, 0, 0, 0, 0]);
    let credited = [bought(3, 0, 10, 5_000), bought(11, 0, 2, 1_000), credit(12, 0, 2, 1_000)];
    assert_eq!(parts(&credited), [-5_000, 0, 0, 0, 0]);
}

#[test]
fn accounts_with_nothing_but_credits_are_among_lost_and_new() {
    assert_eq!(parts(&[credit(12, 0, 2, 1_000)]), [-1_000, 0, 0, 0, 0]);
    assert_eq!(parts(&[credit(3, 0, 2, 1_000)]), [0, 1_000, 0, 0, 0]);
    assert_eq!(parts(&[]), [0; 5]);
}

#[test]
fn what_is_rounded_off_falls_to_the_mix() {
    // 3 units for 1.00, then 2 for 1.00: volume −0.333…, price 1.00 − 0.666….
    assert_eq!(parts(&[bought(3, 0, 3, 100), bought(12, 0, 2, 100)]), [0, 0, -33, 33, 0]);
    // The same of two products: what is rounded off makes a cent.
    let two = [bought(3, 0, 3, 100), bought(3, 1, 3, 100), bought(12, 0, 2, 100), bought(12, 1, 2, 100)];
    assert_eq!(parts(&two), [0, 0, -67, 66, 1]);
}

#[test]
fn what_lies_in_both_of_two_overlapping_periods_was_bought_in_both() {
    let overlapping =
        Window { current: DayRange { from: 10, until: 30 }, previous: DayRange { from: 0, until: 20 } };
    // Twice as many of one product, and one purchase of another that is in both: 10 units more, of 47.50 on average.
    let orders = [bought(5, 0, 10, 5_000), bought(15, 1, 10, 90_000), bought(25, 0, 20, 10_000)];
    assert_eq!(parts_in(&orders, overlapping), [0, 0, 47_500, 0, -42_500]);
    // The same where the other product is bought again later.
    let again = [&orders[..], &[bought(40, 1, 1, 1_000)]].concat();
    assert_eq!(parts_in(&again, overlapping), [0, 0, 47_500, 0, -42_500]);
}

#[test]
fn halves_are_rounded_away_from_zero_whether_numbers_are_small_or_large() {
    assert_eq!(
        [(1, 1, 2), (-1, 1, 2), (1, 1, 3), (2, 1, 3)].map(|(a, b, c)| proportion(a, b, c)),
        [1, -1, 0, 1]
    );
    let large = 3_000_000_000_000;
    assert_eq!(proportion(large, large + 1, large), 3_000_000_000_001);
    assert_eq!((proportion(large, -large, 2 * large), proportion(5, 5, 0)), (-1_500_000_000_000, 0));
    let small = SMALL.cast_signed();
    for amount in [small - 1, small, small + 1] {
        for whole in [3, -3, 1_001] {
            let half = i128::from(whole).abs() / 2;
            let expected = (i128::from(amount) + half) / i128::from(whole);
            assert_eq!(proportion(amount, 1, whole), expected, "{amount} / {whole}");
        }
    }
}

#[test]
fn a_quotient_is_exact_beside_every_whole_number() {
    let largest = SMALL.cast_signed() * 2 - 1;
    for whole in [1, 2, 3, 7, 1_000, 999_983, (1 << 31) - 1, SMALL.cast_signed() - 1] {
        let most = largest / whole;
        for times in [0, 1, 2, 12_345, most / 3, most].map(|times: i64| times.min(most)) {
            for number in [times * whole - 1, times * whole, (times * whole + 1).min(largest)] {
                assert_eq!(quotient(number, whole), number / whole, "{number} / {whole}");
                assert_eq!(quotient(-number, whole), -number / whole, "{} / {whole}", -number);
            }
        }
    }
}

#[test]
fn every_one_of_many_accounts_has_its_own_parts() {
    // More than are summed together. Account 0 buys as much as before, account 1 a unit more, and so on; some never bought.
    let has_bought = |account: &u32| account % 7 != 3;
    let bought_more = |more: i64| vec![bought(3, 0, 9, 900), bought(12, 0, 9 + more, (9 + more) * 100)];
    let orders: Vec<Vec<OneLine>> = (0..9_900_u32)
        .map(|account| if has_bought(&account) { bought_more(account.into()) } else { Vec::new() })
        .collect();
    let orders: Vec<&[OneLine]> = orders.iter().map(Vec::as_slice).collect();
    let snapshot = snapshot(&orders);
    let replaced =
        [5, 64, 199, 9_899].map(|account| (account, snapshot.histories()[account as usize].clone()));
    for snapshot in [&snapshot, &snapshot.with_shared_histories(2, replaced)] {
        let mut found: Vec<(u32, i64)> = Bridges::of(snapshot, &Filter::all(snapshot), WINDOW, 1)
            .accounts()
            .map(|bridge| (bridge.account, bridge.part(BridgePart::Volume)))
            .collect();
        found.sort_unstable();
        let expected = (0..9_900).filter(has_bought).map(|account| (account, i64::from(account) * 100));
        assert_eq!(found, expected.collect::<Vec<_>>());
    }
}

#[test]
fn the_largest_accounts_of_a_part_come_first_whichever_way_they_went() {
    let orders: Vec<Vec<OneLine>> = [(5, 10), (10, 2), (5, 8), (5, 5), (5, 2)]
        .map(|(before, now)| vec![bought(3, 0, before, before * 100), bought(12, 0, now, now * 100)])
        .into();
    let orders: Vec<&[OneLine]> = orders.iter().map(Vec::as_slice).collect();
    let snapshot = snapshot(&orders);
    let bridges = Bridges::of(&snapshot, &Filter::all(&snapshot), WINDOW, 3);
    let volume = &bridges.totals[2];
    assert_eq!((volume.part, volume.cents, volume.accounts), (BridgePart::Volume, -300, 4));
    assert_eq!(volume.top, [(1, -800), (0, 500), (4, -300)]);
}

#[test]
fn the_largest_of_many_are_found_and_equal_ones_come_by_id() {
    let units_more = |account: i64| account * 37 % 50;
    let orders: Vec<Vec<OneLine>> = (0..200)
        .map(units_more)
        .map(|more| vec![bought(3, 0, 9, 900), bought(12, 0, 9 + more, (9 + more) * 100)])
        .collect();
    let orders: Vec<&[OneLine]> = orders.iter().map(Vec::as_slice).collect();
    let snapshot = snapshot(&orders);
    let mut expected: Vec<(u32, i64)> =
        (0..200).map(|account| (account, units_more(account.into()) * 100)).collect();
    expected.sort_by_key(|(account, cents)| (-cents, Reverse(*account)));
    for count in [0, 1, 5, 150] {
        let bridges = Bridges::of(&snapshot, &Filter::all(&snapshot), WINDOW, count);
        assert_eq!(bridges.totals[2].top, expected[..count]);
    }
}
