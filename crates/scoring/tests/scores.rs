//! Scores from end to end: from a ledger to segment, risk, window and reasons.

use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId, Segment};
use bellwether_ledger::dimension::{Account, Category, DimensionsBuilder, Product};
use bellwether_ledger::{HistoryBuilder, Line, Snapshot, day};
use bellwether_scoring::{AccountScore, PreviousSegments, Settings, fit, score_all, score_one};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::sync::Arc;

/// Day number, status, cents.
type Row = (i32, OrderStatus, i64);

const PAID: OrderStatus = OrderStatus::Paid;

fn date(year: i32, month: u32, day_of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day_of_month).expect("a date of the calendar")
}

fn number(date: NaiveDate) -> i32 {
    day::from_date(date)
}

/// A ledger of these accounts (id, rows); products alternate between two categories.
fn ledger(accounts: &[(i64, Vec<Row>)]) -> Snapshot {
    let mut dimensions = DimensionsBuilder::default();
    for id in 0..2 {
        let category = dimensions.put_category(Category { id: CategoryId(id), name: "".into() });
        dimensions.put_product(Product::new(ProductId(id), "", "", Some(category)));
    }
    let mut histories = Vec::new();
    for (id, rows) in accounts {
        dimensions.put_account(Account::new(AccountId(*id), "", ""));
        let mut history = HistoryBuilder::default();
        for (order, (day, status, cents)) in (id * 10_000..).zip(rows) {
            let product = if order % 3 == 0 { 1 } else { 0 };
            history.order(order, *day, *status).line(order, Line::new(product, 1_000, *cents, None));
        }
        histories.push(Arc::new(history.build().expect("consistent rows")));
    }
    Snapshot::new(1, Arc::new(dimensions.build()), histories)
}

/// Orders of 100.00 every `gap` days, the last one on `last`.
fn regular(count: i32, gap: i32, last: i32) -> Vec<Row> {
    (0..count).rev().map(|back| (last - back * gap, PAID, 10_000)).collect()
}

/// Twenty ordinary accounts, from weekly to quarterly, all alive on `as_of`.
fn ordinary_book(as_of: i32) -> Vec<(i64, Vec<Row>)> {
    let gaps = [7, 10, 14, 21, 28, 30, 30, 35, 45, 60];
    let account = |id: i64, gap: i32| (100 + id, regular(700 / gap, gap, as_of - gap / 2));
    (0..).zip(gaps.into_iter().chain(gaps)).map(|(id, gap)| account(id, gap)).collect()
}

fn scores_of(accounts: &[(i64, Vec<Row>)], as_of: NaiveDate) -> Vec<AccountScore> {
    score_all(&ledger(accounts), as_of, &Settings::default(), &PreviousSegments::new())
}

/// The account with these rows inside the ordinary book.
fn scored(rows: Vec<Row>, as_of: NaiveDate) -> AccountScore {
    let mut accounts = ordinary_book(number(as_of));
    accounts.push((1, rows));
    scores_of(&accounts, as_of)
        .into_iter()
        .find(|score| score.account == AccountId(1))
        .expect("it is in the book")
}

fn risk(score: &AccountScore) -> f64 {
    score.score.churn_risk.expect("it is old enough to be judged").get()
}

fn assert_sound(score: &AccountScore) {
    let log_odds =
        score.score.base_log_odds + score.score.contributions.iter().map(|part| part.points).sum::<f64>();
    let backwards = score.score.contributions.iter().rev().map(|part| part.points).sum::<f64>()
        + score.score.base_log_odds;
    assert_eq!(log_odds, backwards, "points must add up exactly in any order");
    if let Some(risk) = score.score.churn_risk {
        assert_eq!(risk.get(), 1.0 / (1.0 + (-log_odds).exp()));
        assert_eq!(score.score.contributions.len(), 7);
    }
    assert!((45..=365).contains(&score.score.horizon_days));
    assert!(score.score.health.is_none_or(|health| health <= 100));
    if let Some(next) = score.score.next_order {
        assert!(next.wide.from <= next.typical && next.typical <= next.wide.to, "{next:?}");
        assert!(next.half.to - next.half.from <= next.wide.to - next.wide.from);
        assert!(next.overdue_days.is_none_or(|days| days > 0));
    }
}

const AS_OF: (i32, u32, u32) = (2026, 6, 30);

fn as_of() -> NaiveDate {
    date(AS_OF.0, AS_OF.1, AS_OF.2)
}

#[test]
fn an_account_without_orders_has_no_risk_and_no_window() {
    let score = scored(Vec::new(), as_of());
    assert_eq!(score.score.segment, Segment::New);
    assert_eq!((score.score.churn_risk, score.score.next_order, score.score.health), (None, None, None));
    assert_eq!(score.score.sentence, "No order yet.");
}

#[test]
fn one_order_gives_a_window_from_the_book_and_no_risk() {
    let score = scored(regular(1, 30, number(as_of()) - 10), as_of());
    assert_sound(&score);
    assert_eq!((score.score.segment, score.score.churn_risk), (Segment::New, None));
    assert!(score.score.next_order.expect("a window").from_book);
    assert!(score.score.sentence.starts_with("New: 1 order since 20 Jun 2026"), "{}", score.score.sentence);
}

#[test]
fn a_burst_of_orders_on_one_day_is_one_order_day() {
    let score = scored(vec![(number(as_of()) - 200, PAID, 500); 9], as_of());
    assert_sound(&score);
    assert_eq!((score.signals.frequency.valid_orders, score.signals.frequency.order_days), (9, 1));
    assert_eq!(score.score.segment, Segment::New);
}

#[test]
fn an_account_with_returns_only_never_ordered() {
    let last = number(as_of()) - 20;
    let rows = vec![(last - 30, OrderStatus::Return, -500), (last, OrderStatus::CreditMemo, -900)];
    let score = scored(rows, as_of());
    assert_eq!((score.score.segment, score.score.next_order), (Segment::New, None));
    assert_eq!(score.signals.monetary.sales_90_cents, -1_400);
}

#[test]
fn decades_of_weekly_orders_are_judged_like_any_others() {
    let score = scored(regular(2_000, 7, number(as_of()) - 3), as_of());
    assert_sound(&score);
    assert_eq!(score.score.segment, Segment::Loyal);
}

#[test]
fn a_gap_of_ten_years_breaks_nothing() {
    let last = number(as_of()) - 12;
    let mut rows = regular(6, 30, last - 3_650);
    rows.extend(regular(3, 20, last));
    assert_sound(&scored(rows, as_of()));
}

#[test]
fn orders_after_the_as_of_date_do_not_exist_yet() {
    let after = regular(8, 7, number(as_of()) + 60);
    let score = scored(after, as_of());
    assert_eq!((score.score.segment, score.score.next_order), (Segment::New, None));
    let past = regular(12, 14, number(as_of()) - 5);
    let mut with_future = past.clone();
    with_future.push((number(as_of()) + 1, PAID, 99_999));
    assert_eq!(scored(past, as_of()).score, scored(with_future, as_of()).score);
}

#[test]
fn an_empty_ledger_gives_no_scores() {
    assert!(scores_of(&[], as_of()).is_empty());
}

#[test]
fn c4_four_monthly_orders_are_new() {
    let rows =
        [(1, 5), (2, 5), (3, 5), (4, 5)].map(|(month, day)| (number(date(2026, month, day)), PAID, 10_000));
    assert_eq!(scored(rows.to_vec(), date(2026, 6, 6)).score.segment, Segment::New);
}

#[test]
fn c5_weekly_orders_are_new_on_the_nineteenth_and_judged_on_the_twentieth_of_july() {
    let rows = regular(5, 7, number(date(2026, 5, 18)));
    assert_eq!(scored(rows.clone(), date(2026, 7, 19)).score.segment, Segment::New);
    let judged = scored(rows, date(2026, 7, 20));
    assert!(
        judged.score.segment > Segment::Neutral,
        "{:?} {:?}",
        judged.score.segment,
        judged.score.churn_risk
    );
}

#[test]
fn c7_the_gate_opens_on_the_last_of_february() {
    let first = number(date(2025, 11, 30));
    let rows: Vec<Row> = [0, 20, 40, 60, 80].map(|after| (first + after, PAID, 10_000)).to_vec();
    assert_eq!(scored(rows.clone(), date(2026, 2, 27)).score.segment, Segment::New);
    assert_ne!(scored(rows, date(2026, 2, 28)).score.segment, Segment::New);
}

#[test]
fn a_silent_account_is_worse_off_than_one_that_orders_and_says_why() {
    let last = number(as_of());
    let alive = scored(regular(23, 30, last - 10), as_of());
    let silent = scored(regular(19, 30, last - 150), as_of());
    assert!(risk(&alive) < 0.35 && risk(&silent) > 0.6, "{} {}", risk(&alive), risk(&silent));
    assert!(silent.score.segment > alive.score.segment);
    assert_eq!(silent.score.sentence, "150 days since the last order; none of 18 gaps was longer.");
    let recency = &silent.score.contributions[0];
    assert!(recency.points > 1.0, "silence must be what raises its risk: {recency:?}");
}

#[test]
fn a_window_holds_the_next_date_of_a_regular_account_and_outreach_comes_before() {
    let last = number(as_of()) - 10;
    let score = scored(regular(30, 60, last), as_of());
    let next = score.score.next_order.expect("a window");
    let due = day::to_date(last + 60);
    assert!(next.wide.from <= due && due <= next.wide.to, "{next:?}");
    assert_eq!(next.outreach, next.wide.from - Days::new(14));
    assert_eq!(next.overdue_days, None);
}

#[test]
fn outreach_that_should_have_come_already_is_due_now() {
    let last = number(as_of()) - 25;
    let next = scored(regular(30, 30, last), as_of()).score.next_order.expect("a window");
    assert!(next.wide.from - Days::new(14) < as_of(), "{next:?}");
    assert_eq!(next.outreach, as_of());
}

#[test]
fn past_its_window_an_account_is_overdue_and_gets_no_new_promise() {
    let last = number(as_of()) - 100;
    let rows = regular(30, 30, last);
    let next = scored(rows.clone(), as_of()).score.next_order.expect("a window");
    let overdue = next.overdue_days.expect("it is overdue");
    assert_eq!(next.wide.to + Days::new(overdue.unsigned_abs()), as_of());
    let later = scored(rows, as_of() + Days::new(5)).score.next_order.expect("a window");
    assert!(later.overdue_days > Some(overdue));
}

#[test]
fn scoring_one_account_gives_what_scoring_all_gives() {
    let mut accounts = ordinary_book(number(as_of()));
    accounts.push((1, regular(12, 21, number(as_of()) - 40)));
    let snapshot = ledger(&accounts);
    let settings = Settings::default();
    let fitted = fit(&snapshot, as_of(), &settings);
    for score in score_all(&snapshot, as_of(), &settings, &PreviousSegments::new()) {
        let alone = score_one(&snapshot, score.account, &fitted, &settings, None);
        assert_eq!(alone, Some(score));
    }
    assert_eq!(score_one(&snapshot, AccountId(999_999), &fitted, &settings, None), None);
}

/// A book is learnt from however few its accounts are, so that none of them makes all the difference.
#[test]
fn one_account_more_hardly_moves_the_others_in_a_small_book() {
    let mut before: Option<f64> = None;
    for others in 15..=20 {
        let mut accounts: Vec<_> = ordinary_book(number(as_of())).into_iter().take(others).collect();
        accounts.push((1, regular(15, 30, number(as_of()) - 70)));
        let scores = scores_of(&accounts, as_of());
        let now = risk(scores.iter().find(|score| score.account == AccountId(1)).expect("it is in the book"));
        assert!(before.is_none_or(|before| (now - before).abs() < 0.03), "{others} others: {before:?} {now}");
        before = Some(now);
    }
}

/// Shrinkage weighs a book by its size, so a book of twins is believed a little more than the half of it;
/// in a book of twenty accounts, where little can be learnt, much more.
#[test]
fn doubling_every_account_hardly_changes_a_risk_or_a_window() {
    let mut once: Vec<(i64, Vec<Row>)> = (0..12)
        .flat_map(|shift| {
            let book = ordinary_book(number(as_of()) - shift);
            book.into_iter().map(move |(id, rows)| (id + 30 * i64::from(shift), rows))
        })
        .collect();
    once.push((1, regular(15, 30, number(as_of()) - 70)));
    let twins = once.iter().map(|(id, rows)| (id + 6_000, rows.clone()));
    let twice: Vec<_> = once.iter().cloned().chain(twins).collect();
    let doubled = scores_of(&twice, as_of());
    for score in scores_of(&once, as_of()) {
        let of = |id: AccountId| doubled.iter().find(|twin| twin.account == id).expect("it is in the book");
        let (same, twin) = (of(score.account), of(AccountId(score.account.0 + 6_000)));
        assert_eq!(format!("{:?}", same.score), format!("{:?}", twin.score), "twins are judged alike");
        assert!((risk(&score) - risk(same)).abs() < 0.03, "{} {}", risk(&score), risk(same));
        let days = |score: &AccountScore| {
            let wide = score.score.next_order.expect("a window").wide;
            (wide.to - wide.from).num_days()
        };
        assert!((days(&score) - days(same)).abs() <= 7, "{} {}", days(&score), days(same));
    }
}

#[test]
fn an_order_improves_the_segment_at_once() {
    let last = number(as_of()) - 120;
    let mut rows = regular(20, 30, last);
    let before = scored(rows.clone(), as_of());
    rows.push((number(as_of()), PAID, 10_000));
    let mut accounts = ordinary_book(number(as_of()));
    accounts.push((1, rows));
    let previous = PreviousSegments::from([(AccountId(1), before.as_previous())]);
    let after = score_all(&ledger(&accounts), as_of(), &Settings::default(), &previous);
    let after = after.into_iter().find(|score| score.account == AccountId(1)).expect("it is in the book");
    assert!(after.score.segment < before.score.segment);
}

/// Any history: orders, quotes, credits and free samples on any days around the as-of date.
fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let status = prop::sample::select(vec![PAID, PAID, PAID, OrderStatus::Quote, OrderStatus::CreditMemo]);
    prop::collection::vec((-9_000..60i32, status, -50_000..5_000_000i64), 0..25).prop_map(|rows| {
        rows.into_iter().map(|(day, status, cents)| (number(as_of()) + day / 3, status, cents)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_history_gives_sound_scores(histories in prop::collection::vec(any_rows(), 0..8)) {
        let accounts: Vec<_> = (1..).zip(histories).collect();
        let scores = scores_of(&accounts, as_of());
        prop_assert_eq!(scores.len(), accounts.len());
        scores.iter().for_each(assert_sound);
    }

    #[test]
    fn the_order_of_accounts_and_rows_changes_not_one_byte(histories in prop::collection::vec(any_rows(), 2..8)) {
        // Order ids belong to the rows: rows of one account keep theirs, whichever way they are handed over.
        let accounts: Vec<(i64, Vec<Row>)> = (1..).zip(histories).collect();
        let mut reversed = accounts.clone();
        reversed.reverse();
        let (one, other) = (scores_of(&accounts, as_of()), scores_of(&reversed, as_of()));
        prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }

    #[test]
    fn longer_silence_never_lowers_the_risk(gap in 3..70i32, count in 6..40i32, wait in 0..200i32, more in 1..120i32) {
        // The same book, the same habit; only the last order lies further back. Two points of tolerance: just
        // before its usual day a clockwork account really is a shade likelier to order within the horizon.
        let mut accounts = ordinary_book(number(as_of()));
        let last = number(as_of());
        let count = count.max(100 / gap + 2);
        accounts.push((1, regular(count, gap, last - wait)));
        accounts.push((2, regular(count, gap, last - wait - more)));
        let scores = scores_of(&accounts, as_of());
        prop_assert!(risk(&scores[0]) <= risk(&scores[1]) + 0.02, "{} {}", risk(&scores[0]), risk(&scores[1]));
    }
}
