//! Entity tags, compression and the headers of every answer.

use crate::stage::{Actor, Stage, get};
use actix_web::http::StatusCode;
use bellwether_core::Role;

#[actix_web::test]
async fn who_has_the_answer_already_is_told_so() {
    let stage = Stage::new();
    let actor = stage.actor(Role::Admin);
    let first = stage.send(&actor, get("/api/v1/settings")).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again =
        stage.send(&actor, get("/api/v1/settings").insert_header(("If-None-Match", tag.clone()))).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again.header("etag"), tag);
}

#[actix_web::test]
async fn the_same_bytes_have_another_tag_for_somebody_else() {
    let stage = Stage::new();
    let admin = stage.send(&stage.actor(Role::Admin), get("/api/v1/settings")).await;
    let rep = stage.send(&stage.actor(Role::Rep), get("/api/v1/settings")).await;
    assert_eq!(admin.text(), rep.text());
    assert_ne!(admin.header("etag"), rep.header("etag"));
}

#[actix_web::test]
async fn a_kept_answer_is_told_to_those_who_may_see_the_same_and_until_the_facts_change() {
    let stage = Stage::new();
    let question = "/api/v1/dashboard?from=2026-01-01&to=2026-01-31";
    let revenue_of = async |actor: &Actor| {
        stage.send(actor, get(question)).await.json()["kpis"]["revenue"]["current"].clone()
    };
    let (leader, rep) = (stage.actor(Role::Leadership), stage.actor(Role::Rep));
    assert_eq!(revenue_of(&leader).await, 87_777);
    assert_eq!(revenue_of(&rep).await, 10_000, "asked with the same words, of other accounts");
    assert_eq!(revenue_of(&leader).await, 87_777);
    stage.import_purchases("number,order,date,product,quantity,amount\nA-1,O-3,2026-01-07,P-1,1,5.00\n");
    stage.wait_until("the book has the order", || stage.app.data_version() > 0);
    assert_eq!((revenue_of(&leader).await, revenue_of(&rep).await), (88_277.into(), 10_500.into()));
}

#[actix_web::test]
async fn a_refusal_is_not_kept() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    for _ in 0..2 {
        let reply = stage.send(&leader, get("/api/v1/accounts?cursor=nonsense")).await;
        assert_eq!(reply.problem().code, "invalid_cursor");
    }
    assert_eq!(stage.send(&leader, get("/api/v1/accounts")).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn answers_are_compressed_for_those_who_can_read_it() {
    let stage = Stage::new();
    for (accepted, encoding) in [("gzip", "gzip"), ("br", "br"), ("identity", "")] {
        let reply =
            stage.send_bare(get("/api/v1/openapi.json").insert_header(("Accept-Encoding", accepted))).await;
        assert_eq!(reply.header("content-encoding"), encoding, "{accepted}");
    }
}

#[actix_web::test]
async fn every_answer_carries_the_protecting_headers() {
    let stage = Stage::new();
    for path in ["/", "/api/v1/me", "/api/v1/nothing", "/health", "/docs/", "/docs/swagger-initializer.js"] {
        let reply = stage.send(&Actor::Nobody, get(path)).await;
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(reply.header("x-request-id").len(), 16, "{path}");
        let is_private = path.starts_with("/api");
        assert_eq!(reply.header("cache-control") == "no-store", is_private || path == "/health", "{path}");
    }
}

#[actix_web::test]
async fn the_documentation_page_has_no_inline_script() {
    let stage = Stage::new();
    let page = stage.send_bare(get("/docs/")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for tag in text.split("<script").skip(1) {
        assert!(tag.split('>').next().is_some_and(|attributes| attributes.contains("src=")), "inline: {tag}");
    }
    assert!(!text.contains("http://") && !text.contains("https://"), "nothing comes from elsewhere");
    let start = stage.send_bare(get("/docs/swagger-initializer.js")).await;
    assert!(start.text().contains("/api/v1/openapi.json"));
}
