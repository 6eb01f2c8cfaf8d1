//! State roll-ups and concentration (W3, W5).

use crate::dashboard::Movement;
use crate::money::Cents;
use crate::period::Period;
use serde::{Deserialize, Serialize};

/// One state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StateRow {
    /// Two-letter code, or the name as imported; empty when unknown.
    pub state: String,
    /// The name people read.
    pub name: String,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Share of all net sales in scope.
    pub share: Option<f64>,
    /// Valid orders.
    pub orders: i64,
    /// Accounts with at least one valid order in the period.
    pub active_accounts: i64,
}

/// All states, most sales first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StateRollup {
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// One row a state.
    pub states: Vec<StateRow>,
}
