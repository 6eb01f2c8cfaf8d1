//! Everything that can go wrong in a use case, as the caller may know it.

use bellwether_core::import::Field;
use bellwether_store::StoreError;
use std::path::Path;

/// Why a use case has no answer. The HTTP face maps each to a status and a remedy in one place.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// No session and no key, or one that has ended.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Unknown address, wrong password or disabled person; which of them is not said.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// Too many wrong passwords.
    #[error("too many attempts; try again in {retry_after_seconds} s")]
    TooManyAttempts {
        /// Seconds to wait.
        retry_after_seconds: u64,
    },
    /// One person listens to changes too often at the same time.
    #[error("too many streams are open")]
    TooManyStreams {
        /// How many one person may hold.
        limit: usize,
    },
    /// Somebody else handed out the password, so it has to be changed before anything else.
    #[error("the password has to be changed first")]
    PasswordChangeRequired,
    /// The role does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// It does not exist, or it is not the caller's to see.
    #[error("there is nothing here that you may see")]
    NotFound,
    /// A value that cannot be accepted.
    #[error("{field}: {message}")]
    Invalid {
        /// The field.
        field: String,
        /// What it accepts.
        message: String,
    },
    /// Nothing has been scored yet.
    #[error("there are no scores yet")]
    NotScored,
    /// A cursor that this list did not give out.
    #[error("the cursor does not belong to this list")]
    InvalidCursor,
    /// A period that ends before it starts.
    #[error("the period ends before it starts")]
    InvalidPeriod,
    /// It clashes with what is there.
    #[error("{message}")]
    Conflict {
        /// With what.
        message: String,
    },
    /// Nobody would be left to look after the users.
    #[error("this is the last admin")]
    LastAdmin,
    /// The file is not one that can be read.
    #[error("{message}")]
    UnreadableFile {
        /// What is wrong.
        message: String,
        /// What to do.
        remedy: String,
    },
    /// Required fields have no column.
    #[error(
        "no column was found for: {}; name the column so, or say which it is in a mapping (docs/DATA.md){}",
        field_names(missing),
        unused.as_ref().map_or_else(String::new, |unused| format!(". {unused}"))
    )]
    MappingIncomplete {
        /// The fields.
        missing: Vec<Field>,
        /// Which columns fill no field, and why, where that was guessed.
        unused: Option<String>,
    },
    /// The upload is larger than the limit.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// Another worker has taken the job over; nothing of this attempt is kept. Never reaches a caller.
    #[error("another worker has taken this job over")]
    TakenOver,
    /// The database does not answer.
    #[error("{message}")]
    Unavailable {
        /// What does not answer.
        message: String,
    },
    /// Logged, never shown.
    #[error("{0}")]
    Internal(String),
}

impl AppError {
    /// What people may read about it; what is internal goes to the log.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::Internal(reason) => {
                tracing::error!(reason, "something went wrong inside");
                "Something went wrong inside; the log has the details. Nothing was changed.".to_owned()
            }
            Self::UnreadableFile { message, remedy } => format!("{message} {remedy}"),
            other => other.to_string(),
        }
    }

    /// A field with a value that cannot be accepted.
    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), message: message.into() }
    }

    /// A clash, in words; what the database said goes to the log.
    fn conflict(reason: &str, message: &str) -> Self {
        tracing::info!(reason, message, "refused");
        Self::Conflict { message: message.to_owned() }
    }

    /// A folder that cannot be used.
    pub(crate) fn folder(path: &Path, error: &std::io::Error) -> Self {
        Self::Unavailable { message: format!("the folder {} cannot be used: {error}", path.display()) }
    }
}

fn field_names(fields: &[Field]) -> String {
    let names: Vec<String> = fields
        .iter()
        .filter_map(|field| serde_json::to_value(field).ok()?.as_str().map(str::to_owned))
        .collect();
    names.join(", ")
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Duplicate(reason) => Self::conflict(&reason, "this name or address is taken already"),
            StoreError::InUse(reason) => {
                Self::conflict(&reason, "it is still needed, or not in a state that allows this")
            }
            StoreError::Unavailable(reason) => {
                tracing::warn!(reason, "the database does not answer");
                Self::Unavailable { message: "the database does not answer".to_owned() }
            }
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<bellwether_ingest::FileError> for AppError {
    fn from(error: bellwether_ingest::FileError) -> Self {
        Self::UnreadableFile { message: error.to_string(), remedy: error.remedy() }
    }
}

impl From<bellwether_ledger::builder::LedgerError> for AppError {
    fn from(error: bellwether_ledger::builder::LedgerError) -> Self {
        Self::Internal(format!("the ledger could not be built: {error}"))
    }
}
