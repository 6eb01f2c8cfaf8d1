//! Imports: what a file is, reading it in, what became of it, taking it out again.

mod convert;
mod remarks;
mod run;
mod second_look;
#[cfg(test)]
mod tests;
mod uploads;

use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::import::{
    ColumnGuess, Import, ImportKind, ImportStatus, Mapping, Preview, RowError, SavedMapping, UndoReport,
    is_same_header,
};
use bellwether_core::job::JobKind;
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::{ImportId, Page};
use bellwether_ingest::FileError;
use bellwether_store::{audit, imports, jobs, mappings};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

/// How much of a file is looked at to guess what it is.
const PREVIEW_BYTES: u64 = 1024 * 1024;
/// How many imports the list shows.
const SHOWN: i64 = 100;
/// Columns without a use that a refusal names.
const UNUSED_TOLD: usize = 12;

/// A file on this machine. Uploads are removed once they have been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadedFile {
    /// Where it is.
    pub path: PathBuf,
    /// What its owner calls it.
    pub file_name: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it is ours to remove after reading.
    pub is_temporary: bool,
}

/// The start of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStart<'a> {
    /// Its first bytes, as uploaded.
    pub bytes: &'a [u8],
    /// Whether they are all of them; else the last row may be cut off.
    pub is_whole: bool,
}

/// How a file is to be taken.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportOptions {
    /// What it holds; none: guessed.
    pub kind: Option<ImportKind>,
    /// Name of a saved mapping.
    pub mapping: Option<String>,
    /// A mapping given on the spot; goes before `mapping`.
    pub given_mapping: Option<Mapping>,
    /// Whether slashed dates are day first; none: as the mapping says.
    pub day_first: Option<bool>,
    /// Whether a comma separates the decimals; none: as the mapping says.
    pub decimal_comma: Option<bool>,
    /// Check everything, write nothing.
    pub dry_run: bool,
    /// Orders up to this date are complete; none: today.
    pub covers_up_to: Option<NaiveDate>,
}

/// What the queue remembers of an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Order {
    file: UploadedFile,
    mapping: Mapping,
    dry_run: bool,
    covers_up_to: Option<NaiveDate>,
}

impl App {
    /// Whether the caller may bring files in; asked before an upload is taken.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers.
    pub fn may_import(&self, caller: &Caller) -> Answer<()> {
        caller.require_overview()
    }

    /// What a file seems to be, from its first bytes; with a `mapping`, what comes of it when it is read so.
    ///
    /// # Errors
    /// `Forbidden`, `UnreadableFile`.
    pub fn preview_import(
        &self,
        caller: &Caller,
        file_name: &str,
        kind: Option<ImportKind>,
        mapping: Option<Mapping>,
        start: FileStart<'_>,
    ) -> Answer<Preview> {
        caller.require_overview()?;
        let kind = mapping.as_ref().map(|mapping| mapping.kind).or(kind);
        let mut preview = bellwether_ingest::preview(start.bytes, file_name, kind)?;
        if let Some(mapping) = mapping {
            map_as_given(&mut preview, mapping);
        }
        if preview.missing.is_empty() {
            preview.notices = self.second_look(&preview.mapping, start)?;
        }
        Ok(preview)
    }

    /// Starts reading a file in the background.
    ///
    /// # Errors
    /// `Forbidden`, `UnreadableFile`, `MappingIncomplete`, `NotFound` for an unknown mapping.
    pub fn start_import(
        &self,
        caller: &Caller,
        file: UploadedFile,
        options: &ImportOptions,
    ) -> Answer<Import> {
        let order = self.ordered(caller, file, options)?;
        let start = new_import(caller, &order)?;
        let parameters =
            serde_json::to_value(&order).map_err(|error| AppError::Internal(error.to_string()))?;
        // Together or not at all: an import without its job would never be read, and never end.
        let id = self.store.write(|conn| {
            let now = clock::now();
            let id = imports::start(conn, &start, now)?;
            let job = jobs::NewJob {
                kind: JobKind::Import.code().to_owned(),
                parameters,
                run_after: now,
                unique_key: None,
                import: Some(id),
            };
            jobs::enqueue(conn, &job, now)?;
            Ok(id)
        })?;
        self.chores.wake_worker();
        self.import(caller, id)
    }

    /// Reads a file now and answers when it is in.
    ///
    /// # Errors
    /// As [`App::start_import`].
    pub fn run_import(&self, caller: &Caller, file: UploadedFile, options: &ImportOptions) -> Answer<Import> {
        let order = self.ordered(caller, file, options)?;
        let start = new_import(caller, &order)?;
        let id = self.store.write(|conn| imports::start(conn, &start, clock::now()))?;
        self.read_in(id, &order, None)?;
        self.import(caller, id)
    }

    fn ordered(&self, caller: &Caller, file: UploadedFile, options: &ImportOptions) -> Answer<Order> {
        caller.require_overview()?;
        if file.bytes > self.config.max_upload_bytes {
            return Err(AppError::TooLarge { limit_bytes: self.config.max_upload_bytes });
        }
        if options.covers_up_to.is_some_and(|date| date > self.book().today()) {
            return Err(AppError::invalid(
                "covers_up_to",
                "orders cannot be complete up to a day in the future",
            ));
        }
        let mapping = self.mapping_for(&file, options)?;
        let missing = mapping.missing();
        if !missing.is_empty() {
            return Err(AppError::MappingIncomplete { missing, unused: None });
        }
        Ok(Order { file, mapping, dry_run: options.dry_run, covers_up_to: options.covers_up_to })
    }

    fn mapping_for(&self, file: &UploadedFile, options: &ImportOptions) -> Answer<Mapping> {
        let mapping = match (&options.given_mapping, &options.mapping) {
            (Some(given), _) => given.clone(),
            (None, Some(name)) => self.saved_mapping(name)?,
            (None, None) => guessed(file, options.kind)?,
        };
        Ok(Mapping {
            day_first: options.day_first.or(mapping.day_first),
            decimal_comma: options.decimal_comma.or(mapping.decimal_comma),
            ..mapping
        })
    }

    fn saved_mapping(&self, name: &str) -> Answer<Mapping> {
        let stored = self.store.read(|conn| mappings::find(conn, name))?;
        let stored =
            stored.ok_or_else(|| AppError::invalid("mapping", "there is no saved mapping of this name"))?;
        serde_json::from_value(stored).map_err(|error| AppError::Internal(error.to_string()))
    }

    /// The latest imports, newest first.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers.
    pub fn imports(&self, caller: &Caller) -> Answer<Vec<Import>> {
        caller.require_overview()?;
        let rows = self.store.read(|conn| imports::list(conn, SHOWN, None))?;
        rows.into_iter().map(|row| self.shown_import(row)).collect()
    }

    /// One import, with its progress while it runs.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers, `NotFound`.
    pub fn import(&self, caller: &Caller, id: ImportId) -> Answer<Import> {
        caller.require_overview()?;
        let row = self.store.read(|conn| imports::find(conn, id))?;
        self.shown_import(row)
    }

    /// Its bad rows, a page at a time.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers, `NotFound`, `InvalidCursor`.
    pub fn import_errors(
        &self,
        caller: &Caller,
        id: ImportId,
        cursor: Option<&str>,
    ) -> Answer<Page<RowError>> {
        caller.require_overview()?;
        let after: u64 = match cursor {
            Some(text) => text.parse().map_err(|_| AppError::InvalidCursor)?,
            None => 0,
        };
        let (row, items) = self.store.read(|conn| {
            Ok((imports::find(conn, id)?, imports::errors(conn, id, after, i64::from(DEFAULT_LIMIT))?))
        })?;
        let is_full = items.len() == DEFAULT_LIMIT as usize;
        let next_cursor = items.last().filter(|_| is_full).map(|last| last.row.to_string());
        Ok(Page { total: row.rows.rejected, items, next_cursor })
    }

    /// Takes an import out again.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers, `NotFound`, `Conflict` when it is not done.
    pub fn undo_import(&self, caller: &Caller, id: ImportId) -> Answer<UndoReport> {
        caller.require_overview()?;
        let now = clock::now();
        let outcome = self.store.write_or(|conn| {
            let why_not = match imports::find(conn, id)?.status {
                ImportStatus::Done => None,
                ImportStatus::Undone => Some("this import was undone already"),
                ImportStatus::DryRun => Some("this was only a check, so nothing of it is there to be undone"),
                ImportStatus::Failed => Some("this import failed, so nothing of it is there to be undone"),
                ImportStatus::Running => Some("this import is still running; undo it when it is done"),
            };
            if let Some(message) = why_not {
                return Err(AppError::Conflict { message: message.to_owned() });
            }
            let outcome = bellwether_store::undo(conn, id, now)?;
            let entry = audit::AuditEntry {
                user: caller.author(),
                action: "import undone".to_owned(),
                object: id.to_string(),
                detail: json!(outcome.report),
                request_id: String::new(),
            };
            audit::record(conn, &entry, now)?;
            Ok(outcome)
        })?;
        self.publish_facts()?;
        self.enqueue_scoring(None)?;
        Ok(outcome.report)
    }

    /// Mappings kept under a name.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers.
    pub fn mappings(&self, caller: &Caller) -> Answer<Vec<SavedMapping>> {
        caller.require_overview()?;
        let rows = self.store.read(mappings::list)?;
        rows.into_iter()
            .map(|(name, value)| {
                let mapping =
                    serde_json::from_value(value).map_err(|error| AppError::Internal(error.to_string()))?;
                Ok(SavedMapping { name, mapping })
            })
            .collect()
    }

    /// Keeps a mapping under a name.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers, `Invalid`.
    pub fn save_mapping(&self, caller: &Caller, saved: &SavedMapping) -> Answer<SavedMapping> {
        caller.require_overview()?;
        let name = saved.name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(AppError::invalid("name", "use 1 to 100 characters"));
        }
        let value =
            serde_json::to_value(&saved.mapping).map_err(|error| AppError::Internal(error.to_string()))?;
        self.store.write(|conn| mappings::save(conn, name, &value, clock::now()))?;
        Ok(SavedMapping { name: name.to_owned(), mapping: saved.mapping.clone() })
    }

    fn shown_import(&self, row: imports::ImportRow) -> Answer<Import> {
        // An import is done for people once they can see it: committed, and in the book.
        let progress = self.progress.get(row.id);
        let status = if progress.is_some() { ImportStatus::Running } else { row.status };
        let (rows, bytes_read) = progress.unwrap_or((row.rows, row.bytes_read));
        Ok(Import {
            id: row.id,
            file_name: row.file_name,
            kind: row.kind,
            status,
            mapping: serde_json::from_value(row.mapping)
                .map_err(|error| AppError::Internal(error.to_string()))?,
            rows,
            totals: row.totals,
            rejections: row.rejections,
            bytes_read,
            bytes_total: row.bytes_total,
            covers_up_to: row.covers_up_to,
            started_at: clock::utc(row.started_at),
            finished_at: row.finished_at.map(clock::utc),
            failure: row.failure,
            notices: remarks::of_import(row.warning.as_deref(), status, rows)?,
            job: row.job,
        })
    }
}

fn new_import(caller: &Caller, order: &Order) -> Answer<imports::NewImport> {
    Ok(imports::NewImport {
        file_name: order.file.file_name.clone(),
        kind: order.mapping.kind,
        mapping: serde_json::to_value(&order.mapping)
            .map_err(|error| AppError::Internal(error.to_string()))?,
        source: order.mapping.source.clone(),
        bytes_total: order.file.bytes,
        covers_up_to: order.covers_up_to,
        user: caller.author(),
    })
}

/// The mapping that the start of a file suggests.
fn guessed(file: &UploadedFile, kind: Option<ImportKind>) -> Answer<Mapping> {
    let mut first_bytes = Vec::new();
    File::open(&file.path)
        .and_then(|opened| opened.take(PREVIEW_BYTES).read_to_end(&mut first_bytes))
        .map_err(|error| unreadable(&file.file_name, &error))?;
    let preview = bellwether_ingest::preview(&first_bytes, &file.file_name, kind)?;
    if preview.is_kind_known {
        return match preview.missing.is_empty() {
            true => Ok(preview.mapping),
            false => Err(AppError::MappingIncomplete {
                unused: unused(&preview.columns),
                missing: preview.missing,
            }),
        };
    }
    let headers = preview.columns.into_iter().map(|column| column.header).collect();
    Err(FileError::UnknownKind { headers }.into())
}

/// Which columns fill no field, and why; none when all do.
fn unused(columns: &[ColumnGuess]) -> Option<String> {
    let unused = columns.iter().filter(|column| column.field.is_none()).take(UNUSED_TOLD);
    let told: Vec<String> =
        unused.map(|column| format!("\"{}\": {}", column.header, column.reason)).collect();
    (!told.is_empty()).then(|| format!("Columns without a use: {}.", told.join("; ")))
}

/// Replaces the guess by a mapping, column by column.
fn map_as_given(preview: &mut Preview, mapping: Mapping) {
    for column in &mut preview.columns {
        let filled = mapping.columns.iter().find(|(_, header)| is_same_header(&column.header, header));
        let field = filled.map(|(field, _)| *field);
        if column.field != field {
            column.field = field;
            column.reason = "as the mapping says".to_owned();
        }
    }
    preview.missing = mapping.missing();
    preview.mapping = mapping;
}

fn unreadable(file_name: &str, error: &std::io::Error) -> AppError {
    AppError::UnreadableFile {
        message: format!("{file_name} could not be opened: {error}"),
        remedy: "Check that the file exists and may be read, then try again.".to_owned(),
    }
}
