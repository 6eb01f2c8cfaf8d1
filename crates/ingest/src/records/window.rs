//! The raw text from the start of the current record on, so that a record that turns out to be broken
//! can be given up and read again below its first line.

use crate::error::FileError;
use crate::source::file_error;
use std::io::Read;

/// What is read at a time.
const READ_BYTES: usize = 128 << 10;

/// A stretch of text in memory, with the start of the current record and a position in it.
pub(super) struct Window<R> {
    text: R,
    raw: Vec<u8>,
    record_start: usize,
    position: usize,
    filled: usize,
    has_ended: bool,
}

impl<R: Read> Window<R> {
    pub(super) fn new(text: R) -> Self {
        Self { text, raw: vec![0; 2 * READ_BYTES], record_start: 0, position: 0, filled: 0, has_ended: false }
    }

    /// The text from the start of the current record up to the position.
    pub(super) fn record(&self) -> &[u8] {
        self.raw.get(self.record_start..self.position).unwrap_or(&[])
    }

    /// The text from the start of the current record as far as it is in memory.
    pub(super) fn record_and_beyond(&self) -> &[u8] {
        self.raw.get(self.record_start..self.filled).unwrap_or(&[])
    }

    /// The text from the position as far as it is in memory.
    pub(super) fn rest(&self) -> &[u8] {
        self.raw.get(self.position..self.filled).unwrap_or(&[])
    }

    /// Bytes from the start of the current record to the position.
    pub(super) fn record_bytes(&self) -> usize {
        self.position - self.record_start
    }

    /// Whether the current record runs over a line end.
    pub(super) fn spans_lines(&self) -> bool {
        self.record().trim_ascii_end().contains(&b'\n')
    }

    /// Whether the byte before the position is a carriage return.
    pub(super) fn is_after_return(&self) -> bool {
        self.position.checked_sub(1).and_then(|last| self.raw.get(last)) == Some(&b'\r')
    }

    /// Moves the position on.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.position += bytes;
    }

    /// A record starts at the position.
    pub(super) fn start_record(&mut self) {
        self.record_start = self.position;
    }

    /// Forgets everything in memory.
    pub(super) fn drop_all(&mut self) {
        self.record_start = self.filled;
        self.position = self.filled;
    }

    /// Puts the position so many bytes behind the start of the record; how many bytes that goes back.
    pub(super) fn go_back_to(&mut self, bytes_of_record: usize) -> usize {
        let below = self.record_start + bytes_of_record;
        let reread = self.position.saturating_sub(below);
        self.position = below;
        reread
    }

    /// Reads on, keeping the text from the start of the current record; false at the end.
    pub(super) fn fill(&mut self) -> Result<bool, FileError> {
        if self.has_ended {
            return Ok(false);
        }
        if self.raw.len() - self.filled < READ_BYTES {
            self.make_room();
        }
        let room = self.raw.get_mut(self.filled..).unwrap_or(&mut []);
        let count = self.text.read(room).map_err(file_error)?;
        self.filled += count;
        self.has_ended = count == 0;
        Ok(count > 0)
    }

    fn make_room(&mut self) {
        self.raw.copy_within(self.record_start..self.filled, 0);
        self.filled -= self.record_start;
        self.position -= self.record_start;
        self.record_start = 0;
        if self.raw.len() - self.filled < READ_BYTES {
            self.raw.resize(self.raw.len() * 2, 0);
        }
    }
}
