//! Trips, as those who drive them ask for them.

use crate::stage::{Stage, get, mapping, post};
use actix_web::http::StatusCode;
use bellwether_app::Caller;
use bellwether_core::account::AccountQuery;
use bellwether_core::import::{Field, ImportKind};
use bellwether_core::{AccountId, Role};
use serde_json::{Value, json};

/// Two accounts of the first rep and one of the second have a place.
fn stage() -> Stage {
    let stage = Stage::new();
    let accounts = "number,name,rep,north,east\n\
                    A-1,First account,R1,41.6,-93.6\nA-2,Second account,R2,41.7,-93.7\n\
                    A-3,Third account,R1,42.0,-93.6\nA-4,Fourth account,R1,,\n";
    let columns = [
        (Field::AccountKey, "number"),
        (Field::AccountName, "name"),
        (Field::RepKey, "rep"),
        (Field::Latitude, "north"),
        (Field::Longitude, "east"),
    ];
    stage.import(accounts, mapping(ImportKind::Accounts, &columns));
    stage
}

fn id(stage: &Stage, name: &str) -> AccountId {
    let page = stage.app.accounts(&Caller::system(), &AccountQuery::default()).expect("accounts");
    page.items.iter().find(|row| row.account.name == name).expect("the account was imported").account.id
}

fn trip(stage: &Stage, names: &[&str]) -> Value {
    json!({ "stops": names.iter().map(|name| id(stage, name)).collect::<Vec<_>>(), "returns": true })
}

#[actix_web::test]
async fn a_rep_gets_a_trip_through_accounts_of_theirs() {
    let stage = stage();
    let rep = stage.actor(Role::Rep);
    let body = trip(&stage, &["Third account", "First account", "Fourth account"]);
    let reply = stage.send(&rep, post("/api/v1/trips", &body)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let trip = reply.json();
    let names: Vec<&str> = trip["stops"]
        .as_array()
        .expect("stops")
        .iter()
        .filter_map(|stop| stop["account"]["name"].as_str())
        .collect();
    assert_eq!(names, ["Third account", "First account"]);
    assert_eq!(trip["without_position"][0]["name"], "Fourth account");
    let leg = trip["stops"][1]["leg_km"].as_f64().expect("kilometres");
    assert!((leg - 57.8).abs() < 0.1, "{leg}");
    assert!((trip["km"].as_f64().expect("kilometres") - 2.0 * leg).abs() < 1e-6);
    assert!(trip["assumptions"].as_array().is_some_and(|words| words.len() >= 3));
}

#[actix_web::test]
async fn a_stop_of_another_rep_is_refused_like_an_account_that_does_not_exist() {
    let stage = stage();
    let rep = stage.actor(Role::Rep);
    let absent = stage.send(&rep, get(&format!("/api/v1/accounts/{}", AccountId(987_654)))).await.problem();
    let foreign = trip(&stage, &["First account", "Second account"]);
    let unknown = json!({ "stops": [id(&stage, "First account"), AccountId(987_654)] });
    for body in [foreign, unknown] {
        let reply = stage.send(&rep, post("/api/v1/trips", &body)).await;
        assert!(!reply.text().contains("Second"), "{}", reply.text());
        let problem = reply.problem();
        assert_eq!(
            (problem.status, &problem.code, &problem.detail, &problem.remedy),
            (404, &absent.code, &absent.detail, &absent.remedy)
        );
    }
}

#[actix_web::test]
async fn what_cannot_be_driven_is_refused_with_a_remedy() {
    let stage = stage();
    let leader = stage.actor(Role::Leadership);
    let first = id(&stage, "First account");
    for (body, words) in [
        (json!({ "stops": [] }), "2 to 60"),
        (json!({ "stops": [first, first] }), "once"),
        (trip(&stage, &["First account", "Fourth account"]), "ZIP"),
        (json!({ "stops": [first, id(&stage, "Third account")], "start": [100.0, 0.0] }), "degrees"),
    ] {
        let problem = stage.send(&leader, post("/api/v1/trips", &body)).await.problem();
        assert_eq!((problem.status, &*problem.code), (422, "invalid"), "{body}");
        assert!(problem.detail.contains(words) || problem.remedy.contains(words), "{}", problem.detail);
    }
}
