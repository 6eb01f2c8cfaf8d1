//! Back-tests from end to end: from a ledger to the figures of every model.

use bellwether_core::accuracy::{Accuracy, Discrimination};
use bellwether_core::rule_lab::{Rules, SegmentThresholds};
use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId, Segment};
use bellwether_ledger::dimension::{Account, Category, DimensionsBuilder, Product};
use bellwether_ledger::{Day, HistoryBuilder, Line, Snapshot, day};
use bellwether_scoring::backtest::{Plan, ask, backtest};
use bellwether_scoring::{Book, Learning, ModelId};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::sync::Arc;

/// Day and cents.
type Row = (Day, i64);

fn today() -> Day {
    day::from_date(NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar"))
}

/// A ledger of these accounts, stored in the order given.
fn ledger(accounts: &[(i64, Vec<Row>)]) -> Snapshot {
    let mut dimensions = DimensionsBuilder::default();
    let category = dimensions.put_category(Category { id: CategoryId(1), name: "".into() });
    let product = dimensions.put_product(Product::new(ProductId(1), "", "", Some(category)));
    let mut histories = Vec::new();
    for (id, rows) in accounts {
        dimensions.put_account(Account::new(AccountId(*id), "", ""));
        let mut history = HistoryBuilder::default();
        for (order, (day, cents)) in (id * 10_000..).zip(rows) {
            history
                .order(order, *day, OrderStatus::Paid)
                .line(order, Line::new(product, 1_000, *cents, None));
        }
        histories.push(Arc::new(history.build().expect("consistent rows")));
    }
    Snapshot::new(1, Arc::new(dimensions.build()), histories)
}

fn tested_with(accounts: &[(i64, Vec<Row>)], models: &[ModelId]) -> Accuracy {
    backtest(&Book::observe(&ledger(accounts), today()), &Learning::default(), models)
}

fn tested(accounts: &[(i64, Vec<Row>)]) -> Accuracy {
    tested_with(accounts, &ModelId::ALL)
}

/// The next number of a linear congruential generator: the same book every time.
fn next(state: &mut u64, below: i32) -> i32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    i32::try_from((*state >> 33) % u64::from(below.unsigned_abs())).expect("below a small number")
}

/// Accounts that order every 7 to 60 days, give or take, for two years; every fifth stops half way.
fn two_years(accounts: i64) -> Vec<(i64, Vec<Row>)> {
    let mut state = 3;
    let account = |id: i64| {
        let gap = 7 + next(&mut state, 54);
        let last = if id % 5 == 0 { today() - next(&mut state, 365) } else { today() };
        let mut rows = Vec::new();
        let mut placed = today() - 730 + next(&mut state, gap);
        while placed <= last {
            rows.push((placed, 1_000 + i64::from(next(&mut state, 50_000))));
            placed += gap / 2 + 1 + next(&mut state, gap);
        }
        (id, rows)
    };
    (1..=accounts).map(account).collect()
}

fn assert_bounded(figures: &Discrimination) {
    let shares = [
        figures.ordered_share,
        figures.brier,
        figures.calibration_error,
        figures.calibration_error_by_chance,
        figures.auc.unwrap_or(0.5),
    ];
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{figures:?}");
    assert!(figures.log_loss.is_finite() && figures.log_loss >= 0.0, "{figures:?}");
}

fn assert_sound(accuracy: &Accuracy) {
    assert_eq!(accuracy.too_short.is_some(), accuracy.models.is_empty());
    assert!(accuracy.asked_on.is_sorted());
    for model in &accuracy.models {
        assert_bounded(&model.overall);
        model.groups.iter().for_each(|group| assert_bounded(&group.figures));
        assert!(model.windows.wide_days.is_finite() && (0.0..=1.0).contains(&model.windows.wide_held));
        assert!(model.segments.iter().all(|segment| (0.0..=1.0).contains(&segment.lost_share)));
        assert!(model.lift.iter().all(|lift| lift.lost_among_called <= 1.0 && lift.found_share <= 1.0));
        let judged: u64 = model.segments.iter().map(|segment| segment.accounts).sum();
        assert_eq!(judged, model.risk_steps.iter().map(|step| step.accounts).sum::<u64>());
        let by_size = model.groups.iter().filter(|group| group.kind == "size");
        assert_eq!(by_size.map(|group| group.figures.forecasts).sum::<u64>(), model.overall.forecasts);
    }
}

#[test]
fn two_years_of_orders_say_how_good_every_model_is() {
    let accuracy = tested(&two_years(40));
    assert_sound(&accuracy);
    assert_eq!(accuracy.too_short, None);
    assert_eq!(accuracy.asked_on.len(), 6);
    assert_eq!(accuracy.models.len(), ModelId::ALL.len());
    assert_eq!(accuracy.models[0].model, accuracy.chosen);
    let best = &accuracy.models[0];
    assert!(best.overall.auc.expect("some ordered and some did not") > 0.8, "{best:?}");
    assert!(best.windows.windows > 20, "windows are over by now on the earlier days: {best:?}");
    let lift = &best.lift[2];
    assert!(lift.lost_among_called > 2.0 * lift.lost_among_all, "{lift:?}");
}

#[test]
fn the_order_in_which_accounts_are_stored_changes_nothing() {
    let mut accounts = two_years(24);
    let fast = [ModelId::Renewal, ModelId::Rules];
    let one = tested_with(&accounts, &fast);
    assert_eq!(one.models.len(), 2);
    accounts.reverse();
    assert_eq!(one, tested_with(&accounts, &fast));
}

#[test]
fn a_model_never_sees_the_future() {
    let accounts = two_years(30);
    let book = Book::observe(&ledger(&accounts), today());
    let origin = today() - 200;
    // Another future: everybody falls silent, but for two new accounts that order every day.
    let mut other = accounts.clone();
    other.iter_mut().for_each(|(_, rows)| rows.retain(|(placed, _)| *placed <= origin));
    other.extend([900, 901].map(|id| (id, (origin + 1..today()).map(|placed| (placed, 99_900)).collect())));
    let other = Book::observe(&ledger(&other), today());
    let plan = Plan { horizon_days: 60, ..Plan::of(&book, &Learning::default()) };
    let asked = |book: &Book| ask(book, &Learning::default(), &ModelId::ALL, origin, &plan);
    for (model, (told, told_otherwise)) in
        ModelId::ALL.into_iter().zip(asked(&book).into_iter().zip(asked(&other)))
    {
        assert_eq!(told.len(), told_otherwise.len(), "{model:?}");
        assert!(told.iter().any(|case| case.ordered) && !told_otherwise.iter().any(|case| case.ordered));
        for (one, another) in told.iter().zip(&told_otherwise) {
            assert_eq!(one.probability, another.probability, "{model:?}");
            assert_eq!((one.gap_days, one.size), (another.gap_days, another.size));
            let judged = |own: Option<bellwether_scoring::backtest::OwnHorizon>| {
                own.map(|own| (own.segment, own.risk_percent))
            };
            assert_eq!(judged(one.own), judged(another.own), "{model:?}");
        }
    }
}

#[test]
fn segments_are_those_of_the_rules_in_force() {
    let book = Book::observe(&ledger(&two_years(30)), today());
    let learning = Learning::default();
    let plan = Plan::of(&book, &learning);
    let thresholds = SegmentThresholds {
        neutral_percent: 1,
        at_risk_percent: 2,
        disengaging_percent: 3,
        churned_percent: 4,
    };
    let strict = plan.clone().judged_by(Rules { segments: thresholds, ..Rules::default() });
    let churned = |plan: &Plan| {
        let cases = ask(&book, &learning, &[ModelId::Rules], plan.asked_on[0], plan);
        let judged = cases.iter().flatten().filter_map(|case| case.own);
        judged.filter(|own| own.segment == Segment::Churned).count()
    };
    assert!(churned(&strict) > churned(&plan), "{} {}", churned(&strict), churned(&plan));
}

#[test]
fn a_short_history_says_so_in_words() {
    let accounts: Vec<(i64, Vec<Row>)> =
        (1..=50).map(|id| (id, vec![(today() - 40, 1_000), (today() - 12, 1_000)])).collect();
    let accuracy = tested(&accounts);
    assert_sound(&accuracy);
    assert!(accuracy.too_short.expect("too short").contains("21 May 2026"));
    assert_eq!(accuracy.chosen, ModelId::ALL[0].code());
    assert_eq!(tested(&[]).too_short.expect("empty"), "There are no orders yet.");
}

#[test]
fn few_accounts_say_how_many_forecasts_there_are() {
    let accuracy = tested(&two_years(5));
    assert_sound(&accuracy);
    assert!(accuracy.too_short.expect("too few").contains("forecasts whose outcome is known"));
}

#[test]
fn every_outcome_asked_about_is_known_by_the_day_of_the_book() {
    for accounts in
        [two_years(30), (1..60).map(|id| (id, vec![(today() - 100, 500), (today() - 3, 500)])).collect()]
    {
        let book = Book::observe(&ledger(&accounts), today());
        let plan = Plan::of(&book, &Learning::default());
        assert!(!plan.asked_on.is_empty());
        assert!(plan.asked_on.iter().all(|origin| origin + plan.horizon_days <= today()), "{plan:?}");
        assert!(plan.asked_on.is_sorted());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_book_gives_a_sound_report(
        histories in proptest::collection::vec(proptest::collection::vec((0..900i32, 1..100_000i64), 0..25), 0..60),
    ) {
        let account = |(id, mut rows): (i64, Vec<(i32, i64)>)| {
            rows.sort_unstable();
            (id, rows.into_iter().rev().map(|(age, cents)| (today() - age, cents)).collect())
        };
        let accounts: Vec<(i64, Vec<Row>)> = (1..).zip(histories).map(account).collect();
        assert_sound(&tested_with(&accounts, &[ModelId::Rules]));
    }
}
