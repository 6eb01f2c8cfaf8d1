//! Alerts from end to end on both engines: facts in, cards out, what people do, and what is told.

use crate::stage::Stage;
use crate::{AppError, Caller, ImportOptions};
use bellwether_core::alert::{
    AlertAction, AlertCard, AlertKind, AlertQuery, AlertState, AlertTier, DismissReason, ForYou, ForYouQuery,
    NewClosure,
};
use bellwether_core::import::ImportKind;
use bellwether_core::rule_lab::{NewRulesVersion, Rules};
use bellwether_core::settings::Settings;
use bellwether_core::weekly_diff::WeeklyDiffQuery;
use bellwether_core::{AccountId, Cents, Permissions};
use chrono::{Days, NaiveDate};
use std::fmt::Write as _;

const HEADER: &str = "account_id,account_name,order_id,order_date,item_id,quantity,revenue\n";

pub(crate) fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar")
}

/// The day everything is looked at.
pub(crate) fn as_of() -> NaiveDate {
    date(5, 31)
}

/// An account that ordered every `gap` days and last `silent` days ago.
pub(crate) fn account(number: u32, gap: u64, silent: u64) -> String {
    (0..20).fold(String::new(), |mut rows, back| {
        let placed_on = as_of() - Days::new(silent + back * gap);
        writeln!(rows, "A{number},Account {number},S{number}-{back},{placed_on},P1,1,100.00")
            .expect("writing to a String cannot fail");
        rows
    })
}

pub(crate) fn import(stage: &Stage, kind: ImportKind, text: &str) {
    let options = ImportOptions { kind: Some(kind), ..ImportOptions::default() };
    let file = stage.upload("file.csv", text);
    let import = stage.app.run_import(&Caller::system(), file, &options).expect("the file is read");
    assert_eq!((import.rows.rejected, &import.failure), (0, &None), "{import:?}");
}

pub(crate) fn orders(stage: &Stage, rows: &str) {
    import(stage, ImportKind::Purchases, &format!("{HEADER}{rows}"));
    stage.app.follow_alerts().expect("followed");
}

/// Account 1 is silent for 60 days with gaps of 10, account 2 orders as always.
pub(crate) fn silent_account() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        orders(&stage, &(account(1, 10, 60) + &account(2, 10, 3)));
        stage.app.run_waiting_jobs().expect("run");
        stage.app.follow_alerts().expect("followed");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

pub(crate) fn pin(stage: &Stage, date: NaiveDate) {
    let settings = stage.app.settings(&Caller::system()).expect("settings");
    let pinned = Settings { pinned_as_of: Some(date), ..settings };
    stage.app.update_settings(&Caller::system(), &pinned).expect("saved");
}

/// The calendar moves on; whatever waits is done.
pub(crate) fn look_on(stage: &Stage, date: NaiveDate) {
    pin(stage, date);
    stage.app.run_waiting_jobs().expect("run");
    stage.app.follow_alerts().expect("followed");
}

fn for_you(stage: &Stage) -> ForYou {
    stage.app.for_you(&Caller::system(), &ForYouQuery::default()).expect("cards")
}

fn the_card(stage: &Stage) -> AlertCard {
    let mut cards = for_you(stage).cards;
    assert_eq!(cards.len(), 1, "{}: {cards:#?}", stage.engine);
    cards.swap_remove(0)
}

fn states(stage: &Stage, state: AlertState) -> usize {
    let query = AlertQuery { state: Some(state), ..AlertQuery::default() };
    stage.app.alerts(&Caller::system(), &query).expect("alerts").items.len()
}

fn act(stage: &Stage, account: AccountId, action: AlertAction) {
    stage.app.act_on_account(&Caller::system(), account, &action).expect("done");
}

fn dismiss() -> AlertAction {
    AlertAction::Dismiss { reason: DismissReason::AlreadyKnown, note: String::new() }
}

#[test]
fn a_silent_account_is_on_a_card_and_an_order_takes_it_off() {
    for stage in silent_account() {
        let card = the_card(&stage);
        assert_eq!(card.account.name, "Account 1", "{}", stage.engine);
        let churn =
            card.alerts.iter().find(|alert| alert.kind == AlertKind::ChurnRisk).expect("a churn alert");
        assert_eq!(churn.tier, AlertTier::Critical);
        assert!(churn.sentence.contains("60 days"), "{}", churn.sentence);
        orders(&stage, "A1,Account 1,NEW,2026-05-31,P1,1,55.00\n");
        assert!(for_you(&stage).cards.is_empty(), "{}", stage.engine);
        assert!(states(&stage, AlertState::Resolved) > 0, "{}", stage.engine);
    }
}

#[test]
fn a_dismissed_card_stays_away_until_a_new_order_begins_a_new_silence() {
    for stage in silent_account() {
        let id = the_card(&stage).account.id;
        act(&stage, id, dismiss());
        assert!(for_you(&stage).cards.is_empty(), "{}", stage.engine);
        look_on(&stage, date(6, 5));
        assert!(
            !for_you(&stage).cards.iter().any(|card| card.account.id == id),
            "{}: same facts",
            stage.engine
        );
        // The source rule is deaf until the silence is longer than the last gap, here of 61 days.
        orders(&stage, "A1,Account 1,NEW,2026-06-01,P1,1,55.00\n");
        look_on(&stage, date(8, 5));
        assert!(
            for_you(&stage).cards.iter().any(|card| card.account.id == id),
            "{}: new silence",
            stage.engine
        );
    }
}

#[test]
fn what_was_put_away_comes_back_with_undo_and_nothing_else_does() {
    for stage in silent_account() {
        let id = the_card(&stage).account.id;
        for action in [dismiss(), AlertAction::Snooze { until: date(6, 2) }] {
            act(&stage, id, action);
            assert!(for_you(&stage).cards.is_empty(), "{}", stage.engine);
            act(&stage, id, AlertAction::Reopen);
            assert_eq!(the_card(&stage).account.id, id, "{}", stage.engine);
        }
    }
}

#[test]
fn a_snoozed_card_is_counted_and_returns_on_its_day() {
    for stage in silent_account() {
        let id = the_card(&stage).account.id;
        act(&stage, id, AlertAction::Snooze { until: date(6, 3) });
        assert!(for_you(&stage).snoozed > 0, "{}", stage.engine);
        look_on(&stage, date(6, 2));
        assert!(!for_you(&stage).cards.iter().any(|card| card.account.id == id), "{}", stage.engine);
        look_on(&stage, date(6, 3));
        assert!(for_you(&stage).cards.iter().any(|card| card.account.id == id), "{}", stage.engine);
    }
}

#[test]
fn a_wrong_alert_goes_at_once_and_such_a_silence_counts_as_normal_from_then_on() {
    for stage in silent_account() {
        let id = the_card(&stage).account.id;
        act(&stage, id, AlertAction::Judge { was_right: false });
        assert!(for_you(&stage).cards.is_empty(), "{}", stage.engine);
        // The next silence is urgent only once it is longer than the one that was normal.
        orders(&stage, "A1,Account 1,NEW,2026-06-01,P1,1,55.00\n");
        look_on(&stage, date(7, 20));
        assert!(!for_you(&stage).cards.iter().any(|card| card.account.id == id), "{}: 49 days", stage.engine);
        look_on(&stage, date(8, 5));
        assert!(for_you(&stage).cards.iter().any(|card| card.account.id == id), "{}: 65 days", stage.engine);
    }
}

#[test]
fn closing_an_account_stops_its_clocks_and_opening_it_starts_them() {
    for stage in silent_account() {
        let id = the_card(&stage).account.id;
        let closure =
            NewClosure { from: Some(date(4, 2)), until: date(6, 30), note: "rebuilding".to_owned() };
        let closure = stage.app.close_account(&Caller::system(), id, &closure).expect("closed");
        assert!(for_you(&stage).cards.is_empty(), "{}", stage.engine);
        stage.app.remove_closure(&Caller::system(), closure.id).expect("opened");
        assert_eq!(the_card(&stage).account.id, id, "{}", stage.engine);
    }
}

#[test]
fn an_alert_can_be_explained_and_keeps_what_happened_to_it() {
    for stage in silent_account() {
        let alert = the_card(&stage).alerts[0].id;
        stage.app.act_on_alert(&Caller::system(), alert, &AlertAction::See).expect("seen");
        let explained = stage.app.explain_alert(&Caller::system(), alert).expect("explained");
        assert!(!explained.formula.is_empty() && !explained.inputs.is_empty(), "{explained:?}");
        assert_eq!(explained.gaps.len(), 19, "{}", stage.engine);
        let told: Vec<&str> = explained.events.iter().map(|event| event.what.as_str()).collect();
        assert!(told[0].starts_with("Raised") && told.contains(&"Seen"), "{told:?}");
    }
}

#[test]
fn an_alert_that_has_ended_is_explained_by_the_rules_of_its_time() {
    for stage in silent_account() {
        let card = the_card(&stage);
        let churn = card.alerts.iter().find(|alert| alert.kind == AlertKind::ChurnRisk).expect("churn").id;
        orders(&stage, "A1,Account 1,NEW,2026-05-31,P1,1,55.00\n");
        let rules = Rules { silence_percent: 250, ..Rules::default() };
        let new = NewRulesVersion { rules, note: String::new(), based_on: None };
        stage.app.save_rules(&Caller::system(), &new).expect("saved");
        let explained = stage.app.explain_alert(&Caller::system(), churn).expect("explained");
        assert_eq!((explained.alert.state, explained.alert.rule_version), (AlertState::Resolved, 1));
        let beyond = explained.inputs.iter().find(|input| input.label == "At risk beyond").expect("a bar");
        assert!(beyond.value.ends_with("100%"), "{}: {}", stage.engine, beyond.value);
    }
}

#[test]
fn an_alert_that_has_ended_cannot_be_put_away() {
    for stage in silent_account() {
        let alert = the_card(&stage).alerts[0].id;
        orders(&stage, "A1,Account 1,NEW,2026-05-31,P1,1,55.00\n");
        let refused = stage.app.act_on_alert(&Caller::system(), alert, &dismiss());
        assert!(matches!(refused, Err(AppError::Conflict { .. })), "{}: {refused:?}", stage.engine);
        let past = AlertAction::Snooze { until: as_of() };
        let refused = stage.app.act_on_alert(&Caller::system(), alert, &past);
        assert!(matches!(refused, Err(AppError::Invalid { .. })), "{}: {refused:?}", stage.engine);
    }
}

#[test]
fn what_is_overdue_has_no_amounts_for_those_who_may_not_see_financial_data() {
    for stage in silent_account() {
        let invoices = "Customer Number,Invoice Number,Invoice Date,Due Date,Amount,Open Balance\n\
                        A2,I1,2026-03-01,2026-04-01,900.00,400.00\n";
        import(&stage, ImportKind::Invoices, invoices);
        stage.app.follow_alerts().expect("followed");
        let query = AlertQuery { kind: Some(AlertKind::Overdue), ..AlertQuery::default() };
        let system = Caller::system();
        let alert = |caller: &Caller| {
            let page = stage.app.alerts(caller, &query).expect("alerts");
            assert_eq!(page.items.len(), 1, "{}", stage.engine);
            serde_json::to_string(&page.items[0]).expect("JSON")
        };
        assert!(alert(&system).contains("$400"), "{}", alert(&system));
        let permissions = Permissions { view_financials: false, ..system.permissions };
        let shown = alert(&Caller { permissions, ..system });
        assert!(!shown.contains("400") && !shown.contains("900") && shown.contains("60 days"), "{shown}");
    }
}

#[test]
fn a_part_payment_that_nobody_is_told_of_is_in_every_figure_all_the_same() {
    for stage in silent_account() {
        let owed = |open: &str| {
            let invoices = format!(
                "Customer Number,Invoice Number,Invoice Date,Due Date,Amount,Open Balance\n\
                 A2,I1,2026-03-01,2026-04-01,900.00,{open}\n"
            );
            import(&stage, ImportKind::Invoices, &invoices);
            stage.app.follow_alerts().expect("followed");
            let system = Caller::system();
            let cards = stage.app.for_you(&system, &ForYouQuery::default()).expect("cards").cards;
            let card = |card: &AlertCard| card.alerts.iter().any(|alert| alert.kind == AlertKind::Overdue);
            let card = cards.into_iter().find(card).expect("it is overdue");
            let brief = stage.app.brief(&system, card.account.id).expect("a brief");
            let query = WeeklyDiffQuery { since: None, rep: None };
            let waiting = stage.app.weekly_diff(&system, &query).expect("a comparison").waiting;
            let waiting = waiting.into_iter().find(|alert| alert.kind == AlertKind::Overdue);
            let of_card = |card: AlertCard| {
                let overdue = card.alerts.into_iter().find(|alert| alert.kind == AlertKind::Overdue);
                (card.value_cents, overdue.and_then(|alert| alert.value_cents))
            };
            (of_card(card), brief.card.map(of_card), waiting.and_then(|alert| alert.value_cents))
        };
        for (open, cents) in [("800.00", Cents(80_000)), ("600.00", Cents(60_000))] {
            let told = ((Some(cents), Some(cents)), Some((Some(cents), Some(cents))), Some(cents));
            assert_eq!(owed(open), told, "{}", stage.engine);
        }
    }
}

#[test]
fn following_order_by_order_ends_where_a_look_at_everybody_ends() {
    let all = |stage: &Stage| {
        let page = stage.app.alerts(&Caller::system(), &AlertQuery::default()).expect("alerts");
        let mut told: Vec<String> = page
            .items
            .iter()
            .map(|row| {
                format!(
                    "{} {:?} {:?} {}",
                    row.account.name, row.alert.kind, row.alert.tier, row.alert.sentence
                )
            })
            .collect();
        told.sort();
        told
    };
    let rows: Vec<String> = (1..=6).map(|number| account(number, 7 + u64::from(number), 30)).collect();
    for (one, other) in Stage::each().into_iter().zip(Stage::each()) {
        for stage in [&one, &other] {
            pin(stage, as_of());
            stage.app.read_book().expect("read");
        }
        for row in &rows {
            orders(&one, row);
        }
        orders(&one, "A3,Account 3,NEW,2026-05-30,P1,1,55.00\n");
        orders(&other, &(rows.concat() + "A3,Account 3,NEW,2026-05-30,P1,1,55.00\n"));
        for stage in [&one, &other] {
            stage.app.run_waiting_jobs().expect("run");
            stage.app.follow_alerts().expect("followed");
        }
        assert!(!all(&one).is_empty(), "{}", one.engine);
        assert_eq!(all(&one), all(&other), "{}", one.engine);
    }
}
