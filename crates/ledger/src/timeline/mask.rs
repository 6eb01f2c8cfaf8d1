//! Which accounts a walk is about, and how a walk keeps only what is asked about.

use std::ops::Range;

/// Places handed over at a time: few enough to stay in the nearest cache while they are written and read.
pub(super) const BLOCK: usize = 256;
/// Accounts that one word marks.
const WORD: usize = u64::BITS as usize;

/// Accounts, one bit each, so that a hundred thousand of them stay in the nearest cache.
#[derive(Debug, Default)]
pub(crate) struct AccountMask {
    words: Vec<u64>,
}

impl AccountMask {
    /// The accounts that are true, by account index.
    pub(crate) fn of(is_in: &[bool]) -> Self {
        let word =
            |marks: &[bool]| marks.iter().rev().fold(0, |word: u64, is_in| word << 1 | u64::from(*is_in));
        Self { words: is_in.chunks(WORD).map(word).collect() }
    }

    /// Takes an account out.
    pub(crate) fn remove(&mut self, account: u32) {
        if let Some(word) = self.words.get_mut(account as usize / WORD) {
            *word &= !(1 << (account as usize % WORD));
        }
    }

    /// Whether it is a mask of no accounts at all, so that nothing need be read.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn holds(&self, account: u32) -> bool {
        let word = self.words.get(account as usize / WORD);
        word.is_some_and(|word| word >> (account as usize % WORD) & 1 == 1)
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
    fn a_mask_holds_the_accounts_that_are_true_and_none_beyond() {
        let is_in: Vec<bool> = (0..200).map(|account| account % 3 == 0).collect();
        let mut mask = AccountMask::of(&is_in);
        mask.remove(63);
        mask.remove(900);
        let held: Vec<u32> = (0..1000).filter(|account| mask.holds(*account)).collect();
        let expected: Vec<u32> = (0..200).filter(|account| account % 3 == 0 && *account != 63).collect();
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
