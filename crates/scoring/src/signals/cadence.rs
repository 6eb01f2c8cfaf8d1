//! The account's own rhythm: days between consecutive order days (rules, sections 1 and 2).
//! Two orders on one day are one order day, so a gap is never zero.

use crate::book::Facts;
use crate::numbers::quantile;

/// Own gaps look back this far.
const LOOK_BACK_DAYS: i64 = 730;
/// At most this many own gaps count, the latest ones.
const MOST_GAPS: usize = 40;

/// Gaps of the last 24 months, at most 40.
#[derive(Debug, Clone, PartialEq)]
pub struct Cadence {
    /// Days of each gap, oldest first.
    pub gaps_days: Box<[i32]>,
    /// Median gap, days.
    pub median_days: Option<f64>,
    /// Gap that four fifths do not exceed, days, interpolated.
    pub p80_days: Option<f64>,
    /// Longest gap, days.
    pub longest_days: Option<f64>,
    /// Longest gap of the whole history, days.
    pub longest_ever_days: Option<f64>,
}

impl Cadence {
    /// Measures the gaps.
    pub fn measure(facts: &Facts) -> Self {
        let gaps = || facts.order_days.windows(2).map(|pair| (pair[1].day, pair[1].day - pair[0].day));
        let mut recent: Vec<i32> = gaps()
            .rev()
            .take(MOST_GAPS)
            .filter(|(end, _)| facts.age(*end) < LOOK_BACK_DAYS)
            .map(|(_, gap)| gap)
            .collect();
        recent.reverse();
        let mut ascending: Vec<f64> = recent.iter().map(|gap| f64::from(*gap)).collect();
        ascending.sort_by(f64::total_cmp);
        Self {
            gaps_days: recent.into_boxed_slice(),
            median_days: quantile(&ascending, 0.5),
            p80_days: quantile(&ascending, 0.8),
            longest_days: ascending.last().copied(),
            longest_ever_days: gaps().map(|(_, gap)| f64::from(gap)).max_by(f64::total_cmp),
        }
    }
}
