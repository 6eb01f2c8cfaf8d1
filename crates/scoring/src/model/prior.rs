//! What other books taught: where learning starts before it has seen the user's own. Read from the two
//! files of the scoring specification's reference, shipped or handed over.

use super::additive::features::{FEATURE_NAMES, FEATURES};
use super::renewal::HALF_LIVES;
use super::renewal::grid::NODES;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Prior spreads of habits and prior weights of signals.
#[derive(Debug, Clone, PartialEq)]
pub struct Priors {
    /// Spread over the nodes of the renewal grid for each memory; adds up to 1.
    pub(super) spreads: [Vec<f64>; 3],
    /// Weights by horizon, shortest first.
    pub(super) weights: Vec<WeightPrior>,
}

/// Prior weights of the signals for "orders within the horizon".
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WeightPrior {
    pub horizon_days: i32,
    pub mean: [f64; FEATURES],
    /// One over the variance.
    pub precision: [f64; FEATURES],
}

/// A prior file that cannot be used; says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorError(String);

impl std::fmt::Display for PriorError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "this prior cannot be used: {}", self.0)
    }
}

impl std::error::Error for PriorError {}

#[derive(Deserialize)]
struct WeightFile {
    features: Vec<String>,
    anchors: BTreeMap<i32, WeightRow>,
}

#[derive(Deserialize)]
struct WeightRow {
    mean: Vec<f64>,
    prec: Vec<f64>,
}

impl Priors {
    /// Those that come with the product.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Priors> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let weights = include_str!("../../data/weight_prior.json");
            let spreads = include_str!("../../data/grid_prior.json");
            Self::read(weights, spreads).expect("a test reads the shipped priors")
        })
    }

    /// Reads weights (`prior.json` of the reference) and spreads (`grid_prior.json`).
    ///
    /// # Errors
    /// When a file is not JSON of that shape, or holds other signals or another grid.
    pub fn read(weights: &str, spreads: &str) -> Result<Self, PriorError> {
        Ok(Self { weights: read_weights(weights)?, spreads: read_spreads(spreads)? })
    }

    /// The same spreads, other weights.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub fn with_weights(mut self, weights: &str) -> Result<Self, PriorError> {
        self.weights = read_weights(weights)?;
        Ok(self)
    }

    /// The same weights, other spreads.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub fn with_spreads(mut self, spreads: &str) -> Result<Self, PriorError> {
        self.spreads = read_spreads(spreads)?;
        Ok(self)
    }

    /// The prior weights of the horizon nearest in its logarithm.
    pub(super) fn weights_near(&self, horizon_days: i32) -> &WeightPrior {
        let distance = |prior: &&WeightPrior| {
            (f64::from(prior.horizon_days) / f64::from(horizon_days.max(1))).ln().abs()
        };
        self.weights
            .iter()
            .min_by(|one, other| distance(one).total_cmp(&distance(other)))
            .expect("reading refuses a file without horizons")
    }
}

fn read_weights(json: &str) -> Result<Vec<WeightPrior>, PriorError> {
    let file: WeightFile = serde_json::from_str(json).map_err(|error| PriorError(error.to_string()))?;
    if file.features != FEATURE_NAMES {
        return Err(PriorError(format!("it must hold the signals {}", FEATURE_NAMES.join(", "))));
    }
    if file.anchors.is_empty() {
        return Err(PriorError("it holds no horizon".to_owned()));
    }
    let row = |(horizon_days, row): (i32, WeightRow)| {
        let wrong = |_| PriorError(format!("horizon {horizon_days} needs {FEATURES} numbers"));
        let prior = WeightPrior {
            horizon_days,
            mean: row.mean.try_into().map_err(wrong)?,
            precision: row.prec.try_into().map_err(wrong)?,
        };
        let sound = prior.mean.iter().all(|mean| mean.is_finite())
            && prior.precision.iter().all(|precision| precision.is_finite() && *precision > 0.0);
        if sound && horizon_days > 0 {
            Ok(prior)
        } else {
            Err(PriorError(format!("horizon {horizon_days} is not sound")))
        }
    };
    file.anchors.into_iter().map(row).collect()
}

fn read_spreads(json: &str) -> Result<[Vec<f64>; 3], PriorError> {
    let mut file: BTreeMap<String, Vec<f64>> =
        serde_json::from_str(json).map_err(|error| PriorError(error.to_string()))?;
    let mut spread = |half_life: Option<f64>| {
        let name = format!("{:.0}", half_life.unwrap_or(0.0));
        let weights = file.remove(&name).unwrap_or_default();
        let total: f64 = weights.iter().sum();
        let sound = weights.len() == NODES && weights.iter().all(|weight| *weight > 0.0) && total.is_finite();
        if sound {
            Ok(weights.into_iter().map(|weight| weight / total).collect())
        } else {
            Err(PriorError(format!("half-life {name} needs {NODES} positive numbers")))
        }
    };
    let [long, yearly, recent] = HALF_LIVES.map(&mut spread);
    Ok([long?, yearly?, recent?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_prior_is_shipped_for_every_memory_and_horizon() {
        let shipped = Priors::shipped();
        for spread in &shipped.spreads {
            assert!((spread.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
        assert_eq!(shipped.weights_near(90).mean[0], 0.19976);
        assert_eq!(shipped.weights_near(365).horizon_days, 180);
        assert_eq!(shipped.weights_near(8).horizon_days, 7);
    }

    #[test]
    fn a_prior_of_another_shape_is_refused_in_words() {
        let refused = Priors::shipped().clone().with_weights(r#"{"features":["a"],"anchors":{}}"#);
        assert!(
            refused.is_err_and(|error| error
                .to_string()
                .contains("it must hold the signals intercept, lp_long"))
        );
        let refused = Priors::shipped().clone().with_spreads(r#"{"0":[1.0]}"#);
        assert!(
            refused.is_err_and(|error| error.to_string().contains("half-life 0 needs 840 positive numbers"))
        );
    }
}
