//! The snapshot depends on the facts, not on the way they came in.

use crate::book::{Book, FIRST_DAY, LAST_DAY, books, books_with_credits, dimensions};
use bellwether_core::{AccountId, OrderStatus, ProductId};
use bellwether_ledger::builder::{LedgerError, LineRow, OrderRow};
use bellwether_ledger::{History, HistoryBuilder, LedgerBuilder, Line, Snapshot};
use proptest::prelude::*;
use std::sync::Arc;

fn histories(snapshot: &Snapshot) -> Vec<History> {
    snapshot.histories().iter().map(|history| History::clone(history)).collect()
}

fn history_of(book: &Book, account: AccountId) -> History {
    let dimensions = dimensions();
    let mut builder = HistoryBuilder::default();
    for line in &book.lines {
        let owner = book.orders.iter().find(|order| order.id == line.order_id).map(|order| order.account);
        if owner == Some(account) {
            let product = dimensions.product_index(line.product).expect("every product is known");
            builder.line(
                line.order_id,
                Line::new(product, line.quantity_milli, line.revenue_cents, line.cost_cents),
            );
        }
    }
    for order in book.orders.iter().filter(|order| order.account == account) {
        builder.order(order.id, order.day, order.status);
    }
    // As a feed of one account hands them over: credits and back-orders of that account alone.
    for credit in &book.credits {
        let owner = book.orders.iter().find(|order| order.id == credit.credit_id).map(|order| order.account);
        if owner == Some(account) {
            builder.credit(credit.credit_id, credit.order_id);
        }
    }
    for backorder in book.backorders.iter().filter(|backorder| backorder.account == account) {
        let product = dimensions.product_index(backorder.product).expect("every product is known");
        builder.backorder(backorder.day, product);
    }
    builder.build().expect("consistent rows")
}

fn shuffled(book: Book) -> impl Strategy<Value = (Book, Book)> {
    let orders = Just(book.orders.clone()).prop_shuffle();
    let lines = Just(book.lines.clone()).prop_shuffle();
    (orders, lines).prop_map(move |(orders, lines)| (book.clone(), Book { orders, lines, ..book.clone() }))
}

proptest! {
    #[test]
    fn the_sequence_of_rows_does_not_matter((book, shuffled) in books_with_credits().prop_flat_map(shuffled)) {
        prop_assert_eq!(histories(&book.snapshot()), histories(&shuffled.snapshot()));
    }

    #[test]
    fn replacing_every_history_equals_building_from_scratch(before in books_with_credits(), after in books_with_credits()) {
        let mut snapshot = before.snapshot();
        for account in dimensions().accounts() {
            let index = snapshot.dimensions().account_index(account.id).expect("every account is known");
            snapshot = snapshot.with_history(snapshot.version() + 1, index, history_of(&after, account.id));
        }
        prop_assert_eq!(histories(&snapshot), histories(&after.snapshot()));
        prop_assert_eq!(snapshot.line_count(), after.lines.len());
        prop_assert_eq!(snapshot.order_count(), after.orders.len());
    }

    #[test]
    fn what_is_known_of_an_order_on_a_day_does_not_depend_on_later_days(
        book in books_with_credits(),
        as_of in FIRST_DAY..LAST_DAY,
    ) {
        let known = |id: i64| book.orders.iter().any(|order| order.id == id && order.day <= as_of);
        let then = Book {
            orders: book.orders.iter().filter(|order| order.day <= as_of).copied().collect(),
            lines: book.lines.iter().filter(|line| known(line.order_id)).copied().collect(),
            credits: book.credits.iter().filter(|credit| known(credit.credit_id)).copied().collect(),
            ..Book::default()
        };
        for (now, then) in histories(&book.snapshot()).iter().zip(histories(&then.snapshot())) {
            let days = |history: &History| history.order_days(as_of).collect::<Vec<_>>();
            prop_assert_eq!(days(now), days(&then));
        }
    }

    #[test]
    fn credits_move_no_money(book in books_with_credits()) {
        let plain = Book { credits: Vec::new(), ..book.clone() };
        let cents = |book: &Book| {
            let all = histories(&book.snapshot());
            let counted = all.iter().flat_map(|history| history.orders()).filter(|order| order.counts_in_sales());
            counted.map(|order| (order.id, order.day, order.revenue_cents)).collect::<Vec<_>>()
        };
        prop_assert_eq!(cents(&book), cents(&plain));
    }

    #[test]
    fn orders_are_sorted_and_their_totals_are_those_of_their_lines(book in books()) {
        for history in histories(&book.snapshot()) {
            prop_assert!(history.orders().is_sorted_by_key(|order| (order.day, order.id)));
            for order in history.orders() {
                let lines: Vec<_> = book.lines.iter().filter(|line| line.order_id == order.id).collect();
                prop_assert_eq!(history.lines_of(order).len(), lines.len());
                prop_assert_eq!(order.revenue_cents, lines.iter().map(|line| line.revenue_cents).sum::<i64>());
            }
        }
    }
}

fn order(id: i64, line_count: u32) -> OrderRow {
    OrderRow { id, account: AccountId(1), day: 20_000, status: OrderStatus::Paid, line_count }
}

fn line(order_id: i64) -> LineRow {
    LineRow { order_id, product: ProductId(1), quantity_milli: 1, revenue_cents: 1, cost_cents: None }
}

fn build(orders: &[OrderRow], lines: &[LineRow]) -> Result<Snapshot, LedgerError> {
    let mut builder = LedgerBuilder::new(Arc::new(dimensions()));
    builder.orders(orders.iter().copied())?;
    let mut loader = builder.into_lines()?;
    loader.lines(lines.iter().copied())?;
    loader.finish(1)
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let error = |orders: &[OrderRow], lines: &[LineRow]| build(orders, lines).err();
    assert_eq!(error(&[order(1, 1)], &[line(1)]), None);
    assert_eq!(error(&[order(1, 1)], &[line(2)]), Some(LedgerError::UnknownOrder(2)));
    assert_eq!(error(&[order(1, 1)], &[line(1), line(1)]), Some(LedgerError::WrongLineCount(1)));
    assert_eq!(error(&[order(1, 2)], &[line(1)]), Some(LedgerError::WrongLineCount(1)));
    assert_eq!(error(&[order(1, 2), order(2, 1)], &[line(1), line(2)]), Some(LedgerError::WrongLineCount(1)));
    assert_eq!(error(&[order(1, 0), order(1, 0)], &[]), Some(LedgerError::DuplicateOrder(1)));
    let stranger = OrderRow { account: AccountId(99), ..order(1, 0) };
    assert_eq!(error(&[stranger], &[]), Some(LedgerError::UnknownAccount(AccountId(99))));
    let unknown = LineRow { product: ProductId(99), ..line(1) };
    assert_eq!(error(&[order(1, 1)], &[unknown]), Some(LedgerError::UnknownProduct(ProductId(99))));
}
