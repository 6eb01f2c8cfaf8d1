//! Gaps of similar accounts (see `similar_gaps`), as the laboratory needs them: as of each fourth week of the
//! year, when only gaps count that were complete by then.

use super::Year;
use crate::alerts::own_gaps::SimilarGaps;
use crate::alerts::similar_gaps::{Lengths, OCTAVES, octave};
use bellwether_ledger::{Day, Snapshot};

/// Days of one step.
const STEP_DAYS: i32 = 28;
/// Steps of the year: four weeks each.
const STEPS: usize = 13;
/// Steps looked back from each: two years.
const STEPS_BACK: usize = 26;

/// Percentiles of the gaps of similar accounts, by step and octave; those of the last day come last.
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
                if let Some(step) = step_of(day, year).and_then(|step| counted.get_mut(step)) {
                    step[octave(first, day, count)].count(day - before);
                }
                before = day;
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

    /// The same as known on the last day of the year.
    pub(super) fn similar_today(&self, first: Day, day: Day, gaps: usize) -> Option<SimilarGaps> {
        self.by_step.last()?[octave(first, day, gaps)]
    }
}

/// The step a day lies in, counted from two years before the year; none before that.
fn step_of(day: Day, year: Year) -> Option<usize> {
    let back = i32::try_from(STEPS_BACK).unwrap_or(0) * STEP_DAYS;
    usize::try_from((day - year.from + back).div_euclid(STEP_DAYS)).ok()
}

/// For each step of the year, and for the day after it, the percentiles of the two years before.
fn percentiles(counted: &[[Lengths; OCTAVES]]) -> Vec<[Option<SimilarGaps>; OCTAVES]> {
    let mut known = no_gaps();
    let (first, later) = counted.split_at(STEPS_BACK);
    let change =
        |known: &mut [Lengths; OCTAVES], step: &[Lengths; OCTAVES], by: fn(&mut Lengths, &Lengths)| {
            known.iter_mut().zip(step).for_each(|(known, lengths)| by(known, lengths));
        };
    for step in first {
        change(&mut known, step, Lengths::add);
    }
    let similar = |known: &[Lengths; OCTAVES]| std::array::from_fn(|octave| known[octave].similar_gaps());
    let mut by_step = Vec::with_capacity(STEPS + 1);
    for (forgotten, completed) in counted.iter().zip(later) {
        by_step.push(similar(&known));
        change(&mut known, forgotten, Lengths::subtract);
        change(&mut known, completed, Lengths::add);
    }
    by_step.push(similar(&known));
    by_step
}

fn no_gaps() -> [Lengths; OCTAVES] {
    std::array::from_fn(|_| Lengths::none())
}
