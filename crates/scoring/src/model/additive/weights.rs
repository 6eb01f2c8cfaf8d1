//! Weights of the features at each anchor horizon, and between them.

use super::features::{FEATURES, Row};
use serde::{Deserialize, Serialize};

/// Horizons that weights are learnt for, days, as far as the model looks ahead.
const ANCHORS: [i32; 7] = [7, 14, 30, 60, 90, 180, 365];
/// Weights of the renewal log-odds with long, yearly and recent memory when nothing else is asked.
pub(super) const MEMORY_WEIGHTS: [f64; 3] = [0.2, 0.5, 0.3];

/// Weights by horizon, shortest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct WeightTable {
    rows: Vec<WeightsAt>,
}

/// The weights of one horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct WeightsAt {
    pub horizon_days: i32,
    pub weights: Row,
}

impl WeightTable {
    /// Weights of each horizon, shortest first.
    pub fn of(rows: impl IntoIterator<Item = (i32, Row)>) -> Self {
        let row = |(horizon_days, weights)| WeightsAt { horizon_days, weights };
        Self { rows: rows.into_iter().map(row).collect() }
    }

    /// Those of the renewal process alone.
    pub fn renewal_alone(horizons: &[i32]) -> Self {
        let mut weights = [0.0; FEATURES];
        weights[1..=MEMORY_WEIGHTS.len()].copy_from_slice(&MEMORY_WEIGHTS);
        Self::of(horizons.iter().map(|horizon| (*horizon, weights)))
    }

    /// Every horizon with its weights, shortest first.
    pub fn rows(&self) -> &[WeightsAt] {
        &self.rows
    }

    /// The weights for a horizon, interpolated in its logarithm; beyond the ends those of the ends.
    pub fn at(&self, horizon_days: i32) -> Row {
        let (low, high, part) = self.between(horizon_days);
        let weights = |row: usize, place: usize| self.rows[row].weights[place];
        std::array::from_fn(|place| (1.0 - part) * weights(low, place) + part * weights(high, place))
    }

    /// The rows below and above a horizon, and how far it is from the one to the other.
    pub fn between(&self, horizon_days: i32) -> (usize, usize, f64) {
        let above = self.rows.partition_point(|row| row.horizon_days < horizon_days);
        let (low, high) = (above.saturating_sub(1), above.min(self.rows.len() - 1));
        let ln_days = |row: usize| f64::from(self.rows[row].horizon_days).ln();
        let span = ln_days(high) - ln_days(low);
        let reach = f64::from(horizon_days.max(1)).ln() - ln_days(low);
        let part = if span > 0.0 { (reach / span).clamp(0.0, 1.0) } else { 0.0 };
        (low, high, part)
    }
}

/// The horizons that weights are learnt for: the anchors up to the longest, the longest, and those asked for.
pub(super) fn anchors(longest_days: i32, also: &[i32]) -> Vec<i32> {
    let wanted = ANCHORS.iter().chain(also).copied().chain([longest_days]);
    let mut anchors: Vec<i32> = wanted.filter(|days| (1..=longest_days).contains(days)).collect();
    anchors.sort_unstable();
    anchors.dedup();
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::prior::Priors;

    fn prior_table(horizons: &[i32]) -> WeightTable {
        WeightTable::of(horizons.iter().map(|days| (*days, Priors::shipped().weights_near(*days).mean)))
    }

    #[test]
    fn weights_between_two_horizons_lie_between_theirs() {
        let weights = prior_table(&anchors(365, &[]));
        assert_eq!(weights.at(60)[0], -0.03973);
        assert_eq!(weights.at(365)[0], 0.52642);
        assert_eq!(weights.at(3), weights.at(7));
        let middle = weights.at(75)[0];
        assert!((-0.03973..0.19976).contains(&middle), "{middle}");
    }

    #[test]
    fn anchors_end_where_the_model_stops_looking() {
        assert_eq!(anchors(90, &[30, 45]), [7, 14, 30, 45, 60, 90]);
        assert_eq!(anchors(120, &[400, 0]), [7, 14, 30, 60, 90, 120]);
    }
}
