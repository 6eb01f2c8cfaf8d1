//! A password that somebody else handed out opens one door only: that to one's own password.

use crate::stage::{Actor, PASSWORD, Stage, get};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::Role;
use serde_json::json;

const NEW: &str = "another horse entirely";

fn change(current: &str, new: &str) -> TestRequest {
    let body = json!({ "current_password": current, "new_password": new });
    TestRequest::put().uri("/api/v1/me/password").set_json(body)
}

fn sign_in(email: &str, password: &str) -> TestRequest {
    let body = json!({ "email": email, "password": password });
    TestRequest::post().uri("/api/v1/session").set_json(body)
}

#[actix_web::test]
async fn the_first_admin_goes_on_after_changing_the_password_and_not_before() {
    let stage = Stage::new();
    let newcomer = stage.newcomer();
    let refused = stage.send(&newcomer.actor, get("/api/v1/dashboard")).await.problem();
    assert_eq!((refused.status, refused.code.as_str()), (403, "password_change_required"));
    assert!(refused.remedy.contains("/api/v1/me/password"), "{}", refused.remedy);
    let me = stage.send(&newcomer.actor, get("/api/v1/me")).await.json();
    assert_eq!(me["must_change_password"], true);

    let changed = stage.send(&newcomer.actor, change(&newcomer.password, NEW)).await;
    assert_eq!(changed.json()["must_change_password"], false, "{}", changed.text());
    assert_eq!(stage.send(&newcomer.actor, get("/api/v1/dashboard")).await.status, StatusCode::OK);
    let old = stage.send_bare(sign_in(&newcomer.email, &newcomer.password)).await;
    assert_eq!(old.problem().code, "wrong_credentials", "the printed password is worth nothing any more");
    let new = stage.send_bare(sign_in(&newcomer.email, NEW)).await;
    assert_eq!(new.json()["must_change_password"], false);
}

#[actix_web::test]
async fn a_new_password_needs_the_one_so_far_and_has_to_be_another_and_long_enough() {
    let stage = Stage::new();
    let newcomer = stage.newcomer();
    for (current, new, field) in [
        ("not the password", NEW, "current_password"),
        (newcomer.password.as_str(), "too short", "new_password"),
        (newcomer.password.as_str(), newcomer.password.as_str(), "new_password"),
    ] {
        let refused = stage.send(&newcomer.actor, change(current, new)).await.problem();
        assert_eq!((refused.status, refused.code.as_str()), (422, "invalid"));
        assert!(refused.detail.starts_with(field), "{}", refused.detail);
        let still = stage.send(&newcomer.actor, get("/api/v1/dashboard")).await.problem();
        assert_eq!(still.code, "password_change_required");
    }
}

#[actix_web::test]
async fn whoever_holds_a_session_cannot_guess_the_password_for_long() {
    let stage = Stage::new();
    let rep = stage.actor(Role::Rep);
    let mut codes = Vec::new();
    for _guess in 0..7 {
        codes.push(stage.send(&rep, change("not the password", NEW)).await.problem().code);
    }
    assert_eq!(codes.last().map(String::as_str), Some("too_many_attempts"), "{codes:?}");
}

#[actix_web::test]
async fn other_sessions_end_with_the_old_password() {
    let stage = Stage::new();
    let person = stage.person("rep", Role::Rep);
    let (here, elsewhere) = (stage.session(&person), stage.session(&person));
    assert_eq!(stage.send(&here, change(PASSWORD, NEW)).await.status, StatusCode::OK);
    assert_eq!(stage.send(&here, get("/api/v1/me")).await.status, StatusCode::OK);
    assert_eq!(stage.send(&elsewhere, get("/api/v1/me")).await.status, StatusCode::UNAUTHORIZED);
    let Actor::Session { cookie, .. } = &here else { panic!("a session was asked for") };
    let without = Actor::Session { cookie: cookie.clone(), csrf_token: String::new() };
    assert_eq!(stage.send(&without, change(NEW, PASSWORD)).await.problem().code, "csrf_token");
}
