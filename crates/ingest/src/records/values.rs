//! The values of one record, one after the other in one buffer that is used for every record.

use super::limits::MOST_COLUMNS;

/// Unquoted values and where each ends.
pub(super) struct Values {
    fields: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
    holds_nul: bool,
}

impl Values {
    pub(super) fn new() -> Self {
        Self { fields: vec![0; 4096], ends: vec![0; 64], count: 0, holds_nul: false }
    }

    /// Where the parser writes on, after so many bytes and ends.
    pub(super) fn room(&mut self, written: usize, ended: usize) -> (&mut [u8], &mut [usize]) {
        (self.fields.get_mut(written..).unwrap_or(&mut []), self.ends.get_mut(ended..).unwrap_or(&mut []))
    }

    /// Bytes that the values may have for now.
    pub(super) fn most_bytes(&self) -> usize {
        self.fields.len()
    }

    pub(super) fn grow_bytes(&mut self) {
        self.fields.resize(self.fields.len() * 2, 0);
    }

    pub(super) fn grow_columns(&mut self) {
        self.ends.resize((self.ends.len() * 2).min(MOST_COLUMNS), 0);
    }

    /// The parser has written a whole record.
    pub(super) fn accept(&mut self, written: usize, ended: usize) {
        self.count = ended;
        self.holds_nul = self.fields.get(..written).unwrap_or(&[]).contains(&0);
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn holds_nul(&self) -> bool {
        self.holds_nul
    }

    /// One value; empty beyond the last.
    pub(super) fn get(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends.get(column - 1).copied().unwrap_or(0) };
        let end = if column < self.count { self.ends.get(column).copied().unwrap_or(start) } else { start };
        // The text below is UTF-8 and cut at ASCII delimiters, so this only validates.
        std::str::from_utf8(self.fields.get(start..end).unwrap_or(&[])).unwrap_or("\u{fffd}")
    }

    /// Whether no value holds anything but blanks.
    pub(super) fn is_blank(&self) -> bool {
        let end = self.ends().last().copied().unwrap_or(0);
        self.fields.get(..end).unwrap_or(&[]).iter().all(|byte| *byte == b' ')
    }

    /// Whether a value has more bytes than that.
    pub(super) fn has_longer_than(&self, most_bytes: usize) -> bool {
        let mut start = 0;
        self.ends().iter().any(|end| end - std::mem::replace(&mut start, *end) > most_bytes)
    }

    fn ends(&self) -> &[usize] {
        self.ends.get(..self.count).unwrap_or(&[])
    }
}
