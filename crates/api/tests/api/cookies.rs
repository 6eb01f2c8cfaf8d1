//! The session cookie, on plain http and behind a proxy that speaks https.

use crate::stage::{PASSWORD, Stage};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::Role;
use serde_json::json;

fn sign_in() -> TestRequest {
    let credentials = json!({ "email": "Admin@example.com", "password": PASSWORD });
    TestRequest::post().uri("/api/v1/session").set_json(credentials)
}

#[actix_web::test]
async fn on_plain_http_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let stage = Stage::new();
    stage.person("admin", Role::Admin);
    let reply = stage.send_bare(sign_in()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("bellwether_session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "a browser would drop a secure cookie on plain http");
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn behind_a_trusted_https_proxy_the_cookie_is_secure_and_bound_to_the_host() {
    let stage = Stage::new().with(|config| config.trusts_proxy = true);
    stage.person("admin", Role::Admin);
    let reply = stage.send_bare(sign_in().insert_header(("X-Forwarded-Proto", "https"))).await;
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-bellwether_session="), "{cookie}");
    assert!(cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
    assert!(reply.header("strict-transport-security").contains("max-age"));
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_person_get_the_same_answer() {
    let stage = Stage::new();
    stage.person("admin", Role::Admin);
    let attempt = |email: &str| {
        TestRequest::post()
            .uri("/api/v1/session")
            .set_json(json!({ "email": email, "password": "not the password" }))
    };
    let wrong = stage.send_bare(attempt("admin@example.com")).await;
    let unknown = stage.send_bare(attempt("nobody@example.com")).await;
    assert_eq!(wrong.problem().code, "wrong_credentials");
    assert_eq!(wrong.text_without_request_id(), unknown.text_without_request_id());
}

#[actix_web::test]
async fn after_signing_out_the_old_cookie_is_dead() {
    let stage = Stage::new();
    let actor = stage.actor(Role::Admin);
    let out = stage.send(&actor, TestRequest::delete().uri("/api/v1/session")).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(stage.send(&actor, crate::stage::get("/api/v1/me")).await.status, StatusCode::UNAUTHORIZED);
}
