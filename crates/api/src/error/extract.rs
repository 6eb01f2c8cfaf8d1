//! How bodies and query strings are extracted: their limits, and refusals as problems.

use super::Refusal;
use actix_web::{error, web};
use bellwether_app::AppError;

/// Largest JSON body, in bytes.
pub const MAX_JSON_BYTES: usize = 256 * 1024;

/// JSON bodies: their size, and refusals as problems.
pub fn json_config() -> web::JsonConfig {
    use error::JsonPayloadError as E;
    web::JsonConfig::default().limit(MAX_JSON_BYTES).error_handler(|error, _request| {
        match error {
            E::ContentType => Refusal::WrongContentType("application/json"),
            E::Overflow { .. } | E::OverflowKnownLength { .. } => {
                Refusal::App(AppError::TooLarge { limit_bytes: MAX_JSON_BYTES as u64 })
            }
            E::Deserialize(why) if why.is_data() => Refusal::WrongBody(why.to_string()),
            E::Deserialize(why) => Refusal::MalformedBody(why.to_string()),
            E::Payload(_) => Refusal::BrokenUpload,
            other => Refusal::MalformedBody(other.to_string()),
        }
        .into()
    })
}

/// Query strings: refusals as problems.
pub fn query_config() -> web::QueryConfig {
    use error::QueryPayloadError as E;
    web::QueryConfig::default().error_handler(|error, _request| {
        let why = match &error {
            E::Deserialize(why) => why.to_string(),
            other => other.to_string(),
        };
        Refusal::WrongQuery(why).into()
    })
}
