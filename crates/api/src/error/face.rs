//! What callers see of a refusal: one shape, built the same way for every kind.

use actix_web::http::StatusCode;

/// The public face of a refusal.
pub(super) struct Face {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) detail: String,
    pub(super) remedy: String,
    /// When it makes sense to ask again, where waiting helps at all.
    pub(super) retry_after_seconds: Option<u64>,
}

impl Face {
    /// The same with the time after which asking again makes sense.
    pub(super) fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }
}

pub(super) fn face(
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: impl Into<String>,
    remedy: impl Into<String>,
) -> Face {
    Face { status, code, title, detail: detail.into(), remedy: remedy.into(), retry_after_seconds: None }
}

/// Something of ours failed; nothing of it is for the caller.
pub(super) fn internal_face() -> Face {
    face(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Our mistake",
        "Something went wrong on our side.",
        "Try again; if it stays, give an admin the request id.",
    )
}

/// What to do while too much has been asked for.
pub(super) fn wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "Wait a second, then try again.".to_owned(),
        more if more < 120 => format!("Wait {more} seconds, then try again."),
        more => format!("Wait {} minutes, then try again.", more.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_to_wait_is_told_as_people_say_it() {
        assert_eq!(wait(1), "Wait a second, then try again.");
        assert_eq!(wait(2), "Wait 2 seconds, then try again.");
        assert_eq!(wait(600), "Wait 10 minutes, then try again.");
    }
}
