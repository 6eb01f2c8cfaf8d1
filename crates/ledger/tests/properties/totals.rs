//! Headline figures, series, states, reps and rankings against the plain loops.

use crate::book::{self, books, dates, rep_of, slices, state_of, windows};
use crate::naive::{self, Sold};
use bellwether_core::period::{Comparison, Granularity};
use bellwether_core::{AccountId, Cents, Period, RegionId, RepId, Scope};
use bellwether_ledger::top::{self, AccountRanking};
use bellwether_ledger::{Buckets, Compared, Filter, Totals, Window, day, kpi, series, states, totals};
use chrono::Weekday;
use proptest::prelude::*;
use std::cmp::Reverse;

fn compared(current: &[Sold], previous: &[Sold], is_in: impl Fn(&&Sold) -> bool + Copy) -> Compared<Totals> {
    Compared {
        current: naive::totals(current.iter().filter(is_in)),
        previous: naive::totals(previous.iter().filter(is_in)),
    }
}

proptest! {
    #[test]
    fn headline_figures_equal_a_plain_loop(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let found = kpi::totals(&snapshot, &slice.filter(&snapshot), window);
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        prop_assert_eq!(found, compared(&current, &previous, |_| true));
    }

    #[test]
    fn a_series_equals_a_plain_loop_and_adds_up(
        book in books(), slice in slices(), window in windows(), pick in 0..3u8,
    ) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let buckets = match pick {
            0 => Buckets::daily(window.current),
            1 => Buckets::weekly(window.current, Weekday::Mon),
            _ => Buckets::calendar(window.current, Granularity::Month, 1),
        };
        let points = series::series(&snapshot, &filter, &buckets);
        let sold = naive::sold(&book, &slice, window.current);
        for (place, point) in points.iter().enumerate() {
            let until = points.get(place + 1).map_or(day::to_date(window.current.until), |next| next.date);
            let period = Period { from: point.date, until };
            let inside = naive::totals(sold.iter().filter(|sold| period.contains(day::to_date(sold.order.day))));
            prop_assert_eq!(point.revenue_cents, Cents(inside.amounts.revenue_cents));
            prop_assert_eq!((point.orders, point.units_milli), (inside.orders, inside.amounts.quantity_milli));
        }
        let whole = kpi::totals(&snapshot, &filter, window).current;
        prop_assert_eq!(points.iter().map(|point| point.revenue_cents.0).sum::<i64>(), whole.amounts.revenue_cents);
        prop_assert_eq!(points.iter().map(|point| point.orders).sum::<i64>(), whole.orders);
    }

    #[test]
    fn one_account_has_the_series_of_a_slice_of_only_it(book in books(), window in windows(), account in 0..6u32) {
        let snapshot = book.snapshot();
        let buckets = Buckets::fitting(window.current, Weekday::Mon);
        let alone = Filter::all(&snapshot).retain_accounts(|index, _| index == account);
        let found = series::account_series(&snapshot, account, &Filter::all(&snapshot), &buckets);
        prop_assert_eq!(found, series::series(&snapshot, &alone, &buckets));
    }

    #[test]
    fn moved_buckets_have_the_same_lengths(window in windows()) {
        let buckets = Buckets::weekly(window.current, Weekday::Mon);
        let moved = buckets.moved_to(window.previous);
        prop_assert!(moved.len() <= buckets.len());
        let lengths = |buckets: &Buckets| {
            let starts: Vec<_> = buckets.start_dates().collect();
            starts.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect::<Vec<_>>()
        };
        let (own, other) = (lengths(&buckets), lengths(&moved));
        prop_assert_eq!(&own[..other.len().min(own.len())], &other[..]);
    }

    #[test]
    fn states_equal_a_plain_loop_and_add_up(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        let rows = states::state_totals(&snapshot, &filter, window);
        let mut sum = Compared::<Totals>::default();
        for row in &rows {
            let state = &*row.state;
            let expected = compared(&current, &previous, |sold| state_of(sold.order.account) == state);
            prop_assert_eq!(row.totals, expected);
            sum += row.totals;
        }
        let whole = kpi::totals(&snapshot, &filter, window);
        prop_assert_eq!(sum, whole);
        prop_assert!(rows.is_sorted_by_key(|row| Reverse(row.totals.current.amounts.revenue_cents)));
        prop_assert_eq!(usize::try_from(rows.iter().map(|row| row.accounts).sum::<i64>()), Ok(filter.accounts().count()));
        if whole.current.amounts.revenue_cents > 0 {
            let shares: f64 = rows.iter().filter_map(|row| row.share).sum();
            prop_assert!((shares - 1.0).abs() < 1e-9, "{}", shares);
        }
    }

    #[test]
    fn concentration_ends_at_one_and_lies_between_equal_and_single(book in books(), window in windows()) {
        let snapshot = book.snapshot();
        let rows = states::state_totals(&snapshot, &Filter::all(&snapshot), window);
        let positive = rows.iter().filter(|row| row.totals.current.amounts.revenue_cents > 0).count();
        match states::concentration(&rows) {
            None => prop_assert_eq!(positive, 0),
            Some(found) => {
                prop_assert_eq!(found.cumulative_shares.len(), positive);
                prop_assert!(found.cumulative_shares.last().is_some_and(|last| (last - 1.0).abs() < 1e-9));
                let equal = 1.0 / f64::from(u8::try_from(positive).expect("three states"));
                prop_assert!(equal - 1e-9 <= found.herfindahl && found.herfindahl <= 1.0 + 1e-9);
            }
        }
    }

    #[test]
    fn reps_equal_a_plain_loop_and_add_up(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let filter = slice.filter(&snapshot);
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        let mut sum = Compared::<Totals>::default();
        for (rep, found) in top::rep_totals(&snapshot, &filter, window) {
            let id = rep.and_then(|rep| snapshot.dimensions().rep(rep)).map(|rep| rep.id);
            prop_assert_eq!(found, compared(&current, &previous, |sold| rep_of(sold.order.account) == id));
            sum += found;
        }
        prop_assert_eq!(sum, kpi::totals(&snapshot, &filter, window));
    }

    #[test]
    fn top_reps_show_the_values_of_their_own_orders(book in books(), slice in slices(), window in windows()) {
        let snapshot = book.snapshot();
        let current = naive::sold(&book, &slice, window.current);
        let rows = top::top_reps(&snapshot, &slice.filter(&snapshot), window, 2, 1000);
        prop_assert!(rows.len() <= 2);
        prop_assert!(rows.is_sorted_by_key(|row| Reverse(row.revenue_cents.current)));
        for row in rows {
            let id = snapshot.dimensions().rep(row.rep).map(|rep| rep.id);
            let own = current.iter().filter(|sold| sold.is_order && rep_of(sold.order.account) == id);
            let mut values: Vec<i64> = own.map(Sold::revenue_cents).collect();
            values.sort_unstable();
            prop_assert_eq!(row.order_values.sample, values);
            let of_rep = |sold: &&Sold| rep_of(sold.order.account) == id;
            prop_assert_eq!(row.revenue_cents.current, current.iter().filter(of_rep).map(Sold::revenue_cents).sum::<i64>());
        }
    }

    #[test]
    fn top_accounts_are_the_first_of_all_sorted(
        book in books(), slice in slices(), window in windows(), count in 0..8usize,
        ranking in prop::sample::select(vec![AccountRanking::Revenue, AccountRanking::Orders, AccountRanking::LargestOrder]),
    ) {
        let snapshot = book.snapshot();
        let (current, previous) = (naive::sold(&book, &slice, window.current), naive::sold(&book, &slice, window.previous));
        let metric = |totals: &Totals| match ranking {
            AccountRanking::Revenue => totals.amounts.revenue_cents,
            AccountRanking::Orders => totals.orders,
            AccountRanking::LargestOrder => totals.largest_order_cents,
        };
        let mut expected: Vec<_> = (1..=book::ACCOUNTS)
            .map(|id| (id, compared(&current, &previous, |sold| sold.order.account == AccountId(id))))
            .filter(|(_, totals)| !totals.current.is_empty())
            .collect();
        expected.sort_by_key(|(id, totals)| {
            let name = if id % 2 == 0 { "Even" } else { "Odd" };
            (Reverse(metric(&totals.current)), Reverse(metric(&totals.previous)), name, *id)
        });
        expected.truncate(count);
        let found = top::top_accounts(&snapshot, &slice.filter(&snapshot), window, ranking, count);
        let found: Vec<_> = found.into_iter().map(|row| (i64::from(row.account) + 1, row.totals)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn nothing_after_the_as_of_date_counts(book in books(), as_of in dates()) {
        let period = Period { from: day::to_date(0), until: day::to_date(40_000) };
        let window = Window::of(period, Comparison::Previous, as_of);
        let known = book::Book {
            orders: book.orders.iter().copied().filter(|order| day::to_date(order.day) <= as_of).collect(),
            lines: book.lines.clone(),
            ..book::Book::default()
        };
        let lines = known.lines.iter().copied().filter(|line| known.orders.iter().any(|order| order.id == line.order_id));
        let known = book::Book { lines: lines.collect(), ..known.clone() };
        let (snapshot, earlier) = (book.snapshot(), known.snapshot());
        prop_assert_eq!(
            kpi::totals(&snapshot, &Filter::all(&snapshot), window),
            kpi::totals(&earlier, &Filter::all(&earlier), window)
        );
    }

    #[test]
    fn a_scope_shows_exactly_its_own_accounts(
        book in books(),
        scope in prop_oneof![
            Just(Scope::All), Just(Scope::Nothing),
            (1..4i64).prop_map(|rep| Scope::Rep(RepId(rep))),
            prop::collection::vec((1..3i64).prop_map(RegionId), 0..3).prop_map(Scope::Regions),
        ],
    ) {
        let snapshot = book.snapshot();
        let filter = Filter::in_scope(&snapshot, &scope);
        for id in (1..=book::ACCOUNTS).map(AccountId) {
            let index = snapshot.dimensions().account_index(id).expect("every account is known");
            prop_assert_eq!(filter.contains_account(index), scope.contains(rep_of(id), book::region_of(id)));
        }
        prop_assert_eq!(totals::account_totals(&snapshot, &filter, Window::of(
            Period { from: day::to_date(0), until: day::to_date(1) }, Comparison::Previous, day::to_date(9),
        )).count(), filter.accounts().count());
    }
}
