//! A first look at a file: dialect, kind, mapping and samples, from its first bytes alone.

use crate::dates::DateOrder;
use crate::dialect;
use crate::error::{FileError, shorten};
use crate::facts;
use crate::guess::{Column, DATES, guess_columns, guess_kind, mapping_of, missing_fields};
use crate::source::{Unpacked, file_error};
use bellwether_core::import::{ColumnGuess, ImportKind, Preview};
use std::io::Read;

/// Unpacked bytes that a file is judged by.
pub(crate) const JUDGED_BYTES: usize = 512 << 10;
/// Values shown of each column.
const SAMPLES: usize = 3;

/// Guesses what a file is from its first bytes as uploaded; a megabyte is plenty.
///
/// # Errors
/// When the file is no CSV file, has no header row, or fits no kind of import although `kind` is not given.
pub fn preview(first_bytes: &[u8], file_name: &str, kind: Option<ImportKind>) -> Result<Preview, FileError> {
    let (bytes, is_whole) = unpack_start(first_bytes)?;
    let opening = dialect::open(&bytes, is_whole)?;
    let columns = columns_of(&opening);
    let kind =
        kind.or_else(|| kind_in_name(file_name).filter(|kind| guess_columns(*kind, &columns).matched > 1));
    let guess = match kind {
        Some(kind) => Some(guess_columns(kind, &columns)),
        None => guess_kind(&columns),
    };
    let guess = guess.ok_or_else(|| FileError::UnknownKind { headers: opening.dialect.headers.clone() })?;
    let mut mapping = mapping_of(&guess, &columns);
    let dates = columns
        .iter()
        .zip(&guess.verdicts)
        .filter(|(_, verdict)| verdict.field.is_some_and(|field| DATES.contains(&field)));
    let order = facts::date_order(dates.flat_map(|(column, _)| column.values.iter().copied()));
    mapping.day_first = order.map(|order| order == DateOrder::DayFirst);
    let shown = columns.iter().zip(&guess.verdicts).map(|(column, verdict)| ColumnGuess {
        header: column.header.to_owned(),
        field: verdict.field,
        reason: verdict.reason.clone(),
        samples: column.values.iter().take(SAMPLES).map(|value| shorten(value)).collect(),
    });
    Ok(Preview {
        columns: shown.collect(),
        delimiter: char::from(opening.dialect.delimiter).to_string(),
        encoding: opening.dialect.encoding.label().to_owned(),
        missing: missing_fields(&mapping),
        mapping,
        warning: None,
    })
}

/// The columns of the first rows. Rows of another width say nothing about any column.
pub(crate) fn columns_of(opening: &dialect::Opening) -> Vec<Column<'_>> {
    let headers = &opening.dialect.headers;
    let rows = || opening.rows.iter().filter(|row| row.len() == headers.len());
    let mut columns = Vec::with_capacity(headers.len());
    for (index, header) in headers.iter().enumerate() {
        let values = rows().filter_map(|row| row.get(index)).map(|value| value.trim());
        let same = headers.iter().filter(|other| other.eq_ignore_ascii_case(header)).count();
        columns.push(Column {
            header: header.as_str(),
            values: values.filter(|value| !value.is_empty()).collect(),
            is_duplicate: same > 1 && !header.is_empty(),
        });
    }
    columns
}

/// `accounts.csv` says what it holds.
fn kind_in_name(file_name: &str) -> Option<ImportKind> {
    let stem = file_name.rsplit(['/', '\\']).next()?.split('.').next()?.to_ascii_lowercase();
    ImportKind::from_code(&stem)
}

/// The start of the file unpacked, and whether that is all of it. A gzip cut short is no error here.
fn unpack_start(first_bytes: &[u8]) -> Result<(Vec<u8>, bool), FileError> {
    let mut unpacked = Unpacked::open(first_bytes)?;
    let mut bytes = Vec::new();
    let mut window = [0; 16 << 10];
    while bytes.len() < JUDGED_BYTES {
        match unpacked.read(&mut window) {
            Ok(0) => return Ok((bytes, true)),
            Ok(count) => bytes.extend_from_slice(window.get(..count).unwrap_or(&[])),
            Err(error) if bytes.is_empty() => return Err(file_error(error)),
            Err(_) => return Ok((bytes, false)),
        }
    }
    Ok((bytes, false))
}
