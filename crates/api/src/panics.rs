//! A panic in a handler is a bug of ours, not a broken connection: the caller gets a problem with status 500
//! and a request id, everyone else is served on.

use crate::error::Refusal;
use crate::request_id;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::FutureExt;
use std::any::Any;
use std::panic::AssertUnwindSafe;

/// Turns a panic further in into an error. The request is lost with the panic, so the error carries what its
/// answer needs: actix makes the answer after every middleware has gone.
pub async fn catch<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(outcome) => outcome,
        Err(panic) => {
            let request_id = request_id::current();
            tracing::error!(%request_id, panic = words(panic.as_ref()), "a handler panicked");
            Err(Refusal::Panicked { request_id }.into())
        }
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without words")
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::dev::Service;
    use actix_web::http::StatusCode;
    use actix_web::middleware::from_fn;
    use actix_web::{HttpResponse, test, web};

    async fn broken() -> HttpResponse {
        panic!("a bug")
    }

    #[actix_web::test]
    async fn a_panic_is_a_plain_500_with_a_request_id() {
        let app = actix_web::App::new().route("/", web::get().to(broken));
        let app = app.wrap(from_fn(catch)).wrap(from_fn(request_id::identify));
        let service = test::init_service(app).await;
        let Err(error) = service.call(test::TestRequest::get().to_request()).await else {
            panic!("it was answered")
        };
        let response = error.error_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = actix_web::body::to_bytes(response.into_body()).await.expect("a body");
        let problem: bellwether_core::problem::Problem = serde_json::from_slice(&body).expect("a problem");
        assert_eq!((problem.code.as_str(), problem.request_id.len()), ("internal", 16));
        assert!(!problem.detail.contains("bug"));
    }
}
