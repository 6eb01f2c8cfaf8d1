//! A first look at a file: dialect, kind, mapping and samples, from its first bytes alone.

use crate::dates::DateOrder;
use crate::decimal::DecimalMark;
use crate::dialect;
use crate::error::{FileError, shorten};
use crate::facts;
use crate::guess::{Column, DATES, NUMBERS, Verdict, guess_columns, guess_kind, mapping_of};
use crate::reader::Reader;
use crate::row::Record;
use crate::source::{Unpacked, file_error};
use bellwether_core::import::{ColumnGuess, Field, ImportKind, Mapping, Notice, Preview};
use std::io::Read;

/// Unpacked bytes that a file is judged by.
pub(crate) const JUDGED_BYTES: usize = 512 << 10;
/// Values shown of each column.
const SAMPLES: usize = 3;

/// Rows that a first look reads, at most.
const FIRST_ROWS: usize = 20_000;

/// Guesses what a file is from its first bytes as uploaded; a megabyte is plenty. Where no kind of import fits and
/// `kind` is not given, the columns are shown and none is mapped.
///
/// # Errors
/// When the file is no CSV file or has no header row.
pub fn preview(first_bytes: &[u8], file_name: &str, kind: Option<ImportKind>) -> Result<Preview, FileError> {
    let opened = unpack_start(first_bytes)
        .and_then(|(bytes, is_whole)| dialect::open(&bytes, is_whole))
        .map_err(|error| in_view_of_the_name(error, file_name));
    let opening = opened?;
    let columns = columns_of(&opening);
    let kind =
        kind.or_else(|| kind_in_name(file_name).filter(|kind| guess_columns(*kind, &columns).matched > 1));
    let guess = match kind {
        Some(kind) => Some(guess_columns(kind, &columns)),
        None => guess_kind(&columns),
    };
    let is_kind_known = guess.is_some();
    let (mapping, verdicts) = match guess {
        Some(guess) => {
            (with_ways_to_write(mapping_of(&guess, &columns), &columns, &guess.verdicts), guess.verdicts)
        }
        None => (Mapping::of_kind(ImportKind::Purchases), vec![Verdict::unknown_kind(); columns.len()]),
    };
    let shown = columns.iter().zip(&verdicts).map(|(column, verdict)| ColumnGuess {
        header: column.header.to_owned(),
        field: verdict.field,
        reason: verdict.reason.clone(),
        samples: column.values.iter().take(SAMPLES).map(|value| shorten(value)).collect(),
    });
    Ok(Preview {
        columns: shown.collect(),
        delimiter: char::from(opening.dialect.delimiter).to_string(),
        encoding: opening.dialect.encoding.label().to_owned(),
        missing: mapping.missing(),
        mapping,
        is_kind_known,
        notices: Vec::new(),
    })
}

/// Adds the order of dates and the decimal mark, as far as the values prove them.
fn with_ways_to_write(mapping: Mapping, columns: &[Column<'_>], verdicts: &[Verdict]) -> Mapping {
    let values = |fields: &'static [Field]| {
        let of_fields = columns
            .iter()
            .zip(verdicts)
            .filter(|(_, verdict)| verdict.field.is_some_and(|field| fields.contains(&field)));
        of_fields.flat_map(|(column, _)| column.values.iter().copied())
    };
    let order = facts::date_order(values(&DATES));
    let mark = facts::decimal_mark(values(&NUMBERS));
    Mapping {
        day_first: order.map(|order| order == DateOrder::DayFirst),
        decimal_comma: mark.map(|mark| mark == DecimalMark::Comma),
        ..mapping
    }
}

/// A file that is no text although its name ends like a packed one was not packed, or not with gzip.
fn in_view_of_the_name(error: FileError, file_name: &str) -> FileError {
    match error {
        FileError::NotText if file_name.to_ascii_lowercase().ends_with(".gz") => FileError::NotGzip,
        other => other,
    }
}

/// The first rows of a file and what they leave open.
#[derive(Debug)]
pub struct FirstRows<R> {
    /// Row number as a spreadsheet shows it, and the record.
    pub records: Vec<(u64, R)>,
    /// What deserves a second look in them as a whole.
    pub notices: Vec<Notice>,
}

/// Reads the first rows of a file from its first bytes as uploaded, up to where these end or cannot be read on.
/// `is_whole` says that they are all of it; else a last row without a line end is left out, for it may be cut off.
///
/// # Errors
/// When the headers of the file do not serve the mapping.
pub fn first_rows<R: Record>(
    first_bytes: &[u8],
    is_whole: bool,
    mapping: &Mapping,
) -> Result<FirstRows<R>, FileError> {
    let (bytes, is_all) = unpack_start(first_bytes)?;
    let mut reader = Reader::open(bytes.as_slice(), mapping)?;
    // What is wrong with the rows of the file is told when it is read as a whole.
    let mut records = reader.next_batch::<R>(FIRST_ROWS).map_or_else(|_| Vec::new(), |batch| batch.records);
    let is_cut = !(is_whole && is_all) && bytes.last() != Some(&b'\n');
    if is_cut && records.len() < FIRST_ROWS {
        records.pop();
    }
    Ok(FirstRows { records, notices: reader.notices() })
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
