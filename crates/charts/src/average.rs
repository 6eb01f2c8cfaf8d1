//! What is left of a restless series when each value is the mean of the latest few.

/// The mean of each value and those just before it, `over` values in all; nothing while there are fewer.
pub fn trailing(values: &[f64], over: usize) -> Vec<Option<f64>> {
    let over = over.max(1);
    let mean = |end: usize| {
        let window = values.get((end + 1).checked_sub(over)?..=end)?;
        Some(window.iter().sum::<f64>() / crate::scales::counted(over))
    };
    (0..values.len()).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_stands_where_enough_values_lie_before_it() {
        assert_eq!(trailing(&[1.0, 3.0, 8.0], 2), [None, Some(2.0), Some(5.5)]);
    }

    #[test]
    fn one_value_is_its_own_mean() {
        assert_eq!(trailing(&[4.0, 6.0], 1), [Some(4.0), Some(6.0)]);
        assert_eq!(trailing(&[4.0], 0), [Some(4.0)]);
        assert!(trailing(&[], 7).is_empty());
    }
}
