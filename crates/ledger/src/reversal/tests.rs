//! Which credits undo which orders.

use crate::day::{Day, DayRange};
use crate::history::{History, HistoryBuilder};
use crate::line::Line;
use bellwether_core::OrderStatus::{self, CreditMemo, Draft, Paid, Return};

/// Orders as (day, status, (product, units) …), numbered from 1; a unit costs a dollar.
type Rows<'a> = [Row<'a>];
type Row<'a> = (Day, OrderStatus, &'a [(u32, i64)]);

fn history(rows: &Rows, named: &[(i64, Option<i64>)]) -> History {
    let mut builder = HistoryBuilder::default();
    for (id, (day, status, lines)) in (1..).zip(rows) {
        builder.order(id, *day, *status);
        for (product, units) in *lines {
            builder.line(id, Line::new(*product, units * 1_000, units * 100, None));
        }
    }
    for (credit, order) in named {
        builder.credit(*credit, *order);
    }
    builder.build().expect("consistent rows")
}

/// Ids of the orders that were reversed, with the day.
fn reversed(rows: &Rows, named: &[(i64, Option<i64>)]) -> Vec<(i64, Day)> {
    let history = history(rows, named);
    history.orders().iter().filter_map(|order| Some((order.id, order.reversed_on()?))).collect()
}

#[test]
fn a_credit_of_the_same_quantities_reverses_the_newest_such_order_of_the_fortnight() {
    let rows: &Rows = &[
        (1, Paid, &[(0, 5), (1, 2)]),
        (8, Paid, &[(1, 2), (0, 5)]),
        (9, Paid, &[(0, 5)]),
        (12, CreditMemo, &[(0, -5), (1, -2)]),
    ];
    assert_eq!(reversed(rows, &[]), [(2, 12)]);
    let history = history(rows, &[]);
    assert_eq!(history.order_days(11).collect::<Vec<_>>(), [1, 8, 9], "nobody knew of it before");
    assert_eq!(history.order_days(12).collect::<Vec<_>>(), [1, 9]);
    let all = DayRange::up_to(30);
    let cents: i64 = history.orders_in(all).iter().map(|order| order.revenue_cents).sum();
    assert_eq!((history.valid_orders_in(all).count(), cents), (2, 1_200), "its money stays");
}

#[test]
fn the_fortnight_ends_with_its_fourteenth_day_and_begins_with_the_order() {
    let on = |day| reversed(&[(10, Paid, &[(0, 5)]), (day, Return, &[(0, -5)])], &[]);
    assert_eq!([on(9), on(10), on(24), on(25)], [vec![], vec![(1, 10)], vec![(1, 24)], vec![]]);
    let named = |day| reversed(&[(10, Paid, &[(0, 5)]), (day, Return, &[(0, -5)])], &[(2, Some(1))]);
    assert_eq!([named(9), named(24), named(25)], [vec![], vec![(1, 24)], vec![]]);
}

#[test]
fn a_credit_is_used_once_and_drafts_are_no_orders() {
    let rows: &Rows = &[
        (1, Paid, &[(0, 5)]),
        (2, Paid, &[(0, 5)]),
        (3, Draft, &[(0, 5)]),
        (4, CreditMemo, &[(0, -5)]),
        (5, CreditMemo, &[(0, -5)]),
        (6, CreditMemo, &[(0, -5)]),
    ];
    assert_eq!(reversed(rows, &[]), [(1, 5), (2, 4)]);
}

#[test]
fn a_part_that_came_back_reverses_nothing_but_parts_that_add_up_do() {
    let order = (1, Paid, &[(0, 5), (1, 2)][..]);
    assert_eq!(reversed(&[order, (3, Return, &[(0, -5)])], &[]), []);
    let parts: &Rows = &[order, (3, Return, &[(0, -4)]), (5, Return, &[(1, -2)]), (9, Return, &[(0, -1)])];
    assert_eq!(reversed(parts, &[]), [(1, 9)]);
    let too_late: &Rows = &[order, (3, Return, &[(0, -5)]), (16, Return, &[(1, -2)])];
    assert_eq!(reversed(too_late, &[]), []);
}

#[test]
fn the_same_goods_for_another_price_are_a_correction_of_the_price() {
    let mut builder = HistoryBuilder::default();
    builder.order(1, 1, Paid).line(1, Line::new(0, 1_000, 50_000, None));
    builder.order(2, 3, CreditMemo).line(2, Line::new(0, -1_000, -2_000, None));
    let history = builder.build().expect("consistent rows");
    assert_eq!(history.order_days(9).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_credit_that_names_its_order_is_for_no_other() {
    let rows: &Rows = &[(1, Paid, &[(0, 5)]), (2, Paid, &[(0, 5)]), (4, CreditMemo, &[(0, -5)])];
    assert_eq!(reversed(rows, &[(3, Some(1))]), [(1, 4)]);
    assert_eq!(reversed(rows, &[(3, None)]), [], "it names an order that is not here");
    assert_eq!(reversed(rows, &[(3, Some(99))]), []);
}

#[test]
fn credits_that_name_an_order_reverse_it_once_its_money_is_given_back() {
    let rows: &Rows = &[
        (1, Paid, &[(0, 5), (1, 3)]),
        (4, CreditMemo, &[(7, -3)]),
        (6, CreditMemo, &[(7, -2)]),
        (9, CreditMemo, &[(7, -3)]),
    ];
    assert_eq!(reversed(rows, &[(2, Some(1)), (3, Some(1)), (4, Some(1))]), [(1, 9)]);
    assert_eq!(reversed(&rows[..3], &[(2, Some(1)), (3, Some(1))]), []);
}

#[test]
fn too_many_loose_credits_are_not_pieced_together_but_exact_ones_still_count() {
    let mut rows: Vec<Row> = vec![(1, Paid, &[(0, 40)]), (1, Paid, &[(1, 3)])];
    rows.extend(std::iter::repeat_n((2, CreditMemo, &[(0, -1)][..]), 40));
    rows.push((3, CreditMemo, &[(1, -3)]));
    assert_eq!(reversed(&rows, &[]), [(2, 3)]);
}
