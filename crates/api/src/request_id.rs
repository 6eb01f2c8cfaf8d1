//! Every request has an id of ours: in the answer's `X-Request-Id`, in every problem body and in every log
//! line. What the client sends under that name is ignored, so that nobody writes into our log.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Instant;

/// The header that carries the id.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// Id of the request being answered; empty outside of one.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_else(|_outside_a_request| String::new())
}

/// Gives the request its id and writes one line about how it ended. The line has no query string: people
/// search for names of customers in it.
pub async fn identify(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = fresh();
    let started = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut outcome = CURRENT.scope(id.clone(), next.call(request)).await;
    let status = match &mut outcome {
        Ok(response) => {
            if let Ok(value) = HeaderValue::from_str(&id) {
                response.headers_mut().insert(X_REQUEST_ID, value);
            }
            response.status()
        }
        Err(error) => error.as_response_error().status_code(),
    };
    let microseconds = started.elapsed().as_micros();
    tracing::info!(request_id = %id, %method, ?path, status = status.as_u16(), microseconds, "request");
    outcome.map(ServiceResponse::map_into_boxed_body)
}

/// Sixteen hexadecimal digits. The keys of the standard library's hasher are random by process and differ
/// with every use, which is all a log id needs.
fn fresh() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sixteen_digits_and_differ() {
        let (one, other) = (fresh(), fresh());
        assert_eq!(one.len(), 16);
        assert_ne!(one, other);
    }
}
