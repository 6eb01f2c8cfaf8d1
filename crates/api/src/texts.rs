//! Texts that no database should be asked to hold: PostgreSQL has no place for the character NUL, so it is refused
//! for every engine, before any handler sees it.

use crate::error::{MAX_JSON_BYTES, ReadBody, Refusal};
use actix_web::body::{BodyStream, BoxBody, MessageBody, to_bytes_limited};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError};
use bellwether_app::AppError;

/// What the JSON of a NUL looks like.
const NUL_IN_JSON: &[u8] = br"\u0000";
/// What a NUL in a query string looks like.
const NUL_IN_QUERY: &str = "%00";

/// Lets requests through whose query and JSON hold no NUL.
pub async fn without_nul(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Err(refusal) = check(&mut request).await {
        return Ok(request.into_response(refusal.error_response()));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn check(request: &mut ServiceRequest) -> Result<(), Refusal> {
    if request.query_string().contains(NUL_IN_QUERY) {
        return Err(Refusal::HoldsNul);
    }
    // Files are read as they come, and have a check of their own.
    if request.content_type() != "application/json" {
        return Ok(());
    }
    let read = to_bytes_limited(BodyStream::new(request.take_payload()), MAX_JSON_BYTES).await;
    let too_large = AppError::TooLarge { limit_bytes: MAX_JSON_BYTES as u64 };
    let body = read.map_err(|_| Refusal::App(too_large))?.map_err(|_| Refusal::BrokenUpload)?;
    if holds_nul(&body) {
        return Err(Refusal::HoldsNul);
    }
    request.extensions_mut().insert(ReadBody(body.clone()));
    request.set_payload(Payload::from(body));
    Ok(())
}

/// Whether JSON has an escaped NUL: an even number of backslashes before it are backslashes themselves.
fn holds_nul(json: &[u8]) -> bool {
    let mut places = (0..json.len()).filter(|place| json[*place..].starts_with(NUL_IN_JSON));
    let is_escape = |place: usize| {
        let before = json[..place].iter().rev().take_while(|byte| **byte == b'\\').count();
        before % 2 == 0
    };
    places.any(is_escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_nul_is_found_and_an_escaped_backslash_is_none() {
        assert!(holds_nul(br#"{"title":"a\u0000b"}"#));
        assert!(holds_nul(br#"{"title":"\\\u0000"}"#));
        assert!(!holds_nul(br#"{"title":"a\\u0000b"}"#));
        assert!(!holds_nul(br#"{"title":"\u0001"}"#));
    }
}
