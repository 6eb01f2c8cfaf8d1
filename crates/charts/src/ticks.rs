//! Round numbers for axes, and which labels of many fit beside each other.

use crate::number::Unit;
use crate::scales::counted;

/// Round values that cover `low..=high`, about `wanted` of them, and the same in every run. The
/// step is 1, 2, 2.5 or 5 times a power of ten and never below what the unit can be divided into.
pub fn round_ticks(low: f64, high: f64, wanted: usize, unit: Unit) -> Vec<f64> {
    let (low, high) =
        if low.is_finite() && high.is_finite() && low < high { (low, high) } else { (0.0, 1.0) };
    let step = round_step((high - low) / counted(wanted.max(1)), unit.smallest_step());
    let first = (low / step).floor();
    let mut ticks = Vec::new();
    let mut number = 0.0;
    while ticks.last().is_none_or(|last| *last < high - step * 1e-9) && number < 100.0 {
        ticks.push((first + number) * step);
        number += 1.0;
    }
    ticks
}

fn round_step(rough: f64, smallest: f64) -> f64 {
    let power = power_of_ten_within(rough);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(power * 10.0).max(smallest);
    // Half a thing cannot be counted: 2.5 becomes 5.
    if smallest > 0.0 && (step / smallest).fract() > 1e-9 { step * 2.0 } else { step }
}

/// The largest power of ten that is not above a number. Found step by step: numbers on axes are
/// not far from one, and logarithms bring tables that every browser would have to download.
fn power_of_ten_within(number: f64) -> f64 {
    let number = number.clamp(f64::MIN_POSITIVE, f64::MAX);
    let mut power = 1.0;
    while power * 10.0 <= number {
        power *= 10.0;
    }
    while power > number {
        power /= 10.0;
    }
    power
}

/// Every how many labels one can be written when each needs `label_width` and has `room`.
pub fn label_stride(count: usize, room: f64, label_width: f64) -> usize {
    let mut stride = 1;
    while stride < count && room / counted(count.div_ceil(stride)) < label_width {
        stride += 1;
    }
    stride
}

/// Rough width of a text of the tick size, in pixels; wide enough for the widest common letters.
pub fn text_width(text: &str) -> f64 {
    counted(text.chars().count()) * 6.4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_cover_the_values_and_are_evenly_spaced() {
        for (low, high) in [(0.0, 1.0), (0.0, 123_456.0), (-40.0, 7.3), (0.0, 0.031), (99.0, 101.0)] {
            let ticks = round_ticks(low, high, 4, Unit::Money("$"));
            assert!(ticks[0] <= low && ticks[ticks.len() - 1] >= high, "{low} to {high}: {ticks:?}");
            let step = ticks[1] - ticks[0];
            assert!(ticks.windows(2).all(|pair| (pair[1] - pair[0] - step).abs() < step * 1e-6));
            assert!((2..=9).contains(&ticks.len()), "{low} to {high}: {ticks:?}");
        }
    }

    #[test]
    fn counts_have_no_broken_ticks() {
        assert_eq!(round_ticks(0.0, 3.0, 5, Unit::Count), [0.0, 1.0, 2.0, 3.0]);
        let ticks = round_ticks(0.0, 10.0, 4, Unit::Count);
        assert!(ticks.iter().all(|tick| tick.fract() == 0.0), "{ticks:?}");
    }

    #[test]
    fn nothing_at_all_still_has_an_axis() {
        assert_eq!(round_ticks(0.0, 0.0, 2, Unit::Share), [0.0, 0.5, 1.0]);
        assert_eq!(round_ticks(f64::NAN, 1.0, 2, Unit::Share), [0.0, 0.5, 1.0]);
    }

    #[test]
    fn labels_that_are_written_fit() {
        for count in 1..200_usize {
            let stride = label_stride(count, 300.0, 45.0);
            assert!(counted(count.div_ceil(stride)) * 45.0 <= 300.0 || stride == count);
        }
    }
}
