//! Imports: preview, upload, what became of the rows, undo.

use crate::call::Method;
use crate::transport::{Body, body_of, text_of};
use crate::{Answer, Client};
use bellwether_core::import::{Import, ImportKind, Mapping, Preview, RowError, SavedMapping, UndoReport};
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

/// How the start of a file is to be looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PreviewOptions {
    /// Name of the file.
    pub file_name: String,
    /// What it holds; absent: guessed.
    pub kind: Option<ImportKind>,
    /// A mapping to read it with; goes before `kind`; absent: guessed.
    pub given_mapping: Option<Mapping>,
    /// Whether the bytes sent are all of the file.
    pub is_whole: bool,
}

#[derive(Serialize)]
struct Start<'a> {
    file_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<ImportKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_mapping: Option<String>,
    is_whole: bool,
}

#[derive(Serialize)]
struct After<'a> {
    cursor: Option<&'a str>,
}

impl Client {
    /// What a file seems to be, from its first bytes (256 KiB are plenty).
    ///
    /// # Errors
    /// `unreadable_file` with what is wrong and what to do; `address_too_long` for a mapping of very long headers.
    pub async fn preview_import(&self, options: &PreviewOptions, first_bytes: Vec<u8>) -> Answer<Preview> {
        let start = Start {
            file_name: &options.file_name,
            kind: options.kind,
            given_mapping: options.given_mapping.as_ref().map(text_of).transpose()?,
            is_whole: options.is_whole,
        };
        let call = self.call(Method::Post, "imports/preview").asking(&start)?;
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
