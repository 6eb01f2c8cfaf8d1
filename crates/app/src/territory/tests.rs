//! Potential and service of states on both engines.

use crate::stage::Stage;
use crate::{Caller, ImportOptions};
use bellwether_core::account::AccountQuery;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::import::ImportKind;
use bellwether_core::interaction::InteractionKind;
use bellwether_core::territory::{Service, Territory};
use bellwether_core::{AccountId, Cents, Scope, UserId};
use bellwether_store::interactions::{self, NewInteraction};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar")
}

/// Six accounts in each of three states, which bought for 100.00, 200.00 … 600.00 in one order; those in Texas
/// have no rep. One account ordered a year and a half ago only.
fn stages() -> Vec<Stage> {
    let mut text =
        "account_id,account_name,state,rep_name,order_id,order_date,item_id,quantity,revenue\n".to_owned();
    for (state, rep) in [("IA", "Rep one"), ("NE", "Rep two"), ("TX", "")] {
        for number in 1..=6 {
            writeln!(text, "{state}{number},{state} {number},{state},{rep},S{state}{number},2026-03-0{number},P1,1,{number}00.00")
                .expect("writing to a String cannot fail");
        }
    }
    text.push_str("IA7,IA 7,IA,Rep one,SIA7,2024-12-24,P1,1,999.00\n");
    let prepare = |stage: Stage| {
        let options = ImportOptions {
            kind: Some(ImportKind::Purchases),
            covers_up_to: Some(as_of()),
            ..ImportOptions::default()
        };
        let file = stage.upload("lines.csv", &text);
        let import = stage.app.run_import(&Caller::system(), file, &options).expect("the file is read");
        assert_eq!((import.rows.rejected, &import.failure), (0, &None), "{import:?}");
        stage.app.read_book().expect("read");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn territory(stage: &Stage, caller: &Caller) -> Territory {
    let facts = FactFilter { as_of: Some(as_of()), ..FactFilter::default() };
    stage.app.territory(caller, &facts).expect("a territory")
}

/// Logs an interaction of a kind so many days ago.
fn log(stage: &Stage, account: &str, kind: InteractionKind, days_ago: u64) {
    let page = stage.app.accounts(&Caller::system(), &AccountQuery::default()).expect("accounts");
    let ids: BTreeMap<&str, AccountId> =
        page.items.iter().map(|row| (row.account.name.as_str(), row.account.id)).collect();
    let new = NewInteraction {
        account: ids[account],
        kind,
        outcome: None,
        contact: None,
        happened_on: as_of() - Days::new(days_ago),
        user: Some(UserId(1)),
        author: "Somebody".to_owned(),
        note: String::new(),
        promised: String::new(),
        key: None,
    };
    let now = as_of().and_hms_opt(12, 0, 0).expect("noon");
    stage.app.store.write(|conn| interactions::add(conn, &Scope::All, &new, now)).expect("logged");
}

fn services(territory: &Territory) -> BTreeMap<&str, (Service, f64)> {
    let rows = territory.service.iter();
    rows.map(|row| (row.state.as_str(), (row.service, row.contacts_per_account))).collect()
}

#[test]
fn potential_is_what_accounts_below_the_median_of_their_peers_miss() {
    for stage in stages() {
        let found = territory(&stage, &Caller::system());
        // The median of eighteen accounts is 350.00: each state lacks 250.00 + 150.00 + 50.00.
        let potentials: Vec<_> =
            found.potential.iter().map(|row| (row.state.as_str(), row.potential_cents)).collect();
        let missing = Cents(45_000);
        assert_eq!(potentials, [("IA", missing), ("NE", missing), ("TX", missing)], "{}", stage.engine);
        let iowa = &found.potential[0];
        assert_eq!((iowa.name.as_str(), iowa.accounts), ("Iowa", 6), "one has not ordered for a year");
        assert_eq!((iowa.revenue.current, iowa.revenue.previous), (Cents(210_000), Cents(99_900)));
        assert!(found.potential_formula.contains("fewer than 10 accounts"), "{}", found.potential_formula);
    }
}

#[test]
fn a_state_is_underserved_below_half_of_the_usual_contacts_or_without_a_rep() {
    for stage in stages() {
        let found = territory(&stage, &Caller::system());
        let expected = BTreeMap::from([
            ("IA", Service::CannotTell),
            ("NE", Service::CannotTell),
            ("TX", Service::Underserved),
        ]);
        let told = services(&found)
            .into_iter()
            .map(|(state, (service, _))| (state, service))
            .collect::<BTreeMap<_, _>>();
        assert_eq!(told, expected, "{}: nothing is logged", stage.engine);
        assert_eq!(found.service[0].state, "TX", "the underserved come first");
        for number in 1..=6 {
            log(&stage, &format!("IA {number}"), InteractionKind::Call, 89);
            log(&stage, &format!("TX {number}"), InteractionKind::Email, 0);
        }
        // Too old, and no contact.
        log(&stage, "NE 1", InteractionKind::Visit, 90);
        log(&stage, "NE 1", InteractionKind::Note, 3);
        log(&stage, "NE 2", InteractionKind::Meeting, 3);
        log(&stage, "NE 2", InteractionKind::Call, 3);
        let found = territory(&stage, &Caller::system());
        let told = services(&found);
        assert_eq!(
            (told["IA"], told["TX"]),
            ((Service::Served, 1.0), (Service::Underserved, 1.0)),
            "{}",
            stage.engine
        );
        assert_eq!(told["NE"].0, Service::Underserved);
        assert!((told["NE"].1 - 2.0 / 6.0).abs() < 1e-9, "{told:?}");
        assert!((found.usual_contacts_per_account - 1.0).abs() < 1e-9);
        assert!((found.accounts_with_contacts - 13.0 / 18.0).abs() < 1e-9);
    }
}

#[test]
fn a_rep_sees_their_own_states_by_the_measure_of_the_whole_organisation() {
    for stage in stages() {
        let choices = stage.app.filter_choices(&Caller::system()).expect("choices");
        let rep = choices.reps.iter().find(|rep| rep.name == "Rep two").expect("the rep was imported").id;
        let caller = Caller { scope: Scope::Rep(rep), ..Caller::system() };
        let own = territory(&stage, &caller);
        let whole = territory(&stage, &Caller::system());
        let nebraska: Vec<_> = whole.potential.into_iter().filter(|row| row.state == "NE").collect();
        assert_eq!(own.potential, nebraska, "{}", stage.engine);
        assert_eq!(own.service.len(), 1);
        let nobody = Caller { scope: Scope::Nothing, ..Caller::system() };
        assert_eq!(territory(&stage, &nobody).potential, []);
    }
}
