//! Every refusal, mapped to HTTP in one exhaustive place: status, stable code, what happened, what to do.
//! What is not meant for the caller becomes a plain 500 and one log line with the request's id.

mod document;
mod extract;
mod face;
mod plain;
mod request;
mod use_case;

pub use document::Refusals;
pub use extract::{MAX_JSON_BYTES, ReadBody, json_config, query_config};
pub use plain::{Fault, json_fault};

use crate::request_id;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use bellwether_app::AppError;
use bellwether_core::problem::Problem;

/// Why a request gets no answer.
#[derive(Debug)]
pub enum Refusal {
    /// A use case refused.
    App(AppError),
    /// No route has this path, or the path is not spelled the one way it has.
    UnknownRoute,
    /// The path exists, but not with this method.
    WrongMethod {
        /// The methods it has.
        allowed: Vec<Method>,
    },
    /// The body is not JSON.
    MalformedBody(String),
    /// The body is not declared as what the operation takes.
    WrongContentType(&'static str),
    /// A text holds the character NUL.
    HoldsNul,
    /// The address is too long.
    AddressTooLong,
    /// The connection broke, or sent something else than it announced, before the body was complete.
    BrokenUpload,
    /// The body came too slowly.
    TooSlow,
    /// A change asked for by a page that is not ours.
    CrossSite,
    /// A change on a session cookie without the session's token.
    CsrfToken,
    /// A change asked for with a key that only reads.
    ReadOnlyKey,
    /// More requests than one caller may send.
    TooManyRequests {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// A handler panicked.
    Panicked {
        /// The id of the request, which is gone.
        request_id: String,
    },
    /// Something of ours failed; the words go to the log only.
    Internal(String),
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl Refusal {
    fn request_id(&self) -> String {
        match self {
            Self::Panicked { request_id } => request_id.clone(),
            _still_inside_the_request => request_id::current(),
        }
    }

    fn log(&self, request_id: &str) {
        match self {
            Self::Internal(message) | Self::App(AppError::Internal(message)) => {
                tracing::error!(%request_id, message, "internal error");
            }
            Self::App(AppError::Unavailable { message }) => {
                tracing::warn!(%request_id, message, "unavailable");
            }
            _explained_to_the_caller => {}
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.face().detail)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.face().status
    }

    fn error_response(&self) -> HttpResponse {
        let face = self.face();
        let request_id = self.request_id();
        self.log(&request_id);
        let mut response = HttpResponseBuilder::new(face.status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        response.insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
        if let Ok(value) = HeaderValue::from_str(&request_id) {
            response.insert_header((request_id::X_REQUEST_ID, value));
        }
        if let Some(seconds) = face.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Self::WrongMethod { allowed } = self {
            response.insert_header((header::ALLOW, request::names(allowed)));
        }
        if face.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        response.content_type("application/problem+json").json(Problem {
            kind: "about:blank".to_owned(),
            title: face.title.to_owned(),
            status: face.status.as_u16(),
            code: face.code.to_owned(),
            detail: face.detail,
            remedy: face.remedy,
            request_id,
        })
    }
}
