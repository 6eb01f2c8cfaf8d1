//! One bit for each pair of a row and a column, such as an account and a category it bought: small enough to stay near
//! the processor where every line of a period is looked at.

/// Columns that one word marks.
const WORD: usize = u64::BITS as usize;

/// Marks by row and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Words of one row.
    words: usize,
    marks: Vec<u64>,
}

impl Marks {
    /// No pair marked.
    pub(crate) fn none(rows: usize, columns: usize) -> Self {
        let words = columns.div_ceil(WORD);
        Self { words, marks: vec![0; words * rows] }
    }

    /// Marks a pair; whether it was not marked before. Pairs outside are not marked.
    #[inline]
    pub(crate) fn mark(&mut self, row: u32, column: usize) -> bool {
        let bit = 1 << (column % WORD);
        let word = self.place(row, column).and_then(|place| self.marks.get_mut(place));
        word.is_some_and(|word| {
            let before = *word;
            *word |= bit;
            before & bit == 0
        })
    }

    /// Whether a pair is marked.
    pub(crate) fn holds(&self, row: u32, column: usize) -> bool {
        let word = self.place(row, column).and_then(|place| self.marks.get(place));
        word.is_some_and(|word| word >> (column % WORD) & 1 == 1)
    }

    /// Takes the marks of a row away.
    pub(crate) fn clear(&mut self, row: u32) {
        let first = row as usize * self.words;
        if let Some(words) = self.marks.get_mut(first..first + self.words) {
            words.fill(0);
        }
    }

    /// The same with so many rows; new ones have no mark.
    pub(crate) fn resize(&mut self, rows: usize) {
        self.marks.resize(self.words * rows, 0);
    }

    fn place(&self, row: u32, column: usize) -> Option<usize> {
        let word = column / WORD;
        (word < self.words).then(|| row as usize * self.words + word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_marked_once_and_do_not_touch_each_other() {
        let mut marks = Marks::none(3, 70);
        assert!(marks.mark(1, 69) && !marks.mark(1, 69) && marks.mark(1, 5));
        assert!(!marks.mark(1, 128) && !marks.mark(3, 0), "outside");
        assert!(marks.holds(1, 69) && !marks.holds(0, 69) && !marks.holds(2, 5));
        marks.resize(4);
        marks.clear(1);
        assert!(marks.mark(3, 0) && !marks.holds(1, 5));
    }
}
