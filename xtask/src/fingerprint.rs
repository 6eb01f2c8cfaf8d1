//! Tells whether files changed: their names, sizes and times as one text. Saves the second `demo` the build
//! of the app, and tells `dev` when to build the server again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::places;
use crate::process::Failure;

/// One line per file under the given files and folders of the workspace, in a fixed order.
///
/// # Errors
/// When something cannot be read, for example because it is just being written.
pub fn of(inputs: &[&str]) -> Result<String, Failure> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&places::root().join(input), &mut files)?;
    }
    files.sort();
    let mut text = String::new();
    for file in files {
        text.push_str(&line(&file)?);
    }
    Ok(text)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

fn line(file: &Path) -> Result<String, Failure> {
    let metadata = fs::metadata(file)?;
    let changed = metadata
        .modified()?
        .duration_since(UNIX_EPOCH)
        .map_err(|_| Failure::new(format!("{} claims to have been written before 1970", file.display())))?;
    Ok(format!("{} {} {}\n", file.display(), metadata.len(), changed.as_nanos()))
}
