//! Windows that keep their word: the probability a window must be given so that the share of orders it
//! is meant to hold really falls inside, measured on the user's own past (split conformal prediction;
//! Vovk, Gammerman, Shafer, "Algorithmic Learning in a Random World", 2005).

use crate::numbers::quantile;
use crate::window::shortest_run;
use serde::{Deserialize, Serialize};

/// Share of next orders inside the narrow band.
pub const HALF: f64 = 0.5;
/// Share of next orders inside the wide band.
pub const WIDE: f64 = 0.8;
/// A little above the shares promised: books drift between calibration and use, and the windows measured
/// were made with weights that know the orders they are measured by.
const AIMS: [f64; 2] = [0.525, 0.825];
/// Levels tried for the narrow and for the wide band.
const CANDIDATES: [[f64; 9]; 2] =
    [[0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.65, 0.75], [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]];
/// Quantiles of the date of the next order.
pub const QUANTILES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];
/// How many windows the promised level is worth against the measured one.
const PSEUDO_WINDOWS: f64 = 100.0;
/// With fewer windows nothing is measured.
const LEAST_WINDOWS: usize = 40;
/// Typical gaps below these, days, make a cohort each; longer ones the last.
const COHORT_GAPS_DAYS: [f64; COHORTS - 1] = [10.0, 35.0, 100.0];
/// Weekly, monthly, quarterly and rarer buyers.
pub const COHORTS: usize = 4;

/// Levels of the two bands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BandLevels {
    /// Probability that the narrow band must hold.
    pub half: f64,
    /// Probability that the wide band must hold.
    pub wide: f64,
}

/// What was measured on past windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Levels of each cohort.
    cohorts: [BandLevels; COHORTS],
    /// Levels to read the five quantiles of the date at.
    pub quantiles: [f64; 5],
    /// Past windows it rests on.
    pub windows: usize,
}

/// One past forecast of an account that did order again within the days the model looks ahead.
pub struct Outcome<'a> {
    /// Probability by 1, 2, 3 … days, given that an order comes by the last of them.
    pub cumulative: &'a [f64],
    /// Days to the order that came, at least 1.
    pub days: i32,
    /// Days from order to order that were expected of the account.
    pub typical_gap_days: f64,
    /// A number from 0 to 1 that breaks ties within the day.
    pub spread: f64,
}

/// Counts of windows that held their order, by cohort, band and level tried.
#[derive(Default)]
pub struct Measurement {
    windows: [usize; COHORTS],
    held: [[[usize; 9]; 2]; COHORTS],
    ranks: Vec<f64>,
}

impl Calibration {
    /// Nothing measured: the shares promised.
    pub fn nominal() -> Self {
        Self { cohorts: [BandLevels { half: HALF, wide: WIDE }; COHORTS], quantiles: QUANTILES, windows: 0 }
    }

    /// Levels for an account.
    pub fn levels(&self, typical_gap_days: f64) -> BandLevels {
        self.cohorts[cohort(typical_gap_days)]
    }
}

/// The cohort of an account, from 0 for weekly buyers.
pub fn cohort(typical_gap_days: f64) -> usize {
    COHORT_GAPS_DAYS.iter().position(|longest| typical_gap_days < *longest).unwrap_or(COHORTS - 1)
}

impl Measurement {
    /// Takes one past forecast into account.
    pub fn add(&mut self, outcome: &Outcome) {
        let cohort = cohort(outcome.typical_gap_days);
        self.windows[cohort] += 1;
        for (held, candidates) in self.held[cohort].iter_mut().zip(CANDIDATES) {
            for (held, level) in held.iter_mut().zip(candidates) {
                let (from, until) = shortest_run(outcome.cumulative, level);
                *held += usize::from((from..=until).contains(&outcome.days));
            }
        }
        self.ranks.push(outcome.rank());
    }

    /// The levels that would have kept every promise so far.
    pub fn calibration(mut self) -> Calibration {
        let windows: usize = self.windows.iter().sum();
        if windows < LEAST_WINDOWS {
            return Calibration::nominal();
        }
        let everybody = [0, 1].map(|band| {
            let held = std::array::from_fn(|level| self.held.iter().map(|cohort| cohort[band][level]).sum());
            measured_level(band, &held, windows, AIMS[band])
        });
        let cohorts = std::array::from_fn(|cohort| {
            let [half, wide] = [0, 1].map(|band| {
                measured_level(band, &self.held[cohort][band], self.windows[cohort], everybody[band])
            });
            BandLevels { half, wide }
        });
        self.ranks.sort_by(f64::total_cmp);
        let trust = trust(windows);
        let quantiles = QUANTILES.map(|level| {
            let measured = quantile(&self.ranks, level).unwrap_or(level);
            (trust * measured + (1.0 - trust) * level).clamp(0.005, 0.995)
        });
        Calibration { cohorts, quantiles, windows }
    }
}

impl Outcome<'_> {
    /// Where in its forecast the order fell, from 0 for the earliest to 1 for the latest.
    fn rank(&self) -> f64 {
        let by = |day: i32| match usize::try_from(day - 1) {
            Ok(place) => self.cumulative.get(place).copied().unwrap_or(1.0),
            Err(_) => 0.0,
        };
        let (before, after) = (by(self.days - 1), by(self.days));
        before + (after - before) * self.spread
    }
}

/// The level that held the share aimed at, drawn towards `otherwise` while few windows were seen.
fn measured_level(band: usize, held: &[usize; 9], windows: usize, otherwise: f64) -> f64 {
    if windows == 0 {
        return otherwise;
    }
    let trust = trust(windows);
    trust * level_holding(AIMS[band], held, windows, &CANDIDATES[band]) + (1.0 - trust) * otherwise
}

fn trust(windows: usize) -> f64 {
    windows as f64 / (windows as f64 + PSEUDO_WINDOWS)
}

/// The level, interpolated between those tried, whose windows held the share aimed at.
fn level_holding(aim: f64, held: &[usize; 9], windows: usize, levels: &[f64; 9]) -> f64 {
    let mut below: Option<(f64, f64)> = None;
    let mut highest = 0.0_f64;
    for (held, level) in held.iter().zip(levels) {
        highest = highest.max(*held as f64 / windows as f64);
        if highest >= aim {
            return match below {
                Some((share, lower)) if highest > share => {
                    lower + (level - lower) * (aim - share) / (highest - share)
                }
                _ => *level,
            };
        }
        below = Some((highest, *level));
    }
    levels[levels.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forecasts spread evenly over 100 days of orders that come within the first `within` days.
    fn measured(count: usize, within: usize) -> Calibration {
        let cumulative: Vec<f64> = (1..=100).map(|day| f64::from(day) / 100.0).collect();
        let mut measurement = Measurement::default();
        for number in 0..count {
            let days = i32::try_from(1 + number * 37 % within).expect("small");
            measurement.add(&Outcome { cumulative: &cumulative, days, typical_gap_days: 20.0, spread: 0.5 });
        }
        measurement.calibration()
    }

    #[test]
    fn nothing_is_measured_on_a_handful_of_windows() {
        assert_eq!(measured(39, 100), Calibration::nominal());
    }

    #[test]
    fn honest_forecasts_keep_their_levels() {
        let calibration = measured(2_000, 100);
        assert!((calibration.levels(20.0).wide - 0.825).abs() < 0.03, "{calibration:?}");
        assert!((calibration.quantiles[2] - 0.5).abs() < 0.02);
    }

    #[test]
    fn too_wide_forecasts_are_narrowed_for_their_own_cohort_more_than_for_others() {
        let calibration = measured(2_000, 65);
        assert!(calibration.levels(20.0).wide < 0.6, "{calibration:?}");
        assert!(calibration.levels(200.0).wide <= 0.6);
    }
}
