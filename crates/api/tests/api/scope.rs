//! Nobody sees what is not theirs, and cannot even learn that it exists.

use crate::stage::{Actor, Stage, get};
use actix_web::http::StatusCode;
use bellwether_core::{AccountId, Role};

#[actix_web::test]
async fn a_foreign_an_absent_and_an_impossible_account_are_the_same_bytes() {
    let stage = Stage::new();
    let rep = stage.actor(Role::Rep);
    let (own, foreign) = stage.account_ids();
    assert_eq!(stage.send(&rep, get(&format!("/api/v1/accounts/{own}"))).await.status, StatusCode::OK);
    let mut texts = Vec::new();
    let mut nobodys = Vec::new();
    let impossible = [
        "a_nonsense",
        "1",
        "A_0123456789ABC",
        "Not-An-Id",
        "a_0123456789ab%00",
        "a;b=1",
        "%61_0123456789abc",
        "~",
        "'",
    ];
    let possible = [foreign.to_string(), AccountId(987_654).to_string()];
    for id in possible.into_iter().chain(impossible.map(str::to_owned)) {
        let reply = stage.send(&rep, get(&format!("/api/v1/accounts/{id}"))).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{id}");
        texts.push(reply.text_without_request_id());
        let reply = stage.send(&Actor::Nobody, get(&format!("/api/v1/accounts/{id}"))).await;
        nobodys.push(reply.text_without_request_id());
    }
    assert!(texts.iter().all(|text| text == &texts[0]), "{texts:#?}");
    assert!(nobodys.iter().all(|text| text == &nobodys[0]), "{nobodys:#?}");
}

#[actix_web::test]
async fn an_escaped_id_does_not_lead_to_its_account() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    let (own, _other) = stage.account_ids();
    let escaped = own.to_string().replacen('a', "%61", 1);
    let reply = stage.send(&leader, get(&format!("/api/v1/accounts/{escaped}"))).await;
    assert_eq!(reply.problem().code, "not_found", "an address has one spelling");
}

#[actix_web::test]
async fn nothing_a_rep_can_read_mentions_the_other_reps_account() {
    let stage = Stage::new();
    let (rep, leader) = (stage.actor(Role::Rep), stage.actor(Role::Leadership));
    let (_own, foreign) = stage.account_ids();
    let mut seen_by_leader = 0;
    for (path, item) in &bellwether_api::document().paths.paths {
        if item.get.is_none() || path.contains('{') {
            continue;
        }
        let path = format!("{path}?as_of=2026-01-31");
        let text = stage.send(&rep, get(&path)).await.text();
        for canary in ["Second account", "77777", "Rep two", &foreign.to_string()] {
            assert!(!text.contains(canary), "{path} shows {canary}: {text}");
        }
        seen_by_leader += usize::from(stage.send(&leader, get(&path)).await.text().contains("77777"));
    }
    assert!(seen_by_leader > 0, "the canary must be visible to those who may see it");
}
