use super::*;
use crate::alert::tests::{account, as_of, date, look_on, orders, pin};
use crate::stage::Stage;
use crate::task::tests::person;
use bellwether_core::alert::{AlertAction, AlertKind};
use bellwether_core::task::TaskInput;
use bellwether_core::{Role, Scope};

fn on(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[test]
fn a_whole_week_at_least_is_looked_at_from_the_first_day_of_a_week() {
    let first = |as_of: &str, first: Weekday| since(None, on(as_of), first).expect("a date").to_string();
    // 29 November 2026 is a Sunday.
    assert_eq!(first("2026-11-29", Weekday::Mon), "2026-11-23");
    assert_eq!(first("2026-11-30", Weekday::Mon), "2026-11-23");
    assert_eq!(first("2026-12-02", Weekday::Mon), "2026-11-23");
    assert_eq!(first("2026-11-28", Weekday::Mon), "2026-11-16");
    assert_eq!(first("2026-11-29", Weekday::Sun), "2026-11-22");
    for refused in ["2026-11-29", "2026-08-28"] {
        assert!(matches!(
            since(Some(on(refused)), on("2026-11-29"), Weekday::Mon),
            Err(AppError::Invalid { .. })
        ));
    }
}

#[test]
fn a_week_is_held_against_the_same_days_of_the_week() {
    let before = |from: &str, until: &str| {
        let period = same_weekdays_before(Period { from: on(from), until: on(until) });
        (period.from.to_string(), period.until.to_string())
    };
    let dates = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    // Monday to Sunday, and Monday to the Monday after.
    assert_eq!(before("2026-11-16", "2026-11-23"), dates("2026-11-09", "2026-11-16"));
    assert_eq!(before("2026-11-16", "2026-11-24"), dates("2026-11-02", "2026-11-10"));
}

/// Scored on 10 April, when both ordered every ten days, and on 31 May, when account 1 is silent for 60 days.
fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        pin(&stage, date(4, 10));
        stage.app.read_book().expect("read");
        orders(&stage, &(account(1, 10, 60) + &account(2, 10, 3)));
        stage.app.run_scoring(None).expect("scored");
        look_on(&stage, as_of());
        stage.app.run_scoring(None).expect("scored");
        stage.app.follow_alerts().expect("followed");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn diff(stage: &Stage, caller: &Caller) -> WeeklyDiff {
    let query = WeeklyDiffQuery { since: Some(date(5, 4)), rep: None };
    stage.app.weekly_diff(caller, &query).expect("a comparison")
}

#[test]
fn an_account_that_went_silent_moves_with_its_money_and_its_alert_waits_until_somebody_works_it() {
    for stage in stages() {
        let before = diff(&stage, &Caller::system());
        assert_eq!((before.period.from, before.period.days()), (date(5, 4), 28), "{}", stage.engine);
        assert_eq!((before.compared_with.from, before.compared_with.until), (date(4, 6), date(5, 4)));
        assert_eq!(before.scored_on, Some(date(4, 10)));
        let moved: Vec<&Mover> = before.moves.iter().flat_map(|moved| &moved.top).collect();
        assert!(
            moved.iter().any(|mover| mover.account.name == "Account 1"),
            "{}: {:?}",
            stage.engine,
            before.moves
        );
        for moved in &before.moves {
            assert_ne!(moved.from, Some(moved.to));
            assert_eq!(
                moved.trailing_revenue_cents,
                moved.top.iter().map(|top| top.trailing_revenue_cents).sum()
            );
        }
        let at_risk = before.at_risk.expect("scored then");
        assert!(at_risk.current > at_risk.previous, "{}: {at_risk:?}", stage.engine);
        let row = before.alerts.iter().find(|row| row.kind == AlertKind::ChurnRisk).expect("a churn alert");
        assert_eq!((row.raised, row.worked, row.waiting), (1, 0, 1), "{}", stage.engine);
        let waiting =
            before.waiting.iter().find(|alert| alert.kind == AlertKind::ChurnRisk).expect("it waits");
        stage.app.act_on_account(&Caller::system(), waiting.account.id, &AlertAction::Work).expect("worked");
        let after = diff(&stage, &Caller::system());
        let row = after.alerts.iter().find(|row| row.kind == AlertKind::ChurnRisk).expect("a churn alert");
        assert_eq!((row.raised, row.worked, row.waiting), (1, 1, 0), "{}", stage.engine);
        assert!(after.waiting.is_empty(), "{}", stage.engine);
        assert_eq!(after.moves, before.moves, "what is kept is what was found");
    }
}

#[test]
fn risers_and_fallers_are_those_whose_sales_moved() {
    for stage in stages() {
        orders(&stage, "A2,Account 2,BIG,2026-05-30,P1,1,900.00\n");
        let diff = diff(&stage, &Caller::system());
        let named =
            |movers: &[Mover]| movers.iter().map(|mover| mover.account.name.clone()).collect::<Vec<_>>();
        assert_eq!(named(&diff.risers), ["Account 2"], "{}", stage.engine);
        let change = diff.risers[0].revenue;
        assert_eq!(
            (change.current.0, change.previous.0),
            (3 * 10_000 + 90_000, 3 * 10_000),
            "{}",
            stage.engine
        );
        assert!(diff.fallers.is_empty(), "account 1 sold nothing in either month: {:?}", diff.fallers);
        assert_eq!(diff.revenue.current, change.current);
    }
}

#[test]
fn without_accounts_or_earlier_scores_nothing_moves() {
    for stage in stages() {
        let nothing = diff(&stage, &Caller { scope: Scope::Nothing, ..Caller::system() });
        assert!(nothing.moves.is_empty() && nothing.alerts.is_empty() && nothing.waiting.is_empty());
        let query = WeeklyDiffQuery { since: Some(date(4, 1)), rep: None };
        let early = stage.app.weekly_diff(&Caller::system(), &query).expect("a comparison");
        assert!(early.moves.is_empty() && early.at_risk.is_none(), "{}", stage.engine);
    }
}

fn churn(diff: &WeeklyDiff) -> bellwether_core::weekly_diff::AlertsWorked {
    *diff.alerts.iter().find(|row| row.kind == AlertKind::ChurnRisk).expect("a churn alert was raised")
}

#[test]
fn an_alert_that_somebody_was_given_waits_no_more_until_the_task_is_done() {
    for stage in stages() {
        let admin = person(&stage, "admin", Role::Admin, None, None);
        let before = diff(&stage, &admin);
        let waiting =
            before.waiting.iter().find(|alert| alert.kind == AlertKind::ChurnRisk).expect("it waits");
        let task = TaskInput {
            title: "Call".to_owned(),
            account: Some(waiting.account.id),
            alert: Some(waiting.alert),
            due_on: None,
            assignee: None,
            is_done: false,
        };
        let given = stage.app.add_task(&admin, &task).expect("given");
        let after = diff(&stage, &admin);
        assert!(!after.waiting.iter().any(|alert| alert.alert == waiting.alert), "{}", stage.engine);
        let row = churn(&after);
        assert_eq!((row.raised, row.worked, row.waiting), (1, 1, 0), "{}", stage.engine);
        let done = TaskInput { is_done: true, ..task };
        stage.app.update_task(&admin, given.id, &done).expect("done");
        let again = diff(&stage, &admin);
        assert!(again.waiting.iter().any(|alert| alert.alert == waiting.alert), "{}", stage.engine);
        assert_eq!(churn(&again).waiting, 1, "{}", stage.engine);
    }
}

#[test]
fn an_alert_called_wrong_counts_as_worked() {
    for stage in stages() {
        let caller = Caller::system();
        let id = diff(&stage, &caller).waiting.first().expect("it waits").account.id;
        let wrong = AlertAction::Judge { was_right: false };
        stage.app.act_on_account(&caller, id, &wrong).expect("judged");
        let row = churn(&diff(&stage, &caller));
        assert_eq!((row.raised, row.worked, row.waiting), (1, 1, 0), "{}", stage.engine);
    }
}

#[test]
fn the_comparison_is_not_for_reps() {
    for stage in stages() {
        let rep = Caller { role: Role::Rep, ..Caller::system() };
        let refused = stage.app.weekly_diff(&rep, &WeeklyDiffQuery { since: None, rep: None });
        assert!(matches!(refused, Err(AppError::Forbidden)), "{}: {refused:?}", stage.engine);
    }
}
