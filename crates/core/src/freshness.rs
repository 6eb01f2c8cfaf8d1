//! How fresh the data is (B25).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Shown on every screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Freshness {
    /// Metrics are as of this date unless the caller asks for another.
    pub as_of: NaiveDate,
    /// Orders up to this date are complete, as stated at import.
    pub covers_up_to: Option<NaiveDate>,
    /// Business date of the newest order.
    pub newest_order: Option<NaiveDate>,
    /// When scores were last computed.
    pub scored_at: Option<DateTime<Utc>>,
    /// Name and version of the model in use.
    pub model_version: Option<String>,
    /// Whether the feed is late: time-driven alerts are frozen then.
    pub is_stale: bool,
    /// Accounts in the caller's scope.
    pub accounts: u64,
    /// Valid orders in the caller's scope.
    pub orders: u64,
    /// Sequence of the newest change in the answer; grows with every commit.
    pub version: u64,
}
