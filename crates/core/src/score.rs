//! Scores: churn risk, health, the next-order window and the reasons.

use crate::explain::Contribution;
use crate::probability::Probability;
use crate::segment::Segment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Dates between which the next order is expected, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Band {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
}

/// The next-order window (D2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NextOrder {
    /// Holds half of such next orders.
    pub half: Band,
    /// Holds four fifths of them.
    pub wide: Band,
    /// The typical date.
    pub typical: NaiveDate,
    /// When to reach out: the lower edge of the wide band minus the lead time.
    pub outreach: NaiveDate,
    /// Days past the wide band; absent while it is not over.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overdue_days: Option<i64>,
    /// Whether it rests on the whole book because the account has too little history of its own.
    pub from_book: bool,
}

/// The model that judges now, with everything it learnt (S6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScoringModel {
    /// Which model.
    pub id: String,
    /// Its name and version; the same data and version give the same scores.
    pub version: String,
    /// It learnt from facts up to this date.
    pub as_of: NaiveDate,
    /// Days that it looks ahead at most.
    pub longest_horizon_days: i64,
    /// Log-odds of churn of the account average, where contributions start.
    pub base_log_odds: f64,
    /// Every parameter, as stored with the scores.
    #[schema(value_type = Object)]
    pub parameters: serde_json::Value,
}

/// One account's scores as of a date (D1, D2, S9).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Score {
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Name and version of the model.
    pub model_version: String,
    /// Where the account stands.
    pub segment: Segment,
    /// Probability of no order within the horizon; absent for accounts without any order.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub churn_risk: Option<Probability>,
    /// The horizon of the churn risk in days: three typical gaps, at least 45.
    pub horizon_days: i64,
    /// 0–100, higher is better; absent when no part of it can be measured.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub health: Option<u8>,
    /// When the next order is expected; absent for accounts without any order.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_order: Option<NextOrder>,
    /// Log-odds of the average account, from which the contributions start.
    pub base_log_odds: f64,
    /// What moves this account away from the base; base plus points is the log-odds of the risk.
    pub contributions: Vec<Contribution>,
    /// The reason in one sentence, with its numbers.
    pub sentence: String,
}
