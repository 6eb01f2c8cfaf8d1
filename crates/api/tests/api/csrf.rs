//! Changes on a session come from our own page or not at all; keys are exempt.

use crate::stage::{Actor, PASSWORD, Stage};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::Role;
use bellwether_core::key::KeyScope;
use serde_json::json;

fn add_key() -> TestRequest {
    TestRequest::post().uri("/api/v1/keys").set_json(json!({ "name": "key", "scope": "read" }))
}

#[actix_web::test]
async fn a_session_without_its_token_changes_nothing() {
    let stage = Stage::new();
    let actor = stage.actor(Role::Admin);
    let Actor::Session { cookie, .. } = &actor else { panic!("a session was asked for") };
    let without = Actor::Session { cookie: cookie.clone(), csrf_token: String::new() };
    assert_eq!(stage.send(&without, add_key()).await.problem().code, "csrf_token");
    let foreign = Actor::Session { cookie: cookie.clone(), csrf_token: "x".repeat(43) };
    assert_eq!(stage.send(&foreign, add_key()).await.problem().code, "csrf_token");
    let keys = stage.send(&actor, crate::stage::get("/api/v1/keys")).await;
    assert_eq!(keys.json(), json!([]), "a refused change must not have happened");
    assert_eq!(stage.send(&actor, add_key()).await.status, StatusCode::CREATED);
}

#[actix_web::test]
async fn another_sites_page_is_refused_even_with_the_token() {
    let stage = Stage::new();
    let actor = stage.actor(Role::Admin);
    for (name, value) in
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil")]
    {
        let reply = stage.send(&actor, add_key().insert_header((name, value))).await;
        assert_eq!(reply.problem().code, "cross_site", "{name}: {value}");
    }
}

#[actix_web::test]
async fn another_site_cannot_sign_somebody_in() {
    let stage = Stage::new();
    stage.person("admin", Role::Admin);
    let credentials = json!({ "email": "admin@example.com", "password": PASSWORD });
    let request = TestRequest::post().uri("/api/v1/session").set_json(credentials);
    let reply = stage.send_bare(request.insert_header(("Sec-Fetch-Site", "cross-site"))).await;
    assert_eq!(reply.problem().code, "cross_site");
    assert_eq!(reply.header("set-cookie"), "");
}

#[actix_web::test]
async fn a_form_of_another_site_cannot_pass_as_json() {
    let stage = Stage::new();
    let request = TestRequest::post().uri("/api/v1/session").insert_header(("Content-Type", "text/plain"));
    let reply = stage.send_bare(request.set_payload("{\"email\":\"a\",\"password\":\"b\"}")).await;
    assert_eq!(reply.problem().code, "wrong_content_type");
}

#[actix_web::test]
async fn a_key_that_writes_needs_no_token_and_one_that_reads_does_not_write() {
    let stage = Stage::new();
    let user = stage.person("admin", Role::Admin);
    let (write, read) = (stage.key(&user, KeyScope::Write), stage.key(&user, KeyScope::Read));
    let score = || TestRequest::post().uri("/api/v1/jobs/score").set_json(json!({}));
    assert_eq!(stage.send(&write, score()).await.status, StatusCode::ACCEPTED);
    assert_eq!(stage.send(&read, score()).await.problem().code, "read_only_key");
    assert_eq!(stage.send(&read, crate::stage::get("/api/v1/keys")).await.status, StatusCode::OK);
}
