//! Trips: stops in an order that saves time, with what is at stake at each (G8, L-R8).

use crate::account::AccountRef;
use crate::id::AccountId;
use crate::money::Cents;
use crate::probability::Probability;
use crate::segment::Segment;
use serde::{Deserialize, Serialize};

/// Stops to put in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct TripRequest {
    /// The accounts to visit, 2 to 60, each once.
    #[schema(min_items = 2, max_items = 60)]
    pub stops: Vec<AccountId>,
    /// Where it starts, degrees north and east; at the first stop when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<[f64; 2]>,
    /// Whether it ends where it starts.
    pub returns: bool,
    /// Minutes at each stop; 30 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 600)]
    pub visit_minutes: Option<u32>,
}

/// One stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TripStop {
    /// The account.
    pub account: AccountRef,
    /// Degrees north and east.
    pub position: [f64; 2],
    /// Telephone, for callers who may view contacts.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<Segment>,
    /// Probability of no order within its horizon.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub churn_risk: Option<Probability>,
    /// Churn risk × net sales of twelve months.
    pub at_risk_cents: Cents,
    /// Kilometres from the stop before, as driven.
    pub leg_km: f64,
    /// Minutes for them.
    pub leg_minutes: f64,
    /// Minutes after the start when it is reached.
    pub arrives_after_minutes: f64,
}

/// An order of stops.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Trip {
    /// The stops in the order to drive.
    pub stops: Vec<TripStop>,
    /// Kilometres back to the start; absent when the trip does not return.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub return_km: Option<f64>,
    /// Kilometres in all.
    pub km: f64,
    /// Kilometres in the order that was asked for.
    pub asked_km: f64,
    /// Minutes of driving.
    pub drive_minutes: f64,
    /// Minutes in all, visits included.
    pub minutes: f64,
    /// Churn risk × net sales of twelve months, of all stops.
    pub at_risk_cents: Cents,
    /// The same an hour.
    pub at_risk_per_hour_cents: Cents,
    /// How distances and times are estimated, in words.
    pub assumptions: Vec<String>,
    /// Accounts left out because nobody knows where they are, or only in which state.
    pub without_position: Vec<AccountRef>,
    /// Addresses that open the trip in the phone's maps app, in parts of as many stops as it takes.
    pub map_links: Vec<MapLink>,
}

/// An address of a maps app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MapLink {
    /// The words people read, such as `Google Maps, stops 1–10`.
    pub label: String,
    /// The address.
    pub url: String,
}
