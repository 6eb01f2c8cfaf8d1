//! Text into records, with limits and with recovery: csv-core does the quoting, this module keeps the
//! raw text of the current record, so that a quote that is never closed costs one row and not the file.

mod limits;
mod quotes;
mod values;
mod window;

#[cfg(test)]
mod tests;

pub(crate) use limits::{MOST_COLUMNS, MOST_FIELD_BYTES, MOST_RECORD_BYTES};

use crate::error::FileError;
use csv_core::{ReadRecordResult, ReaderBuilder};
use limits::{MOST_LINE_BYTES, MOST_REREAD_BYTES};
use quotes::is_well_quoted;
use std::io::Read;
use values::Values;
use window::Window;

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
    window: Window<R>,
    parser: csv_core::Reader,
    delimiter: u8,
    values: Values,
    row: u64,
    after_return: bool,
    reread_bytes: usize,
}

impl<R: Read> RecordReader<R> {
    pub(crate) fn new(text: R, delimiter: u8) -> Self {
        Self {
            window: Window::new(text),
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            values: Values::new(),
            row: 0,
            after_return: false,
            reread_bytes: 0,
        }
    }

    /// Number of the current row as a spreadsheet shows it; blank lines count.
    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    /// Number of values in the current record.
    pub(crate) fn width(&self) -> usize {
        self.values.count()
    }

    /// The values of the current record.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        (0..self.width()).map(|column| self.value(column))
    }

    /// One value of the current record; empty beyond its end.
    pub(crate) fn value(&self, column: usize) -> &str {
        self.values.get(column)
    }

    /// Whether a NUL byte stands in the current record.
    pub(crate) fn holds_nul(&self) -> bool {
        self.values.holds_nul()
    }

    /// Whether no value of the current record holds anything but blanks.
    pub(crate) fn is_blank(&self) -> bool {
        self.values.is_blank()
    }

    /// Moves to the next record.
    pub(crate) fn next(&mut self) -> Result<Outcome, FileError> {
        if !self.skip_blank_lines()? {
            return Ok(Outcome::End);
        }
        self.row += 1;
        self.window.start_record();
        self.parse()
    }

    /// Gives the current record up when it spans several lines, to go on below its first line. A quote
    /// closed by another row's quote makes one record of many; its width betrays it.
    pub(crate) fn give_up_if_spanning(&mut self) -> Result<bool, FileError> {
        let reread_bytes = self.reread_bytes + self.window.record_bytes();
        if !self.window.spans_lines() || reread_bytes > MOST_REREAD_BYTES {
            return Ok(false);
        }
        self.go_on_below()?;
        Ok(true)
    }

    /// Goes to the start of the next record; false at the end.
    fn skip_blank_lines(&mut self) -> Result<bool, FileError> {
        loop {
            let Some(byte) = self.window.rest().first().copied() else {
                self.window.start_record();
                if !self.window.fill()? {
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
            self.window.advance(1);
        }
    }

    fn parse(&mut self) -> Result<Outcome, FileError> {
        self.parser.reset();
        let (mut written, mut ended) = (0, 0);
        loop {
            let is_last = self.window.rest().is_empty() && !self.window.fill()?;
            // At the end of the file a line end is added: if a quote swallows it, the quote is open.
            let input = if is_last { &b"\n"[..] } else { self.window.rest() };
            let (output, ends) = self.values.room(written, ended);
            let (result, read, wrote, found) = self.parser.read_record(input, output, ends);
            written += wrote;
            ended += found;
            if !is_last {
                self.window.advance(read);
            }
            match result {
                ReadRecordResult::InputEmpty if is_last => return self.give_up(BrokenRow::UnclosedQuote),
                ReadRecordResult::InputEmpty if self.window.record_bytes() > MOST_RECORD_BYTES => {
                    return self.give_up(BrokenRow::RecordTooLong);
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.values.most_bytes() > MOST_RECORD_BYTES => {
                    return self.give_up(BrokenRow::RecordTooLong);
                }
                ReadRecordResult::OutputFull => self.values.grow_bytes(),
                ReadRecordResult::OutputEndsFull if ended >= MOST_COLUMNS => {
                    return self.give_up(BrokenRow::TooManyColumns);
                }
                ReadRecordResult::OutputEndsFull => self.values.grow_columns(),
                ReadRecordResult::Record => return self.accept(written, ended),
                ReadRecordResult::End => return Ok(Outcome::End),
            }
        }
    }

    fn accept(&mut self, written: usize, ended: usize) -> Result<Outcome, FileError> {
        self.values.accept(written, ended);
        self.after_return = self.window.is_after_return();
        // A quote left open is closed by the next row's opening quote, often in the same column, so that
        // two rows pass for one of the right width. Only what follows that quote betrays it.
        if self.parser.line() > 1
            && self.window.spans_lines()
            && !is_well_quoted(self.window.record(), self.delimiter)
        {
            return self.give_up(BrokenRow::UnclosedQuote);
        }
        if written > MOST_FIELD_BYTES && self.values.has_longer_than(MOST_FIELD_BYTES) {
            return self.give_up(BrokenRow::FieldTooLong);
        }
        Ok(Outcome::Record)
    }

    /// Drops the current record. If it had run over a line end, its fault is an open quote.
    fn give_up(&mut self, fault: BrokenRow) -> Result<Outcome, FileError> {
        let fault = if self.window.spans_lines() { BrokenRow::UnclosedQuote } else { fault };
        self.go_on_below()?;
        Ok(Outcome::Broken(fault))
    }

    /// Puts the position below the first line of the current record.
    fn go_on_below(&mut self) -> Result<(), FileError> {
        let mut skipped = 0;
        loop {
            let text = self.window.record_and_beyond();
            let line_end = text.iter().copied().enumerate().find(|(_, byte)| matches!(byte, b'\n' | b'\r'));
            if let Some((at, byte)) = line_end {
                self.after_return = byte == b'\r';
                self.reread_bytes += self.window.go_back_to(at + 1);
                break;
            }
            skipped += text.len();
            self.window.drop_all();
            if skipped > MOST_LINE_BYTES {
                return Err(FileError::LineTooLong { row: self.row, limit: MOST_LINE_BYTES });
            }
            if !self.window.fill()? {
                break;
            }
        }
        if self.reread_bytes > MOST_REREAD_BYTES {
            return Err(FileError::BrokenQuotes { row: self.row });
        }
        Ok(())
    }
}
