//! A distribution in few numbers: five of them for a box, a bounded sample for a strip of dots.

/// How the values of a set are spread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    /// Number of values.
    pub count: usize,
    /// Minimum, lower quartile, median, upper quartile, maximum, interpolated; all 0 without values.
    pub five_numbers: [i64; 5],
    /// At most as many values as asked for, spread evenly over the ranks, ascending.
    pub sample: Vec<i64>,
}

impl Distribution {
    /// The distribution of some values, with at most `sample_size` of them kept.
    pub fn of(mut values: Vec<i64>, sample_size: usize) -> Self {
        values.sort_unstable();
        let five_numbers = [0, 1, 2, 3, 4].map(|quarter| quantile(&values, quarter));
        Self { count: values.len(), five_numbers, sample: spread(&values, sample_size) }
    }
}

/// The quantile `quarter / 4` of ascending values, interpolated between neighbours.
fn quantile(values: &[i64], quarter: usize) -> i64 {
    let Some(last) = values.len().checked_sub(1) else { return 0 };
    let (rank, rest) = (last * quarter / 4, last * quarter % 4);
    let lower = values[rank];
    let upper = values[(rank + 1).min(last)];
    lower + (upper - lower) * [0, 1, 2, 3][rest] / 4
}

/// Evenly spread over the ranks, with both ends.
fn spread(values: &[i64], size: usize) -> Vec<i64> {
    if values.len() <= size {
        return values.to_vec();
    }
    match size {
        0 => Vec::new(),
        1 => vec![values[values.len() / 2]],
        _ => (0..size).map(|place| values[place * (values.len() - 1) / (size - 1)]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quartiles_are_interpolated() {
        assert_eq!(Distribution::of(vec![4, 1, 3, 2], 9).five_numbers, [1, 1, 2, 3, 4]);
        assert_eq!(
            Distribution::of(vec![100, 400, 200, 300, 500], 9).five_numbers,
            [100, 200, 300, 400, 500]
        );
        assert_eq!(Distribution::of(vec![100, 200], 9).five_numbers, [100, 125, 150, 175, 200]);
    }

    #[test]
    fn no_values_have_an_empty_distribution() {
        assert_eq!(Distribution::of(Vec::new(), 5), Distribution::default());
    }

    proptest! {
        #[test]
        fn the_sample_is_bounded_ascending_and_holds_both_ends(
            values in prop::collection::vec(-1_000_000..1_000_000i64, 1..300), size in 2..50usize,
        ) {
            let (least, most) = (values.iter().min().copied(), values.iter().max().copied());
            let distribution = Distribution::of(values, size);
            prop_assert!(distribution.sample.len() <= size && distribution.sample.is_sorted());
            prop_assert_eq!((distribution.sample.first().copied(), distribution.sample.last().copied()), (least, most));
            prop_assert!(distribution.five_numbers.is_sorted());
        }
    }
}
