//! Why a command failed, in words for the person at the terminal, with what to do next.

use bellwether_app::AppError;
use std::path::Path;

/// A failed command.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A use case refused.
    #[error("{}", told(_0))]
    App(#[from] AppError),
    /// Said in words already.
    #[error("{0}")]
    Said(String),
}

impl Failure {
    /// A file or folder that cannot be used.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::Said(format!("{}: {error}", path.display()))
    }
}

/// What is wrong, and on a line of its own what to do about it where the use case knows.
fn told(error: &AppError) -> String {
    match error {
        AppError::UnreadableFile { message, remedy } => format!("{message}\n{remedy}"),
        other => other.to_string(),
    }
}
