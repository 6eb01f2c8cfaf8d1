//! Acting on alerts, on both engines.

use crate::alert::tests::{account, as_of, date, import, look_on, orders, pin, silent_account};
use crate::stage::Stage;
use crate::{App, AppError, Caller, ImportOptions};
use bellwether_core::alert::{
    Alert, AlertAction, AlertKind, AlertQuery, AlertState, DismissReason, ForYouQuery,
};
use bellwether_core::import::ImportKind;
use bellwether_core::{AccountId, AlertId, Role, Scope};

/// Account 1 is silent and owes something: two reasons on one card.
fn two_reasons() -> Vec<(Stage, AccountId)> {
    let owes = |stage: Stage| {
        let invoices = "Customer Number,Invoice Number,Invoice Date,Due Date,Amount,Open Balance\n\
                        A1,I1,2026-03-01,2026-04-01,900.00,400.00\n";
        import(&stage, ImportKind::Invoices, invoices);
        stage.app.follow_alerts().expect("followed");
        let cards = stage.app.for_you(&Caller::system(), &ForYouQuery::default()).expect("cards").cards;
        assert!(cards[0].alerts.len() >= 2, "{}: {cards:#?}", stage.engine);
        (stage, cards[0].account.id)
    };
    silent_account().into_iter().map(owes).collect()
}

fn alert(stage: &Stage, kind: AlertKind, state: AlertState) -> Option<Alert> {
    let query = AlertQuery { kind: Some(kind), state: Some(state), ..AlertQuery::default() };
    let mut rows = stage.app.alerts(&Caller::system(), &query).expect("alerts").items;
    rows.pop().map(|row| row.alert)
}

#[test]
fn what_was_snoozed_alone_stays_snoozed_whatever_is_done_with_the_card() {
    let dismiss = AlertAction::Dismiss { reason: DismissReason::AlreadyKnown, note: String::new() };
    for (stage, account) in two_reasons() {
        let owed = alert(&stage, AlertKind::Overdue, AlertState::Open).expect("it is overdue").id;
        let snooze = AlertAction::Snooze { until: date(6, 20) };
        stage.app.act_on_alert(&Caller::system(), owed, &snooze).expect("snoozed");
        for action in [dismiss.clone(), AlertAction::Reopen, AlertAction::Work] {
            stage.app.act_on_account(&Caller::system(), account, &action).expect("done");
            let snoozed = alert(&stage, AlertKind::Overdue, AlertState::Snoozed);
            let until = snoozed.unwrap_or_else(|| panic!("{}: after {action:?}", stage.engine)).snoozed_until;
            assert_eq!(until, Some(date(6, 20)), "{}: after {action:?}", stage.engine);
        }
        assert!(alert(&stage, AlertKind::ChurnRisk, AlertState::Worked).is_some(), "{}", stage.engine);
    }
}

fn times(stage: &Stage, id: AlertId, what: &str) -> usize {
    let explained = stage.app.explain_alert(&Caller::system(), id).expect("explained");
    explained.events.iter().filter(|event| event.what.starts_with(what)).count()
}

#[test]
fn to_do_again_what_is_done_already_is_no_news() {
    for (stage, account) in two_reasons() {
        let id = alert(&stage, AlertKind::ChurnRisk, AlertState::Open).expect("a churn alert").id;
        let right = AlertAction::Judge { was_right: true };
        for action in [&AlertAction::Work, &AlertAction::Work, &right, &right] {
            stage.app.act_on_alert(&Caller::system(), id, action).expect("done");
            stage.app.act_on_account(&Caller::system(), account, action).expect("done");
        }
        assert_eq!(times(&stage, id, "Being worked"), 1, "{}", stage.engine);
        assert_eq!(times(&stage, id, "Called right"), 1, "{}", stage.engine);
    }
}

#[test]
fn whose_account_it_is_now_decides_who_may_act_even_before_this_server_has_followed() {
    for stage in Stage::each() {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        let of_rep = |rep: u32| {
            format!("Customer Number,Customer Name,Rep Number,Rep Name\nA1,Account 1,R{rep},Rep {rep}\n")
        };
        import(&stage, ImportKind::Accounts, &of_rep(1));
        orders(&stage, &account(1, 10, 60));
        stage.app.run_waiting_jobs().expect("run");
        stage.app.follow_alerts().expect("followed");
        let query = ForYouQuery::default();
        let cards = stage.app.for_you(&Caller::system(), &query).expect("cards").cards;
        let (id, rep) = (cards[0].account.id, cards[0].rep.as_ref().expect("a rep").id);
        let own = Caller { role: Role::Rep, scope: Scope::Rep(rep), ..Caller::system() };
        stage.app.act_on_account(&own, id, &AlertAction::See).expect("their own");
        let other = App::open_at_terminal(stage.app.config.clone()).expect("a second server");
        let options = ImportOptions { kind: Some(ImportKind::Accounts), ..ImportOptions::default() };
        let file = stage.upload("moved.csv", &of_rep(2));
        other.run_import(&Caller::system(), file, &options).expect("moved");
        let refused = stage.app.act_on_account(&own, id, &AlertAction::Work);
        assert!(matches!(refused, Err(AppError::NotFound)), "{}: {refused:?}", stage.engine);
    }
}

#[test]
fn a_new_account_called_wrong_is_left_alone_until_it_is_silent_for_longer() {
    for stage in Stage::each() {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        let peers: String = (2..36).map(|number| account(number, 10, 3)).collect();
        let new = "A1,Account 1,N1,2026-04-21,P1,1,55.00\nA1,Account 1,N2,2026-05-01,P1,1,55.00\n";
        orders(&stage, &(peers + new));
        stage.app.run_waiting_jobs().expect("run");
        stage.app.follow_alerts().expect("followed");
        let stalled = alert(&stage, AlertKind::NewAccountStalled, AlertState::Open).expect("30 days");
        let wrong = AlertAction::Judge { was_right: false };
        stage.app.act_on_alert(&Caller::system(), stalled.id, &wrong).expect("judged");
        let is_on_a_card = || {
            let all = ForYouQuery { limit: Some(100), ..ForYouQuery::default() };
            let cards = stage.app.for_you(&Caller::system(), &all).expect("cards").cards;
            cards.iter().any(|card| card.account.name == "Account 1")
        };
        orders(&stage, "A1,Account 1,N3,2026-06-01,P1,1,55.00\n");
        look_on(&stage, date(6, 26));
        assert!(!is_on_a_card(), "{}: 25 days", stage.engine);
        look_on(&stage, date(7, 6));
        assert!(is_on_a_card(), "{}: 35 days", stage.engine);
    }
}
