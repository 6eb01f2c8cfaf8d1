//! The parameters of an address, checked in one place against the OpenAPI document before any handler reads them: a
//! word that the operation does not know is refused rather than ignored, and a value it cannot take is told in plain
//! words with what it takes.

mod takes;

use crate::credentials;
use crate::error::Refusal;
use crate::routes::RouteTable;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError, web};
use bellwether_app::AppError;
use serde_json::Value;
use std::collections::BTreeSet;
use takes::Takes;

/// Longest name or value repeated in a refusal, in characters.
const TOLD_CHARACTERS: usize = 60;

/// Lets requests through whose parameters the operation knows and can take. Nobody is told which those are before
/// signing in; the handler refuses strangers.
pub async fn known_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let routes = request.app_data::<web::Data<RouteTable>>();
    let routes = routes.filter(|_| credentials::is_recognised(&request));
    let known = routes.and_then(|routes| routes.parameters(request.method(), request.path()));
    if let Err(refusal) = known.map_or(Ok(()), |known| check(known, request.query_string())) {
        return Ok(request.into_response(refusal.error_response()));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// The parameters one operation takes after the `?`.
#[derive(Debug, Default)]
pub struct Parameters(Vec<Parameter>);

#[derive(Debug)]
struct Parameter {
    name: String,
    is_required: bool,
    takes: Takes,
}

impl Parameters {
    /// Those of each operation of a path of the document, with its method.
    pub fn of_path(document: &Value, item: &Value) -> Vec<(Method, Self)> {
        [
            ("get", Method::GET),
            ("post", Method::POST),
            ("put", Method::PUT),
            ("patch", Method::PATCH),
            ("delete", Method::DELETE),
        ]
        .into_iter()
        .filter_map(|(word, method)| Some((method, Self::of(document, item.get(word)?))))
        .collect()
    }

    fn of(document: &Value, operation: &Value) -> Self {
        let all = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let of_query = all.iter().filter(|parameter| parameter["in"] == "query");
        let known = of_query.map(|parameter| Parameter {
            name: parameter["name"].as_str().unwrap_or("").to_owned(),
            is_required: parameter["required"] == true,
            takes: Takes::of(document, &parameter["schema"]),
        });
        Self(known.collect())
    }
}

/// Whether every parameter is known, given once and readable, and none that is needed is left out.
fn check(known: &Parameters, query: &str) -> Result<(), Refusal> {
    let given = web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|_| refusal("query", "this is not a list of name=value pairs joined by &"))?;
    let mut seen = BTreeSet::new();
    for (name, value) in given.iter() {
        let Some(parameter) = known.0.iter().find(|parameter| parameter.name == *name) else {
            return Err(unknown(known, name));
        };
        if !seen.insert(name) {
            return Err(refusal(name, "it is given more than once; give it once"));
        }
        if !parameter.takes.can_read(value) {
            let words = format!("\"{}\" is not {}", shortened(value), parameter.takes.words());
            return Err(refusal(name, words));
        }
    }
    match known.0.iter().find(|parameter| parameter.is_required && !seen.contains(&parameter.name)) {
        Some(left_out) => {
            Err(refusal(&left_out.name, format!("it is needed; give {}", left_out.takes.words())))
        }
        None => Ok(()),
    }
}

fn unknown(known: &Parameters, name: &str) -> Refusal {
    let names: Vec<&str> = known.0.iter().map(|parameter| parameter.name.as_str()).collect();
    let words = match names.as_slice() {
        [] => "this address takes no parameters".to_owned(),
        names => format!("there is no such parameter here; known are {}", names.join(", ")),
    };
    refusal(&shortened(name), words)
}

fn refusal(name: &str, words: impl Into<String>) -> Refusal {
    Refusal::App(AppError::Invalid { field: name.to_owned(), message: words.into() })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(TOLD_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn known() -> Parameters {
        let document = json!({ "components": { "schemas": {
            "Sort": { "type": "string", "enum": ["name", "revenue"] },
            "RepId": { "type": "string", "pattern": "^r_[0-9a-hjkmnp-tv-z]{13}$" },
        } } });
        let operation = json!({ "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "q", "in": "query", "required": true, "schema": { "type": "string" } },
            { "name": "limit", "in": "query", "schema": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 500 } },
            { "name": "floor", "in": "query", "schema": { "type": "integer", "format": "int64" } },
            { "name": "from", "in": "query", "schema": { "type": "string", "format": "date" } },
            { "name": "west", "in": "query", "schema": { "type": "number" } },
            { "name": "done", "in": "query", "schema": { "type": "boolean" } },
            { "name": "sort", "in": "query", "schema": { "$ref": "#/components/schemas/Sort" } },
            { "name": "rep", "in": "query", "schema": { "$ref": "#/components/schemas/RepId" } },
        ] });
        Parameters::of(&document, &operation)
    }

    fn refused(query: &str) -> String {
        match check(&known(), query) {
            Err(Refusal::App(AppError::Invalid { field, message })) => format!("{field}: {message}"),
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn known_parameters_with_values_they_take_pass() {
        let query =
            "q=a%20b&limit=500&floor=-3&from=2026-06-30&west=-93.5&done=true&sort=name&rep=r_0123456789abc";
        assert!(check(&known(), query).is_ok());
        assert!(check(&known(), "q=").is_ok(), "an empty text is a text");
    }

    #[test]
    fn a_word_that_the_address_does_not_know_is_named_with_those_it_knows() {
        let known = "there is no such parameter here; known are q, limit, floor, from, west, done, sort, rep";
        assert_eq!(refused("q=x&sorting=name"), format!("sorting: {known}"));
        assert_eq!(refused("q=x&id=1"), format!("id: {known}"), "an id of the path is none");
        let none = check(&Parameters::default(), "x=1").expect_err("it takes none").to_string();
        assert_eq!(none, "x: this address takes no parameters");
    }

    #[test]
    fn a_value_that_is_not_taken_is_told_with_what_is() {
        for (query, words) in [
            ("limit=many", "limit: \"many\" is not a whole number from 1 to 500"),
            ("limit=-1", "limit: \"-1\" is not a whole number from 1 to 500"),
            ("limit=", "limit: \"\" is not a whole number from 1 to 500"),
            ("floor=1.5", "floor: \"1.5\" is not a whole number"),
            (
                "from=30.6.2026",
                "from: \"30.6.2026\" is not a date such as 2026-06-30, in the years 1900 to 2199",
            ),
            (
                "from=1899-12-31",
                "from: \"1899-12-31\" is not a date such as 2026-06-30, in the years 1900 to 2199",
            ),
            ("west=far", "west: \"far\" is not a number"),
            ("done=yes", "done: \"yes\" is not one of true, false"),
            ("sort=size", "sort: \"size\" is not one of name, revenue"),
            ("rep=12", "rep: \"12\" is not an id of this API, which starts with r_"),
        ] {
            assert_eq!(refused(&format!("q=x&{query}")), words);
        }
    }

    #[test]
    fn what_is_given_twice_or_left_out_is_named() {
        assert_eq!(refused("q=x&q=y"), "q: it is given more than once; give it once");
        assert_eq!(refused("limit=5"), "q: it is needed; give a text");
    }
}
