//! Imports: preview, upload, what became of the rows, undo.

use crate::call::Method;
use crate::transport::{Body, body_of};
use crate::{Answer, Client};
use bellwether_core::import::{Import, ImportKind, Preview, RowError, SavedMapping, UndoReport};
use bellwether_core::{ImportId, Page};
use chrono::NaiveDate;
use serde::Serialize;

/// Media type of a file of any kind; the server looks into it.
const ANY_BYTES: &str = "application/octet-stream";

/// How an uploaded file is to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UploadOptions {
    /// Name of the file, shown in the list of imports.
    pub file_name: String,
    /// What it holds; absent: guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ImportKind>,
    /// Name of a saved mapping; absent: guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// Check everything, write nothing.
    pub dry_run: bool,
    /// Orders up to this date are complete; absent: today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers_up_to: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Start<'a> {
    file_name: &'a str,
    is_whole: bool,
}

#[derive(Serialize)]
struct After<'a> {
    cursor: Option<&'a str>,
}

impl Client {
    /// What a file seems to be, from its first bytes (256 KiB are plenty) and whether they are all of them.
    ///
    /// # Errors
    /// `unreadable_file` with what is wrong and what to do.
    pub async fn preview_import(
        &self,
        file_name: &str,
        first_bytes: Vec<u8>,
        is_whole: bool,
    ) -> Answer<Preview> {
        let call = self.call(Method::Post, "imports/preview").asking(&Start { file_name, is_whole })?;
        self.take(call.carrying(ANY_BYTES, body_of(first_bytes))).await
    }

    /// Uploads a whole file and starts its import; ask [`Client::import`] how far it is. In the
    /// browser the file itself is the body, and is streamed from disk.
    ///
    /// # Errors
    /// `forbidden`, `unreadable_file`, `mapping_incomplete`, `too_large`.
    pub async fn start_import(&self, options: &UploadOptions, file: impl Into<Body>) -> Answer<Import> {
        let call = self.call(Method::Post, "imports").asking(options)?;
        self.take(call.carrying(ANY_BYTES, file.into())).await
    }

    /// The latest imports, newest first.
    ///
    /// # Errors
    /// `forbidden` for reps and managers.
    pub async fn imports(&self) -> Answer<Vec<Import>> {
        self.get("imports").await
    }

    /// One import.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn import(&self, id: ImportId) -> Answer<Import> {
        self.get(&format!("imports/{id}")).await
    }

    /// Its bad rows, a page at a time.
    ///
    /// # Errors
    /// `not_found`, `invalid_cursor`.
    pub async fn import_errors(&self, id: ImportId, cursor: Option<&str>) -> Answer<Page<RowError>> {
        self.find(&format!("imports/{id}/errors"), &After { cursor }).await
    }

    /// Takes an import out again.
    ///
    /// # Errors
    /// `not_found`, `conflict` when it is not done.
    pub async fn undo_import(&self, id: ImportId) -> Answer<UndoReport> {
        self.take(self.call(Method::Post, &format!("imports/{id}/undo"))).await
    }

    /// Mappings kept under a name.
    ///
    /// # Errors
    /// `forbidden` for reps and managers.
    pub async fn mappings(&self) -> Answer<Vec<SavedMapping>> {
        self.get("mappings").await
    }

    /// Keeps a mapping under a name, replacing an older one of that name.
    ///
    /// # Errors
    /// `forbidden`, `invalid`.
    pub async fn save_mapping(&self, mapping: &SavedMapping) -> Answer<SavedMapping> {
        self.send(Method::Put, "mappings", mapping).await
    }
}
