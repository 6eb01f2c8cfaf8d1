use super::*;
use crate::alerts::record::report;
use crate::alerts::tests::{Stage, on, orders, settings};
use crate::{Book, Learning, ModelId};
use bellwether_core::accuracy::{AlertAccuracy, AlertsEach, TierAccuracy};
use bellwether_core::alert::{AlertKind, AlertTier};

/// What is reported when the rules are asked on some days about the accounts at some places, in parts.
fn reported(stage: &Stage, days: &[Day], last_day: Day, parts: &[&[u32]]) -> AlertAccuracy {
    let snapshot = stage.snapshot();
    let follow = |places: &[u32]| {
        let mut followed = Followed::new(&snapshot, last_day, places.iter().copied());
        let mut standings = Standings::default();
        for day in days {
            let book = Book::observe_some(&snapshot, places.iter().copied(), *day);
            let fitted = ModelId::Rules.learn(&book, &Learning::default());
            standings.score(book.accounts(), &fitted, &Settings::default());
            followed.next(&AlertBook::learn(&snapshot, *day, settings()), book.accounts(), &standings);
        }
        followed
    };
    let mut all = parts.iter().map(|places| follow(places));
    let mut followed = all.next().expect("one part at least");
    all.for_each(|part| followed.join(part));
    report(&snapshot, parts.concat().len(), &followed)
}

/// Accounts that ordered on the fifth of every month up to May 2026, the second also once afterwards.
fn stage() -> Stage {
    let monthly = || (1..=5).map(|month| on(2026, month, 5));
    let back = on(2026, 6, 20);
    Stage { accounts: vec![orders(monthly()), orders(monthly().chain([back]))], ..Stage::default() }
}

fn tier(report: &AlertAccuracy, kind: AlertKind, tier: AlertTier) -> Option<TierAccuracy> {
    let rule = report.rules.iter().find(|rule| rule.kind == kind)?;
    rule.tiers.iter().find(|told| told.tier == tier).copied()
}

#[test]
fn a_report_counts_what_was_right_and_what_it_cost_a_week() {
    let days = [on(2026, 5, 30), on(2026, 6, 6), on(2026, 6, 13)];
    let report = reported(&stage(), &days, on(2027, 1, 1), &[&[0, 1]]);
    let critical = tier(&report, AlertKind::ChurnRisk, AlertTier::Critical).expect("both became critical");
    assert_eq!((critical.opened, critical.reached), (2, 2));
    assert_eq!((critical.right.judged, critical.right.right, critical.right.share), (2, 1, Some(0.5)));
    assert_eq!((critical.losses, critical.lead_days), (1, Some(58.0)));
    // Two alerts in two weeks about two active accounts: fifty a week for a hundred.
    let churn = &report.rules[0];
    assert_eq!(
        (report.each, churn.opened_a_week, churn.shown_a_week),
        (AlertsEach::HundredAccounts, 50.0, 50.0)
    );
    assert_eq!(churn.order, None, "there is one tier");
    assert_eq!((report.anybody.judged, report.anybody.right), (4, 2), "two accounts on the two days counted");
    assert_eq!(report.asked_on.len(), 3);
}

#[test]
fn what_stands_on_the_first_day_is_not_counted() {
    let days = [on(2026, 6, 6), on(2026, 6, 13)];
    let report = reported(&stage(), &days, on(2027, 1, 1), &[&[0, 1]]);
    assert_eq!(report.rules, []);
    assert_eq!(report.anybody.judged, 2);
}

#[test]
fn accounts_followed_apart_make_the_same_report_and_a_part_stands_for_all() {
    let days = [on(2026, 5, 30), on(2026, 6, 6), on(2026, 6, 13)];
    let report = |parts: &[&[u32]]| reported(&stage(), &days, on(2027, 1, 1), parts);
    let whole = report(&[&[0, 1]]);
    assert_eq!(report(&[&[0], &[1]]), whole);
    let half = report(&[&[0]]);
    assert_eq!((half.accounts, half.accounts_of), (1, 2));
    assert_eq!(half.rules[0].opened_a_week, whole.rules[0].opened_a_week);
}

#[test]
fn month_ends_leave_half_a_year_to_judge_and_three_months_to_learn() {
    let ends = |first, last, months| month_ends(first, last, months);
    let (first, last) = (on(2024, 1, 10), on(2026, 6, 30));
    let twelve = ends(first, last, 12);
    assert_eq!((twelve.len(), twelve[0], twelve[12]), (13, on(2024, 12, 31), on(2025, 12, 31)));
    // One day later in the year before, the last of December is too late to judge.
    assert_eq!(ends(first, last - 2, 1), [on(2025, 10, 31), on(2025, 11, 30)]);
    assert_eq!(ends(on(2025, 9, 2), last, 12), [on(2025, 12, 31)]);
    assert!(ends(on(2025, 10, 3), last, 12).is_empty());
}

#[test]
fn a_sample_of_a_large_book_is_spread_over_it_and_the_same_whoever_asks() {
    let stage = Stage { accounts: (0..400).map(|_| orders([on(2026, 1, 5)])).collect(), ..Stage::default() };
    let snapshot = stage.snapshot();
    let some = places(&snapshot, 100);
    assert_eq!(some, places(&snapshot, 100));
    assert!((70..130).contains(&some.len()), "{}", some.len());
    assert!(some.windows(2).all(|pair| pair[0] < pair[1]) && some[0] < 40 && some[some.len() - 1] > 360);
    assert_eq!(places(&snapshot, 400).len(), 400);
}
