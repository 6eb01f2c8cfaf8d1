//! Every refusal, mapped to HTTP in one exhaustive place: status, stable code, what happened, what to do.
//! What is not meant for the caller becomes a plain 500 and one log line with the request's id.

use crate::request_id;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError, error, web};
use bellwether_app::AppError;
use bellwether_core::import::Field;
use bellwether_core::problem::Problem;
use std::collections::BTreeMap;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

/// Largest JSON body, in bytes.
pub const MAX_JSON_BYTES: usize = 256 * 1024;

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
    /// The body is JSON, but not what the operation takes.
    WrongBody(String),
    /// The body is not declared as what the operation takes.
    WrongContentType(&'static str),
    /// The query string is not what the operation takes.
    WrongQuery(String),
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

/// The public face of a refusal.
struct Face {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
    remedy: String,
}

fn face(
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: impl Into<String>,
    remedy: impl Into<String>,
) -> Face {
    Face { status, code, title, detail: detail.into(), remedy: remedy.into() }
}

impl Refusal {
    fn face(&self) -> Face {
        use StatusCode as S;
        match self {
            Self::App(error) => app_face(error),
            Self::UnknownRoute => face(
                S::NOT_FOUND,
                "unknown_route",
                "No such address",
                "Nothing answers at this address.",
                "Look the address up in the API documentation at /docs; it is spelled in lower case, without a trailing slash.",
            ),
            Self::WrongMethod { allowed } => face(
                S::METHOD_NOT_ALLOWED,
                "wrong_method",
                "Wrong method",
                "This address does not take that method.",
                format!("Use {}.", names(allowed)),
            ),
            Self::MalformedBody(why) => face(
                S::BAD_REQUEST,
                "malformed_body",
                "Unreadable body",
                format!("The body could not be read as JSON: {why}."),
                "Send one JSON document in UTF-8.",
            ),
            Self::WrongBody(why) => face(
                S::UNPROCESSABLE_ENTITY,
                "invalid",
                "Invalid value",
                format!("The body is not what this operation takes: {why}."),
                "Compare it with the schema in the API documentation at /docs.",
            ),
            Self::WrongContentType(wanted) => face(
                S::UNSUPPORTED_MEDIA_TYPE,
                "wrong_content_type",
                "Wrong content type",
                format!("This operation takes a body of type {wanted}."),
                format!("Send the header Content-Type: {wanted}."),
            ),
            Self::WrongQuery(why) => face(
                S::UNPROCESSABLE_ENTITY,
                "invalid",
                "Invalid value",
                format!("A parameter of the address is not what this operation takes: {why}."),
                "Compare it with the parameters in the API documentation at /docs.",
            ),
            Self::AddressTooLong => face(
                S::URI_TOO_LONG,
                "address_too_long",
                "Address too long",
                "The address has more characters than the server reads.",
                "Ask for less at once.",
            ),
            Self::BrokenUpload => face(
                S::BAD_REQUEST,
                "broken_upload",
                "Upload broken off",
                "The body ended before it was complete.",
                "Send it again.",
            ),
            Self::TooSlow => face(
                S::REQUEST_TIMEOUT,
                "too_slow",
                "Request too slow",
                "The request took longer than the server waits.",
                "Send it again; if the connection is slow, send less at once.",
            ),
            Self::CrossSite => face(
                S::FORBIDDEN,
                "cross_site",
                "Request from another site",
                "Another site's page asked for this change.",
                "Open this server's own page and do it there, or use an API key.",
            ),
            Self::CsrfToken => face(
                S::FORBIDDEN,
                "csrf_token",
                "Session token missing",
                "A change on a session needs the session's token.",
                "Send the csrf_token of GET /api/v1/me as the header X-CSRF-Token.",
            ),
            Self::ReadOnlyKey => face(
                S::FORBIDDEN,
                "read_only_key",
                "Key only reads",
                "This API key may only read.",
                "Use a key with the scope write.",
            ),
            Self::TooManyRequests { retry_after_seconds } => face(
                S::TOO_MANY_REQUESTS,
                "too_many_requests",
                "Too many requests",
                "More requests came in than one caller may send.",
                wait(*retry_after_seconds),
            ),
            Self::Panicked { .. } | Self::Internal(_) => internal_face(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { retry_after_seconds }
            | Self::App(AppError::TooManyAttempts { retry_after_seconds }) => Some(*retry_after_seconds),
            Self::App(AppError::Unavailable { .. }) => Some(5),
            _no_waiting_helps => None,
        }
    }

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

fn app_face(error: &AppError) -> Face {
    use StatusCode as S;
    match error {
        AppError::NotSignedIn => face(
            S::UNAUTHORIZED,
            "not_signed_in",
            "Not signed in",
            "This needs a person who is signed in, or an API key.",
            "Sign in, or send a valid key as Authorization: Bearer ….",
        ),
        AppError::WrongCredentials => face(
            S::UNAUTHORIZED,
            "wrong_credentials",
            "Sign-in failed",
            "E-mail address and password do not go together.",
            "Check both, or ask an admin for a new password.",
        ),
        AppError::TooManyAttempts { retry_after_seconds } => face(
            S::TOO_MANY_REQUESTS,
            "too_many_attempts",
            "Too many attempts",
            "Too many sign-ins failed.",
            wait(*retry_after_seconds),
        ),
        AppError::Forbidden => face(
            S::FORBIDDEN,
            "forbidden",
            "Not allowed",
            "Your role does not include this.",
            "Ask an admin if you need it.",
        ),
        AppError::NotFound => face(
            S::NOT_FOUND,
            "not_found",
            "Not found",
            "There is no such thing, or it is not yours to see.",
            "Check the link, or ask an admin whether it should be yours.",
        ),
        AppError::Invalid { field, message } => face(
            S::UNPROCESSABLE_ENTITY,
            "invalid",
            "Invalid value",
            format!("{field}: {message}"),
            format!("Correct {field} and send it again."),
        ),
        AppError::InvalidCursor => face(
            S::UNPROCESSABLE_ENTITY,
            "invalid_cursor",
            "Invalid cursor",
            "This cursor does not belong to this list.",
            "Start from the first page, and keep filter and sorting while paging.",
        ),
        AppError::InvalidPeriod => face(
            S::UNPROCESSABLE_ENTITY,
            "invalid_period",
            "Invalid period",
            "The period ends before it starts, or is too long.",
            "Choose a first date on or before the last one.",
        ),
        AppError::Conflict { message } => face(
            S::CONFLICT,
            "conflict",
            "Conflict",
            message.as_str(),
            "Load it again, look what it is now, and decide anew.",
        ),
        AppError::LastAdmin => face(
            S::CONFLICT,
            "last_admin",
            "Last admin",
            "This is the last admin who can sign in.",
            "Make somebody else an admin first.",
        ),
        AppError::UnreadableFile { message, remedy } => face(
            S::UNPROCESSABLE_ENTITY,
            "unreadable_file",
            "Unreadable file",
            message.as_str(),
            remedy.as_str(),
        ),
        AppError::MappingIncomplete { missing } => face(
            S::UNPROCESSABLE_ENTITY,
            "mapping_incomplete",
            "Columns missing",
            format!("No column was found for {}.", fields(missing)),
            "Map these fields to columns, save the mapping under a name, and import with it.",
        ),
        AppError::TooLarge { limit_bytes } => face(
            S::PAYLOAD_TOO_LARGE,
            "too_large",
            "Too large",
            format!("The body may have at most {limit_bytes} bytes."),
            "Send less at once; a file can be compressed with gzip or split.",
        ),
        AppError::Unavailable { .. } => face(
            S::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available now",
            "The server cannot answer just now.",
            "Try again in a few seconds; if it lasts, look into the server's log.",
        ),
        AppError::Internal(_) => internal_face(),
    }
}

fn internal_face() -> Face {
    face(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Our mistake",
        "Something went wrong on our side.",
        "Try again; if it stays, give an admin the request id.",
    )
}

fn wait(seconds: u64) -> String {
    format!("Wait {seconds} seconds, then try again.")
}

fn names(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}

/// The wire words of fields, which are also what a mapping file says.
fn fields(missing: &[Field]) -> String {
    let words = missing.iter().filter_map(|field| serde_json::to_value(field).ok());
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect::<Vec<_>>().join(", ")
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
        if let Some(seconds) = self.retry_after_seconds() {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Self::WrongMethod { allowed } = self {
            response.insert_header((header::ALLOW, names(allowed)));
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
