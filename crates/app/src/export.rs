//! The account list as a file (E7, W4): every row that matches, not a page of them, inside the caller's scope. Rows are
//! drawn a few at a time and written to a temporary file, so that memory does not grow with the list.

mod csv_file;
mod filters;
mod table;
mod workbook;

use crate::account_list::AccountList;
use crate::book::Book;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::UserId;
use bellwether_core::account::AccountQuery;
use bellwether_core::export::{ExportFormat, ExportQuery};
use chrono::NaiveDate;
use filters::Filters;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use table::Columns;

/// Rows of a file at most.
const MOST_ROWS: usize = 250_000;
/// Rows drawn at a time.
const DRAWN: usize = 2_000;

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

impl App {
    /// The accounts of a query as a file, in the order asked for. Its limit and cursor are ignored.
    ///
    /// # Errors
    /// `Invalid`, also when there are more rows than a file may have; `Conflict` while another file of the caller's is
    /// written; `Unavailable` when there is no room for it.
    pub fn export_accounts(
        &self,
        caller: &Caller,
        query: &AccountQuery,
        export: &ExportQuery,
    ) -> Answer<ExportedFile> {
        let _turn = self.exporting.turn(caller.user)?;
        let book = self.book().at_level(caller, query.level)?;
        let list = AccountList::of(&book, caller, query)?;
        let rows = list.in_order(query, MOST_ROWS + 1);
        if rows.len() > MOST_ROWS {
            let message = format!("more than {MOST_ROWS} accounts match; narrow the filters");
            return Err(AppError::invalid("limit", message));
        }
        let as_of = query.as_of.unwrap_or_else(|| book.as_of());
        let filters = Filters::of(&book, query);
        let columns = Columns::of(query, export.columns.as_deref(), as_of, &book.settings().currency)?;
        let sheet =
            Sheet { book: &book, list: &list, rows: &rows, columns: &columns, filters: &filters, as_of };
        let format = export.format.unwrap_or_default();
        let (content, bytes) =
            sheet.written(format, &self.config.data_dir).map_err(|error| no_room(&error))?;
        let (ending, media_type) = kind(format);
        let name = format!("accounts-{as_of}{}.{ending}", filters.in_name());
        Ok(ExportedFile {
            content,
            bytes,
            name,
            media_type,
            is_compressed: format == ExportFormat::Xlsx,
            filters: filters.in_ascii(),
        })
    }
}

/// How files of a format end, and their media type.
fn kind(format: ExportFormat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    }
}

fn no_room(error: &io::Error) -> AppError {
    AppError::Unavailable { message: format!("the file could not be written: {error}") }
}

/// What is written.
struct Sheet<'a> {
    book: &'a Book,
    list: &'a AccountList<'a>,
    /// Index of every account, in order.
    rows: &'a [u32],
    columns: &'a Columns,
    filters: &'a Filters,
    as_of: NaiveDate,
}

impl Sheet<'_> {
    /// The file and its size. It has no name in the folder, so that nothing is left behind.
    fn written(&self, format: ExportFormat, folder: &Path) -> io::Result<(File, u64)> {
        let mut content = tempfile::tempfile_in(folder)?;
        match format {
            ExportFormat::Csv => csv_file::write(self, &mut content)?,
            ExportFormat::Xlsx => workbook::write(self, folder, &mut content)?,
        }
        let bytes = content.seek(SeekFrom::End(0))?;
        content.rewind()?;
        Ok((content, bytes))
    }

    /// Hands over the cells of every row.
    fn each_row(&self, mut take: impl FnMut(Vec<table::Cell>) -> io::Result<()>) -> io::Result<()> {
        for some in self.rows.chunks(DRAWN) {
            for row in self.list.rows(some) {
                take(self.columns.cells(&row))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
