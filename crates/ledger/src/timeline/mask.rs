//! Which accounts or lines a walk is about, and how a walk keeps only what is asked about.

use std::ops::Range;

/// Places handed over at a time: few enough to stay in the nearest cache while they are written and read.
pub(super) const BLOCK: usize = 256;
/// Indices that one word marks.
const WORD: usize = u64::BITS as usize;

/// Indices, one bit each, so that those of a hundred thousand accounts stay in the nearest cache.
#[derive(Debug, Default)]
pub(crate) struct IndexMask {
    words: Vec<u64>,
}

impl IndexMask {
    /// Those that are true.
    pub(crate) fn of(is_in: &[bool]) -> Self {
        let word =
            |marks: &[bool]| marks.iter().rev().fold(0, |word: u64, is_in| word << 1 | u64::from(*is_in));
        Self { words: is_in.chunks(WORD).map(word).collect() }
    }

    /// Takes one in.
    pub(super) fn insert(&mut self, index: usize) {
        if self.words.len() <= index / WORD {
            self.words.resize(index / WORD + 1, 0);
        }
        self.words[index / WORD] |= 1 << (index % WORD);
    }

    /// Takes one out.
    pub(crate) fn remove(&mut self, index: usize) {
        if let Some(word) = self.words.get_mut(index / WORD) {
            *word &= !(1 << (index % WORD));
        }
    }

    /// Whether it is a mask of nothing at all, so that nothing need be read.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn holds(&self, index: usize) -> bool {
        self.words.get(index / WORD).is_some_and(|word| word >> (index % WORD) & 1 == 1)
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.words.shrink_to_fit();
    }

    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.words)
    }
}

/// Calls `take` with the places that are kept, many at a time and ascending. Every place is written down, kept or not:
/// a branch that nobody can foresee costs more.
#[inline]
pub(super) fn each_kept(
    places: Range<usize>,
    is_kept: impl Fn(usize) -> bool,
    mut take: impl FnMut(&[usize]),
) {
    let mut kept = [0; BLOCK];
    for first in places.clone().step_by(BLOCK) {
        let mut count = 0;
        for place in first..places.end.min(first + BLOCK) {
            kept[count] = place;
            count += usize::from(is_kept(place));
        }
        take(&kept[..count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_holds_what_is_true_or_was_taken_in_and_nothing_beyond() {
        let is_in: Vec<bool> = (0..200).map(|index| index % 3 == 0).collect();
        let mut mask = IndexMask::of(&is_in);
        mask.remove(63);
        mask.remove(900);
        mask.insert(64);
        mask.insert(700);
        let held: Vec<usize> = (0..1000).filter(|index| mask.holds(*index)).collect();
        let is_expected = |index: &usize| index.is_multiple_of(3) && *index != 63 && *index < 200;
        let expected: Vec<usize> =
            (0..1000).filter(|index| is_expected(index) || [64, 700].contains(index)).collect();
        assert_eq!(held, expected);
    }

    #[test]
    fn every_place_that_is_kept_comes_once_and_in_sequence() {
        for range in [0..0, 5..6, 0..BLOCK, 3..3 * BLOCK + 1] {
            let mut seen = Vec::new();
            each_kept(range.clone(), |place| place % 7 != 1, |places| seen.extend_from_slice(places));
            assert_eq!(seen, range.filter(|place| place % 7 != 1).collect::<Vec<_>>());
        }
    }
}
