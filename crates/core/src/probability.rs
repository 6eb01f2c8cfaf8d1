//! A probability that cannot leave 0..=1.

use serde::{Deserialize, Serialize};

/// A number within 0..=1; never NaN.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "f64", into = "f64")]
#[schema(value_type = f64, minimum = 0.0, maximum = 1.0)]
pub struct Probability(f64);

/// The number given is not within 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{0} is not a probability: it must be within 0 and 1")]
pub struct NotAProbability(f64);

impl Probability {
    /// Impossible.
    pub const ZERO: Self = Self(0.0);
    /// Certain.
    pub const ONE: Self = Self(1.0);

    /// The nearest probability to `value`; NaN becomes one half, the value that claims nothing.
    pub fn clamped(value: f64) -> Self {
        if value.is_nan() { Self(0.5) } else { Self(value.clamp(0.0, 1.0)) }
    }

    /// As a plain number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The probability that it does not happen.
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl TryFrom<f64> for Probability {
    type Error = NotAProbability;
    fn try_from(value: f64) -> Result<Self, NotAProbability> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(NotAProbability(value)) }
    }
}

impl From<Probability> for f64 {
    fn from(probability: Probability) -> Self {
        probability.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn clamping_always_gives_a_probability(value in any::<f64>()) {
            prop_assert!((0.0..=1.0).contains(&Probability::clamped(value).get()));
        }
    }

    #[test]
    fn numbers_outside_are_refused() {
        assert!(Probability::try_from(1.01).is_err());
        assert!(Probability::try_from(f64::NAN).is_err());
    }
}
