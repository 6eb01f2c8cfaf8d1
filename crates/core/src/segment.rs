//! Behaviour segments, from the calibrated churn risk.

use serde::{Deserialize, Serialize};

/// Where an account stands, in display order. `New` has too little history for a churn score.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// The churn gate of the rules is not passed yet.
    New,
    /// Orders as expected.
    Loyal,
    /// Nothing stands out.
    Neutral,
    /// Quieter than its own habit.
    AtRisk,
    /// Probably leaving.
    Disengaging,
    /// Very probably gone.
    Churned,
}

impl Segment {
    /// Every segment in display order.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Loyal, Self::Neutral, Self::AtRisk, Self::Disengaging, Self::Churned];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Loyal => "Loyal",
            Self::Neutral => "Neutral",
            Self::AtRisk => "At Risk",
            Self::Disengaging => "Disengaging",
            Self::Churned => "Churned",
        }
    }

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Loyal => "loyal",
            Self::Neutral => "neutral",
            Self::AtRisk => "at_risk",
            Self::Disengaging => "disengaging",
            Self::Churned => "churned",
        }
    }

    /// The segment of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|segment| segment.code() == code)
    }
}
