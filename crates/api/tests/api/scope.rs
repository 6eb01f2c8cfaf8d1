//! Nobody sees what is not theirs, and cannot even learn that it exists.

use crate::stage::{Stage, get};
use actix_web::http::StatusCode;
use bellwether_core::{AccountId, Role};

#[actix_web::test]
async fn a_foreign_an_absent_and_an_impossible_account_are_the_same_bytes() {
    let stage = Stage::new();
    let rep = stage.actor(Role::Rep);
    let (own, foreign) = stage.account_ids();
    assert_eq!(stage.send(&rep, get(&format!("/api/v1/accounts/{own}"))).await.status, StatusCode::OK);
    let mut texts = Vec::new();
    for id in [foreign.to_string(), AccountId(987_654).to_string(), "a_nonsense".to_owned(), "1".to_owned()] {
        let reply = stage.send(&rep, get(&format!("/api/v1/accounts/{id}"))).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{id}");
        texts.push(reply.text_without_request_id());
    }
    assert!(texts.iter().all(|text| text == &texts[0]), "{texts:#?}");
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
