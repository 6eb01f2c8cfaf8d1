//! The map: clusters for the view, pins where they fit (G1–G4).

use crate::account::{AccountQuery, AccountRow};
use crate::id::AccountId;
use crate::money::Cents;
use crate::probability::Probability;
use crate::segment::Segment;
use serde::{Deserialize, Serialize};

/// What part of the world is shown, and which accounts.
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
    /// Words that name, number, city or postal code must contain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only this segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
    /// Only this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Only this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<crate::id::RepId>,
    /// At least this much trailing net sales, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_revenue_cents: Option<i64>,
    /// At most this much trailing net sales, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_revenue_cents: Option<i64>,
    /// At least this many trailing orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_orders: Option<i64>,
}

impl MapQuery {
    /// The same restriction for the account list.
    pub fn accounts(&self) -> AccountQuery {
        AccountQuery {
            search: self.search.clone(),
            segment: self.segment,
            state: self.state.clone(),
            rep: self.rep,
            min_revenue_cents: self.min_revenue_cents,
            max_revenue_cents: self.max_revenue_cents,
            min_orders: self.min_orders,
            ..AccountQuery::default()
        }
    }
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
    /// The segment of a pin; the most worrying one of a cluster.
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
    /// The first accounts inside the view by trailing sales, for the list beside the map, at most 50.
    pub list: Vec<AccountRow>,
}
