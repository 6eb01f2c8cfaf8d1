//! Insights: the weekly rollup and the lowest performing customers (F7–F10).

use crate::account::AccountRef;
use crate::dashboard::{Margin, Movement};
use crate::id::RepId;
use crate::money::Cents;
use crate::period::Period;
use crate::probability::Probability;
use crate::product::ProductRef;
use crate::rep::RepRef;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// Which seven dates a rollup shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RollupWeek {
    /// The seven dates that end with the as-of date.
    #[default]
    Trailing,
    /// The organisation's calendar week so far.
    Calendar,
}

/// What a rollup is made of.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RollupQuery {
    /// Which dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<RollupWeek>,
    /// Only accounts of this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Facts as of this date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub as_of: Option<NaiveDate>,
}

/// How far the week is towards its target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TargetProgress {
    /// The monthly targets' share of the dates: target × selling days inside ÷ selling days of the month.
    pub target_cents: Cents,
    /// Net sales ÷ target.
    pub reached: f64,
}

/// Sales of one week against the one before (rules, section 5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WeeklyRollup {
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Whose accounts these are, in words.
    pub scope: String,
    /// The dates.
    pub period: Period,
    /// What they are compared with.
    pub compared_with: Period,
    /// Both are cut at this time of their last day, because today is not over.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cut_at: Option<DateTime<Utc>>,
    /// What the organisation's clock shows at `cut_at`, to the minute.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cut_time: Option<NaiveTime>,
    /// Net sales.
    pub sales: Movement<Cents>,
    /// Part of them that credits and returns took away; zero or negative.
    pub credits: Movement<Cents>,
    /// Valid orders.
    pub orders: Movement<i64>,
    /// Gross profit; absent unless price editing is enabled and the caller may see margin.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub margin: Option<Margin>,
    /// Towards the target; absent without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<TargetProgress>,
    /// Open drafts, of any age: in no other figure.
    pub drafts: i64,
    /// Their net amount.
    pub drafts_cents: Cents,
    /// Net sales of each date, the earliest first, with the one seven days before.
    pub days: Vec<RollupDay>,
}

/// One date of a rollup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RollupDay {
    /// The date.
    pub date: NaiveDate,
    /// Net sales.
    pub sales_cents: Cents,
    /// Net sales of the date it is compared with.
    pub previous_cents: Cents,
}

/// What customers are ranked by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LowestBy {
    /// Gross profit in per cent of sales; needs the margin permission.
    GpPercent,
    /// Units.
    #[default]
    Units,
}

/// What a low figure is low against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LowestAgainst {
    /// Nothing: the lowest figure first.
    #[default]
    Others,
    /// The customer's own prior period: the furthest below first.
    OwnPriorPeriod,
}

/// Over which dates customers are ranked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LowestPeriod {
    /// 7 dates.
    Days7,
    /// 30 dates.
    Days30,
    /// 90 dates.
    #[default]
    Days90,
    /// Since the first of January.
    YearToDate,
}

/// Which customers a ranking shows.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LowestQuery {
    /// By what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<LowestBy>,
    /// Against what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<LowestAgainst>,
    /// Over which dates that end with the as-of date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<LowestPeriod>,
    /// Net sales a customer needs to be rated by GP %, in minor units; 250.00 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 0)]
    #[schema(minimum = 0)]
    pub floor_cents: Option<i64>,
    /// `true`: only rows without units in the period; `false`: only the others. All count in the ranking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_units: Option<bool>,
    /// Only accounts of this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Facts as of this date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub as_of: Option<NaiveDate>,
    /// Rows at most, 1 to 500; 20 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// One customer of the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LowestRow {
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    pub rep: Option<RepRef>,
    /// Net sales of the period.
    pub sales: Movement<Cents>,
    /// Units, in thousandths; may be negative.
    pub units_milli: Movement<i64>,
    /// Gross profit as a fraction of sales with known cost; absent when ranked by units or not measurable.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gp_rate: Option<f64>,
    /// The same in the prior period.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous_gp_rate: Option<f64>,
    /// First ordered less than three months ago.
    pub is_new: bool,
}

/// The lowest performing customers (rules, section 6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LowestPerforming {
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Whose accounts these are, in words.
    pub scope: String,
    /// The dates.
    pub period: Period,
    /// The prior period.
    pub compared_with: Period,
    /// What they are ranked by.
    pub by: LowestBy,
    /// Against what.
    pub against: LowestAgainst,
    /// Net sales needed to be rated by GP %.
    pub floor_cents: Cents,
    /// The customers, the lowest first.
    pub rows: Vec<LowestRow>,
    /// Customers that are ranked in all.
    pub ranked: u64,
    /// Those of them without units in the period.
    #[serde(default)]
    pub no_units: u64,
    /// Customers of the last twelve months without sales in the period.
    pub no_sales: u64,
    /// Customers below the floor.
    pub too_small: u64,
    /// Customers of whose sales less than 80 % have a known cost.
    pub cost_unknown: u64,
    /// Products sold in the period that are packs of which the source tells only half, the base product or the
    /// size: their units are counted as sold.
    #[serde(default)]
    pub unconverted_products: u64,
}

/// Which items a list of probably lost ones shows.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ProbablyLostQuery {
    /// Only accounts of this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Rows at most, 1 to 500; 20 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// From which probability on an item is listed, set by the organisation's own past.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LostBar {
    /// The lowest probability of the list.
    pub threshold: Probability,
    /// Share of the items at or above it that did stay away, where that is known by now.
    pub precision: Probability,
    /// How many those were.
    pub cases: u32,
}

/// An item that an account has probably lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProbablyLostRow {
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rep: Option<RepRef>,
    /// The item.
    pub product: ProductRef,
    /// Probability that it stays out of the account's orders for 90 days.
    pub probability: Probability,
    /// Bought last on this date.
    pub last_bought: NaiveDate,
    /// Why, in words with numbers.
    pub sentence: String,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// Its net sales per 30 days over the 90 days up to the last purchase.
    pub value_cents: Cents,
}

/// Items that accounts have probably lost, whether or not a rule opened an alert about them; those that may have
/// been replaced or are out of season last, then the most money first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProbablyLost {
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Whose accounts these are, in words.
    pub scope: String,
    /// What sets the list; absent while there is too little history, or nothing was right often enough: then it is
    /// empty.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bar: Option<LostBar>,
    /// The items.
    pub rows: Vec<ProbablyLostRow>,
    /// How many there are in all.
    pub total: u64,
}
