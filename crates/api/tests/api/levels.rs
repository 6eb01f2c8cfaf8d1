//! The level of parents as a client meets it: who sees which part of a group.

use crate::stage::{Actor, Stage, get, mapping};
use actix_web::http::StatusCode;
use bellwether_app::Caller;
use bellwether_core::import::{Field, ImportKind};
use bellwether_core::{AccountId, Role};
use serde_json::{Value, json};

/// The second account, of another rep, is the parent of the first.
fn grouped() -> Stage {
    let stage = Stage::new();
    let columns = [
        (Field::AccountKey, "number"),
        (Field::AccountName, "name"),
        (Field::ParentKey, "parent"),
        (Field::RepKey, "rep"),
    ];
    let rows = "number,name,parent,rep\nA-1,First account,A-2,R1\nA-2,Second account,,R2\n";
    stage.import(rows, mapping(ImportKind::Accounts, &columns));
    let mut settings = stage.app.settings(&Caller::system()).expect("settings");
    settings.pinned_as_of = chrono::NaiveDate::from_ymd_opt(2026, 1, 31);
    stage.app.update_settings(&Caller::system(), &settings).expect("a pinned date");
    stage
}

fn figures(row: &Value) -> Value {
    json!([row["account"]["name"], row["members"], row["trailing_revenue_cents"], row["trailing_orders"]])
}

#[actix_web::test]
async fn a_group_is_one_row_for_those_who_see_all_of_it_and_their_own_site_for_a_rep() {
    let stage = grouped();
    let (leader, rep) = (stage.actor(Role::Leadership), stage.actor(Role::Rep));
    let all = parents(&stage, &leader).await;
    assert_eq!((all["total"].clone(), all["items"].as_array().map(Vec::len)), (json!(1), Some(1)));
    assert_eq!(figures(&all["items"][0]), json!(["Second account", 2, 10_000 + 77_777, 2]));
    let own = parents(&stage, &rep).await;
    assert_eq!(own["total"], json!(1));
    assert_eq!(figures(&own["items"][0]), json!(["First account", 1, 10_000, 1]));
    assert!(!own.to_string().contains("Second"), "{own}");
}

async fn parents(stage: &Stage, actor: &Actor) -> Value {
    let reply = stage.send(actor, get("/api/v1/accounts?level=parent")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()
}

#[actix_web::test]
async fn the_page_of_a_site_shows_its_group_as_far_as_the_caller_sees_it() {
    let stage = grouped();
    let (leader, rep) = (stage.actor(Role::Leadership), stage.actor(Role::Rep));
    let (own, parent) = stage.account_ids();
    let ask = |id: AccountId| get(&format!("/api/v1/accounts/{id}?level=parent"));
    let whole = stage.send(&leader, ask(own)).await.json();
    assert_eq!(whole["account"]["id"], json!(parent));
    assert_eq!((&whole["orders"], &whole["lifetime_revenue_cents"]), (&json!(2), &json!(87_777)));
    assert_eq!(whole["gaps_days"], json!([1]));
    assert_eq!((&whole["level"], &whole["group"]["count"]), (&json!("parent"), &json!(2)));
    let alone = stage.send(&rep, ask(own)).await.json();
    assert_eq!((&alone["account"]["id"], &alone["orders"]), (&json!(own), &json!(1)));
    assert!(alone.get("group").is_none() && !alone.to_string().contains("Second"), "{alone}");
    for path in ["", "/explain"] {
        let foreign = get(&format!("/api/v1/accounts/{parent}{path}?level=parent"));
        assert_eq!(stage.send(&rep, foreign).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn an_unknown_level_is_refused() {
    let stage = grouped();
    let leader = stage.actor(Role::Leadership);
    for path in ["/api/v1/accounts?level=grandparent", "/api/v1/segments?level=grandparent"] {
        let reply = stage.send(&leader, get(path)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", reply.text());
    }
}
