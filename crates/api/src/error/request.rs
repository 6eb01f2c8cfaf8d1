//! The faces of refusals that come from the request itself, before a use case sees it.

use super::Refusal;
use super::face::{Face, face, internal_face, wait};
use super::use_case;
use actix_web::http::{Method, StatusCode};

impl Refusal {
    /// Status, stable code and words of the refusal.
    pub(super) fn face(&self) -> Face {
        use StatusCode as S;
        match self {
            Self::App(error) => use_case::face_of(error),
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
            Self::WrongContentType(wanted) => face(
                S::UNSUPPORTED_MEDIA_TYPE,
                "wrong_content_type",
                "Wrong content type",
                format!("This operation takes a body of type {wanted}."),
                format!("Send the header Content-Type: {wanted}."),
            ),
            Self::HoldsNul => face(
                S::UNPROCESSABLE_ENTITY,
                "invalid",
                "Invalid value",
                "A text holds the character NUL, which cannot be stored.",
                "Take it out and send the request again.",
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
            )
            .retry_after(*retry_after_seconds),
            Self::Panicked { .. } | Self::Internal(_) => internal_face(),
        }
    }
}

pub(super) fn names(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}
