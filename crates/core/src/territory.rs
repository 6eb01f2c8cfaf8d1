//! Regions with room to grow, and regions nobody looks after (G9, G10).

use crate::dashboard::Movement;
use crate::money::Cents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A state, and what more its accounts could buy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GrowthPotential {
    /// Two-letter code, or the name as imported.
    pub state: String,
    /// The name people read.
    pub name: String,
    /// Active accounts: with a valid order within twelve months.
    pub accounts: u64,
    /// Σ max(0, what the median account of the same industry or size buys − what it buys), a year.
    pub potential_cents: Cents,
    /// Net sales of twelve months against the twelve before.
    pub revenue: Movement<Cents>,
}

/// Whether a state is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Contacts for each account are half of the usual or more.
    Served,
    /// Fewer than half of the usual, or no rep at all.
    Underserved,
    /// Fewer than three active accounts, or contacts are logged for too few accounts to tell.
    CannotTell,
}

/// A state, and how it is looked after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ServiceLevel {
    /// Two-letter code, or the name as imported.
    pub state: String,
    /// The name people read.
    pub name: String,
    /// Active accounts: with a valid order within twelve months.
    pub accounts: u64,
    /// Those of them without a rep.
    pub without_rep: u64,
    /// Calls, visits, meetings and e-mails of 90 days for each active account.
    pub contacts_per_account: f64,
    /// What follows.
    pub service: Service,
}

/// The territory in the caller's scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Territory {
    /// Facts are read as of this date.
    pub as_of: NaiveDate,
    /// States by potential, the most first.
    pub potential: Vec<GrowthPotential>,
    /// How potential is worked out, in words.
    pub potential_formula: String,
    /// States by how they are looked after, the underserved first.
    pub service: Vec<ServiceLevel>,
    /// Contacts for each active account of 90 days in the median state of the whole organisation.
    pub usual_contacts_per_account: f64,
    /// Share of active accounts with any contact logged in 90 days; below 0.3 nothing can be told.
    pub accounts_with_contacts: f64,
    /// How service is judged, in words.
    pub service_formula: String,
}
