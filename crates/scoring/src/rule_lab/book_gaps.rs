//! Gaps of similar accounts, which stand in while an account has few of its own (rules, section 2).
//! Similar are accounts whose mean gap so far lies in the same octave. As of each fourth week of the year
//! only gaps count that were complete by then.

use super::Year;
use super::silence::SimilarGaps;
use crate::numbers::index;
use bellwether_ledger::{Day, Snapshot};

/// Days of one step.
const STEP_DAYS: i32 = 28;
/// Steps of the year: four weeks each.
const STEPS: usize = 13;
/// Steps looked back from each: two years.
const STEPS_BACK: usize = 26;
/// Octaves of the mean gap: 1 day, 2 to 3, 4 to 7, … 512 and more.
const OCTAVES: usize = 10;
/// Longer gaps count as this long, days.
const LONGEST_DAYS: usize = 1_024;
/// Fewer gaps than this tell nothing of similar accounts.
const LEAST_GAPS: u64 = 30;

/// How many gaps of each length there are.
type Lengths = Vec<u32>;

/// Percentiles of the gaps of similar accounts, by step and octave.
pub(super) struct BookGaps {
    by_step: Vec<[Option<SimilarGaps>; OCTAVES]>,
}

impl BookGaps {
    /// Counts the gaps of every account.
    pub(super) fn of(snapshot: &Snapshot, year: Year) -> Self {
        let mut counted: Vec<[Lengths; OCTAVES]> = (0..STEPS_BACK + STEPS).map(|_| no_gaps()).collect();
        for (place, _) in snapshot.dimensions().live_accounts() {
            let Some(history) = snapshot.history(place) else { continue };
            let mut days = history.order_days(year.as_of);
            let Some(first) = days.next() else { continue };
            let mut before = first;
            for (count, day) in (1..).zip(days) {
                let gap = usize::try_from(day - before).unwrap_or(LONGEST_DAYS).min(LONGEST_DAYS);
                before = day;
                if let Some(step) = step_of(day, year).and_then(|step| counted.get_mut(step)) {
                    step[octave(first, day, count)][gap] += 1;
                }
            }
        }
        Self { by_step: percentiles(&counted) }
    }

    /// The gaps of accounts like one that began on `first` and on `day` had ordered again `gaps` times, as
    /// known when the step of that day began; none while there are too few.
    pub(super) fn similar_to(&self, first: Day, day: Day, gaps: usize, year: Year) -> Option<SimilarGaps> {
        let step = usize::try_from((day - year.from).max(0) / STEP_DAYS).unwrap_or(0).min(STEPS - 1);
        self.by_step.get(step)?[octave(first, day, gaps)]
    }
}

/// The step a day lies in, counted from two years before the year; none before that.
fn step_of(day: Day, year: Year) -> Option<usize> {
    let back = i32::try_from(STEPS_BACK).unwrap_or(0) * STEP_DAYS;
    usize::try_from((day - year.from + back).div_euclid(STEP_DAYS)).ok()
}

/// The octave of the mean gap up to a day.
fn octave(first: Day, day: Day, gaps: usize) -> usize {
    let mean = f64::from(day - first) / gaps.max(1) as f64;
    index(mean.max(1.0).log2().floor()).min(OCTAVES - 1)
}

/// For each step of the year the percentiles of the two years before it.
fn percentiles(counted: &[[Lengths; OCTAVES]]) -> Vec<[Option<SimilarGaps>; OCTAVES]> {
    let mut known: [Lengths; OCTAVES] = no_gaps();
    let (first, later) = counted.split_at(STEPS_BACK);
    for step in first {
        change(&mut known, step, |known, count| *known += count);
    }
    let mut by_step = Vec::with_capacity(STEPS);
    for (forgotten, completed) in counted.iter().zip(later) {
        by_step.push(std::array::from_fn(|octave| similar_gaps(&known[octave])));
        change(&mut known, forgotten, |known, count| *known -= count);
        change(&mut known, completed, |known, count| *known += count);
    }
    by_step
}

fn no_gaps() -> [Lengths; OCTAVES] {
    std::array::from_fn(|_| vec![0; LONGEST_DAYS + 1])
}

fn change(known: &mut [Lengths; OCTAVES], step: &[Lengths; OCTAVES], by: impl Fn(&mut u32, u32)) {
    for (known, counts) in known.iter_mut().flatten().zip(step.iter().flatten()) {
        by(known, *counts);
    }
}

fn similar_gaps(lengths: &[u32]) -> Option<SimilarGaps> {
    let count: u64 = lengths.iter().copied().map(u64::from).sum();
    (count >= LEAST_GAPS).then(|| SimilarGaps {
        p80_days: percentile(lengths, count, 0.8),
        p90_days: percentile(lengths, count, 0.9),
    })
}

/// The length that so many of the counted gaps do not exceed, interpolated as for single gaps.
fn percentile(lengths: &[u32], count: u64, level: f64) -> f64 {
    let position = level * (count - 1) as f64;
    let below = ranked(lengths, index(position.floor()));
    let above = ranked(lengths, index(position.floor()) + 1);
    below + (above - below) * position.fract()
}

/// The length of the gap with so many shorter ones before it; the longest beyond the end.
fn ranked(lengths: &[u32], rank: usize) -> f64 {
    let mut before = 0;
    let mut longest = 0;
    for (length, count) in lengths.iter().enumerate().filter(|(_, count)| **count > 0) {
        (before, longest) = (before + u64::from(*count), length);
        if before > rank as u64 {
            break;
        }
    }
    longest as f64
}
