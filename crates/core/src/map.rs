//! The map: clusters for the view, pins where they fit (G1–G4).

use crate::account::AccountRow;
use crate::id::AccountId;
use crate::money::Cents;
use crate::probability::Probability;
use crate::segment::Segment;
use serde::{Deserialize, Serialize};

/// Kilometres of a statute mile.
pub const KM_OF_MILE: f64 = 1.609_344;

/// What part of the world is shown. Which accounts are shown in it says an
/// [`AccountQuery`](crate::account::AccountQuery) beside it; its `limit` is of the list beside the map, and its sorting and
/// cursor mean nothing to a map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MapQuery {
    /// Western edge in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub west: Option<f64>,
    /// Southern edge in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub south: Option<f64>,
    /// Eastern edge in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub east: Option<f64>,
    /// Northern edge in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub north: Option<f64>,
    /// Zoom level of the view, 0 to 22.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoom: Option<f64>,
}

/// One mark on the map: a pin when `account` is there, otherwise a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MapMark {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
    /// Accounts it stands for.
    pub count: u32,
    /// Their trailing net sales.
    pub revenue_cents: Cents,
    /// The one account, for a pin.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub account: Option<AccountId>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// The segment of a pin; of a cluster the one that holds most of its money at risk.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<Segment>,
    /// Churn risk of a pin.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub churn_risk: Option<Probability>,
}

/// What the map shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MapView {
    /// Pins and clusters inside the view.
    pub marks: Vec<MapMark>,
    /// Accounts inside the view.
    pub inside: u64,
    /// Accounts that match but have no position.
    pub without_position: u64,
    /// West, south, east, north of all matching accounts, to fit the first view.
    pub bounds: Option<[f64; 4]>,
    /// The first accounts inside the view for the list beside the map, 50 unless `limit` says otherwise: by trailing
    /// sales, or the nearest first when a place to be near to was named.
    pub list: Vec<AccountRow>,
}

/// How the values of a filter are spread over accounts, for the slider that sets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Histogram {
    /// Lower edges of the bars, ascending, in round steps. The first bar also holds what lies below its edge, the
    /// last has no upper edge; empty when there are no accounts.
    pub edges: Vec<i64>,
    /// Accounts of each bar.
    pub counts: Vec<u64>,
}

/// How accounts are spread (G1). Each figure counts the accounts that match every filter but its own bounds, so that
/// its slider shows what moving it would bring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MapHistograms {
    /// Average net amount of an order of twelve months, minor units; accounts without an order are not in it.
    pub order_value: Histogram,
    /// Valid orders of twelve months.
    pub orders: Histogram,
    /// Net sales of twelve months, minor units.
    pub revenue: Histogram,
}
