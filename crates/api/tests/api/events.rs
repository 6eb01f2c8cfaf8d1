//! The stream of events: it says what changes to those whom it concerns, and ends with the right to hear it.

use crate::stage::{Actor, Events, Stage, get, post};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::key::KeyScope;
use bellwether_core::user::{User, UserInput};
use bellwether_core::{AccountId, Permissions, Role};
use serde_json::{Value, json};

fn order(account: &str, number: &str) -> String {
    format!("number,order,date,product,quantity,amount\n{account},{number},2026-01-30,P-1,1,50.00\n")
}

/// Everything said until the account is named.
async fn until_named(events: &mut Events, account: AccountId) -> Vec<String> {
    let mut said = Vec::new();
    loop {
        let piece = events.next().await.unwrap_or_else(|| panic!("the stream ended: {said:?}"));
        let is_named = piece.contains(&account.to_string());
        said.push(piece);
        if is_named {
            return said;
        }
    }
}

/// Listens to the end.
async fn to_the_end(mut events: Events) -> Vec<String> {
    let mut said = Vec::new();
    while let Some(piece) = events.next().await {
        said.push(piece);
    }
    said
}

#[actix_web::test]
async fn an_order_that_ends_an_alert_is_told_at_once_to_those_it_concerns_and_to_nobody_else() {
    let stage = Stage::new();
    stage.bring_alerts();
    let (own, foreign) = stage.account_ids();
    let mut rep = stage.listen(&stage.actor(Role::Rep)).await;
    let mut leader = stage.listen(&stage.actor(Role::Leadership)).await;
    stage.import_purchases(&order("A-2", "O-8"));
    let said = until_named(&mut leader, foreign).await;
    let event = said.last().expect("something was said");
    assert!(event.starts_with("event: alerts\ndata: {") && event.ends_with("}\n\n"), "{event:?}");
    stage.import_purchases(&order("A-1", "O-9"));
    until_named(&mut leader, own).await;
    let said = until_named(&mut rep, own).await;
    assert!(!said.concat().contains(&foreign.to_string()), "{said:?}");
    let event = said.last().expect("something was said");
    let data = event.strip_prefix("event: alerts\ndata: ").expect("an event");
    let data: Value = serde_json::from_str(data.trim()).expect("JSON");
    assert_eq!(data, json!({ "accounts": [own] }));
}

#[actix_web::test]
async fn what_somebody_else_does_with_an_alert_is_told() {
    let stage = Stage::new();
    stage.bring_alerts();
    let (own, _foreign) = stage.account_ids();
    let mut rep = stage.listen(&stage.actor(Role::Rep)).await;
    let manager = stage.actor(Role::Manager);
    let worked = post(&format!("/api/v1/accounts/{own}/alerts/actions"), &json!({ "action": "work" }));
    assert_eq!(stage.send(&manager, worked).await.status, StatusCode::OK);
    until_named(&mut rep, own).await;
}

/// What ends the right to hear a stream.
enum End {
    SigningOut,
    Disabling,
    AnotherBook,
    FewerPermissions,
    AnotherRole,
}

async fn carry_out(stage: &Stage, end: &End, person: &User, actor: &Actor) {
    let input = || stage.input(&person.name, Role::Rep);
    match end {
        End::SigningOut => {
            let reply = stage.send(actor, TestRequest::delete().uri("/api/v1/session")).await;
            assert_eq!(reply.status, StatusCode::NO_CONTENT);
        }
        End::Disabling => stage.change(person.id, UserInput { is_disabled: true, ..input() }),
        End::AnotherBook => {
            stage.change(person.id, UserInput { rep: Some(stage.other_rep()), ..input() });
        }
        End::FewerPermissions => {
            let permissions = Permissions { view_financials: false, ..input().permissions };
            stage.change(person.id, UserInput { permissions, ..input() });
        }
        End::AnotherRole => {
            stage.change(person.id, UserInput { role: Role::Leadership, rep: None, ..input() });
        }
    }
}

#[actix_web::test]
async fn the_stream_ends_with_the_right_to_hear_it() {
    let stage = Stage::new();
    let ends = [End::SigningOut, End::Disabling, End::AnotherBook, End::FewerPermissions, End::AnotherRole];
    for (number, end) in ends.into_iter().enumerate() {
        let person = stage.person(&format!("rep{number}"), Role::Rep);
        let actor = stage.session(&person);
        let mut events = stage.listen(&actor).await;
        let first = events.next().await.expect("a sign of life");
        assert!(first.starts_with(':'), "{first:?}");
        carry_out(&stage, &end, &person, &actor).await;
        assert_eq!(to_the_end(events).await, [""; 0], "nothing is said to somebody who may not hear it");
    }
}

#[actix_web::test]
async fn a_stream_heard_with_a_key_ends_when_its_owner_may_see_less() {
    let stage = Stage::new();
    let person = stage.person("rep", Role::Rep);
    let mut events = stage.listen(&stage.key(&person, KeyScope::Read)).await;
    events.next().await.expect("a sign of life");
    stage.change(person.id, UserInput { rep: Some(stage.other_rep()), ..stage.input("rep", Role::Rep) });
    assert_eq!(to_the_end(events).await, [""; 0]);
}

#[actix_web::test]
async fn a_stream_heard_with_a_key_ends_when_the_key_is_revoked() {
    let stage = Stage::new();
    let person = stage.person("rep", Role::Rep);
    let mut events = stage.listen(&stage.key(&person, KeyScope::Read)).await;
    events.next().await.expect("a sign of life");
    let owner = stage.session(&person);
    let keys = stage.send(&owner, get("/api/v1/keys")).await.json();
    let id = keys[0]["id"].as_str().expect("their key");
    let revoked = stage.send(&owner, TestRequest::delete().uri(&format!("/api/v1/keys/{id}"))).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    assert_eq!(to_the_end(events).await, [""; 0]);
}

#[actix_web::test]
async fn one_person_cannot_hold_streams_without_end() {
    let stage = Stage::new();
    let (rep, manager) = (stage.actor(Role::Rep), stage.actor(Role::Manager));
    let mut held = Vec::new();
    for _ in 0..30 {
        held.push(stage.listen(&rep).await);
    }
    let refused = stage.send(&rep, get("/api/v1/events")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    stage.listen(&manager).await;
    held.pop();
    stage.listen(&rep).await;
}

#[actix_web::test]
async fn streams_end_when_the_program_ends() {
    let stage = Stage::new();
    let mut events = stage.listen(&stage.actor(Role::Rep)).await;
    events.next().await.expect("a sign of life");
    stage.app.end_news();
    assert_eq!(to_the_end(events).await, [""; 0]);
}

#[actix_web::test]
async fn a_stream_is_neither_kept_nor_collected_on_its_way() {
    let stage = Stage::new();
    let rep = stage.actor(Role::Rep);
    let request = get("/api/v1/events").insert_header(("Accept-Encoding", "gzip, br"));
    let reply = stage.send(&rep, request).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "text/event-stream");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("x-accel-buffering"), "no");
    assert!(["", "identity"].contains(&reply.header("content-encoding")), "{:?}", reply.headers);
}
