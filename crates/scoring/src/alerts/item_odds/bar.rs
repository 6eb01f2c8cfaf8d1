//! From which probability on an item is called probably lost: tried on the book's own past.
//!
//! Items that were missing 90 days ago are given the probability that could have been said then, by what had come
//! of items 180 days ago and earlier. The bar is the lowest probability from which on enough of them stayed away.
//! Items that everybody stopped buying are left out, as they are from the list.

use super::kernel::ItemKernel;
use super::momentum::Momentum;
use super::past::{LATEST_MONTH, Past, PastCase};
use super::{LEAST_MISSING, Row, fitted, missing_items, row};
use crate::model::ridge;
use crate::numbers::probability;
use bellwether_core::Probability;

/// So large a share of them has to be right.
const LEAST_RIGHT: f64 = 0.6;
/// Fewer cases prove nothing.
const LEAST_CASES: usize = 30;
/// Bars that are tried, in hundredths: those people would choose.
const TRIED: [u32; 11] = [40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/// From which probability on an item is called probably lost, and how right that was before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LostBar {
    /// The lowest probability of the list.
    pub threshold: Probability,
    /// Share of the items at or above it, 90 days before, that did stay away.
    pub precision: Probability,
    /// How many there were.
    pub cases: u32,
}

/// The bar that the latest earlier day sets; none when none is right often enough, or too little can be judged.
pub(super) fn tried(past: &Past) -> Option<LostBar> {
    // On the latest earlier day the outcome of a day was known that lies 90 days before it.
    let (before, _): (Vec<PastCase>, Vec<PastCase>) =
        past.cases.iter().partition(|case| case.months_back >= 2 * LATEST_MONTH);
    if missing_items(&before) < LEAST_MISSING {
        return None;
    }
    let kernel = ItemKernel::learn(&past.latest);
    let weights = fitted(&kernel, &past.momentum, before.iter());
    let is_listed = |case: &&PastCase| {
        case.months_back == LATEST_MONTH && !past.momentum.is_fading(case.sight.item, LATEST_MONTH)
    };
    let judged = past.cases.iter().filter(is_listed);
    let said = |case: &PastCase| (said(&kernel, &past.momentum, &weights, case), case.stayed_away);
    lowest(&judged.map(said).collect::<Vec<_>>())
}

fn said(kernel: &ItemKernel, momentum: &Momentum, weights: &Row, case: &PastCase) -> f64 {
    probability(ridge::dot(&row(kernel, momentum, case.months_back, &case.sight), weights))
}

/// The lowest bar that is right often enough, by what was said and what came.
fn lowest(judged: &[(f64, bool)]) -> Option<LostBar> {
    let bar = |hundredths: u32| {
        let threshold = f64::from(hundredths) / 100.0;
        let above = judged.iter().filter(|(said, _)| *said >= threshold);
        let (cases, right) = above
            .fold((0, 0), |(cases, right), (_, stayed_away)| (cases + 1, right + usize::from(*stayed_away)));
        let precision = right as f64 / f64::max(cases as f64, 1.0);
        (cases >= LEAST_CASES && precision >= LEAST_RIGHT).then(|| LostBar {
            threshold: Probability::clamped(threshold),
            precision: Probability::clamped(precision),
            cases: u32::try_from(cases).unwrap_or(u32::MAX),
        })
    };
    TRIED.into_iter().find_map(bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many items of which the probability was said, and how many of them stayed away.
    fn judged(said: f64, items: usize, stayed_away: usize) -> impl Iterator<Item = (f64, bool)> {
        (0..items).map(move |place| (said, place < stayed_away))
    }

    #[test]
    fn the_bar_is_the_lowest_from_which_on_three_fifths_stayed_away() {
        let book: Vec<_> =
            judged(0.42, 50, 10).chain(judged(0.57, 50, 30)).chain(judged(0.82, 50, 40)).collect();
        let bar = lowest(&book).expect("enough cases");
        assert_eq!((bar.threshold.get(), bar.precision.get(), bar.cases), (0.45, 0.7, 100));
    }

    #[test]
    fn no_bar_is_set_by_few_cases_or_by_cases_that_came_back() {
        assert_eq!(lowest(&judged(0.95, 29, 29).collect::<Vec<_>>()), None);
        assert!(lowest(&judged(0.95, 30, 18).collect::<Vec<_>>()).is_some());
        assert_eq!(lowest(&judged(0.95, 30, 17).collect::<Vec<_>>()), None);
        assert_eq!(lowest(&[]), None);
    }
}
