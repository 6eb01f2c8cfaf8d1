//! Answers come partly from the timeline, partly from histories: which way an account is answered changes nothing.

use crate::book::{
    Book, InvoiceRow, LAST_DAY, PRODUCTS, Slice, books, books_by_invoice, dates, slices, windows,
};
use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId};
use bellwether_ledger::bridge::{AccountBridge, Bridges};
use bellwether_ledger::builder::{LineRow, OrderRow};
use bellwether_ledger::category_marks::{CategoryMarks, category_marks};
use bellwether_ledger::overview::{Overview, Shown, overview};
use bellwether_ledger::penetration::{Breadth, penetration};
use bellwether_ledger::products::{CategoryTotals, ProductTotals};
use bellwether_ledger::series::CategorySeries;
use bellwether_ledger::states::StateTotals;
use bellwether_ledger::top::{AccountRanking, RankedAccount};
use bellwether_ledger::{
    Account, Buckets, Compared, DayRange, DimensionsBuilder, Filter, History, Product, Snapshot, Totals,
    Window, account_rows, day, kpi, products, series, states, top,
};
use chrono::{NaiveDate, Weekday};
use proptest::prelude::*;

const ROWS: usize = 4;

/// Everything that can be asked about many accounts.
#[derive(Debug, PartialEq)]
struct Answers {
    totals: Compared<Totals>,
    series: Vec<bellwether_core::dashboard::SeriesPoint>,
    categories: Vec<CategorySeries>,
    states: Vec<StateTotals>,
    reps: Vec<(Option<u32>, Compared<Totals>)>,
    accounts: [Vec<RankedAccount>; 3],
    products: Vec<ProductTotals>,
    category_totals: Vec<CategoryTotals>,
    overview: Overview,
    bridges: Vec<AccountBridge>,
    penetration: Compared<Breadth>,
    trailing: account_rows::Trailing,
    ever: account_rows::Ever,
    bought: CategoryMarks,
}

impl Answers {
    /// What does not depend on accounts outside.
    fn about_the_slice(self) -> Self {
        Self { trailing: Default::default(), ever: Default::default(), bought: Default::default(), ..self }
    }
}

fn answers(snapshot: &Snapshot, filter: &Filter, window: Window, as_of: NaiveDate) -> Answers {
    let buckets = Buckets::weekly(window.current, Weekday::Mon);
    let ranked = |ranking| top::top_accounts(snapshot, filter, window, ranking, ROWS);
    Answers {
        totals: kpi::totals(snapshot, filter, window),
        series: series::series(snapshot, filter, &buckets),
        categories: series::category_series(snapshot, filter, &buckets, 1),
        states: states::state_totals(snapshot, filter, window),
        reps: top::rep_totals(snapshot, filter, window),
        accounts: [AccountRanking::Revenue, AccountRanking::Orders, AccountRanking::LargestOrder].map(ranked),
        products: products::product_totals(snapshot, filter, window),
        category_totals: products::category_totals(snapshot, filter, window),
        overview: executive_page(snapshot, filter, window, &buckets),
        bridges: Bridges::of(snapshot, filter, window, ROWS).accounts().copied().collect(),
        penetration: penetration(snapshot, filter, window),
        trailing: account_rows::trailing(snapshot, as_of),
        ever: account_rows::ever(snapshot, &Filter::all(snapshot), as_of),
        bought: category_marks(snapshot, as_of),
    }
}

fn executive_page(snapshot: &Snapshot, filter: &Filter, window: Window, buckets: &Buckets) -> Overview {
    overview(snapshot, filter, window, buckets, Shown { rows: ROWS, order_values: 100 })
}

/// The accounts of a mask from one snapshot, the others from another.
fn mixed(before: &Snapshot, after: &Snapshot, from_after: &[bool]) -> Snapshot {
    let chosen = (0..).zip(after.histories()).zip(from_after).filter(|(_, is_chosen)| **is_chosen);
    before.with_histories(2, chosen.map(|((account, history), _)| (account, History::clone(history))))
}

/// One account with an order that does not fit into small rows: too much money, or a date beyond all others.
fn with_misfit(book: &Book, account: i64, is_late: bool) -> Book {
    let mut book = book.clone();
    let (id, revenue_cents) = (5_000, if is_late { 100 } else { 3_000_000_000 });
    let day = if is_late { 100_000 } else { LAST_DAY - 50 };
    let order = OrderRow { id, account: AccountId(account), day, status: OrderStatus::Paid, line_count: 1 };
    book.orders.push(order);
    let (product, quantity_milli, cost_cents) = (ProductId(1), 1_000, Some(50));
    book.lines.push(LineRow { order_id: id, product, quantity_milli, revenue_cents, cost_cents });
    book
}

/// The same orders over and over, so that there are lines enough for sums to be kept by month.
fn crowded(book: &Book) -> Book {
    let mut crowd = Book::default();
    for copy in 0..16 {
        let (ids, days) = (10_000 * copy, 29 * i32::try_from(copy).expect("few copies"));
        let orders =
            book.orders.iter().map(|order| OrderRow { id: order.id + ids, day: order.day + days, ..*order });
        crowd.orders.extend(orders);
        crowd.lines.extend(book.lines.iter().map(|line| LineRow { order_id: line.order_id + ids, ..*line }));
        if let Some(invoices) = &book.invoices {
            let moved = invoices.iter().map(|invoice| InvoiceRow {
                order_id: invoice.order_id + ids,
                day: invoice.day + days,
                ..*invoice
            });
            crowd.invoices.get_or_insert_default().extend(moved);
        }
    }
    crowd
}

/// Some orders given back whole some days later: until then they count.
fn with_given_back(book: &Book, days: &[Option<i32>]) -> Book {
    let mut book = book.clone();
    for (order, days) in book.orders.clone().into_iter().zip(days) {
        let Some(days) = days else { continue };
        let id = order.id + 5_000;
        book.orders.push(OrderRow { id, day: order.day + days, status: OrderStatus::CreditMemo, ..order });
        let lines = book.lines.clone().into_iter().filter(|line| line.order_id == order.id);
        book.lines.extend(lines.map(|line| LineRow {
            order_id: id,
            quantity_milli: -line.quantity_milli,
            revenue_cents: -line.revenue_cents,
            cost_cents: line.cost_cents.map(|cents| -cents),
            ..line
        }));
    }
    book
}

fn is_same_by_both_ways(
    book: &Book,
    other: &Book,
    from_other: &[bool],
    (slice, window, as_of): (&Slice, Window, NaiveDate),
) -> Result<(), TestCaseError> {
    let before = book.snapshot();
    before.prepare();
    let replaced = mixed(&before, &other.snapshot(), from_other);
    // Never prepared before the change: everything is on its timeline.
    let fresh = mixed(&book.snapshot(), &other.snapshot(), from_other);
    let filter = slice.filter(&replaced);
    let expected = answers(&fresh, &filter, window, as_of);
    prop_assert_eq!(&answers(&replaced, &filter, window, as_of), &expected);
    prop_assert_eq!(&answers(&replaced.with_new_timeline(), &filter, window, as_of), &expected);
    // Every account beside the timeline: nothing but histories is read.
    let none = mixed(&before, &fresh, &[true; 6]);
    prop_assert_eq!(&answers(&none, &filter, window, as_of), &expected);
    Ok(())
}

proptest! {
    #[test]
    fn answers_do_not_depend_on_how_accounts_came_in(
        book in books(), other in books(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(),
    ) {
        is_same_by_both_ways(&book, &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn categories_held_are_those_read_anew_after_accounts_were_replaced(
        book in books(), other in books(), from_other in prop::collection::vec(any::<bool>(), 6), as_of in dates(),
    ) {
        let before = book.snapshot();
        let after = mixed(&before, &other.snapshot(), &from_other);
        let replaced: Vec<u32> =
            (0..).zip(&from_other).filter(|(_, is_replaced)| **is_replaced).map(|(account, _)| account).collect();
        let held = category_marks(&before, as_of).with_accounts(&after, as_of, &replaced);
        prop_assert_eq!(held, category_marks(&after, as_of));
    }

    #[test]
    fn accounts_that_do_not_fit_count_like_all_others(
        book in books(), other in books(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(), account in 1..=6i64, is_late in any::<bool>(),
    ) {
        let book = with_misfit(&book, account, is_late);
        is_same_by_both_ways(&book, &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn sums_by_month_are_the_sums_of_their_lines(
        book in books(), other in books(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(),
    ) {
        is_same_by_both_ways(&crowded(&book), &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn orders_given_back_count_as_long_as_nobody_knew(
        book in books(), other in books(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(),
        days in prop::collection::vec(prop::option::weighted(0.7, 0..16i32), 60),
    ) {
        is_same_by_both_ways(&with_given_back(&book, &days), &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn sums_by_month_know_what_was_given_back_later(
        book in books(), other in books(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(),
        days in prop::collection::vec(prop::option::weighted(0.7, 0..16i32), 60),
    ) {
        let book = crowded(&with_given_back(&book, &days));
        is_same_by_both_ways(&book, &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn products_may_come_into_another_category(
        book in books(), slice in slices(), window in windows(), as_of in dates(), moved in 1..=PRODUCTS,
    ) {
        let with_moved = |snapshot: Snapshot| {
            let mut dimensions = DimensionsBuilder::from_existing(snapshot.dimensions());
            let category = dimensions.so_far().category_index(CategoryId(1 + moved % 2));
            dimensions.put_product(Product::new(ProductId(moved), "", "Same name", category));
            snapshot.with_dimensions(2, dimensions.build())
        };
        let before = book.snapshot();
        before.prepare();
        let (held, fresh) = (with_moved(before), with_moved(book.snapshot()));
        let filter = slice.filter(&fresh);
        prop_assert_eq!(answers(&held, &filter, window, as_of), answers(&fresh, &filter, window, as_of));
    }

    #[test]
    fn sales_dated_by_invoice_do_not_depend_on_how_accounts_came_in(
        book in books_by_invoice(), other in books_by_invoice(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(),
    ) {
        is_same_by_both_ways(&book, &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn sums_by_month_of_what_was_invoiced_are_the_sums_of_their_lines(
        book in books_by_invoice(), other in books_by_invoice(), from_other in prop::collection::vec(any::<bool>(), 6),
        slice in slices(), window in windows(), as_of in dates(),
    ) {
        is_same_by_both_ways(&crowded(&book), &other, &from_other, (&slice, window, as_of))?;
    }

    #[test]
    fn few_accounts_among_many_are_answered_like_many(
        book in books(), slice in slices(), window in windows(), as_of in dates(),
        days in prop::collection::vec(prop::option::weighted(0.7, 0..16i32), 60),
    ) {
        let alone = with_given_back(&book, &days).snapshot();
        alone.prepare();
        // So many others that histories are read instead of the timeline.
        let mut dimensions = DimensionsBuilder::from_existing(alone.dimensions());
        (0..400).for_each(|id| {
            dimensions.put_account(Account::new(AccountId(10_000 + id), "", ""));
        });
        let among_many = alone.with_dimensions(2, dimensions.build());
        let few = slice.filter(&among_many).retain_accounts(|account, _| account < 6);
        let found = answers(&among_many, &few, window, as_of);
        let expected = answers(&alone, &slice.filter(&alone), window, as_of);
        prop_assert_eq!(found.about_the_slice(), expected.about_the_slice());
    }

    #[test]
    fn work_may_be_done_at_the_same_time_or_be_left_undone(
        book in books(), slice in slices(), window in windows(), as_of in dates(),
    ) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let expected = answers(&snapshot, &filter, window, as_of);
        let at_once = filter.clone().worked_by(|first, second| {
            std::thread::scope(|scope| {
                scope.spawn(first);
                second();
            });
        });
        prop_assert_eq!(&answers(&snapshot, &at_once, window, as_of), &expected);
        let undone = filter.worked_by(|_, second| second());
        prop_assert_eq!(&answers(&snapshot, &undone, window, as_of), &expected);
    }

    #[test]
    fn what_is_too_old_to_be_drawn_counts(book in books(), slice in slices()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        // A curve ends with the period and goes no further back than a hundred years.
        let current = DayRange { from: 0, until: LAST_DAY + 50_000 };
        let window = Window { current, previous: DayRange { from: -1, until: 0 } };
        let page = executive_page(&snapshot, &filter, window, &Buckets::fitting(current, Weekday::Mon));
        prop_assert_eq!(page.totals, kpi::totals(&snapshot, &filter, window));
        prop_assert_eq!(page.series.current.iter().map(|point| point.orders).sum::<i64>(), 0);
    }

    #[test]
    fn the_executive_page_says_what_its_parts_say(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let buckets = Buckets::fitting(window.current, Weekday::Mon);
        let page = executive_page(&snapshot, &filter, window, &buckets);
        prop_assert_eq!(page.totals, kpi::totals(&snapshot, &filter, window));
        prop_assert_eq!(page.series.current, series::series(&snapshot, &filter, &buckets));
        let ranked = |ranking| top::top_accounts(&snapshot, &filter, window, ranking, ROWS);
        prop_assert_eq!(page.by_revenue, ranked(AccountRanking::Revenue));
        prop_assert_eq!(page.by_largest_order, ranked(AccountRanking::LargestOrder));
        prop_assert_eq!(page.reps, top::top_reps(&snapshot, &filter, window, ROWS, 100));
        prop_assert_eq!(page.products, top::top_products(&snapshot, &filter, window, ROWS));
        let then: i64 = page.series.previous.iter().map(|point| point.orders).sum();
        prop_assert_eq!(then, page.totals.previous.orders);
        let starts: Vec<_> = buckets.start_dates().map(day::from_date).collect();
        let ends = starts.iter().skip(1).copied().chain([window.current.until]);
        for (place, (from, until)) in starts.iter().copied().zip(ends).enumerate() {
            let bucket = Window { current: DayRange { from, until }, previous: DayRange { from, until: from } };
            let alone = kpi::totals(&snapshot, &filter, bucket).current;
            prop_assert_eq!(page.profit_cents[place], alone.amounts.profit_cents());
            prop_assert_eq!(page.active_accounts[place], alone.active_accounts);
        }
    }
}
