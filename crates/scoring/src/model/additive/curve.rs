//! When the next order comes: the learnt probabilities at the anchors, the renewal process between
//! them, and the account's weekdays inside each week (scoring specification, stage 3).

use super::weights::{MEMORY_WEIGHTS, WeightTable};
use crate::numbers::{log_odds, probability};

/// Denser than this the renewal process tells nothing more.
const FLAT: f64 = 1e-6;

/// The days a distribution is worked out for, the anchors among them; it is a straight line between them.
pub(super) fn knots(weights: &WeightTable) -> Vec<i32> {
    let anchors = weights.rows().iter().map(|row| row.horizon_days);
    let longest = anchors.clone().max().unwrap_or(1);
    let next = |day: &i32| (*day < longest).then(|| (day + knot_step(*day)).min(longest));
    let mut knots: Vec<i32> = std::iter::successors(Some(1), next).chain(anchors).collect();
    knots.sort_unstable();
    knots.dedup();
    knots
}

/// Day by day at first, then ever more coarsely.
fn knot_step(day: i32) -> i32 {
    match day {
        ..14 => 1,
        14..28 => 2,
        28..90 => 4,
        90..180 => 6,
        180.. => 12,
    }
}

/// Probability of an order by each knot with the three memories together, never falling.
pub(super) fn together(within: &[Vec<f64>; 3]) -> Vec<f64> {
    let mut highest = 0.0_f64;
    let at_knot = |knot: usize| {
        let sum: f64 =
            MEMORY_WEIGHTS.iter().zip(within).map(|(weight, within)| weight * log_odds(within[knot])).sum();
        highest = highest.max(probability(sum));
        highest
    };
    (0..within[0].len()).map(at_knot).collect()
}

/// Probability of an order by 1, 2, 3 … days: a straight line between the knots.
pub(super) fn daily(knots: &[i32], at_knots: &[f64]) -> Vec<f64> {
    let mut cumulative = Vec::with_capacity(knots.last().map_or(0, |last| last.unsigned_abs() as usize));
    let (mut reached_day, mut reached) = (0, 0.0);
    for (knot, value) in knots.iter().zip(at_knots) {
        let step = (value - reached) / f64::from(knot - reached_day);
        cumulative.extend((1..=knot - reached_day).map(|day| reached + step * f64::from(day)));
        (reached_day, reached) = (*knot, *value);
    }
    cumulative
}

/// Bends a daily curve so that it passes through a probability at each anchor, keeping its shape between.
pub(super) fn through_anchors(cumulative: &mut [f64], anchors: impl IntoIterator<Item = (i32, f64)>) {
    let (mut from, mut shape_before, mut before) = (0_usize, 0.0, 0.0_f64);
    for (anchor, wanted) in anchors {
        let until = (anchor.unsigned_abs() as usize).min(cumulative.len());
        if until <= from {
            continue;
        }
        let (shape_after, after) = (cumulative[until - 1], wanted.max(before));
        let (span, days) = (shape_after - shape_before, (until - from) as f64);
        for (day, value) in (1_u32..).zip(&mut cumulative[from..until]) {
            let part = if span > FLAT { (*value - shape_before) / span } else { f64::from(day) / days };
            *value = before + (after - before) * part.clamp(0.0, 1.0);
        }
        (from, shape_before, before) = (until, shape_after, after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::additive::weights::anchors;

    #[test]
    fn a_bent_curve_passes_through_its_anchors_and_never_falls() {
        let mut curve = daily(&[1, 5, 10], &[0.1, 0.3, 0.8]);
        through_anchors(&mut curve, [(5, 0.6), (10, 0.5)]);
        assert!((curve[4] - 0.6).abs() < 1e-12 && (curve[9] - 0.6).abs() < 1e-12);
        assert!(curve.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{curve:?}");
    }

    #[test]
    fn anchors_are_knots_and_the_last_knot_is_the_last_day() {
        let weights = WeightTable::renewal_alone(&anchors(200, &[45]));
        let knots = knots(&weights);
        assert!([1, 7, 45, 180, 200].iter().all(|day| knots.contains(day)));
        assert_eq!(knots.last(), Some(&200));
        assert_eq!(daily(&knots, &vec![0.5; knots.len()]).len(), 200);
    }
}
