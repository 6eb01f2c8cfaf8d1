//! Lists as files, as a browser gets them.

use crate::stage::{Stage, get};
use actix_web::http::StatusCode;
use bellwether_core::Role;

const AS_OF: &str = "as_of=2026-01-31";

#[actix_web::test]
async fn a_list_comes_as_an_attachment_with_what_it_holds_in_name_and_header() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    let path = format!("/api/v1/accounts/export?{AS_OF}&search=first&columns=name,number");
    let reply = stage.send(&leader, get(&path)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"accounts-2026-01-31-first.csv\"");
    assert_eq!(reply.header("bellwether-filters"), "Search: first; Sorted by: 12-month net sales");
    assert_eq!((reply.header("etag"), reply.header("cache-control")), ("", "no-store"));
    assert_eq!(reply.text(), "\u{feff}Account,Number,As of\r\nFirst account,A-1,2026-01-31\r\n");
}

#[actix_web::test]
async fn a_workbook_is_one_and_a_rep_gets_their_own_accounts_only() {
    let stage = Stage::new();
    let rep = stage.actor(Role::Rep);
    let reply = stage.send(&rep, get(&format!("/api/v1/accounts/export?{AS_OF}&format=xlsx"))).await;
    assert!(reply.body.starts_with(b"PK\x03\x04"), "an archive");
    assert!(reply.header("content-disposition").ends_with(".xlsx\""));
    let text = stage.send(&rep, get(&format!("/api/v1/accounts/export?{AS_OF}"))).await.text();
    assert!(text.contains("First account") && !text.contains("Second account"), "{text}");
}

#[actix_web::test]
async fn what_cannot_be_written_is_refused_in_words() {
    let stage = Stage::new();
    let leader = stage.actor(Role::Leadership);
    for query in ["columns=salary", "near=here", "within_km=10", "area=1 2,3 4", "sort=distance"] {
        let path = format!("/api/v1/accounts/export?{}", query.replace(' ', "%20"));
        let problem = stage.send(&leader, get(&path)).await.problem();
        assert_eq!(problem.code, "invalid", "{query}");
        assert!(problem.detail.starts_with(query.split('=').next().unwrap_or(query)), "{}", problem.detail);
    }
}
