//! Reasons: what a figure is made of.

use serde::{Deserialize, Serialize};

/// A family of signals that a contribution is shown under.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SignalGroup {
    /// How long it has been silent, against its own habit.
    Recency,
    /// How often it orders.
    Frequency,
    /// How much it spends.
    Monetary,
    /// Where both are going.
    Trend,
    /// What it buys.
    Mix,
}

impl SignalGroup {
    /// Every group in display order.
    pub const ALL: [Self; 5] = [Self::Recency, Self::Frequency, Self::Monetary, Self::Trend, Self::Mix];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Recency => "Recency",
            Self::Frequency => "Frequency",
            Self::Monetary => "Monetary",
            Self::Trend => "Trend",
            Self::Mix => "Product mix",
        }
    }
}

/// One group's part of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contribution {
    /// The family of signals.
    pub group: SignalGroup,
    /// Log-odds points; positive raises the churn risk.
    pub points: f64,
    /// Why, in words, with the numbers it rests on.
    pub reason: String,
}
