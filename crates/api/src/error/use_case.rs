//! The faces of refusals that come from use cases.

use super::face::{Face, face, internal_face, wait};
use actix_web::http::StatusCode;
use bellwether_app::AppError;
use bellwether_core::import::Field;

/// How long a busy or restarting database usually needs.
const UNAVAILABLE_SECONDS: u64 = 5;

/// When a tab that found too many others listening may try again.
const STREAMS_SECONDS: u64 = 30;

/// Status, stable code and words of a use case's refusal.
pub(super) fn face_of(error: &AppError) -> Face {
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
        )
        .retry_after(*retry_after_seconds),
        AppError::TooManyStreams { limit } => face(
            S::TOO_MANY_REQUESTS,
            "too_many_streams",
            "Too many streams",
            format!("You listen to changes {limit} times already, which is as often as one person may."),
            "Close some of the tabs or programs that listen.",
        )
        .retry_after(STREAMS_SECONDS),
        AppError::PasswordChangeRequired => face(
            S::FORBIDDEN,
            "password_change_required",
            "Password to be changed",
            "Your password was set when your sign-in was made or renewed; choose your own before anything else.",
            "Send the current and a new password to PUT /api/v1/me/password, or let whoever runs the server \
             set one with bellwether user set-password.",
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
        AppError::NotScored => face(
            S::CONFLICT,
            "not_scored",
            "Not scored yet",
            "There are no scores yet.",
            "Wait for the scoring that follows an import, or let an admin start one under Jobs.",
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
        AppError::MappingIncomplete { missing, unused } => face(
            S::UNPROCESSABLE_ENTITY,
            "mapping_incomplete",
            "Columns missing",
            match unused {
                Some(unused) => format!("No column was found for {}. {unused}", fields(missing)),
                None => format!("No column was found for {}.", fields(missing)),
            },
            "Map these fields to columns, save the mapping under a name, and import with it.",
        ),
        AppError::TooLarge { limit_bytes } => face(
            S::PAYLOAD_TOO_LARGE,
            "too_large",
            "Too large",
            format!("The body may have at most {}.", size(*limit_bytes)),
            "Send less at once; a file can be compressed with gzip or split.",
        ),
        AppError::Unavailable { .. } => face(
            S::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available now",
            "The server cannot answer just now.",
            "Try again in a few seconds; if it lasts, look into the server's log.",
        )
        .retry_after(UNAVAILABLE_SECONDS),
        AppError::TakenOver | AppError::Internal(_) => internal_face(),
    }
}

/// A size as people say it.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * 1024;
    match bytes {
        whole if whole >= MIB && whole.is_multiple_of(MIB) => format!("{} MiB", whole / MIB),
        whole if whole >= KIB && whole.is_multiple_of(KIB) => format!("{} KiB", whole / KIB),
        odd => format!("{odd} bytes"),
    }
}

/// The wire words of fields, which are also what a mapping file says.
fn fields(missing: &[Field]) -> String {
    let words = missing.iter().filter_map(|field| serde_json::to_value(field).ok());
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect::<Vec<_>>().join(", ")
}
