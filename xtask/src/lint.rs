//! Formatting and clippy, with warnings as errors, and the dependency rules where cargo-deny is installed.

use crate::process::{Failure, cargo, output, run};
use crate::setup::{self, Purpose};

/// `cargo xtask lint`.
///
/// # Errors
/// When something is not as it should be.
pub fn chore() -> Result<(), Failure> {
    setup::prepare(Purpose::Tests)?;
    format()?;
    clippy()?;
    dependencies().unwrap_or(Ok(()))
}

/// Formatting, without changing anything.
///
/// # Errors
/// When a file is not formatted.
pub fn format() -> Result<(), Failure> {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

/// Clippy over every target of the workspace.
///
/// # Errors
/// On any warning.
pub fn clippy() -> Result<(), Failure> {
    run(&mut cargo(&[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Licences and sources of the dependencies; `None` where cargo-deny is not installed.
pub fn dependencies() -> Option<Result<(), Failure>> {
    output(&mut cargo(&["deny", "--version"])).ok()?;
    Some(run(&mut cargo(&["deny", "check", "bans", "licenses", "sources"])))
}
