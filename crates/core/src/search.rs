//! One search over everything the caller may see (B9).

use crate::account::AccountRef;
use crate::id::{ContactId, OrderId};
use crate::money::Cents;
use crate::order::OrderStatus;
use crate::product::ProductRef;
use crate::segment::Segment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What to look for.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SearchQuery {
    /// Words; each must be found, in any order, in upper or lower case, with or without accents.
    pub q: String,
    /// Hits of each kind, 1 to 20; 6 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 20)]
    #[schema(minimum = 1, maximum = 20)]
    pub limit: Option<u32>,
}

/// An account that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountHit {
    /// The account.
    pub account: AccountRef,
    /// Number in the source system.
    pub external_id: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<Segment>,
}

/// A person that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ContactHit {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: String,
    /// Telephone; empty when unknown.
    pub phone: String,
    /// Whose.
    pub account: AccountRef,
}

/// An order that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrderHit {
    /// Its id.
    pub id: OrderId,
    /// Its number in the source system.
    pub number: String,
    /// Its date.
    pub placed_on: NaiveDate,
    /// Its status.
    pub status: OrderStatus,
    /// Net amount.
    pub revenue_cents: Cents,
    /// Whose.
    pub account: AccountRef,
}

/// What was found, the best first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SearchHits {
    /// Accounts, by name, number, city, postal code or telephone.
    pub accounts: Vec<AccountHit>,
    /// People, by name, e-mail address or telephone; for those who may see contact details.
    pub contacts: Vec<ContactHit>,
    /// Orders, by number.
    pub orders: Vec<OrderHit>,
    /// Products, by name or number.
    pub products: Vec<ProductRef>,
}
