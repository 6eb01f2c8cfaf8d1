//! Measures of probabilities against outcomes.

use bellwether_core::accuracy::{CalibrationPoint, Discrimination};
use std::f64::consts::PI;

/// Probabilities this close to 0 and 1 count as no closer in the log loss.
const CLIP: f64 = 1e-3;
/// Groups of equal size for calibration.
const GROUPS: usize = 10;

/// A probability given of an order, and whether it came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Given {
    pub probability: f64,
    pub ordered: bool,
}

impl Given {
    fn outcome(self) -> f64 {
        f64::from(u8::from(self.ordered))
    }
}

/// Sorted by probability; those of equal probability keep their order.
pub(super) fn ascending(mut given: Vec<Given>) -> Vec<Given> {
    given.sort_by(|one, other| one.probability.total_cmp(&other.probability));
    given
}

/// Every figure of ascending forecasts.
pub(super) fn discrimination(ascending: &[Given]) -> Discrimination {
    Discrimination {
        forecasts: ascending.len() as u64,
        ordered_share: mean(ascending, Given::outcome),
        auc: auc(ascending),
        log_loss: mean(ascending, log_loss),
        brier: mean(ascending, |given| (given.outcome() - given.probability).powi(2)),
        calibration_error: calibration_error(ascending),
        calibration_error_by_chance: calibration_error_by_chance(ascending),
    }
}

/// Forecast against outcome in ten groups of equal size; empty groups of few forecasts are left out.
pub(super) fn calibration(ascending: &[Given]) -> Vec<CalibrationPoint> {
    groups(ascending)
        .map(|group| CalibrationPoint {
            forecast: mean(group, |given| given.probability),
            ordered: mean(group, Given::outcome),
            forecasts: group.len() as u64,
        })
        .collect()
}

/// Probability that one who ordered was given more than one who did not, ties counting half: the
/// Mann-Whitney statistic (Hanley and McNeil, Radiology 143, 1982). None when all outcomes are alike.
fn auc(ascending: &[Given]) -> Option<f64> {
    let (mut won, mut silent_below) = (0.0, 0.0);
    for ties in ascending.chunk_by(|one, other| one.probability.total_cmp(&other.probability).is_eq()) {
        let ordered = ties.iter().filter(|given| given.ordered).count() as f64;
        let silent = ties.len() as f64 - ordered;
        won += ordered * (silent_below + silent / 2.0);
        silent_below += silent;
    }
    let pairs = silent_below * (ascending.len() as f64 - silent_below);
    (pairs > 0.0).then(|| won / pairs)
}

/// Logarithmic score (Good, Journal of the Royal Statistical Society B 14, 1952), in nats.
pub(super) fn log_loss(given: Given) -> f64 {
    let probability = given.probability.clamp(CLIP, 1.0 - CLIP);
    -if given.ordered { probability } else { 1.0 - probability }.ln()
}

/// Expected calibration error over groups of equal size (Naeini, Cooper and Hauskrecht, AAAI 2015).
fn calibration_error(ascending: &[Given]) -> f64 {
    let count = ascending.len().max(1) as f64;
    let distance = |group: &[Given]| {
        let surplus: f64 = group.iter().map(|given| given.outcome() - given.probability).sum();
        surplus.abs() / count
    };
    groups(ascending).map(distance).sum()
}

/// What the calibration error would be on average were every probability right and every order independent:
/// the surplus of a group is then nearly normal with variance Σ p (1 − p), and E|N(0, v)| = √(2 v / π).
fn calibration_error_by_chance(ascending: &[Given]) -> f64 {
    let count = ascending.len().max(1) as f64;
    let distance = |group: &[Given]| {
        let variance: f64 = group.iter().map(|given| given.probability * (1.0 - given.probability)).sum();
        (2.0 * variance.max(0.0) / PI).sqrt() / count
    };
    groups(ascending).map(distance).sum()
}

fn groups(ascending: &[Given]) -> impl Iterator<Item = &[Given]> {
    let edge = |group: usize| group * ascending.len() / GROUPS;
    (0..GROUPS).map(move |group| &ascending[edge(group)..edge(group + 1)]).filter(|group| !group.is_empty())
}

fn mean(given: &[Given], figure: impl Fn(Given) -> f64) -> f64 {
    given.iter().map(|given| figure(*given)).sum::<f64>() / given.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(told: &[(f64, bool)]) -> Vec<Given> {
        ascending(
            told.iter()
                .map(|(probability, ordered)| Given { probability: *probability, ordered: *ordered })
                .collect(),
        )
    }

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-12
    }

    #[test]
    fn auc_counts_pairs_and_halves_ties() {
        // Ordered .8 and .5, silent .5 and .2: three pairs won, one tied.
        let mixed = given(&[(0.5, true), (0.2, false), (0.8, true), (0.5, false)]);
        assert_eq!(auc(&mixed), Some(3.5 / 4.0));
        assert_eq!(auc(&given(&[(0.9, false), (0.1, true)])), Some(0.0));
        assert_eq!(auc(&given(&[(0.3, true), (0.3, false)])), Some(0.5));
        assert_eq!(auc(&given(&[(0.3, true), (0.6, true)])), None);
        assert_eq!(auc(&[]), None);
    }

    #[test]
    fn log_loss_and_brier_are_those_computed_by_hand() {
        let figures = discrimination(&given(&[(0.8, true), (0.4, false)]));
        assert!(close(figures.log_loss, -(0.8_f64.ln() + 0.6_f64.ln()) / 2.0));
        assert!(close(figures.brier, (0.04 + 0.16) / 2.0));
        assert!(close(figures.ordered_share, 0.5));
    }

    #[test]
    fn certainty_that_was_wrong_costs_much_but_not_everything() {
        let figures = discrimination(&given(&[(0.0, true)]));
        assert!(close(figures.log_loss, -(1e-3_f64.ln())));
    }

    #[test]
    fn the_calibration_error_is_the_mean_distance_of_the_groups() {
        // Ten groups of two: five at .25 of which none orders, five at .75 of which every other one does.
        let low = (0..10).map(|_| (0.25, false));
        let high = (0..10).map(|number| (0.75, number % 2 == 0));
        let told = given(&low.chain(high).collect::<Vec<_>>());
        assert!(close(calibration_error(&told), 0.25));
        // Variance of each group 2 × .1875, and ten groups of 2 in 20.
        assert!(close(calibration_error_by_chance(&told), 10.0 * (2.0 * 0.375 / PI).sqrt() / 20.0));
        let points = calibration(&told);
        assert_eq!(points.len(), 10);
        assert_eq!((points[0].forecast, points[0].ordered, points[0].forecasts), (0.25, 0.0, 2));
        assert_eq!((points[9].forecast, points[9].ordered, points[9].forecasts), (0.75, 0.5, 2));
    }

    proptest! {
        #[test]
        fn figures_are_bounded(told in proptest::collection::vec((0.0..=1.0f64, any::<bool>()), 1..200)) {
            let figures = discrimination(&given(&told));
            let shares = [
                figures.ordered_share, figures.brier, figures.calibration_error,
                figures.calibration_error_by_chance, figures.auc.unwrap_or(0.5),
            ];
            prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{figures:?}");
            prop_assert!((0.0..7.0).contains(&figures.log_loss), "{figures:?}");
            prop_assert!(calibration(&given(&told)).iter().map(|point| point.forecasts).sum::<u64>() == told.len() as u64);
        }

        #[test]
        fn turning_forecasts_round_turns_the_auc_round(
            told in proptest::collection::vec((0.0..=1.0f64, any::<bool>()), 2..80),
        ) {
            let turned: Vec<_> = told.iter().map(|(probability, ordered)| (-probability, *ordered)).collect();
            if let (Some(one), Some(other)) = (auc(&given(&told)), auc(&given(&turned))) {
                prop_assert!((one + other - 1.0).abs() < 1e-9);
            }
        }
    }
}
