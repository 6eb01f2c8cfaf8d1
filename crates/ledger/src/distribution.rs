//! A distribution in few numbers: five of them for a box, a bounded sample for a strip of dots.

/// Sorting everything is quicker than looking for more ranks than one in so many values.
const FEW_RANKS: usize = 8;

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
        let mut ranks = sample_ranks(values.len(), sample_size);
        let sampled = ranks.len();
        ranks.extend([0, 1, 2, 3, 4].into_iter().flat_map(|quarter| quantile_ranks(values.len(), quarter)));
        let mut wanted = ranks.clone();
        wanted.sort_unstable();
        wanted.dedup();
        put_in_place(&mut values, 0, &wanted);
        let five_numbers = [0, 1, 2, 3, 4].map(|quarter| quantile(&values, quarter));
        let sample = ranks[..sampled].iter().map(|rank| values[*rank]).collect();
        Self { count: values.len(), five_numbers, sample }
    }
}

/// Brings the values of some ascending ranks to where sorting would put them; the others stay unsorted, which for a
/// million order values is several times quicker. The first of the values has the rank `offset`.
fn put_in_place(values: &mut [i64], offset: usize, ranks: &[usize]) {
    if ranks.len() * FEW_RANKS > values.len() {
        values.sort_unstable();
        return;
    }
    let Some((middle, rank)) = ranks.get(ranks.len() / 2).map(|rank| (ranks.len() / 2, rank - offset)) else {
        return;
    };
    let (lower, _, upper) = values.select_nth_unstable(rank);
    put_in_place(lower, offset, &ranks[..middle]);
    put_in_place(upper, offset + rank + 1, &ranks[middle + 1..]);
}

/// The ranks that the quantile `quarter / 4` lies between.
fn quantile_ranks(count: usize, quarter: usize) -> Vec<usize> {
    let Some(last) = count.checked_sub(1) else { return Vec::new() };
    let rank = last * quarter / 4;
    vec![rank, (rank + 1).min(last)]
}

/// The quantile `quarter / 4`, interpolated between neighbours, which must be in place.
fn quantile(values: &[i64], quarter: usize) -> i64 {
    let Some(last) = values.len().checked_sub(1) else { return 0 };
    let (rank, rest) = (last * quarter / 4, last * quarter % 4);
    let lower = values[rank];
    let upper = values[(rank + 1).min(last)];
    lower + (upper - lower) * [0, 1, 2, 3][rest] / 4
}

/// Evenly spread over the ranks, with both ends.
fn sample_ranks(count: usize, size: usize) -> Vec<usize> {
    match size {
        _ if count <= size => (0..count).collect(),
        0 => Vec::new(),
        1 => vec![count / 2],
        _ => (0..size).map(|place| place * (count - 1) / (size - 1)).collect(),
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
        fn looking_for_ranks_finds_what_sorting_does(
            mut values in prop::collection::vec(-1000..1000i64, 0..3000), size in 0..40usize,
        ) {
            let found = Distribution::of(values.clone(), size);
            values.sort_unstable();
            let five_numbers = [0, 1, 2, 3, 4].map(|quarter| quantile(&values, quarter));
            let sample: Vec<i64> = sample_ranks(values.len(), size).into_iter().map(|rank| values[rank]).collect();
            prop_assert_eq!(found, Distribution { count: values.len(), five_numbers, sample });
        }

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
