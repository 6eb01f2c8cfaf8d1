//! Lists as files (E7, W4): every row that matches, not a page of them, inside the caller's scope. Rows are drawn a few
//! at a time and written to a temporary file, so that memory does not grow with the list.

mod accounts;
mod cell;
mod csv_file;
mod filters;
mod lists;
mod workbook;

use crate::{Answer, App, AppError, Caller};
use bellwether_core::UserId;
use bellwether_core::export::ExportFormat;
use cell::Cell;
use chrono::NaiveDate;
use filters::Filters;
use std::collections::HashSet;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

/// Rows of a file at most.
const MOST_ROWS: usize = 250_000;

/// A file that was written, ready to be sent; it is gone once nobody holds it.
#[derive(Debug)]
pub struct ExportedFile {
    /// From its first byte.
    pub content: File,
    /// Its size.
    pub bytes: u64,
    /// How to call it: what it holds, as of when.
    pub name: String,
    /// What kind of file it is.
    pub media_type: &'static str,
    /// Whether its bytes are packed already, so that packing them again is in vain.
    pub is_compressed: bool,
    /// The filters in words, in ASCII without line breaks.
    pub filters: String,
}

/// Who has a file written just now; one at a time each.
#[derive(Debug, Default)]
pub(crate) struct Exporting(Mutex<HashSet<UserId>>);

/// One person's turn, until it is dropped.
struct Turn<'a> {
    exporting: &'a Exporting,
    user: UserId,
}

impl Exporting {
    fn turn(&self, user: UserId) -> Answer<Turn<'_>> {
        let is_first = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(user);
        let message = "an export of yours is being written; try again when it is there";
        is_first
            .then_some(Turn { exporting: self, user })
            .ok_or_else(|| AppError::Conflict { message: message.to_owned() })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.exporting.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

/// Hands over the cells of a row.
type Take<'a> = &'a mut dyn FnMut(Vec<Cell>) -> Answer<()>;

/// A list to be written.
struct Table {
    /// What a row is: the name of the sheet and, in small letters, of the file.
    of: &'static str,
    /// The words above each column.
    heads: Vec<String>,
    filters: Filters,
    /// The date facts are read as of.
    as_of: NaiveDate,
}

/// What a workbook says of its table on a sheet of its own.
struct About {
    organisation: String,
    currency: String,
    made_on: NaiveDate,
}

impl App {
    /// Writes the rows that `rows` hands over.
    fn export(
        &self,
        caller: &Caller,
        format: Option<ExportFormat>,
        table: Table,
        rows: impl FnOnce(Take<'_>) -> Answer<()>,
    ) -> Answer<ExportedFile> {
        let _turn = self.exporting.turn(caller.user)?;
        let format = format.unwrap_or_default();
        let folder = &self.config.data_dir;
        // It has no name in the folder, so that nothing is left behind.
        let mut content = tempfile::tempfile_in(folder).map_err(no_room)?;
        let rows = |take: Take<'_>| {
            let mut count = 0;
            rows(&mut |cells| {
                count += 1;
                if count > MOST_ROWS {
                    return Err(too_many());
                }
                take(cells)
            })
        };
        match format {
            ExportFormat::Csv => csv_file::write(&table, rows, &mut content)?,
            ExportFormat::Xlsx => workbook::write(&table, &self.about(), rows, folder, &mut content)?,
        }
        let bytes = content.seek(SeekFrom::End(0)).map_err(no_room)?;
        content.rewind().map_err(no_room)?;
        let (ending, media_type) = kind(format);
        let Table { of, filters, as_of, .. } = table;
        Ok(ExportedFile {
            content,
            bytes,
            name: format!("{}-{as_of}{}.{ending}", of.to_lowercase(), filters.in_name()),
            media_type,
            is_compressed: format == ExportFormat::Xlsx,
            filters: filters.in_ascii(),
        })
    }

    fn about(&self) -> About {
        let book = self.book();
        let settings = book.settings();
        About {
            organisation: settings.organisation.clone(),
            currency: settings.currency.clone(),
            made_on: book.today(),
        }
    }
}

/// How files of a format end, and their media type.
fn kind(format: ExportFormat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    }
}

fn too_many() -> AppError {
    AppError::invalid("limit", format!("more than {MOST_ROWS} rows match; narrow the filters"))
}

/// Why a file could not be written.
fn no_room(error: impl std::fmt::Display) -> AppError {
    AppError::Unavailable { message: format!("the file could not be written: {error}") }
}

#[cfg(test)]
mod tests;
