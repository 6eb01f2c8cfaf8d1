//! Products and units (P1–P3).

use crate::dashboard::Movement;
use crate::id::ProductId;
use crate::money::Cents;
use crate::paging::Direction;
use crate::period::{Granularity, Period};
use crate::rep::CategoryRef;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A product as other things refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductRef {
    /// Its id.
    pub id: ProductId,
    /// Number in the source system.
    pub external_id: String,
    /// The name people read.
    pub name: String,
    /// Its category; empty when unknown.
    pub category: String,
}

/// What the product list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductSort {
    /// Net sales of the period.
    #[default]
    Revenue,
    /// Units of the period.
    Units,
    /// Accounts that bought it.
    Accounts,
    /// Name.
    Name,
}

/// Page and order of the product list; what it counts is a `FactFilter` beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ProductQuery {
    /// Words that name or number must contain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// What to sort by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<ProductSort>,
    /// Which way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A row of the product list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductRow {
    /// The product.
    pub product: ProductRef,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Units, in thousandths.
    pub units_milli: Movement<i64>,
    /// Accounts that bought it in the period.
    pub accounts: i64,
}

/// Units of one category over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CategoryUnits {
    /// The category; absent for products without one, and for "all others" when there are many.
    pub category: Option<CategoryRef>,
    /// The name people read.
    pub name: String,
    /// Units of each bucket, in thousandths.
    pub units_milli: Vec<i64>,
    /// Net sales of each bucket.
    pub revenue_cents: Vec<Cents>,
}

/// Which buckets the units come in.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct UnitsQuery {
    /// Months, quarters or years (P3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granularity: Option<Granularity>,
}

/// Total units with movement (P1) and by category over time (P2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Units {
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// Units in all, in thousandths.
    pub total_milli: Movement<i64>,
    /// First date of each bucket.
    pub buckets: Vec<NaiveDate>,
    /// Categories, most units first; at most eight and "All others".
    pub categories: Vec<CategoryUnits>,
}
