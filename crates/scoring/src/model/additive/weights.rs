//! Weights of the features at each anchor horizon, and between them.

use super::features::Row;
use crate::model::prior::Priors;
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
    /// Weights worked out for each horizon.
    pub fn at_each(horizons: &[i32], weights: impl Fn(i32) -> Row) -> Self {
        let row =
            |horizon_days: &i32| WeightsAt { horizon_days: *horizon_days, weights: weights(*horizon_days) };
        Self { rows: horizons.iter().map(row).collect() }
    }

    /// Those of the renewal process alone.
    pub fn renewal_alone(horizons: &[i32]) -> Self {
        Self::at_each(horizons, |_| {
            let mut weights = [0.0; super::features::FEATURES];
            weights[1..=MEMORY_WEIGHTS.len()].copy_from_slice(&MEMORY_WEIGHTS);
            weights
        })
    }

    /// Every horizon with its weights, shortest first.
    pub fn rows(&self) -> &[WeightsAt] {
        &self.rows
    }

    /// The weights for a horizon, interpolated in its logarithm; beyond the ends those of the ends.
    pub fn at(&self, horizon_days: i32) -> Row {
        let above = self.rows.partition_point(|row| row.horizon_days < horizon_days);
        let (Some(low), Some(high)) =
            (self.rows.get(above.saturating_sub(1)), self.rows.get(above).or(self.rows.last()))
        else {
            return [0.0; super::features::FEATURES];
        };
        let span = (f64::from(high.horizon_days) / f64::from(low.horizon_days)).ln();
        let reach = (f64::from(horizon_days.max(1)) / f64::from(low.horizon_days)).ln();
        let part = if span > 0.0 { (reach / span).clamp(0.0, 1.0) } else { 0.0 };
        std::array::from_fn(|place| (1.0 - part) * low.weights[place] + part * high.weights[place])
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

/// The prior weights of each horizon.
pub(super) fn prior_table(horizons: &[i32], priors: &Priors) -> WeightTable {
    WeightTable::at_each(horizons, |horizon| priors.weights_near(horizon).mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_between_two_horizons_lie_between_theirs() {
        let weights = prior_table(&anchors(365, &[]), Priors::shipped());
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
