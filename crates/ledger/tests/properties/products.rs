//! Products, categories and the purchases of one account against the plain loops.

use crate::book::{self, books, category_of, dates, slices, windows};
use crate::naive::{self, Sold};
use bellwether_core::{Cents, ProductId};
use bellwether_ledger::series::{self, CategoryGroup};
use bellwether_ledger::{
    Amounts, Buckets, Compared, DayRange, Filter, Snapshot, day, kpi, products, purchases, top,
};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

fn amounts_of(sold: &[Sold], is_inside: impl Fn(ProductId) -> bool) -> Amounts {
    let lines = sold.iter().flat_map(|sold| sold.lines.iter().copied());
    naive::amounts(lines.filter(|line| is_inside(line.product)))
}

fn has_line(sold: &[Sold], product: ProductId) -> bool {
    sold.iter().any(|sold| sold.lines.iter().any(|line| line.product == product))
}

fn index_of(snapshot: &Snapshot, product: ProductId) -> u32 {
    snapshot.dimensions().product_index(product).expect("every product is known")
}

proptest! {
    #[test]
    fn products_equal_a_plain_loop_and_add_up(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        let found = products::product_totals(&snapshot, &filter, window);
        let mut rows = found.iter();
        for id in (1..=book::PRODUCTS).map(ProductId) {
            if !has_line(&current, id) && !has_line(&previous, id) {
                continue;
            }
            let row = rows.next().expect("a row for every product with a line");
            prop_assert_eq!(row.product, index_of(&snapshot, id));
            prop_assert_eq!(row.amounts.current, amounts_of(&current, |product| product == id));
            prop_assert_eq!(row.amounts.previous, amounts_of(&previous, |product| product == id));
            prop_assert_eq!(row.accounts.current, naive::buyers(&current, |product| product == id));
            prop_assert_eq!(row.accounts.previous, naive::buyers(&previous, |product| product == id));
            prop_assert_eq!(row.is_current(), has_line(&current, id));
        }
        prop_assert_eq!(rows.next(), None);
        let whole = kpi::totals(&snapshot, &filter, window).current;
        let sum = found.iter().fold(Amounts::default(), |sum, row| sum + row.amounts.current);
        prop_assert_eq!(sum, whole.amounts);
        for row in &found {
            let share = row.penetration(whole.active_accounts);
            prop_assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }

    #[test]
    fn categories_equal_a_plain_loop(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        for row in products::category_totals(&snapshot, &slice.filter(&snapshot), window) {
            let category = row.category.and_then(|index| snapshot.dimensions().category(index)).map(|own| own.id);
            let is_inside = |product| category_of(product) == category;
            prop_assert_eq!(row.amounts.current, amounts_of(&current, is_inside));
            prop_assert_eq!(row.amounts.previous, amounts_of(&previous, is_inside));
            prop_assert_eq!(row.accounts.current, naive::buyers(&current, is_inside));
        }
    }

    #[test]
    fn top_products_are_the_first_of_all_sorted(
        book in books(), slice in slices(), window in windows(), count in 0..6usize,
    ) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let mut expected = products::product_totals(&snapshot, &filter, window);
        expected.retain(products::ProductTotals::is_current);
        // All products share a name, and ids rise with the index.
        expected.sort_by_key(|row| {
            (Reverse(row.amounts.current.revenue_cents), Reverse(row.amounts.previous.revenue_cents), row.product)
        });
        expected.truncate(count);
        let expected: Vec<_> = expected
            .into_iter()
            .map(|row| top::RankedProduct {
                product: row.product,
                revenue_cents: Compared {
                    current: row.amounts.current.revenue_cents,
                    previous: row.amounts.previous.revenue_cents,
                },
                quantity_milli: Compared {
                    current: row.amounts.current.quantity_milli,
                    previous: row.amounts.previous.quantity_milli,
                },
            })
            .collect();
        prop_assert_eq!(top::top_products(&snapshot, &filter, window, count), expected);
    }

    #[test]
    fn units_by_category_equal_a_plain_loop_and_keep_only_the_largest(
        book in books(), slice in slices(), window in windows(), keep in 0..4usize,
    ) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let buckets = Buckets::weekly(window.current, chrono::Weekday::Sun);
        let sold = naive::sold(&book, &slice, window.current);
        let rows = series::category_series(&snapshot, &filter, &buckets, keep);
        let starts: Vec<_> = buckets.start_dates().collect();
        for row in rows.iter().filter(|row| row.group != CategoryGroup::Others) {
            let category = match row.group {
                CategoryGroup::Category(index) => snapshot.dimensions().category(index).map(|own| own.id),
                CategoryGroup::Uncategorised | CategoryGroup::Others => None,
            };
            for (place, units_milli) in row.units_milli.iter().enumerate() {
                let inside: Vec<&Sold> = sold
                    .iter()
                    .filter(|sold| starts.iter().rposition(|start| *start <= day::to_date(sold.order.day)) == Some(place))
                    .collect();
                let lines = inside.iter().flat_map(|sold| sold.lines.iter().copied());
                let expected = naive::amounts(lines.filter(|line| category_of(line.product) == category));
                prop_assert_eq!((*units_milli, row.revenue_cents[place]), (expected.quantity_milli, expected.revenue_cents));
            }
        }
        let sum: i64 = rows.iter().map(series::CategorySeries::total_units_milli).sum();
        prop_assert_eq!(sum, kpi::totals(&snapshot, &filter, window).current.amounts.quantity_milli);
        prop_assert!(rows.len() <= keep + 1);
        let alone = rows.iter().filter(|row| row.group != CategoryGroup::Others);
        prop_assert!(alone.is_sorted_by_key(|row| Reverse(row.total_units_milli())));
    }

    #[test]
    fn purchases_of_an_account_equal_a_plain_loop(book in books(), as_of in dates(), account in 0..6u32) {
        let snapshot = book.snapshot();
        let alone = book::Slice {
            rep: None, region: None, state: None, category: None, product: None,
            mask: Some((0..6).map(|index| index == account).collect()),
        };
        let last = day::from_date(as_of);
        let sold = naive::sold(&book, &alone, DayRange::up_to(last));
        let rows = purchases::purchases(snapshot.history(account).expect("six accounts"), as_of);
        prop_assert!(rows.is_sorted_by_key(|row| (Reverse(row.amounts.revenue_cents), row.product)));
        let mut seen = 0;
        for id in (1..=book::PRODUCTS).map(ProductId).filter(|id| has_line(&sold, *id)) {
            let index = index_of(&snapshot, id);
            let row = rows.iter().find(|row| row.product == index).expect("a row for every product bought");
            seen += 1;
            prop_assert_eq!(row.amounts, amounts_of(&sold, |product| product == id));
            let mut units_of_day: BTreeMap<i32, i64> = BTreeMap::new();
            for sold in sold.iter().filter(|sold| sold.is_order) {
                for line in sold.lines.iter().filter(|line| line.product == id) {
                    *units_of_day.entry(sold.order.day).or_default() += line.quantity_milli;
                }
            }
            let days: Vec<i32> = units_of_day.into_iter().filter(|(_, units)| *units > 0).map(|(day, _)| day).collect();
            prop_assert_eq!(row.purchase_days as usize, days.len());
            if let (Some(first), Some(last)) = (days.first(), days.last()) {
                prop_assert_eq!((row.first, row.last), (day::to_date(*first), day::to_date(*last)));
            }
            let mut gaps: Vec<i32> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
            gaps.sort_unstable();
            let median = gaps.get(gaps.len() / 2).map(|upper| f64::from(upper + gaps[(gaps.len() - 1) / 2]) / 2.0);
            prop_assert_eq!(row.median_gap_days, median);
            let lately = naive::sold(&book, &alone, DayRange { from: last - 89, until: last + 1 });
            let before = naive::sold(&book, &alone, DayRange { from: last - 179, until: last - 89 });
            prop_assert_eq!(row.trend.current, Cents(amounts_of(&lately, |product| product == id).revenue_cents));
            prop_assert_eq!(row.trend.previous, Cents(amounts_of(&before, |product| product == id).revenue_cents));
        }
        prop_assert_eq!(rows.len(), seen);
    }

    #[test]
    fn a_restriction_to_every_product_changes_nothing_but_empty_orders(book in books(), window in windows()) {
        let snapshot = book.snapshot();
        let all = Filter::all(&snapshot);
        let by_line = all.clone().retain_products(|_, _| true);
        prop_assert_eq!(kpi::totals(&snapshot, &by_line, window), kpi::totals(&snapshot, &all, window));
    }
}
