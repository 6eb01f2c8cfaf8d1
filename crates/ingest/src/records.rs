//! Text into records, with limits and with recovery: csv-core does the quoting, this module keeps the
//! raw text of the current record, so that a quote that is never closed costs one row and not the file.

use crate::error::FileError;
use crate::source::file_error;
use csv_core::{ReadRecordResult, ReaderBuilder};
use std::io::Read;

/// Longest value in bytes.
pub(crate) const MOST_FIELD_BYTES: usize = 64 << 10;
/// Longest record in bytes.
pub(crate) const MOST_RECORD_BYTES: usize = 1 << 20;
/// Most columns.
pub(crate) const MOST_COLUMNS: usize = 1_000;
/// Longest line that is skipped over in search of the next one.
const MOST_LINE_BYTES: usize = 16 << 20;
/// Text that may be read twice because of broken quotes; keeps hostile files from costing hours.
const MOST_REREAD_BYTES: usize = 128 << 20;
/// What is read at a time.
const READ_BYTES: usize = 128 << 10;

/// What the next stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A record, now in [`RecordReader::values`].
    Record,
    /// A row that is no record; reading goes on at the next line.
    Broken(BrokenRow),
    /// The end of the file.
    End,
}

/// Why a row is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BrokenRow {
    /// A quote is opened and never closed, or closed rows later.
    UnclosedQuote,
    /// A value above the limit.
    FieldTooLong,
    /// A row above the limit.
    RecordTooLong,
    /// More columns than the limit.
    TooManyColumns,
}

impl BrokenRow {
    /// The same fault in the header row is one of the file.
    pub(crate) fn of_header(self) -> FileError {
        match self {
            Self::TooManyColumns => FileError::TooManyColumns { limit: MOST_COLUMNS },
            Self::UnclosedQuote | Self::FieldTooLong | Self::RecordTooLong => FileError::BrokenHeader,
        }
    }
}

/// Cuts UTF-8 text into records.
pub(crate) struct RecordReader<R> {
    text: R,
    parser: csv_core::Reader,
    delimiter: u8,
    raw: Vec<u8>,
    record_start: usize,
    position: usize,
    filled: usize,
    has_ended: bool,
    after_return: bool,
    reread_bytes: usize,
    row: u64,
    fields: Vec<u8>,
    ends: Vec<usize>,
    column_count: usize,
    is_valid_text: bool,
}

impl<R: Read> RecordReader<R> {
    pub(crate) fn new(text: R, delimiter: u8) -> Self {
        Self {
            text,
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            raw: vec![0; 2 * READ_BYTES],
            record_start: 0,
            position: 0,
            filled: 0,
            has_ended: false,
            after_return: false,
            reread_bytes: 0,
            row: 0,
            fields: vec![0; 4096],
            ends: vec![0; 64],
            column_count: 0,
            is_valid_text: true,
        }
    }

    /// Number of the current row as a spreadsheet shows it; blank lines count.
    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    /// Number of values in the current record.
    pub(crate) fn width(&self) -> usize {
        self.column_count
    }

    /// The values of the current record.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        (0..self.column_count).map(|column| self.value(column))
    }

    /// One value of the current record; empty beyond its end.
    pub(crate) fn value(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends.get(column - 1).copied().unwrap_or(0) };
        let end =
            if column < self.column_count { self.ends.get(column).copied().unwrap_or(start) } else { start };
        // The text below is UTF-8 and cut at ASCII delimiters, so this only validates.
        std::str::from_utf8(self.fields.get(start..end).unwrap_or(&[])).unwrap_or("\u{fffd}")
    }

    /// Whether a NUL byte stands in the current record.
    pub(crate) fn holds_nul(&self) -> bool {
        !self.is_valid_text
    }

    /// Whether no value of the current record holds anything but blanks.
    pub(crate) fn is_blank(&self) -> bool {
        let end = self.column_count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.fields.get(..end).unwrap_or(&[]).iter().all(|byte| *byte == b' ')
    }

    /// Moves to the next record.
    pub(crate) fn next(&mut self) -> Result<Outcome, FileError> {
        if !self.skip_blank_lines()? {
            return Ok(Outcome::End);
        }
        self.row += 1;
        self.record_start = self.position;
        self.parse()
    }

    /// Gives the current record up when it spans several lines, to go on below its first line. A quote
    /// closed by another row's quote makes one record of many; its width betrays it.
    pub(crate) fn give_up_if_spanning(&mut self) -> Result<bool, FileError> {
        let raw = self.raw.get(self.record_start..self.position).unwrap_or(&[]);
        let lines = raw.trim_ascii_end();
        if !lines.contains(&b'\n') || self.reread_bytes + raw.len() > MOST_REREAD_BYTES {
            return Ok(false);
        }
        self.go_on_below()?;
        Ok(true)
    }

    /// Goes to the start of the next record; false at the end.
    fn skip_blank_lines(&mut self) -> Result<bool, FileError> {
        loop {
            let Some(byte) = self.raw.get(self.position..self.filled).and_then(|rest| rest.first()).copied()
            else {
                self.record_start = self.position;
                if !self.fill()? {
                    return Ok(false);
                }
                continue;
            };
            match byte {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' | b'\r' => {
                    self.row += 1;
                    self.after_return = byte == b'\r';
                }
                _ => return Ok(true),
            }
            self.position += 1;
        }
    }

    fn parse(&mut self) -> Result<Outcome, FileError> {
        self.parser.reset();
        let (mut written, mut ended) = (0, 0);
        loop {
            let is_last = self.position == self.filled && !self.fill()?;
            // At the end of the file a line end is added: if a quote swallows it, the quote is open.
            let input =
                if is_last { &b"\n"[..] } else { self.raw.get(self.position..self.filled).unwrap_or(&[]) };
            let output = self.fields.get_mut(written..).unwrap_or(&mut []);
            let ends = self.ends.get_mut(ended..).unwrap_or(&mut []);
            let (result, read, wrote, found) = self.parser.read_record(input, output, ends);
            written += wrote;
            ended += found;
            if !is_last {
                self.position += read;
            }
            match result {
                ReadRecordResult::InputEmpty if is_last => return self.give_up(BrokenRow::UnclosedQuote),
                ReadRecordResult::InputEmpty if self.position - self.record_start > MOST_RECORD_BYTES => {
                    return self.give_up(BrokenRow::RecordTooLong);
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() > MOST_RECORD_BYTES => {
                    return self.give_up(BrokenRow::RecordTooLong);
                }
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if ended >= MOST_COLUMNS => {
                    return self.give_up(BrokenRow::TooManyColumns);
                }
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize((self.ends.len() * 2).min(MOST_COLUMNS), 0)
                }
                ReadRecordResult::Record => return self.accept(written, ended),
                ReadRecordResult::End => return Ok(Outcome::End),
            }
        }
    }

    fn accept(&mut self, written: usize, ended: usize) -> Result<Outcome, FileError> {
        self.column_count = ended;
        self.after_return = self.position.checked_sub(1).and_then(|last| self.raw.get(last)) == Some(&b'\r');
        self.is_valid_text = !self.fields.get(..written).unwrap_or(&[]).contains(&0);
        // A quote left open is closed by the next row's opening quote, often in the same column, so that
        // two rows pass for one of the right width. Only what follows that quote betrays it.
        let raw = self.raw.get(self.record_start..self.position).unwrap_or(&[]);
        if self.parser.line() > 1
            && raw.trim_ascii_end().contains(&b'\n')
            && !is_well_quoted(raw, self.delimiter)
        {
            return self.give_up(BrokenRow::UnclosedQuote);
        }
        if written > MOST_FIELD_BYTES {
            let mut start = 0;
            for end in self.ends.get(..ended).unwrap_or(&[]) {
                if end - start > MOST_FIELD_BYTES {
                    return self.give_up(BrokenRow::FieldTooLong);
                }
                start = *end;
            }
        }
        Ok(Outcome::Record)
    }

    /// Drops the current record. If it had run over a line end, its fault is an open quote.
    fn give_up(&mut self, fault: BrokenRow) -> Result<Outcome, FileError> {
        let raw = self.raw.get(self.record_start..self.position).unwrap_or(&[]);
        let fault = if raw.trim_ascii_end().contains(&b'\n') { BrokenRow::UnclosedQuote } else { fault };
        self.go_on_below()?;
        Ok(Outcome::Broken(fault))
    }

    /// Puts the position below the first line of the current record.
    fn go_on_below(&mut self) -> Result<(), FileError> {
        let mut skipped = 0;
        loop {
            let rest = self.raw.get(self.record_start..self.filled).unwrap_or(&[]);
            if let Some(at) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                self.after_return = rest.get(at) == Some(&b'\r');
                let below = self.record_start + at + 1;
                self.reread_bytes += self.position.saturating_sub(below);
                self.position = below;
                break;
            }
            skipped += rest.len();
            self.record_start = self.filled;
            self.position = self.filled;
            if skipped > MOST_LINE_BYTES {
                return Err(FileError::LineTooLong { row: self.row, limit: MOST_LINE_BYTES });
            }
            if !self.fill()? {
                break;
            }
        }
        if self.reread_bytes > MOST_REREAD_BYTES {
            return Err(FileError::BrokenQuotes { row: self.row });
        }
        Ok(())
    }

    /// Reads on, keeping the text from the start of the current record; false at the end.
    fn fill(&mut self) -> Result<bool, FileError> {
        if self.has_ended {
            return Ok(false);
        }
        if self.raw.len() - self.filled < READ_BYTES {
            self.raw.copy_within(self.record_start..self.filled, 0);
            self.filled -= self.record_start;
            self.position -= self.record_start;
            self.record_start = 0;
            if self.raw.len() - self.filled < READ_BYTES {
                self.raw.resize(self.raw.len() * 2, 0);
            }
        }
        let room = self.raw.get_mut(self.filled..).unwrap_or(&mut []);
        let count = self.text.read(room).map_err(file_error)?;
        self.filled += count;
        self.has_ended = count == 0;
        Ok(count > 0)
    }
}

/// Whether every quoted value of a record ends where its closing quote stands.
fn is_well_quoted(raw: &[u8], delimiter: u8) -> bool {
    let mut bytes = raw.iter().copied().peekable();
    let (mut is_quoted, mut at_start) = (false, true);
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if is_quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            b'"' if is_quoted => {
                is_quoted = false;
                let ends = |next: &u8| *next == delimiter || matches!(next, b'\r' | b'\n');
                if !bytes.peek().is_none_or(ends) {
                    return false;
                }
            }
            b'"' if at_start => is_quoted = true,
            _ => {}
        }
        at_start = !is_quoted && byte == delimiter;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows and their values; a broken row has none.
    fn read(text: &[u8]) -> Vec<(u64, Option<Vec<String>>)> {
        let mut reader = RecordReader::new(text, b',');
        let mut rows = Vec::new();
        loop {
            match reader.next().expect("a slice can be read") {
                Outcome::Record => {
                    rows.push((reader.row(), Some(reader.values().map(str::to_owned).collect())))
                }
                Outcome::Broken(_) => rows.push((reader.row(), None)),
                Outcome::End => return rows,
            }
        }
    }

    fn record(row: u64, values: &[&str]) -> (u64, Option<Vec<String>>) {
        (row, Some(values.iter().map(|value| (*value).to_owned()).collect()))
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        assert_eq!(
            read(b"a,b\r\n\r\n\"x\ny\",2\r\n3,4"),
            [record(1, &["a", "b"]), record(3, &["x\ny", "2"]), record(4, &["3", "4"])]
        );
    }

    #[test]
    fn a_quote_open_at_the_end_costs_one_row() {
        assert_eq!(read(b"a,b\n\"x,1\ny,2\n"), [record(1, &["a", "b"]), (2, None), record(3, &["y", "2"])]);
        assert_eq!(read(b"a,b\n1,\""), [record(1, &["a", "b"]), (2, None)]);
    }

    #[test]
    fn giants_cost_one_row_each_and_memory_stays_small() {
        let mut text = b"a,b\n1,".to_vec();
        text.resize(text.len() + MOST_FIELD_BYTES + 1, b'x');
        text.extend_from_slice(b"\n2,3\n4,");
        text.resize(text.len() + 3 * MOST_RECORD_BYTES, b'y');
        text.extend_from_slice(b"\n5,6\n");
        text.extend_from_slice(&b",".repeat(100_000));
        text.extend_from_slice(b"\n7,8");
        assert_eq!(
            read(&text),
            [
                record(1, &["a", "b"]),
                (2, None),
                record(3, &["2", "3"]),
                (4, None),
                record(5, &["5", "6"]),
                (6, None),
                record(7, &["7", "8"])
            ]
        );
    }

    proptest! {
        #[test]
        fn well_formed_text_reads_as_the_csv_crate_reads_it(
            rows in proptest::collection::vec(proptest::collection::vec("[a-z\",\n ;é]{0,8}", 2..4), 1..20)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("memory takes it");
            }
            let text = writer.into_inner().expect("memory takes it");
            let found: Vec<Vec<String>> = read(&text).into_iter().filter_map(|(_, values)| values).collect();
            prop_assert_eq!(found, rows);
        }

        #[test]
        fn no_bytes_make_the_reader_panic_or_loop(bytes in "[a-c\",\r\n\0]{0,200}") {
            let rows = read(bytes.as_bytes());
            prop_assert!(rows.len() <= bytes.len());
        }
    }
}
