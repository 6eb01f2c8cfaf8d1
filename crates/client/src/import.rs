//! Imports: preview, upload, what became of the rows, undo.

#[cfg(target_arch = "wasm32")]
mod browser;

use crate::{Answer, Client, NO_QUERY, read};
use bellwether_core::import::{Import, ImportKind, Preview, RowError, SavedMapping, UndoReport};
use bellwether_core::{ImportId, Page};
use chrono::NaiveDate;
use reqwest::Method;
use serde::Serialize;

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

impl Client {
    /// What a file seems to be, from its first bytes (256 KiB are plenty).
    ///
    /// # Errors
    /// `unreadable_file` with what is wrong and what to do.
    pub async fn preview_import(&self, file_name: &str, first_bytes: Vec<u8>) -> Answer<Preview> {
        let request = self.request(Method::POST, "imports/preview").query(&[("file_name", file_name)]);
        read(request.header("Content-Type", "application/octet-stream").body(first_bytes)).await
    }

    /// Uploads a whole file and starts its import; ask [`Client::import`] how far it is.
    ///
    /// # Errors
    /// `forbidden`, `unreadable_file`, `mapping_incomplete`, `too_large`.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn start_import(
        &self,
        options: &UploadOptions,
        body: impl Into<reqwest::Body>,
    ) -> Answer<Import> {
        let request = self.request(Method::POST, "imports").query(options);
        read(request.header("Content-Type", "application/octet-stream").body(body)).await
    }

    /// The latest imports, newest first.
    ///
    /// # Errors
    /// `forbidden` for reps and managers.
    pub async fn imports(&self) -> Answer<Vec<Import>> {
        self.get("imports", &NO_QUERY).await
    }

    /// One import.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn import(&self, id: ImportId) -> Answer<Import> {
        self.get(&format!("imports/{id}"), &NO_QUERY).await
    }

    /// Its bad rows, a page at a time.
    ///
    /// # Errors
    /// `not_found`, `invalid_cursor`.
    pub async fn import_errors(&self, id: ImportId, cursor: Option<&str>) -> Answer<Page<RowError>> {
        let query: Vec<(&str, &str)> = cursor.map(|cursor| ("cursor", cursor)).into_iter().collect();
        self.get(&format!("imports/{id}/errors"), &query).await
    }

    /// Takes an import out again.
    ///
    /// # Errors
    /// `not_found`, `conflict` when it is not done.
    pub async fn undo_import(&self, id: ImportId) -> Answer<UndoReport> {
        read(self.request(Method::POST, &format!("imports/{id}/undo"))).await
    }

    /// Mappings kept under a name.
    ///
    /// # Errors
    /// `forbidden` for reps and managers.
    pub async fn mappings(&self) -> Answer<Vec<SavedMapping>> {
        self.get("mappings", &NO_QUERY).await
    }

    /// Keeps a mapping under a name, replacing an older one of that name.
    ///
    /// # Errors
    /// `forbidden`, `invalid`.
    pub async fn save_mapping(&self, mapping: &SavedMapping) -> Answer<SavedMapping> {
        self.send(Method::PUT, "mappings", mapping).await
    }
}
