//! Numbers shared by signals and models: quantiles, log-odds, and rounding under which sums are exact.

/// Smallest and largest probability that log-odds are taken of.
const EDGE: f64 = 1e-4;
/// Log-odds are kept as multiples of 2^-20: such numbers add up exactly, in any order.
const STEPS: f64 = 1_048_576.0;

/// Natural log-odds, of a probability kept away from 0 and 1.
pub(crate) fn log_odds(probability: f64) -> f64 {
    let probability = probability.clamp(EDGE, 1.0 - EDGE);
    (probability / (1.0 - probability)).ln()
}

/// The probability of natural log-odds.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The nearest multiple of 2^-20.
pub(crate) fn exact(points: f64) -> f64 {
    (points * STEPS).round() / STEPS
}

/// Quantile of ascending numbers, interpolated between neighbours; none when there are none.
pub(crate) fn quantile(ascending: &[f64], level: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let position = level.clamp(0.0, 1.0) * last as f64;
    let below = index(position.floor()).min(last);
    let (low, high) = (ascending[below], ascending[(below + 1).min(last)]);
    Some(low + (high - low) * position.fract())
}

/// Median of numbers in any order; none when there are none.
pub(crate) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    quantile(&numbers, 0.5)
}

/// A whole, non-negative number as an index; negative numbers and NaN become 0.
pub(crate) fn index(number: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as documented")]
    let index = number as usize;
    index
}

/// A number of days rounded to a whole one within the range given; NaN becomes the lower end.
pub(crate) fn whole_days(days: f64, lowest: i32, highest: i32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, then clamped")]
    let days = days.round() as i32;
    days.clamp(lowest, highest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rounded_points_add_up_exactly_in_any_order(points in proptest::collection::vec(-50.0..50.0f64, 1..40)) {
            let rounded: Vec<f64> = points.into_iter().map(exact).collect();
            let forwards: f64 = rounded.iter().sum();
            let backwards: f64 = rounded.iter().rev().sum();
            prop_assert_eq!(forwards, backwards);
            prop_assert_eq!(exact(forwards), forwards);
        }

        #[test]
        fn log_odds_and_probability_undo_each_other(p in 0.001..0.999f64) {
            prop_assert!((probability(log_odds(p)) - p).abs() < 1e-12);
        }
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[28.0, 30.0, 31.0, 31.0], 0.8), Some(31.0));
        assert_eq!(quantile(&[1.0, 2.0], 0.5), Some(1.5));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
