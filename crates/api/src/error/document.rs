//! Refusals in the OpenAPI document.

use std::collections::BTreeMap;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

/// The refusals any operation may answer with, for the OpenAPI document.
pub struct Refusals;

impl utoipa::IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("401", "Not signed in, or the key is not valid."),
            ("403", "Not allowed."),
            ("404", "No such thing, or not yours to see."),
            ("422", "A value is not what the operation takes."),
            ("429", "Too many requests."),
            ("default", "Any other refusal."),
        ]
        .into_iter()
        .map(|(status, words)| (status.to_owned(), RefOr::T(problem_response(words))))
        .collect()
    }
}

fn problem_response(words: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(words).content("application/problem+json", content).build()
}
