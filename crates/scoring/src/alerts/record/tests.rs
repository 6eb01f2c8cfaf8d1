use super::*;
use crate::alerts::tests::{Stage, holding, on, orders, settings};
use bellwether_ledger::Day;

/// Everything that reaches a tier when the rules are asked on each of some days.
fn followed(stage: &Stage, days: impl IntoIterator<Item = Day>, last_day: Day) -> Vec<Reached> {
    let snapshot = stage.snapshot();
    let mut replay = Replay::new(&snapshot, last_day);
    let on_day = |day| replay.next(&AlertBook::learn(&snapshot, day, settings()), |_| None);
    days.into_iter().flat_map(on_day).collect()
}

/// The account of vectors C1 to C3: watched on 5 June, critical on 6 June, lost 90 days after 5 May.
fn monthly(later: &[Day]) -> Stage {
    let first = [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)].map(|(month, date)| on(2026, month, date));
    Stage::of(orders(first.into_iter().chain(later.iter().copied())))
}

/// Tier, day, tier before, whether it was right, days before the loss.
type Told = (AlertTier, Day, Option<AlertTier>, Option<bool>, Option<i32>);

fn told(reached: &[Reached]) -> Vec<Told> {
    reached.iter().map(|one| (one.tier, one.on, one.risen_from, one.is_right, one.lead_days)).collect()
}

#[test]
fn an_alert_counts_once_for_each_tier_it_reaches_and_comes_before_the_loss() {
    let june = on(2026, 6, 1)..on(2026, 6, 30);
    let reached = followed(&monthly(&[]), june, on(2027, 1, 1));
    let (fifth, sixth) = (on(2026, 6, 5), on(2026, 6, 6));
    assert_eq!(
        told(&reached),
        [
            (AlertTier::Watch, fifth, None, Some(true), Some(59)),
            (AlertTier::Critical, sixth, Some(AlertTier::Watch), Some(true), Some(58)),
        ]
    );
}

#[test]
fn an_alert_is_shown_once_when_it_leaves_watch() {
    let reached = followed(&monthly(&[]), on(2026, 6, 1)..on(2026, 6, 30), on(2027, 1, 1));
    let mut count = Count::default();
    reached.iter().for_each(|one| count.add(one));
    assert_eq!((count.reached, count.opened, count.shown, count.losses()), (2, 1, 1, 2));
    assert_eq!((count.judged, count.right, count.lead_days()), (2, 2, Some(58.5)));
    count.add(&Reached { tier: AlertTier::Critical, risen_from: Some(AlertTier::AtRisk), ..reached[1] });
    assert_eq!((count.reached, count.opened, count.shown), (3, 1, 1));
}

#[test]
fn an_order_within_the_patience_of_the_account_proves_an_alert_wrong() {
    let asked = [on(2026, 6, 5), on(2026, 6, 6)];
    let outcome = |returned: Day| {
        let reached = followed(&monthly(&[returned]), asked, on(2027, 1, 1));
        reached.iter().map(|one| (one.is_right, one.lead_days)).collect::<Vec<_>>()
    };
    // Nine tenths of the gaps 28, 30, 31, 31 take at most 31 days: until 6 and 7 July.
    assert_eq!(outcome(on(2026, 7, 7)), [(Some(true), None), (Some(false), None)]);
    assert_eq!(outcome(on(2026, 7, 6)), [(Some(false), None); 2]);
    // One day before it would count as lost, and the day itself, are in time; then it is lost.
    assert_eq!(outcome(on(2026, 8, 3)), [(Some(true), None); 2]);
    assert_eq!(outcome(on(2026, 8, 4)), [(Some(true), Some(59)), (Some(true), Some(58))]);
}

#[test]
fn what_is_not_known_yet_is_not_judged() {
    let asked = [on(2026, 6, 5), on(2026, 6, 6)];
    let known = |last_day: Day| {
        let reached = followed(&monthly(&[]), asked, last_day);
        reached.iter().map(|one| one.is_right).collect::<Vec<_>>()
    };
    assert_eq!(known(on(2026, 7, 5)), [None, None]);
    assert_eq!(known(on(2026, 7, 6)), [Some(true), None]);
    // An order that is known already does not make it known sooner: only the outcomes of all are a fair sample.
    let reached = followed(&monthly(&[on(2026, 6, 20)]), asked, on(2026, 7, 5));
    assert!(reached.len() == 2 && reached.iter().all(|one| one.is_right.is_none()));
}

#[test]
fn an_item_bought_again_within_180_days_was_not_lost() {
    let mondays = |weeks: i32| (0..weeks).map(|week| on(2026, 1, 5) + 7 * week);
    let opened = on(2026, 5, 18);
    let outcome = |bought_again: Option<Day>, last_day: Day| {
        let lines = |day: Day| if day <= on(2026, 4, 27) || Some(day) == bought_again { 0 } else { 1 };
        let stage = Stage::of(mondays(60).map(|day| holding(day, &[lines(day)])).collect());
        let reached = followed(&stage, [opened - 1, opened], last_day);
        reached
            .iter()
            .filter(|one| one.kind == AlertKind::LostItem)
            .map(|one| (one.on, one.is_right, one.lead_days))
            .collect::<Vec<_>>()
    };
    assert_eq!(outcome(None, on(2027, 1, 1)), [(opened, Some(true), Some(180))]);
    assert_eq!(outcome(Some(opened + 175), on(2027, 1, 1)), [(opened, Some(false), None)]);
    assert_eq!(outcome(Some(opened + 182), on(2027, 1, 1)), [(opened, Some(true), Some(180))]);
    assert_eq!(outcome(None, opened + 179), [(opened, None, None)]);
}

#[test]
fn anybody_old_enough_and_not_lost_is_compared_with() {
    let snapshot = monthly(&[]).snapshot();
    let everybody = |day: Day, last_day: Day| {
        let replay = Replay::new(&snapshot, last_day);
        replay.everybody(&AlertBook::learn(&snapshot, day, settings()))
    };
    let seen = |would_be_right| vec![Seen { place: 0, would_be_right }];
    assert_eq!(everybody(on(2026, 4, 30), on(2027, 1, 1)), [], "four orders are not judged");
    assert_eq!(everybody(on(2026, 5, 5), on(2027, 1, 1)), seen(Some(true)));
    assert_eq!(everybody(on(2026, 5, 5), on(2026, 5, 20)), seen(None));
    assert_eq!(everybody(on(2026, 8, 3), on(2027, 1, 1)), [], "it counts as lost");
}
