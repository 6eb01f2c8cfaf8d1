//! Products and units (P1–P3).

use crate::account::AccountRef;
use crate::dashboard::Movement;
use crate::id::{OrderId, ProductId};
use crate::money::Cents;
use crate::order::OrderStatus;
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

/// Which orders behind a figure of a product or category; what it counts is a `FactFilter` beside it, whose `category`
/// asks for the orders behind a category.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ProductOrdersQuery {
    /// Only lines of this product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What one order has of a product or category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductOrder {
    /// The order.
    pub id: OrderId,
    /// Its number in the source system.
    pub number: String,
    /// Who ordered.
    pub account: AccountRef,
    /// The day it counts on: that of the order or, where sales are dated by invoice, that of the invoice.
    pub date: NaiveDate,
    /// How far it is; credits and returns take off.
    pub status: OrderStatus,
    /// Units of these lines, in thousandths.
    pub units_milli: i64,
    /// Net amount of these lines.
    pub revenue_cents: Cents,
}

/// The orders behind the sales and units of a product or category, the newest first; all of them sum to both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductOrders {
    /// The period.
    pub period: Period,
    /// The product, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub product: Option<ProductRef>,
    /// The category, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<CategoryRef>,
    /// Units of all rows, in thousandths.
    pub units_milli: i64,
    /// Net sales of all rows.
    pub revenue_cents: Cents,
    /// A page of the rows.
    pub rows: Vec<ProductOrder>,
    /// Rows in all.
    pub total: u64,
    /// For the next page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_cursor: Option<String>,
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
    /// The month that quarters and years of the organisation start with, 1 to 12.
    pub fiscal_year_start_month: u32,
    /// Categories, most units first; at most eight and "All others".
    pub categories: Vec<CategoryUnits>,
}

/// Where a product or category is going (P4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Momentum {
    /// First sold within the period.
    New,
    /// Units a quarter or more above the comparison period.
    Rising,
    /// Within a quarter of it.
    Steady,
    /// A quarter or more below it.
    Falling,
    /// Sold in the comparison period and no more.
    Fading,
}

impl Momentum {
    /// Every kind in display order.
    pub const ALL: [Self; 5] = [Self::New, Self::Rising, Self::Steady, Self::Falling, Self::Fading];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Rising => "Rising",
            Self::Steady => "Steady",
            Self::Falling => "Falling",
            Self::Fading => "Fading",
        }
    }
}

/// A product or category, and where it is going.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MomentumRow {
    /// The product; absent for a row about a category.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub product: Option<ProductRef>,
    /// The category; absent for products without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<CategoryRef>,
    /// Where it is going.
    pub momentum: Momentum,
    /// Units, in thousandths.
    pub units_milli: Movement<i64>,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Accounts that bought it.
    pub accounts: Movement<i64>,
    /// Fewer than three orders in the comparison period: the change says little.
    pub is_small_base: bool,
}

/// What a momentum list is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MomentumOf {
    /// Products.
    #[default]
    Products,
    /// Categories.
    Categories,
}

/// Which rows of the momentum list; what it counts is a `FactFilter` beside it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MomentumQuery {
    /// Products or categories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<MomentumOf>,
    /// Only those going this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub momentum: Option<Momentum>,
    /// Rows at most, 1 to 500; 50 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// Products or categories and where they are going, the largest change of sales first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MomentumList {
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// How many go each way, in display order.
    pub counts: Vec<MomentumCount>,
    /// The rows.
    pub rows: Vec<MomentumRow>,
}

/// How many go one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MomentumCount {
    /// Which way.
    pub momentum: Momentum,
    /// So many.
    pub rows: u64,
}

/// How many products and categories accounts buy (P5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Penetration {
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// Accounts with at least one valid order in the period.
    pub accounts: i64,
    /// Mean number of products of such an account.
    pub products_per_account: f64,
    /// The same of the comparison period.
    pub previous_products_per_account: f64,
    /// Mean number of categories of such an account.
    pub categories_per_account: f64,
    /// The same of the comparison period.
    pub previous_categories_per_account: f64,
    /// Accounts by the number of categories they buy: index 0 is one category; the last holds all that buy as many
    /// or more.
    pub accounts_by_categories: Vec<u64>,
    /// Categories by the share of accounts that buy them, the largest first.
    pub categories: Vec<CategoryPenetration>,
}

/// Who buys a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CategoryPenetration {
    /// The category; absent for products without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<CategoryRef>,
    /// The name people read.
    pub name: String,
    /// Accounts that bought it.
    pub accounts: Movement<i64>,
    /// As a share of accounts with an order in the period.
    pub share: f64,
}
