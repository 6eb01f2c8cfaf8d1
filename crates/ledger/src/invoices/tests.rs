use super::*;
use crate::dimension::{Account, DimensionsBuilder};
use crate::history::HistoryBuilder;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::totals::Totals;
use crate::window::Window;
use crate::{DayRange, purchases, totals};
use OrderStatus::{CreditMemo, Invoiced, Paid, Placed, Shipped};
use bellwether_core::AccountId;
use std::sync::Arc;

/// Orders of one account: id, day, status and net amount, each of one line of a unit for every dollar.
fn account(orders: &[(i64, Day, OrderStatus, i64)], invoices: &[(i64, Day, i64)]) -> History {
    let mut builder = HistoryBuilder::default();
    for (id, day, status, cents) in orders {
        builder.order(*id, *day, *status).line(*id, Line::new(0, cents * 10, *cents, Some(cents / 2)));
    }
    let mut held = Invoices::default();
    invoices.iter().for_each(|(order, day, cents)| held.put(*order, *day, *cents));
    builder.build().and_then(|history| history.dated_by(&held)).expect("consistent rows")
}

/// Net sales and orders of every day with any, by both ways of reading.
fn days(history: &History) -> Vec<(Day, i64, i64)> {
    let mut dimensions = DimensionsBuilder::default();
    dimensions.put_account(Account::new(AccountId(1), "A", "A"));
    let snapshot = Snapshot::new(1, Arc::new(dimensions.build()), vec![Arc::new(history.clone())]);
    let filter = Filter::all(&snapshot);
    let day = |from| {
        let range = DayRange { from, until: from + 1 };
        let alone = Totals::of_history(history, &filter, range);
        let window = Window { current: range, previous: range };
        assert_eq!(alone, totals::all_totals(&snapshot, &filter, window).current, "day {from}");
        (from, alone.amounts.revenue_cents, alone.orders)
    };
    (0..100).map(day).filter(|(_, cents, orders)| (*cents, *orders) != (0, 0)).collect()
}

#[test]
fn an_order_is_an_event_on_its_day_and_a_sale_on_the_day_of_its_invoice() {
    let history = account(&[(1, 10, Paid, 500)], &[(1, 40, 500)]);
    assert_eq!(days(&history), [(10, 0, 1), (40, 500, 0)]);
    assert_eq!(history.order_days(99).collect::<Vec<_>>(), [10]);
    assert_eq!(history.orders().len(), 1);
}

#[test]
fn tax_on_an_invoice_is_no_sale_and_several_invoices_share_an_order_to_the_cent() {
    let history = account(&[(1, 10, Invoiced, 1000)], &[(1, 20, 400), (1, 21, 400), (1, 22, 400)]);
    assert_eq!(days(&history), [(10, 0, 1), (20, 333, 0), (21, 334, 0), (22, 333, 0)]);
}

#[test]
fn what_is_not_invoiced_yet_is_not_sold_yet() {
    let history = account(&[(1, 10, Shipped, 1000), (2, 11, Placed, 700)], &[(1, 20, 250)]);
    assert_eq!(days(&history), [(10, 0, 1), (11, 0, 1), (20, 250, 0)]);
}

#[test]
fn an_invoiced_order_without_an_invoice_and_a_credit_keep_their_days() {
    let history = account(&[(1, 10, Paid, 1000), (2, 30, CreditMemo, -200)], &[]);
    assert_eq!(days(&history), [(10, 1000, 1), (30, -200, 0)]);
}

#[test]
fn an_invoice_ahead_of_its_order_sells_it_on_the_day_of_the_order() {
    let history = account(&[(1, 10, Paid, 500)], &[(1, 3, 500)]);
    assert_eq!(days(&history), [(10, 500, 1)]);
}

#[test]
fn order_values_are_those_of_the_invoices() {
    let history = account(&[(1, 10, Paid, 900)], &[(1, 20, 300), (1, 30, 600)]);
    let filter = Filter::all(&Snapshot::default());
    let totals = Totals::of_history(&history, &filter, DayRange { from: 0, until: 99 });
    assert_eq!((totals.largest_order_cents, totals.orders), (600, 1));
}

#[test]
fn products_are_bought_when_ordered_and_paid_for_when_invoiced() {
    let history = account(&[(1, 10, Placed, 500), (2, 20, Paid, 500)], &[(2, 30, 550)]);
    let bought = purchases::purchases(&history, crate::day::to_date(25));
    assert_eq!((bought[0].purchase_days, bought[0].amounts.revenue_cents), (2, 0));
    let invoiced = purchases::purchases(&history, crate::day::to_date(30));
    assert_eq!((invoiced[0].purchase_days, invoiced[0].amounts.revenue_cents), (2, 500));
    assert_eq!(invoiced[0].last, crate::day::to_date(20));
}

#[test]
fn accounts_put_together_keep_the_days_of_their_invoices() {
    let one = account(&[(1, 10, Paid, 500)], &[(1, 40, 500)]);
    let other = account(&[(2, 12, Paid, 300)], &[(2, 40, 300)]);
    let both = History::merged([&one, &other]).expect("few lines");
    assert_eq!(days(&both), [(10, 0, 1), (12, 0, 1), (40, 800, 0)]);
}

#[test]
fn an_order_given_back_whole_is_no_order_value_and_its_money_goes_back_on_the_day_of_the_credit() {
    let history = account(&[(1, 10, Paid, 900), (2, 15, CreditMemo, -900)], &[(1, 12, 900)]);
    assert_eq!(days(&history), [(10, 0, 1), (12, 900, 0), (15, -900, 0)]);
    let filter = Filter::all(&Snapshot::default());
    let totals = Totals::of_history(&history, &filter, DayRange { from: 0, until: 99 });
    assert_eq!((totals.largest_order_cents, totals.orders, totals.amounts.revenue_cents), (0, 0, 0));
}

#[test]
fn a_history_without_anything_to_tell_apart_is_held_once() {
    let history = account(&[(1, 10, Paid, 500), (2, 20, Paid, 500)], &[(1, 10, 540)]);
    assert!(history.by_invoice.is_none());
    let later = account(&[(1, 10, Paid, 500)], &[(1, 11, 540)]);
    assert!(later.by_invoice.is_some());
}
