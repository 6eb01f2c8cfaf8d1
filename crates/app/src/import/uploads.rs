//! Uploads that nobody will read: a server that was killed while one arrived leaves its file behind.

use super::Order;
use crate::{Answer, App, AppError};
use bellwether_store::jobs;
use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl App {
    /// Removes the files of the upload folder that no waiting or running job refers to. For the start of the
    /// one server of this folder, before anything arrives.
    pub(crate) fn remove_leftover_uploads(&self) -> Answer<()> {
        let folder = self.config.upload_dir();
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(AppError::folder(&folder, &error)),
        };
        let needed = self.uploads_of_jobs()?;
        for entry in entries {
            let path = entry.map_err(|error| AppError::folder(&folder, &error))?.path();
            if path.is_file() && path.file_name().is_some_and(|name| !needed.contains(Path::new(name))) {
                remove(&path);
            }
        }
        Ok(())
    }

    /// Names of the files that jobs will still read. Names are random, so that the folder may have moved.
    fn uploads_of_jobs(&self) -> Answer<HashSet<PathBuf>> {
        let unfinished = self.store.read(jobs::unfinished)?;
        let imports = unfinished.into_iter().filter(|job| job.import.is_some());
        imports
            .filter_map(|job| match serde_json::from_value::<Order>(job.parameters) {
                Ok(order) => order.file.path.file_name().map(|name| Ok(PathBuf::from(name))),
                Err(error) => Some(Err(AppError::Internal(format!("a stored import: {error}")))),
            })
            .collect()
    }
}

fn remove(path: &Path) {
    match std::fs::remove_file(path) {
        Ok(()) => tracing::info!(path = %path.display(), "removed an upload that was never complete"),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "a leftover upload could not be removed")
        }
    }
}
