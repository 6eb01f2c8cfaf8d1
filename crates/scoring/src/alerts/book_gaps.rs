//! What the book says about gaps on one day: those of accounts with a like rhythm, and the n-th gaps of
//! accounts that were new once (rules, section 2).

use super::own_gaps::SimilarGaps;
use super::similar_gaps::{Lengths, OCTAVES, octave};
use bellwether_ledger::{Day, Snapshot};

/// Gaps of accounts with a like rhythm look back this far, days.
const LOOK_BACK_DAYS: i32 = 728;
/// Gaps of new accounts are told apart up to this number; later ones are much the same.
const NUMBERED: usize = 12;

/// The next order of accounts as new as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NextOrder {
    /// Four fifths of them placed it within so many days.
    pub(super) p80_days: f64,
    /// How many they are.
    pub(super) accounts: u32,
}

/// Gaps of the whole book.
#[derive(Debug)]
pub(super) struct BookGaps {
    by_rhythm: [Option<SimilarGaps>; OCTAVES],
    /// By number of the gap, then by rhythm up to it; the last entry of each is of all rhythms.
    numbered: Vec<[Option<NextOrder>; OCTAVES + 1]>,
}

impl BookGaps {
    /// Counts the gaps of every account that were complete on `as_of`.
    pub(super) fn of(snapshot: &Snapshot, as_of: Day) -> Self {
        let mut by_rhythm: [Lengths; OCTAVES] = std::array::from_fn(|_| Lengths::none());
        let mut numbered: Vec<[Lengths; OCTAVES + 1]> =
            (0..NUMBERED).map(|_| std::array::from_fn(|_| Lengths::none())).collect();
        for (place, _) in snapshot.dimensions().live_accounts() {
            let Some(history) = snapshot.history(place) else { continue };
            let mut days = history.order_days(as_of);
            let Some(first) = days.next() else { continue };
            let mut before = first;
            for (number, day) in (1..).zip(days) {
                if day > as_of - LOOK_BACK_DAYS {
                    by_rhythm[octave(first, day, number)].count(day - before);
                }
                if let Some(lengths) = numbered.get_mut(number - 1) {
                    lengths[OCTAVES].count(day - before);
                    if number > 1 {
                        lengths[octave(first, before, number - 1)].count(day - before);
                    }
                }
                before = day;
            }
        }
        Self {
            by_rhythm: std::array::from_fn(|octave| by_rhythm[octave].similar_gaps()),
            numbered: numbered
                .iter()
                .map(|lengths| std::array::from_fn(|of| next_order(&lengths[of])))
                .collect(),
        }
    }

    /// The gaps of accounts like one that began on `first` and on `last` had ordered again `gaps` times; none
    /// while there are too few.
    pub(super) fn similar_to(&self, first: Day, last: Day, gaps: usize) -> Option<SimilarGaps> {
        self.by_rhythm[octave(first, last, gaps)]
    }

    /// When accounts that had ordered on as many days placed the next order: those with a like rhythm, or all
    /// when they are too few; none while those are too few as well.
    pub(super) fn next_order(&self, first: Day, last: Day, order_days: usize) -> Option<NextOrder> {
        let number = order_days.clamp(1, NUMBERED);
        let gaps = self.numbered.get(number - 1)?;
        let alike = if order_days > 1 { gaps[octave(first, last, order_days - 1)] } else { None };
        alike.or(gaps[OCTAVES])
    }
}

fn next_order(lengths: &Lengths) -> Option<NextOrder> {
    lengths.are_enough().then(|| NextOrder {
        p80_days: lengths.percentile(0.8),
        accounts: u32::try_from(lengths.total()).unwrap_or(u32::MAX),
    })
}
