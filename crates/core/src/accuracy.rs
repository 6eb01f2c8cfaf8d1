//! How well predictions turned out: a back-test of every model on the organisation's own past (S13, L-R2).

mod alerts;

pub use alerts::{AlertAccuracy, AlertsEach, Rightness, RuleAccuracy, TierAccuracy, TierOrder};

use crate::alert::{AlertKind, AlertTier};
use crate::segment::Segment;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The latest back-test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Accuracy {
    /// When it was made; absent for one that is not stored.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub made_at: Option<DateTime<Utc>>,
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Days on which the models were asked, earliest first; each saw only what was known by then.
    pub asked_on: Vec<NaiveDate>,
    /// Days within which an order was to come.
    pub horizon_days: i64,
    /// Why there is nothing to show, in words, when the history is too short.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub too_short: Option<String>,
    /// Name of the model that did best and therefore judges.
    pub chosen: String,
    /// Every model, the best first.
    pub models: Vec<ModelAccuracy>,
    /// What people answered to "was that right?" about alerts of the caller's accounts.
    #[serde(default)]
    pub verdicts: Vec<VerdictCount>,
    /// How right alerts would have been; absent from a back-test of an earlier version.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alerts: Option<AlertAccuracy>,
}

/// Answers of people about the alerts of one rule and tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VerdictCount {
    /// The rule.
    pub kind: AlertKind,
    /// The tier the alert had.
    pub tier: AlertTier,
    /// Called right.
    pub right: u64,
    /// Called wrong.
    pub wrong: u64,
}

/// How one model did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ModelAccuracy {
    /// Its name.
    pub model: String,
    /// Name and version.
    pub model_version: String,
    /// Everybody together.
    pub overall: Discrimination,
    /// Forecast against outcome, in ten groups of equal size from the least to the most likely to order.
    pub calibration: Vec<CalibrationPoint>,
    /// How the next-order windows kept their word.
    pub windows: WindowAccuracy,
    /// What came of the accounts of each segment, from Loyal to Churned.
    pub segments: Vec<SegmentAccuracy>,
    /// The same figures for groups of accounts.
    pub groups: Vec<GroupAccuracy>,
    /// What a rep gains who can call only so many accounts.
    pub lift: Vec<Lift>,
    /// Churn risk shown against what came of it, a hundred steps of one per cent; empty steps are left out.
    pub risk_steps: Vec<RiskStep>,
}

/// How well a forecast tells those that will order from those that will not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Discrimination {
    /// Forecasts made.
    pub forecasts: u64,
    /// Share that ordered within the horizon.
    pub ordered_share: f64,
    /// Probability that one who ordered was given the higher probability; 0.5 is chance. Absent when all
    /// outcomes were alike.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auc: Option<f64>,
    /// Mean negative log likelihood, in nats; lower is better.
    pub log_loss: f64,
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Mean distance between forecast and outcome over the ten groups.
    pub calibration_error: f64,
    /// What that distance would be by chance alone were every forecast exactly right.
    pub calibration_error_by_chance: f64,
}

/// A tenth of the forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CalibrationPoint {
    /// Mean forecast.
    pub forecast: f64,
    /// Share that ordered.
    pub ordered: f64,
    /// How many forecasts.
    pub forecasts: u64,
}

/// How windows kept their word, among accounts that ordered again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WindowAccuracy {
    /// Windows shown.
    pub windows: u64,
    /// Share of the 80 % windows that held the order.
    pub wide_held: f64,
    /// Mean length of the 80 % windows, days.
    pub wide_days: f64,
    /// Share of the 50 % windows that held the order.
    pub half_held: f64,
    /// Mean length of the 50 % windows, days.
    pub half_days: f64,
}

/// What came of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SegmentAccuracy {
    /// The segment.
    pub segment: Segment,
    /// Times an account was put there.
    pub accounts: u64,
    /// Share of them that did not order within their own churn horizon.
    pub lost_share: f64,
}

/// A group of accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GroupAccuracy {
    /// What the groups differ in: `rhythm` or `size`.
    pub kind: String,
    /// The group in words.
    pub label: String,
    /// Its figures.
    pub figures: Discrimination,
    /// Its windows.
    pub windows: WindowAccuracy,
}

/// What calling the accounts at the greatest risk gains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Lift {
    /// Accounts called, of a hundred.
    pub called_percent: u32,
    /// Share of those called that did not order.
    pub lost_among_called: f64,
    /// Share of those that did not order among everybody.
    pub lost_among_all: f64,
    /// Share of all that did not order that were called.
    pub found_share: f64,
}

/// Forecasts whose churn risk fell into one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RiskStep {
    /// The step: 37 is from 0.37 up to, not including, 0.38.
    pub percent: u32,
    /// Forecasts.
    pub accounts: u64,
    /// Those that did not order within their churn horizon.
    pub lost: u64,
}
