//! What is refused, and in which words: problem details, alike everywhere.

use crate::stage::{Actor, Stage, get};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::Role;
use serde_json::json;
use std::num::NonZeroU32;

#[actix_web::test]
async fn every_kind_of_refusal_is_a_problem_with_its_code() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let post = |path: &str| TestRequest::post().uri(path).insert_header(("Content-Type", "application/json"));
    let cases = [
        (get("/api/v1/nothing"), 404, "unknown_route"),
        (get("/api/v1/accounts/a_xyz"), 404, "not_found"),
        (TestRequest::delete().uri("/api/v1/me"), 405, "wrong_method"),
        (TestRequest::post().uri("/"), 405, "wrong_method"),
        (post("/api/v1/keys").set_payload("{"), 400, "malformed_body"),
        (post("/api/v1/keys").set_payload("{\"name\":\"key\",\"scope\":\"all\"}"), 422, "invalid"),
        (post("/api/v1/keys").set_payload(" ".repeat(300_000)), 413, "too_large"),
        (get("/api/v1/accounts?limit=many"), 422, "invalid"),
        (get("/api/v1/accounts?limit=0"), 422, "invalid"),
        (get("/api/v1/accounts?cursor=made-up"), 422, "invalid_cursor"),
        (get("/api/v1/search?q=abc%00def"), 422, "invalid"),
        (post("/api/v1/tasks").set_payload(r#"{"title":"call\u0000"}"#), 422, "invalid"),
        (get("/api/v1/targets?month=-5000-01-01"), 422, "invalid"),
        (get("/api/v1/insights/weekly-rollup?as_of=-262143-01-01"), 422, "invalid"),
        (post("/api/v1/tasks").set_payload(r#"{"title":"call","due_on":"+12000-01-01"}"#), 422, "invalid"),
        (get("/api/v1/dashboard?from=2026-02-01&to=2026-01-01"), 422, "invalid_period"),
        (get(&format!("/api/v1/accounts?search={}", "x".repeat(9000))), 414, "address_too_long"),
        (TestRequest::post().uri("/api/v1/imports"), 422, "invalid"),
        (
            TestRequest::post().uri("/api/v1/imports?file_name=x.csv").set_payload("x".repeat(1_100_000)),
            413,
            "too_large",
        ),
    ];
    for (number, (request, status, code)) in cases.into_iter().enumerate() {
        let reply = stage.send(&admin, request).await;
        let problem = reply.problem();
        assert_eq!((problem.status, problem.code.as_str()), (status, code), "case {number}: {problem:?}");
    }
}

#[actix_web::test]
async fn a_refusal_names_the_parameter_or_field_what_was_given_and_what_is_taken() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let post = |path: &str, body: &str| {
        TestRequest::post()
            .uri(path)
            .insert_header(("Content-Type", "application/json"))
            .set_payload(body.to_owned())
    };
    let view = r#"{"name":"Iowa","page":"accounts","query":"state=IA&sorting=name"}"#;
    for (request, detail) in [
        (get("/api/v1/accounts?limit=many"), "limit: \"many\" is not a whole number from 1 to 500"),
        (get("/api/v1/segments?from=soon"), "from: \"soon\" is not a date such as 2026-06-30"),
        (get("/api/v1/accounts?direction=up"), "direction: \"up\" is not one of ascending, descending"),
        (
            get("/api/v1/accounts?sate=IA"),
            "sate: there is no such parameter here; known are search, segment, state",
        ),
        (get("/api/v1/dashboard?figure=profit"), "figure: there is no such parameter here"),
        (get("/api/v1/me?verbose=1"), "verbose: this address takes no parameters"),
        (TestRequest::post().uri("/api/v1/imports"), "file_name: it is needed; give a text"),
        (post("/api/v1/tasks", r#"{"title":7}"#), "title: the number 7 is given where a text is expected"),
        (post("/api/v1/views", view), "query: the page does not know `sorting`"),
        (post("/api/v1/tasks", r#"{"title":"#), "The body could not be read as JSON: it ends too early"),
    ] {
        let problem = stage.send(&admin, request).await.problem();
        assert!(problem.detail.starts_with(detail), "{problem:?}");
    }
    let nobody = stage.send(&Actor::Nobody, get("/api/v1/accounts?sate=IA")).await.problem();
    assert_eq!(nobody.code, "not_signed_in", "nobody learns which parameters there are before signing in");
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let stage = Stage::new();
    let reply = stage.send(&Actor::Nobody, TestRequest::patch().uri("/api/v1/session")).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST, DELETE"));
}

#[actix_web::test]
async fn who_asks_too_often_waits_and_is_told_how_long() {
    let stage = Stage::new().with(|config| {
        config.requests_per_second = NonZeroU32::MIN;
        config.request_burst = NonZeroU32::MIN;
    });
    let reply = stage.send(&Actor::Nobody, get("/api/v1/openapi.json")).await;
    assert_eq!((reply.header("ratelimit-limit"), reply.header("ratelimit-remaining")), ("1", "0"));
    let reply = stage.send(&Actor::Nobody, get("/api/v1/openapi.json")).await;
    assert_eq!(reply.problem().code, "too_many_requests");
    assert!(reply.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
}

#[actix_web::test]
async fn an_upload_that_is_refused_leaves_no_file() {
    let stage = Stage::new();
    let rep = stage.actor(Role::Rep);
    let upload = TestRequest::post().uri("/api/v1/imports?file_name=x.csv").set_payload("a,b\n1,2\n");
    assert_eq!(stage.send(&rep, upload).await.problem().code, "forbidden");
    assert_eq!(stage.uploads(), 0);
}

#[actix_web::test]
async fn a_form_is_no_file_and_is_told_how_to_send_one() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    for path in ["/api/v1/imports?file_name=x.csv", "/api/v1/imports/preview?file_name=x.csv"] {
        let form = ("content-type", "multipart/form-data; boundary=x");
        let upload = TestRequest::post().uri(path).insert_header(form).set_payload("--x\r\n\r\na,b\r\n--x--");
        let problem = stage.send(&admin, upload).await.problem();
        assert_eq!((problem.status, &*problem.code), (422, "invalid"), "{path}");
        assert!(problem.detail.contains("--data-binary @FILE"), "{}", problem.detail);
    }
    assert_eq!(stage.uploads(), 0);
}

#[actix_web::test]
async fn refusals_never_show_what_is_inside() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let odd = json!({ "name": "'; drop table users; --", "scope": "read", "expires_at": "yesterday" });
    let text = stage.send(&admin, TestRequest::post().uri("/api/v1/keys").set_json(odd)).await.text();
    for word in ["SELECT", "diesel", ".rs:", "panicked", "/tmp"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}
