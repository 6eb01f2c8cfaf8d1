//! An address has one spelling: every other way to write a route leads nowhere, for everybody alike.

use crate::stage::{Actor, Stage, get};
use actix_web::http::{Method, StatusCode, Uri};
use actix_web::test::TestRequest;
use bellwether_core::Role;

/// Other ways to write the path of a route.
fn spellings(path: &str) -> Vec<String> {
    let last = path.rfind('/').expect("a path has a slash");
    let (head, tail) = path.split_at(last);
    let tail = &tail[1..];
    vec![
        format!("/{path}"),
        format!("{head}//{tail}"),
        format!("{head}/./{tail}"),
        format!("{head}/x/../{tail}"),
        format!("{head}/..;/{tail}"),
        format!("{head}%2f{tail}"),
        format!("{head}/%2e/{tail}"),
        format!("{path}/"),
        format!("{path}/."),
        format!("{path};x=1"),
        format!("{path}%00"),
        format!("{path}%20"),
        path.to_uppercase(),
        path.replacen("/api", "/Api", 1).replacen("/health", "/Health", 1).replacen("/ready", "/Ready", 1),
    ]
}

#[actix_web::test]
async fn no_other_spelling_of_a_route_is_answered() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let (own, _other) = stage.account_ids();
    for template in bellwether_api::document().paths.paths.keys() {
        let path = template.replace("{id}", &own.to_string());
        for spelling in spellings(&path) {
            if spelling.parse::<Uri>().is_err() {
                // No HTTP server reads a second slash in front as anything but another host.
                continue;
            }
            for (actor, for_an_id) in [(&Actor::Nobody, "not_signed_in"), (&admin, "not_found")] {
                let code = stage.send(actor, get(&spelling)).await.problem().code;
                // Where an id may stand, what is misspelt is answered like an id of nothing.
                let possible = ["unknown_route", for_an_id, "wrong_method"];
                assert!(possible.contains(&code.as_str()), "{spelling}: {code}");
            }
        }
    }
}

#[actix_web::test]
async fn the_method_is_the_one_of_the_request_line() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let overridden = get("/api/v1/me").insert_header(("X-HTTP-Method-Override", "DELETE"));
    assert_eq!(stage.send(&admin, overridden).await.status, StatusCode::OK);
    let head = TestRequest::default().method(Method::HEAD).uri("/api/v1/me");
    assert_eq!(stage.send(&admin, head).await.status, StatusCode::OK);
    let head = TestRequest::default().method(Method::HEAD).uri("/api/v1/me");
    assert_eq!(stage.send(&Actor::Nobody, head).await.status, StatusCode::UNAUTHORIZED);
    let options = TestRequest::default().method(Method::OPTIONS).uri("/api/v1/me");
    assert_eq!(stage.send(&Actor::Nobody, options).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[actix_web::test]
async fn addresses_of_the_app_get_the_app() {
    let stage = Stage::new();
    for path in ["/", "/accounts", "/accounts/a_0000000000000"] {
        assert_eq!(stage.send_bare(get(path)).await.text(), "the app", "{path}");
    }
}
