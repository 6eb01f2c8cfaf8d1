//! Python for the peers that measurements stand beside, in the user's cache.

use std::path::PathBuf;

use crate::places;
use crate::process::{Failure, program, run};

/// A Python that has these packages.
///
/// # Errors
/// When there is no Python, or a package cannot be had.
pub fn python(packages: &[&str]) -> Result<PathBuf, Failure> {
    let folder = places::cache().join("python");
    let python = folder.join("bin/python");
    if !python.is_file() {
        run(program("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    run(program(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(packages))?;
    Ok(python)
}
