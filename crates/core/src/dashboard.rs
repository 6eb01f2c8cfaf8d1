//! Filters shared by every figure, and the executive dashboard (E1–E4).

use crate::account::{AccountLevel, AccountRef};
use crate::id::{CategoryId, RegionId, RepId};
use crate::money::Cents;
use crate::period::{Comparison, Period};
use crate::product::ProductRef;
use crate::rep::RepRef;
use crate::segment::Segment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which facts a figure is made of. Everything is optional; absent means no restriction, and the
/// period defaults to the 90 days that end with the as-of date.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FactFilter {
    /// First date of the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub from: Option<NaiveDate>,
    /// Last date of the period, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub to: Option<NaiveDate>,
    /// What the period is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Comparison>,
    /// Facts are read as of this date; later ones are not seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub as_of: Option<NaiveDate>,
    /// Only accounts of this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Only accounts of this region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// Only accounts in this state (two-letter code, or the name as imported).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Only accounts of this segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
    /// Only lines of this product category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// What counts as one account in segments, concentration, penetration, the bridge and what stands behind its figures.
    /// A group counts whole when one of its accounts is of the rep, in the region or the state asked for; the segment is
    /// that of the group. Elsewhere it changes nothing, for sums of money and units are the same at either level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<AccountLevel>,
}

/// A figure with the same figure of the comparison period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Movement<T> {
    /// This period.
    pub current: T,
    /// The comparison period.
    pub previous: T,
    /// Change as a fraction of `previous`; absent when that is zero or negative.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub change: Option<f64>,
}

impl Movement<i64> {
    /// Both figures and their relative change.
    pub fn of(current: i64, previous: i64) -> Self {
        Self {
            current,
            previous,
            change: (previous > 0).then(|| (current - previous) as f64 / previous as f64),
        }
    }
}

impl Movement<Cents> {
    /// Both amounts and their relative change.
    pub fn of_money(current: Cents, previous: Cents) -> Self {
        let change = Movement::of(current.0, previous.0).change;
        Self { current, previous, change }
    }
}

/// Gross profit over lines with known cost. Absent for callers without the margin permission.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Margin {
    /// Sales minus cost of lines with known cost.
    pub profit: Movement<Cents>,
    /// Profit as a fraction of the sales of those lines; absent without such sales.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rate: Option<f64>,
    /// The same in the comparison period.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous_rate: Option<f64>,
    /// Share of sales whose cost is known; below 0.8 the profit is not enough to judge by.
    pub cost_coverage: f64,
}

/// Of a hundred parts of the sales so many must have a known cost, or there is not enough cost data to judge by.
const ENOUGH_COSTED_PERCENT: i128 = 80;

/// Whether the sales with known cost are enough of all sales to judge profit by (rules, section 1). In whole numbers,
/// so that exactly enough is enough.
pub fn is_enough_cost_known(costed: Cents, all: Cents) -> bool {
    i128::from(costed.0) * 100 >= i128::from(all.0) * ENOUGH_COSTED_PERCENT
}

impl Margin {
    /// The rate, where enough costs are known to judge by it.
    pub fn judged_rate(&self) -> Option<f64> {
        // In millionths: finer than anybody sees, and no sum is finer.
        let costed = Cents((self.cost_coverage * 1e6).round() as i64);
        self.rate.filter(|_| is_enough_cost_known(costed, Cents(1_000_000)))
    }
}

/// The headline figures (E1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Kpis {
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Gross profit, if the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub margin: Option<Margin>,
    /// Valid orders.
    pub orders: Movement<i64>,
    /// Units, in thousandths.
    pub units_milli: Movement<i64>,
    /// Accounts with at least one valid order.
    pub active_accounts: Movement<i64>,
    /// Net sales per valid order.
    pub average_order: Movement<Cents>,
}

/// One point of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SeriesPoint {
    /// First date of the bucket.
    pub date: NaiveDate,
    /// Net sales.
    pub revenue_cents: Cents,
    /// Valid orders.
    pub orders: i64,
    /// Units, in thousandths.
    pub units_milli: i64,
}

/// A ranked account (E2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TopAccount {
    /// The account.
    pub account: AccountRef,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Valid orders.
    pub orders: i64,
    /// Largest single order.
    pub largest_order_cents: Cents,
    /// Its segment.
    pub segment: Option<Segment>,
}

/// A ranked rep with the distribution of their order values (E3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TopRep {
    /// The rep.
    pub rep: RepRef,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Valid orders.
    pub orders: i64,
    /// Minimum, lower quartile, median, upper quartile, maximum of order values.
    pub order_value_quartiles: [Cents; 5],
    /// A bounded, evenly spread sample of order values, ascending.
    pub order_values: Vec<Cents>,
}

/// A ranked product (E4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TopProduct {
    /// The product.
    pub product: ProductRef,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Units, in thousandths.
    pub units_milli: i64,
}

/// One segment with its accounts and money (W1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SegmentSummary {
    /// The segment.
    pub segment: Segment,
    /// Accounts in it.
    pub accounts: u64,
    /// Their net sales of the twelve months up to the as-of date.
    pub trailing_revenue_cents: Cents,
    /// Σ churn risk × those sales: the money at risk.
    pub at_risk_cents: Cents,
}

/// The executive page in one answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Dashboard {
    /// Facts are read as of this date.
    pub as_of: NaiveDate,
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// Headline figures.
    pub kpis: Kpis,
    /// The period in even buckets (days up to 92 days, otherwise weeks or months).
    pub series: Vec<SeriesPoint>,
    /// The comparison period in the same buckets.
    pub compared_series: Vec<SeriesPoint>,
    /// Gross profit of each bucket of the period; absent for those who may not see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub profit_series: Option<Vec<Cents>>,
    /// Accounts with at least one valid order in each bucket of the period.
    pub active_series: Vec<i64>,
    /// Segments in display order.
    pub segments: Vec<SegmentSummary>,
    /// Accounts by net sales.
    pub top_accounts: Vec<TopAccount>,
    /// Accounts by largest single order.
    pub top_accounts_by_order: Vec<TopAccount>,
    /// Reps by net sales. Empty when the organisation hides it from the caller.
    pub top_reps: Vec<TopRep>,
    /// Products by net sales.
    pub top_products: Vec<TopProduct>,
}
