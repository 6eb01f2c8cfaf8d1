//! How bodies and query strings are extracted: their limits, and refusals as problems.

use super::Refusal;
use super::plain::{Fault, fault, json_fault};
use actix_web::{HttpMessage, HttpRequest, error, web};
use bellwether_app::AppError;

/// Largest JSON body, in bytes.
pub const MAX_JSON_BYTES: usize = 256 * 1024;

/// JSON bodies: their size, and refusals as problems.
pub fn json_config() -> web::JsonConfig {
    use error::JsonPayloadError as E;
    web::JsonConfig::default().limit(MAX_JSON_BYTES).error_handler(|error, request| {
        match error {
            E::ContentType => Refusal::WrongContentType("application/json"),
            E::Overflow { .. } | E::OverflowKnownLength { .. } => {
                Refusal::App(AppError::TooLarge { limit_bytes: MAX_JSON_BYTES as u64 })
            }
            E::Deserialize(why) if why.is_data() => wrong_body(&why, request),
            E::Deserialize(why) => Refusal::MalformedBody(place_of(&why)),
            E::Payload(_) => Refusal::BrokenUpload,
            other => Refusal::MalformedBody(other.to_string()),
        }
        .into()
    })
}

/// The body as it came, for refusals that say where in it something is wrong.
#[derive(Clone)]
pub struct ReadBody(pub web::Bytes);

fn wrong_body(why: &serde_json::Error, request: &HttpRequest) -> Refusal {
    let body = request.extensions().get::<ReadBody>().cloned();
    let Fault { field, message } = json_fault(body.as_ref().map_or(&[], |body| &body.0), why);
    let field = field.unwrap_or_else(|| "body".to_owned());
    Refusal::App(AppError::Invalid { field, message })
}

fn place_of(why: &serde_json::Error) -> String {
    let what = if why.is_eof() { "ends too early" } else { "cannot be read on" };
    format!("it {what} at line {}, column {}", why.line(), why.column())
}

/// Query strings: refusals as problems.
pub fn query_config() -> web::QueryConfig {
    use error::QueryPayloadError as E;
    web::QueryConfig::default().error_handler(|error, _request| {
        let why = match &error {
            E::Deserialize(why) => why.to_string(),
            other => other.to_string(),
        };
        let Fault { field, message } = fault(&why);
        Refusal::App(AppError::Invalid { field: field.unwrap_or_else(|| "query".to_owned()), message }).into()
    })
}
