//! Reads a whole file in batches: opens it with a mapping, then gives records and row errors.

use crate::absent;
use crate::dialect::{self, Dialect};
use crate::error::{FileError, shorten};
use crate::guess::Column;
use crate::preview::{JUDGED_BYTES, columns_of};
use crate::records::{BrokenRow, MOST_COLUMNS, MOST_FIELD_BYTES, MOST_RECORD_BYTES, Outcome, RecordReader};
use crate::row::{Plan, Record, Row};
use crate::source::{Decoded, Unpacked, file_error};
use crate::tally::Tally;
use bellwether_core::import::{Field, ImportKind, Mapping, Notice, RowError};
use std::collections::HashSet;
use std::io::{Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Dates against the order in use, none for it, after which the file is refused rather than misread.
const MOST_DATES_AGAINST: u64 = 20;

/// A stretch of rows: each is a record or an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch<R> {
    /// Row number as a spreadsheet shows it (the header is row 1), and the record.
    pub records: Vec<(u64, R)>,
    /// Rows that are no record.
    pub errors: Vec<RowError>,
    /// What deserves a second look in rows that are records.
    pub remarks: Vec<RowError>,
    /// What deserves a second look in the file as a whole; told by the empty batch that ends it.
    pub notices: Vec<Notice>,
    /// Bytes of the file as uploaded that have been taken so far.
    pub bytes_read: u64,
}

impl<R> Batch<R> {
    /// Whether the file has ended.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.errors.is_empty()
    }
}

/// A file being read.
pub struct Reader<'a> {
    records: RecordReader<Decoded<Chain<Cursor<Vec<u8>>, Unpacked<'a>>>>,
    plan: Plan,
    kind: ImportKind,
    dialect: Dialect,
    bytes_read: Arc<AtomicU64>,
    rows_read: u64,
    /// What rows so far were about, in files that may name a thing only once.
    seen: HashSet<String>,
    tally: Tally,
    /// What follows from columns that the file does not have.
    absent: Vec<Notice>,
}

impl<'a> Reader<'a> {
    /// Opens a file, plain or gzip, to be read with `mapping`.
    ///
    /// # Errors
    /// When the file is no CSV file or its headers do not serve the mapping.
    pub fn open(read: impl Read + Send + 'a, mapping: &Mapping) -> Result<Self, FileError> {
        let missing = mapping.missing();
        if !missing.is_empty() {
            return Err(FileError::MissingFields { fields: missing });
        }
        let mut unpacked = Unpacked::open(read)?;
        let bytes_read = unpacked.counter();
        let mut start = Vec::new();
        let most = u64::try_from(JUDGED_BYTES).unwrap_or(u64::MAX);
        unpacked.by_ref().take(most).read_to_end(&mut start).map_err(file_error)?;
        let opening = dialect::open(&start, start.len() < JUDGED_BYTES)?;
        let columns = columns_of(&opening);
        let indices = find_columns(mapping, &columns)?;
        let plan = Plan::new(mapping, opening.dialect.headers.clone(), &columns, &indices);
        let dialect = opening.dialect;
        let mut whole = Cursor::new(start);
        whole.set_position(u64::try_from(dialect.mark_bytes).unwrap_or(0));
        let text = Decoded::new(whole.chain(unpacked), dialect.encoding);
        let mut records = RecordReader::new(text, dialect.delimiter);
        skip_to_header(&mut records, dialect.title_rows)?;
        Ok(Self {
            records,
            plan,
            kind: mapping.kind,
            dialect,
            bytes_read,
            rows_read: 0,
            seen: HashSet::new(),
            tally: Tally::default(),
            absent: absent::notices(mapping),
        })
    }

    /// Bytes of the file as uploaded that have been taken so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// Data rows so far, records and errors. Blank rows are not counted.
    pub fn rows_read(&self) -> u64 {
        self.rows_read
    }

    /// `UTF-8`, `windows-1252`, `UTF-16LE` or `UTF-16BE`.
    pub fn encoding(&self) -> &'static str {
        self.dialect.encoding.label()
    }

    /// What deserves a second look in the rows so far as a whole.
    pub fn notices(&self) -> Vec<Notice> {
        if self.rows_read == 0 {
            return Vec::new();
        }
        let of_rows = self.plan.doubts.notices().into_iter().chain(self.tally.notices());
        of_rows.chain(self.absent.iter().cloned()).collect()
    }

    /// What stands between values.
    pub fn delimiter(&self) -> char {
        char::from(self.dialect.delimiter)
    }

    /// The next rows, at most `max` and at least one; an empty batch is the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read on, or must not be, because its dates would be misread.
    pub fn next_batch<R: Record>(&mut self, max: usize) -> Result<Batch<R>, FileError> {
        if R::KIND != self.kind {
            return Err(FileError::WrongKind { mapped: self.kind, asked: R::KIND });
        }
        let mut batch = Batch {
            records: Vec::new(),
            errors: Vec::new(),
            remarks: Vec::new(),
            notices: Vec::new(),
            bytes_read: 0,
        };
        batch.records.reserve(max.min(8192));
        while batch.records.len() + batch.errors.len() < max.max(1) {
            let fate = match self.records.next()? {
                Outcome::End => break,
                Outcome::Record if self.records.is_blank() => continue,
                Outcome::Record => self.read_row::<R>()?,
                Outcome::Broken(fault) => Err(broken_row(self.records.row(), fault)),
            };
            self.rows_read += 1;
            let remarks = self.plan.remarks.take();
            match fate {
                Ok(record) => {
                    self.count::<R>(&record);
                    batch.records.push((self.records.row(), record));
                    batch.remarks.extend(remarks);
                }
                Err(error) => {
                    self.check_date_order(&error)?;
                    batch.errors.push(*error);
                }
            }
        }
        batch.bytes_read = self.bytes_read();
        if batch.is_empty() {
            batch.notices = self.notices();
        }
        Ok(batch)
    }

    /// Takes note of what only many rows together tell.
    fn count<R: Record>(&mut self, record: &R) {
        let row = self.records.row();
        if record.counts_again() {
            self.tally.note_row(row, self.records.values());
        }
        if let Some(part) = record.part() {
            self.tally.note_part(row, part);
        }
    }

    fn read_row<R: Record>(&mut self) -> Result<Result<R, Box<RowError>>, FileError> {
        let (row, width, expected) = (self.records.row(), self.records.width(), self.dialect.headers.len());
        if width != expected && !self.has_only_blanks_from(expected) {
            let first = shorten(self.records.value(0));
            if self.records.give_up_if_spanning()? {
                return Ok(Err(broken_row(row, BrokenRow::UnclosedQuote)));
            }
            return Ok(Err(wrong_width(row, first, width, expected)));
        }
        if self.records.holds_nul() {
            return Ok(Err(nul_byte(row)));
        }
        let row = Row { number: row, plan: &self.plan, record: &self.records };
        let record = R::read(&row);
        match record.as_ref().ok().and_then(R::identity) {
            Some(same) if self.seen.contains(&same.key) => {
                Ok(Err(row.fault(same.field, same.code, same.message, same.remedy)))
            }
            Some(first) => {
                self.seen.insert(first.key);
                Ok(record)
            }
            None => Ok(record),
        }
    }

    /// Spreadsheets leave empty cells behind the last column.
    fn has_only_blanks_from(&self, expected: usize) -> bool {
        self.records.width() > expected
            && self.records.values().skip(expected).all(|value| value.trim().is_empty())
    }

    /// A file whose first rows left the order of day and month open must not be misread in silence.
    fn check_date_order(&self, error: &RowError) -> Result<(), FileError> {
        let doubts = &self.plan.doubts;
        if doubts.dates_proving.get() == 0 && doubts.dates_against.get() > MOST_DATES_AGAINST {
            return Err(FileError::DateOrder { row: error.row, value: error.value.clone() });
        }
        Ok(())
    }
}

/// Index of each mapped column. Case and outer blanks of headers do not matter.
fn find_columns(mapping: &Mapping, columns: &[Column<'_>]) -> Result<Vec<(Field, usize)>, FileError> {
    let mut found = Vec::with_capacity(mapping.columns.len());
    let mut absent = Vec::new();
    for (field, header) in &mapping.columns {
        let header = header.trim();
        match columns.iter().position(|column| column.header.eq_ignore_ascii_case(header)) {
            Some(index) if columns.get(index).is_some_and(|column| column.is_duplicate) => {
                return Err(FileError::DuplicateHeader { header: header.to_owned() });
            }
            Some(index) => found.push((*field, index)),
            None => absent.push(header.to_owned()),
        }
    }
    if absent.is_empty() { Ok(found) } else { Err(FileError::MissingColumns { headers: absent }) }
}

fn skip_to_header<R: Read>(records: &mut RecordReader<R>, title_rows: usize) -> Result<(), FileError> {
    for _ in 0..=title_rows {
        match records.next()? {
            Outcome::Record => {}
            Outcome::Broken(fault) => return Err(fault.of_header()),
            Outcome::End => return Err(FileError::Empty),
        }
    }
    Ok(())
}

fn row_error(row: u64, value: String, code: &str, message: String, remedy: &str) -> Box<RowError> {
    Box::new(RowError {
        row,
        column: String::new(),
        value,
        code: code.to_owned(),
        message,
        remedy: remedy.to_owned(),
    })
}

fn wrong_width(row: u64, first: String, width: usize, expected: usize) -> Box<RowError> {
    let (code, what, remedy) = match width > expected {
        true => ("too_many_values", "more", "Put values that contain the delimiter in quotes."),
        false => {
            ("too_few_values", "fewer", "Look for a line that was cut off, or for a quote that is missing.")
        }
    };
    // Rows of one kind are told together, so each says by itself how many it has.
    let value = format!("{first} … ({width} values, {expected} columns)");
    row_error(row, value, code, format!("The row has {what} values than there are columns."), remedy)
}

fn nul_byte(row: u64) -> Box<RowError> {
    let message = "The row contains NUL bytes, so it is not text.".to_owned();
    row_error(row, String::new(), "nul_byte", message, "Export the file again.")
}

fn broken_row(row: u64, fault: BrokenRow) -> Box<RowError> {
    let (code, message, remedy) = match fault {
        BrokenRow::UnclosedQuote => (
            "unclosed_quote",
            "A quote is opened in this row and not closed.".to_owned(),
            "Close the quote, or double quotes that belong to the value.",
        ),
        BrokenRow::FieldTooLong => {
            ("field_too_long", format!("A value is longer than {MOST_FIELD_BYTES} bytes."), "Shorten it.")
        }
        BrokenRow::RecordTooLong => (
            "row_too_long",
            format!("The row is longer than {MOST_RECORD_BYTES} bytes."),
            "Check for missing line ends.",
        ),
        BrokenRow::TooManyColumns => (
            "too_many_columns",
            format!("The row has more than {MOST_COLUMNS} values."),
            "Check for missing line ends.",
        ),
    };
    row_error(row, String::new(), code, message, remedy)
}
