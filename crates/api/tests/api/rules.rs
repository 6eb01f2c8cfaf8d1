//! The rule laboratory over the wire: what is refused, and that a manager learns nothing of others' accounts.

use crate::stage::{Actor, Stage, get};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::Role;
use bellwether_core::rule_lab::{Rules, RulesPreview, RulesVersion};
use serde_json::{Value, json};

fn preview(rules: Value) -> TestRequest {
    TestRequest::post().uri("/api/v1/rules/preview").set_json(rules)
}

fn save(body: Value) -> TestRequest {
    TestRequest::post().uri("/api/v1/rules").set_json(body)
}

#[actix_web::test]
async fn what_cannot_be_a_rule_is_named_and_nothing_is_saved() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    for (field, rules) in [
        ("silence_percent", json!({ "silence_percent": 20 })),
        ("least_orders", json!({ "least_orders": 1 })),
        ("least_months", json!({ "least_months": 25 })),
        (
            "segments.churned_percent",
            json!({ "segments": { "neutral_percent": 10, "at_risk_percent": 20, "disengaging_percent": 60, "churned_percent": 60 } }),
        ),
        ("health", json!({ "health": { "frequency": 0, "growth": 0, "contact": 0, "pipeline": 0 } })),
    ] {
        for request in [preview(rules.clone()), save(json!({ "rules": rules.clone() }))] {
            let problem = stage.send(&leader, request).await.problem();
            assert_eq!((problem.status, problem.code.as_str()), (422, "invalid"), "{rules}");
            assert!(problem.detail.starts_with(&format!("{field}:")), "{}", problem.detail);
        }
    }
    let unknown = stage.send(&leader, preview(json!({ "churn_rule": "gut_feeling" }))).await.problem();
    assert!((400..500).contains(&unknown.status), "{unknown:?}");
    let versions = stage.send(&leader, get("/api/v1/rules")).await.json();
    assert_eq!(versions.as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_saved_version_names_its_author_and_a_later_one_made_from_the_old_is_refused() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    let body = json!({ "rules": { "churn_rule": "longest" }, "note": "Too many alerts", "based_on": 1 });
    let reply = stage.send(&leader, save(body.clone())).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let problem = stage.send(&leader, save(body)).await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (409, "conflict"));
    let versions = stage.send(&leader, get("/api/v1/rules")).await.json();
    let versions: Vec<RulesVersion> = serde_json::from_value(versions).expect("versions");
    let told: Vec<_> =
        versions.iter().map(|one| (one.version, one.author.as_deref(), one.note.as_str())).collect();
    assert_eq!(told, [(2, Some("leadership"), "Too many alerts"), (1, None, "")]);
}

#[actix_web::test]
async fn a_session_without_its_token_saves_nothing() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    let Actor::Session { cookie, .. } = &leader else { panic!("a session was asked for") };
    let without = Actor::Session { cookie: cookie.clone(), csrf_token: String::new() };
    let refused = stage.send(&without, save(json!({ "rules": {} }))).await.problem();
    assert_eq!(refused.code, "csrf_token");
    assert_eq!(stage.send(&leader, get("/api/v1/rules")).await.json().as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_manager_is_shown_and_counted_only_the_accounts_of_the_own_regions() {
    let stage = Stage::new();
    stage.bring_silent_accounts();
    let tried = serde_json::to_value(Rules::default()).expect("rules are JSON");
    // With rules in force under which nobody is judged, everybody who is silent appears.
    let strict = json!({ "rules": { "least_orders": 50 } });
    let leader = stage.actor(Role::Leadership);
    assert_eq!(stage.send(&leader, save(strict)).await.status, StatusCode::CREATED);
    let seen = async |actor: &Actor| -> (RulesPreview, String) {
        let reply = stage.send(actor, preview(tried.clone())).await;
        (serde_json::from_value(reply.json()).expect("a preview"), reply.text())
    };
    let (all, text) = seen(&leader).await;
    assert_eq!((all.appear.count, all.tried.alerts), (2, 2), "{text}");
    assert!(text.contains("First account") && text.contains("Second account"), "{text}");
    let (own, text) = seen(&stage.actor(Role::Manager)).await;
    assert_eq!((own.appear.count, own.tried.alerts), (1, 1), "{text}");
    assert!(text.contains("First account") && !text.contains("Second account"), "{text}");
    let accounts: u64 = own.segments.iter().map(|change| change.current).sum();
    assert!(accounts <= 1, "{text}");
}
