//! An entity tag on every JSON answer to a `GET`, so that clients who ask again need not be told again. It is
//! a hash of the body and of who asked: the same bytes for two people are still two answers.

use crate::credentials::Recognised;
use actix_web::body::{self, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse};
use sha2::{Digest, Sha256};

/// Adds the tag, or answers 304 when the client has these bytes already.
pub async fn tag(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let is_read = request.method() == Method::GET;
    let response = next.call(request).await?.map_into_boxed_body();
    if !is_read || response.status() != StatusCode::OK || is_endless(&response) || is_file(&response) {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (mut response, content) = response.into_parts();
    let content = body::to_bytes(content).await.map_err(Error::from)?;
    let tag = tag_of(request.extensions().get::<Recognised>().map(|caller| caller.0.user.0), &content);
    let held = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if held.is_some_and(|held| is_among(&tag, held)) {
        let unchanged = HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
        return Ok(ServiceResponse::new(request, unchanged));
    }
    if let Ok(value) = header::HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(content))))
}

/// A stream of events never ends, and no part of it is asked for twice.
fn is_endless(response: &ServiceResponse<BoxBody>) -> bool {
    let media_type = response.headers().get(header::CONTENT_TYPE);
    media_type.is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/event-stream"))
}

/// A file is made anew each time and may be large: it is sent as it is read.
fn is_file(response: &ServiceResponse<BoxBody>) -> bool {
    response.headers().contains_key(header::CONTENT_DISPOSITION)
}

/// A weak tag: compression makes other bytes of the same answer.
fn tag_of(user: Option<i64>, content: &[u8]) -> String {
    let hash = Sha256::new().chain_update(format!("{user:?}\n")).chain_update(content).finalize();
    let digits: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{digits}\"")
}

fn is_among(tag: &str, held: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.trim() == "*" || held.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_depends_on_the_bytes_and_on_who_asked() {
        let tag = tag_of(Some(1), b"{}");
        assert_eq!(tag, tag_of(Some(1), b"{}"));
        assert_ne!(tag, tag_of(Some(2), b"{}"));
        assert_ne!(tag, tag_of(Some(1), b"[]"));
    }

    #[test]
    fn a_held_tag_is_found_in_a_list_weak_or_strong() {
        assert!(is_among("W/\"a\"", "\"b\", \"a\""));
        assert!(is_among("W/\"a\"", "*"));
        assert!(!is_among("W/\"a\"", "\"b\""));
    }
}
