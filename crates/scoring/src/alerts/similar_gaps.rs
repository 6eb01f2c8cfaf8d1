//! Gaps of similar accounts, which stand in while an account has few of its own (rules, section 2).
//! Similar are accounts whose mean gap so far lies in the same octave.

use super::own_gaps::SimilarGaps;
use crate::numbers::index;
use bellwether_ledger::Day;

/// Octaves of the mean gap: 1 day, 2 to 3, 4 to 7, … 512 and more.
pub(crate) const OCTAVES: usize = 10;
/// Longer gaps count as this long, days.
const LONGEST_DAYS: usize = 1_024;
/// Fewer gaps than this tell nothing of similar accounts.
const LEAST_GAPS: u64 = 30;

/// The octave of the mean gap up to a day, after so many gaps since the first order.
pub(crate) fn octave(first: Day, day: Day, gaps: usize) -> usize {
    let mean = f64::from(day - first) / gaps.max(1) as f64;
    index(mean.max(1.0).log2().floor()).min(OCTAVES - 1)
}

/// How many gaps of each length there are.
#[derive(Debug, Clone)]
pub(crate) struct Lengths(Vec<u32>);

impl Lengths {
    pub(crate) fn none() -> Self {
        Self(vec![0; LONGEST_DAYS + 1])
    }

    /// Counts a gap.
    pub(crate) fn count(&mut self, days: i32) {
        self.0[usize::try_from(days).unwrap_or(0).min(LONGEST_DAYS)] += 1;
    }

    /// Counts those of another as well.
    pub(crate) fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(&other.0) {
            *count += more;
        }
    }

    /// Forgets those of another, which had been added.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (count, less) in self.0.iter_mut().zip(&other.0) {
            *count -= less;
        }
    }

    /// Gaps counted.
    pub(crate) fn total(&self) -> u64 {
        self.0.iter().copied().map(u64::from).sum()
    }

    /// Whether they are enough to tell something of similar accounts.
    pub(crate) fn are_enough(&self) -> bool {
        self.total() >= LEAST_GAPS
    }

    /// What an account is held against beside its own gaps; none while there are too few.
    pub(crate) fn similar_gaps(&self) -> Option<SimilarGaps> {
        self.are_enough()
            .then(|| SimilarGaps { p80_days: self.percentile(0.8), p90_days: self.percentile(0.9) })
    }

    /// The length that so many of the counted gaps do not exceed, interpolated as for single gaps.
    pub(crate) fn percentile(&self, level: f64) -> f64 {
        let position = level * self.total().saturating_sub(1) as f64;
        let below = self.ranked(index(position.floor()));
        let above = self.ranked(index(position.floor()) + 1);
        below + (above - below) * position.fract()
    }

    /// The length of the gap with so many shorter ones before it; the longest beyond the end.
    fn ranked(&self, rank: usize) -> f64 {
        let mut before = 0;
        let mut longest = 0;
        for (length, count) in self.0.iter().enumerate().filter(|(_, count)| **count > 0) {
            (before, longest) = (before + u64::from(*count), length);
            if before > rank as u64 {
                break;
            }
        }
        longest as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_gaps_have_the_percentiles_of_the_gaps_themselves() {
        let mut lengths = Lengths::none();
        (1..=29).for_each(|days| lengths.count(days));
        assert_eq!(lengths.similar_gaps(), None);
        (30..=40).for_each(|days| lengths.count(days));
        lengths.count(5_000);
        let longest = LONGEST_DAYS as f64;
        // Of 41 gaps the 33rd and the 37th.
        assert_eq!(lengths.similar_gaps(), Some(SimilarGaps { p80_days: 33.0, p90_days: 37.0 }));
        assert_eq!((lengths.percentile(0.0), lengths.percentile(1.0)), (1.0, longest));
        let mut doubled = lengths.clone();
        doubled.add(&lengths);
        doubled.subtract(&lengths);
        assert_eq!(doubled.percentile(0.8), lengths.percentile(0.8));
    }

    #[test]
    fn an_octave_holds_mean_gaps_from_one_power_of_two_to_the_next() {
        assert_eq!([1, 2, 3, 4, 7, 8, 5_000].map(|days| octave(0, days, 1)), [0, 1, 1, 2, 2, 3, 9]);
        assert_eq!(octave(0, 90, 3), 4);
        assert_eq!(octave(0, 0, 0), 0);
    }
}
