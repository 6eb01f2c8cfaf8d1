//! Rules are kept, followed by every process, and used by the next scoring.

use crate::stage::Stage;
use crate::{App, AppError, Caller, ImportOptions};
use bellwether_core::account::AccountQuery;
use bellwether_core::rule_lab::{ChurnRule, NewRulesVersion, Rules};
use bellwether_core::{Role, Segment};
use bellwether_store::audit;
use std::sync::Barrier;

fn new(rules: Rules, based_on: Option<u32>) -> NewRulesVersion {
    NewRulesVersion { rules, note: " Fewer alerts ".to_owned(), based_on }
}

fn of_role(role: Role) -> Caller {
    Caller { role, ..Caller::system() }
}

/// An account with four orders a month apart, the last half a month before the last day covered.
fn bring_orders(stage: &Stage) {
    let rows: String = (1..=4).map(|month| format!("A1,S{month},2026-0{month}-01,P1,1,10.00\n")).collect();
    let content = format!("account_id,order_id,order_date,item_id,quantity,revenue\n{rows}");
    let options = ImportOptions {
        covers_up_to: chrono::NaiveDate::from_ymd_opt(2026, 4, 15),
        ..ImportOptions::default()
    };
    let file = stage.upload("orders.csv", &content);
    stage.app.run_import(&Caller::system(), file, &options).expect("it is imported");
}

fn segment(app: &App) -> Segment {
    let page = app.accounts(&Caller::system(), &AccountQuery::default()).expect("accounts");
    page.items[0].segment.expect("it has been scored")
}

#[test]
fn the_first_version_is_there_without_anybody_saving_it() {
    for stage in Stage::each() {
        let versions = stage.app.rules(&Caller::system()).expect("versions");
        let [first] = &versions[..] else { panic!("{}: {versions:?}", stage.engine) };
        assert_eq!((first.version, first.rules, first.saved_at), (1, Rules::default(), None));
    }
}

#[test]
fn saved_rules_are_in_force_at_once_and_the_next_scoring_goes_by_them() {
    for stage in Stage::each() {
        bring_orders(&stage);
        stage.app.run_scoring(None).expect("scored");
        assert_eq!(segment(&stage.app), Segment::New, "{}: four orders are not five", stage.engine);
        let rules = Rules { least_orders: 4, ..Rules::default() };
        let saved = stage.app.save_rules(&Caller::system(), &new(rules, Some(1))).expect("saved");
        assert_eq!((saved.version, saved.note.as_str(), saved.author.as_deref()), (2, "Fewer alerts", None));
        let preview = stage.app.preview_rules(&Caller::system(), &Rules::default()).expect("a preview");
        assert_eq!(preview.current_version, 2, "{}", stage.engine);
        stage.app.run_waiting_jobs().expect("the scoring it queued runs");
        assert_ne!(segment(&stage.app), Segment::New, "{}", stage.engine);
        let entries = stage.app.store.read(|conn| audit::list(conn, 1, None)).expect("read");
        assert_eq!(entries[0].entry.action, "rules saved", "{}", stage.engine);
    }
}

#[test]
fn another_process_follows_the_rules() {
    for stage in Stage::each() {
        bring_orders(&stage);
        let other = App::open_at_terminal(stage.app.config.clone()).expect("a second process opens");
        other.catch_up().expect("it reads");
        let rules = Rules { churn_rule: ChurnRule::Longest, ..Rules::default() };
        stage.app.save_rules(&Caller::system(), &new(rules, None)).expect("saved");
        other.catch_up().expect("it follows");
        assert_eq!(
            (other.book().rules().version, other.book().rules().rules),
            (2, rules),
            "{}",
            stage.engine
        );
    }
}

#[test]
fn of_two_who_change_the_same_version_at_once_one_is_told_to_look_again() {
    for stage in Stage::each() {
        let start = Barrier::new(2);
        let save = |percent: u32| {
            let rules = Rules { silence_percent: percent, ..Rules::default() };
            start.wait();
            stage.app.save_rules(&Caller::system(), &new(rules, Some(1)))
        };
        let outcomes = std::thread::scope(|scope| {
            [120, 150]
                .map(|percent| scope.spawn(move || save(percent)))
                .map(|thread| thread.join().expect("done"))
        });
        let saved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let refused = |outcome: &&Result<_, AppError>| matches!(outcome, Err(AppError::Conflict { .. }));
        assert_eq!(
            (saved, outcomes.iter().filter(refused).count()),
            (1, 1),
            "{}: {outcomes:?}",
            stage.engine
        );
        assert_eq!(stage.app.rules(&Caller::system()).expect("versions").len(), 2, "{}", stage.engine);
    }
}

#[test]
fn everybody_who_saves_without_naming_a_version_gets_a_number_of_their_own() {
    for stage in Stage::each() {
        let save =
            || stage.app.save_rules(&Caller::system(), &new(Rules::default(), None)).expect("saved").version;
        let mut numbers = std::thread::scope(|scope| {
            [(); 4].map(|()| scope.spawn(save)).map(|thread| thread.join().expect("done"))
        });
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3, 4, 5], "{}", stage.engine);
    }
}

#[test]
fn rules_that_cannot_be_are_refused_by_name_and_not_kept() {
    for stage in Stage::each() {
        let mut rules = Rules::default();
        rules.segments.disengaging_percent = 30;
        for outcome in [
            stage.app.preview_rules(&Caller::system(), &rules).map(drop),
            stage.app.save_rules(&Caller::system(), &new(rules, None)).map(drop),
        ] {
            let Err(AppError::Invalid { field, .. }) = outcome else {
                panic!("{}: {outcome:?}", stage.engine)
            };
            assert_eq!(field, "segments.disengaging_percent");
        }
        let long = NewRulesVersion { note: "é".repeat(501), ..new(Rules::default(), None) };
        let outcome = stage.app.save_rules(&Caller::system(), &long);
        assert!(
            matches!(outcome, Err(AppError::Invalid { field, .. }) if field == "note"),
            "{}",
            stage.engine
        );
        assert_eq!(stage.app.rules(&Caller::system()).expect("versions").len(), 1, "{}", stage.engine);
    }
}

#[test]
fn reps_do_not_see_the_laboratory_and_managers_do_not_save() {
    for stage in Stage::each().into_iter().take(1) {
        let rep = of_role(Role::Rep);
        assert!(matches!(stage.app.rules(&rep), Err(AppError::Forbidden)));
        assert!(matches!(stage.app.preview_rules(&rep, &Rules::default()), Err(AppError::Forbidden)));
        let manager = of_role(Role::Manager);
        assert!(stage.app.preview_rules(&manager, &Rules::default()).is_ok());
        let saved = stage.app.save_rules(&manager, &new(Rules::default(), None));
        assert!(matches!(saved, Err(AppError::Forbidden)));
        assert!(stage.app.save_rules(&of_role(Role::Leadership), &new(Rules::default(), None)).is_ok());
    }
}
