//! What can go wrong in the store. The same kinds on both engines, so that callers map them once.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Result of every store function.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row does not exist, or lies outside the caller's scope: nobody can tell which.
    #[error("not found")]
    NotFound,
    /// Something unique is there already.
    #[error("already there: {0}")]
    Duplicate(String),
    /// Other rows, or a rule, need what was to be removed.
    #[error("still in use: {0}")]
    InUse(String),
    /// An argument or a stored text that cannot be understood.
    #[error("not valid: {0}")]
    Invalid(String),
    /// The database cannot be reached now.
    #[error("database not available: {0}")]
    Unavailable(String),
    /// A migration failed; nothing of it was applied.
    #[error("migration failed: {0}")]
    Migration(String),
    /// Any other database failure.
    #[error("database failure: {0}")]
    Database(DieselError),
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Self::Duplicate(info.message().to_owned())
            }
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, info) => {
                Self::InUse(info.message().to_owned())
            }
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            other => Self::Database(other),
        }
    }
}

impl StoreError {
    /// A stored word that no enum knows: somebody else wrote to the database.
    pub(crate) fn unknown_word(what: &str, word: &str) -> Self {
        Self::Invalid(format!("{what} {word:?} in the database is not known"))
    }
}
