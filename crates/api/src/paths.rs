//! An address has one spelling, decided here before any route or check looks at it. Whatever a proxy, a
//! router or a file system might read differently is simply not found.

use crate::error::Refusal;
use crate::routes::RouteTable;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, Uri};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, ResponseError, web};
use bellwether_app::AppError;
use std::future::{Ready, ready};
use std::str::FromStr;

/// Longest query string, in bytes.
const MAX_QUERY_BYTES: usize = 8 * 1024;

/// Stands for an id that is not spelled like one; no id is.
const NO_ID: &str = "~";

/// Lets only the one spelling through. `HEAD` is answered like `GET`; actix leaves the body out by itself.
pub async fn canonical_only(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Err(refusal) = check(request.uri()) {
        // Where only the id is misspelt, the request goes the way of an id of nothing, for the same answer.
        match (refusal, address_of_nothing(&request)) {
            (Refusal::UnknownRoute, Some(uri)) => {
                request.match_info_mut().get_mut().update(&uri);
                request.head_mut().uri = uri;
            }
            (refusal, _) => return Ok(request.into_response(refusal.error_response())),
        }
    }
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn check(uri: &Uri) -> Result<(), Refusal> {
    if !is_canonical(uri.path()) {
        return Err(Refusal::UnknownRoute);
    }
    match uri.query() {
        Some(query) if query.len() > MAX_QUERY_BYTES => Err(Refusal::AddressTooLong),
        Some(_) | None => Ok(()),
    }
}

/// The address with its ids replaced by that of nothing, if nothing but ids is misspelt in it.
fn address_of_nothing(request: &ServiceRequest) -> Option<Uri> {
    let path = request.app_data::<web::Data<RouteTable>>()?.with_ids_as(NO_ID, request.path())?;
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let uri: Uri = format!("{path}{query}").parse().ok()?;
    check(&uri).is_ok().then_some(uri)
}

/// No escapes, no empty or dotted segments, no parameters; under `/api` lower case and no trailing slash.
fn is_canonical(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~@+".contains(&byte);
    let Some(inner) = path.strip_prefix('/') else { return false };
    if !path.bytes().all(is_plain) {
        return false;
    }
    let mut segments = inner.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_trailing = segment.is_empty() && segments.peek().is_none();
        if segment == "." || segment == ".." || (segment.is_empty() && !is_trailing) {
            return false;
        }
    }
    !is_api(path) || (!path.ends_with('/') && !path.bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// Whether an address belongs to the API, in whatever case it is written.
pub fn is_api(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or("");
    ["api", "health", "ready"].iter().any(|name| first.eq_ignore_ascii_case(name))
}

/// The `{id}` of a path. What is no id at all is not found, like an id of nothing or of somebody else's.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T: FromStr> FromRequest for PathId<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|text| text.parse().ok());
        ready(id.map(Self).ok_or(Refusal::App(AppError::NotFound)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_one_spelling() {
        for path in
            ["/", "/accounts/a_0123", "/docs/", "/api/v1/me", "/vendor/maplibre-gl-6.17.0/LICENSE.txt"]
        {
            assert!(is_canonical(path), "{path}");
        }
        for path in [
            "/api//v1/me",
            "//api/v1/me",
            "/api/./v1/me",
            "/api/v1/x/../me",
            "/api/v1/me/",
            "/api/v1%2fme",
            "/api/v1/%6de",
            "/api/v1/me;x=1",
            "/api/v1/..;/me",
            "/api\\v1\\me",
            "/API/v1/me",
            "/api/v1/Me",
            "/api/v1/me/.",
            "/api/v1/me%00",
            "/Health",
            "/accounts/../secret",
            "*",
        ] {
            assert!(!is_canonical(path), "{path}");
        }
    }
}
