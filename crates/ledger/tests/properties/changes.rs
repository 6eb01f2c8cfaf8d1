//! What changed and who is behind it: bridge, rows of figures, momentum and penetration against the plain loops.

use crate::book::{self, Book, Slice, books, category_of, dates, slices, windows};
use crate::naive::{self, Sold};
use bellwether_core::bridge::BridgePart;
use bellwether_core::product::Momentum;
use bellwether_core::{AccountId, CategoryId, ProductId};
use bellwether_ledger::bridge::Bridges;
use bellwether_ledger::by_account::AccountSales;
use bellwether_ledger::category_marks::category_marks;
use bellwether_ledger::momentum::{Group, GroupMomentum, category_momentum, product_momentum};
use bellwether_ledger::penetration::{Breadth, MOST_CATEGORIES, penetration};
use bellwether_ledger::{Amounts, Compared, DayRange, Filter, Window, by_account, day, kpi};
use chrono::Months;
use proptest::prelude::*;
use std::collections::BTreeSet;

const INDICES: [u32; 6] = [0, 1, 2, 3, 4, 5];

fn of_account<'s, 'b>(sold: &'s [Sold<'b>], account: u32) -> impl Iterator<Item = &'s Sold<'b>> + Clone {
    sold.iter().filter(move |sold| sold.order.account == AccountId(i64::from(account) + 1))
}

/// Net units and cents of a product an account bought.
fn bought(sold: &[Sold], account: u32, product: ProductId) -> (i64, i64) {
    let lines = of_account(sold, account).flat_map(|sold| sold.lines.iter().copied());
    let sum = naive::amounts(lines.filter(|line| line.product == product));
    (sum.quantity_milli, sum.revenue_cents)
}

fn rounded(exact: f64) -> i64 {
    exact.round() as i64
}

/// Volume and price of an account by the words of the rules, to a cent for each product.
fn volume_and_price(current: &[Sold], previous: &[Sold], account: u32) -> (i64, i64) {
    let (mut units, mut before, mut price) = ((0, 0), 0, 0);
    for product in (1..=book::PRODUCTS).map(ProductId) {
        let (now, then) = (bought(current, account, product), bought(previous, account, product));
        if now.0 > 0 && now.1 > 0 && then.0 > 0 && then.1 > 0 {
            units = (units.0 + now.0, units.1 + then.0);
            before += then.1;
            price += now.1 - rounded(then.1 as f64 / then.0 as f64 * now.0 as f64);
        }
    }
    let volume = if units.1 == 0 { 0.0 } else { (units.0 - units.1) as f64 * before as f64 / units.1 as f64 };
    (rounded(volume), price)
}

proptest! {
    #[test]
    fn the_parts_of_every_account_and_of_the_slice_are_the_change_to_the_cent(
        book in books(), slice in slices(), window in windows(),
    ) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        let bridges = Bridges::of(&snapshot, &filter, window, 2);
        for bridge in bridges.accounts() {
            let net = |sold: &[Sold]| of_account(sold, bridge.account).map(Sold::revenue_cents).sum::<i64>();
            prop_assert_eq!(bridge.revenue_cents, Compared { current: net(&current), previous: net(&previous) });
            let parts = BridgePart::ALL.map(|part| bridge.part(part));
            prop_assert_eq!(parts.iter().sum::<i64>(), net(&current) - net(&previous));
            let bought_in_both = net(&current) > 0 && net(&previous) > 0;
            let [lost, new, volume, price, mix] = parts;
            if bought_in_both {
                let expected = volume_and_price(&current, &previous, bridge.account);
                prop_assert_eq!((lost, new), (0, 0));
                // The plain loop divides with a tolerance of its own.
                prop_assert!((volume - expected.0).abs() <= 1 && (price - expected.1).abs() <= book::PRODUCTS);
            } else {
                prop_assert!(lost <= 0 && 0 <= new && (lost == 0 || new == 0));
                prop_assert_eq!((volume, price, mix), (0, 0, 0));
            }
        }
        let totals = &bridges.totals;
        prop_assert_eq!(totals.iter().map(|total| total.part).collect::<Vec<_>>(), BridgePart::ALL);
        let whole = kpi::totals(&snapshot, &filter, window);
        let net = Compared { current: whole.current.amounts.revenue_cents, previous: whole.previous.amounts.revenue_cents };
        prop_assert_eq!(bridges.revenue_cents, net);
        let change = net.current - net.previous;
        prop_assert_eq!(totals.iter().map(|total| total.cents).sum::<i64>(), change);
        for total in totals {
            let shares = || bridges.accounts().map(|bridge| bridge.part(total.part)).filter(|cents| *cents != 0);
            prop_assert_eq!((total.cents, total.accounts), (shares().sum::<i64>(), shares().count() as u64));
            prop_assert!(total.top.len() <= 2 && total.top.is_sorted_by_key(|(_, cents)| -cents.abs()));
        }
    }

    #[test]
    fn the_rows_behind_every_figure_are_the_figure(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        let rows = |range| {
            let add = |sum: &mut (Amounts, i64), sold: &AccountSales| {
                *sum = (sum.0 + sold.amounts, sum.1 + i64::from(sold.orders));
            };
            by_account::sums_by_account(&snapshot, &filter, range, window.current.last(), add)
        };
        let whole = kpi::totals(&snapshot, &filter, window);
        for (range, sold, whole) in [(window.current, current, whole.current), (window.previous, previous, whole.previous)] {
            let rows = rows(range);
            for (account, row) in (0..).zip(&rows) {
                let own = naive::totals(of_account(&sold, account));
                prop_assert_eq!(*row, (own.amounts, own.orders));
            }
            let sum = rows.iter().fold((Amounts::default(), 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
            prop_assert_eq!(sum, (whole.amounts, whole.orders));
            let active = rows.iter().filter(|row| row.1 > 0).count();
            prop_assert_eq!(i64::try_from(active), Ok(whole.active_accounts));
        }
    }

    #[test]
    fn products_go_where_a_plain_loop_says(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let found = product_momentum(&snapshot, &slice.filter(&snapshot), window);
        let mut rows = found.iter().copied();
        for id in (1..=book::PRODUCTS).map(ProductId) {
            let index = snapshot.dimensions().product_index(id).expect("every product is known");
            check(&book, &slice, window, Group::Product(index), |product| product == id, &mut rows)?;
        }
        prop_assert_eq!(rows.next(), None);
    }

    #[test]
    fn categories_go_where_a_plain_loop_says(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let found = category_momentum(&snapshot, &slice.filter(&snapshot), window);
        let mut rows = found.iter().copied();
        for id in [Some(CategoryId(1)), Some(CategoryId(2)), None] {
            let index = id.and_then(|id| snapshot.dimensions().category_index(id));
            check(&book, &slice, window, Group::Category(index), |product| category_of(product) == id, &mut rows)?;
        }
        prop_assert_eq!(rows.next(), None);
    }

    #[test]
    fn categories_of_twelve_months_equal_a_plain_loop(book in books(), as_of in dates()) {
        let snapshot = book.snapshot();
        let marks = category_marks(&snapshot, as_of);
        let everything =
            Slice { rep: None, region: None, state: None, mask: None, category: None, product: None };
        let year_before = as_of.checked_sub_months(Months::new(12)).expect("well inside the calendar");
        let range = DayRange { from: day::from_date(year_before) + 1, until: day::from_date(as_of) + 1 };
        let sold = naive::sold(&book, &everything, range);
        for account in INDICES {
            let own = of_account(&sold, account).filter(|sold| sold.is_order).flat_map(|sold| &sold.lines);
            let bought: BTreeSet<Option<CategoryId>> = own.map(|line| category_of(line.product)).collect();
            for id in [CategoryId(1), CategoryId(2)] {
                let category = snapshot.dimensions().category_index(id).expect("every category is known");
                prop_assert_eq!(marks.has_bought(account, category), bought.contains(&Some(id)));
            }
            prop_assert!(!marks.has_bought(account, 900) && !marks.has_bought(9_000, 0));
        }
    }

    #[test]
    fn penetration_equals_a_plain_loop(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let found = penetration(&snapshot, &slice.filter(&snapshot), window);
        for (breadth, range) in [(found.current, window.current), (found.previous, window.previous)] {
            let sold = naive::sold(&book, &slice, range);
            prop_assert_eq!(breadth, plain_breadth(&sold));
        }
    }
}

/// Takes the next row if the group must have one, and compares it.
fn check(
    book: &Book,
    slice: &Slice,
    window: Window,
    group: Group,
    is_inside: impl Fn(ProductId) -> bool + Copy,
    rows: &mut impl Iterator<Item = GroupMomentum>,
) -> Result<(), TestCaseError> {
    let amounts = |range| {
        let sold = naive::sold(book, slice, range);
        let lines = sold.iter().flat_map(|sold| sold.lines.iter().copied());
        naive::amounts(lines.filter(|line| is_inside(line.product)))
    };
    let amounts = Compared { current: amounts(window.current), previous: amounts(window.previous) };
    let (now, then) = (amounts.current.quantity_milli, amounts.previous.quantity_milli);
    if now <= 0 && then <= 0 {
        return Ok(());
    }
    let earlier = naive::sold(book, slice, DayRange { from: i32::MIN, until: window.current.from });
    let mut earlier_lines = earlier.iter().flat_map(|sold| &sold.lines);
    let was_sold = earlier_lines.any(|line| is_inside(line.product) && line.quantity_milli > 0);
    let momentum = match (now as f64, then as f64) {
        (now, _) if now > 0.0 && !was_sold => Momentum::New,
        (now, _) if now <= 0.0 => Momentum::Fading,
        (now, then) if then <= 0.0 || now / then >= 1.25 => Momentum::Rising,
        (now, then) if now / then <= 0.75 => Momentum::Falling,
        _ => Momentum::Steady,
    };
    let before = naive::sold(book, slice, window.previous);
    let has_it = |sold: &&Sold| sold.is_order && sold.lines.iter().any(|line| is_inside(line.product));
    let accounts = Compared {
        current: naive::buyers(&naive::sold(book, slice, window.current), is_inside),
        previous: naive::buyers(&before, is_inside),
    };
    let is_small_base = before.iter().filter(has_it).count() < 3;
    prop_assert_eq!(rows.next(), Some(GroupMomentum { group, momentum, amounts, accounts, is_small_base }));
    Ok(())
}

fn plain_breadth(sold: &[Sold]) -> Breadth {
    let orders = || sold.iter().filter(|sold| sold.is_order);
    let mut breadth = Breadth {
        active_accounts: naive::count(orders().map(|sold| sold.order.account)),
        accounts_by_categories: vec![0; 3.min(MOST_CATEGORIES)],
        buyers: [Some(CategoryId(1)), Some(CategoryId(2)), None]
            .map(|id| naive::buyers(sold, |product| category_of(product) == id))
            .into(),
        ..Breadth::default()
    };
    for account in INDICES {
        let own = || of_account(sold, account).filter(|sold| sold.is_order).flat_map(|sold| &sold.lines);
        let products: BTreeSet<ProductId> = own().map(|line| line.product).collect();
        let categories: BTreeSet<Option<CategoryId>> = own().map(|line| category_of(line.product)).collect();
        breadth.products += i64::try_from(products.len()).expect("few products");
        breadth.categories += i64::try_from(categories.len()).expect("few categories");
        if let Some(place) = categories.len().checked_sub(1) {
            breadth.accounts_by_categories[place] += 1;
        }
    }
    breadth
}

#[test]
fn an_account_outside_the_slice_has_no_bridge() {
    let book = Book::default();
    let snapshot = book.snapshot();
    let none = Filter::all(&snapshot).retain_accounts(|_, _| false);
    let window =
        Window { current: DayRange { from: 10, until: 20 }, previous: DayRange { from: 0, until: 10 } };
    assert_eq!(Bridges::of(&snapshot, &none, window, 1).accounts().next(), None);
}
