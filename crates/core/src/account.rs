//! Accounts: references, list rows and the whole account (W2, W4, D1–D5).

use crate::dashboard::{Margin, Movement, SeriesPoint};
use crate::id::{AccountId, OrderId};
use crate::money::Cents;
use crate::order::OrderStatus;
use crate::paging::Direction;
use crate::probability::Probability;
use crate::product::ProductRef;
use crate::rep::{RegionRef, RepRef};
use crate::score::{Band, Score};
use crate::segment::Segment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An account as other things refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountRef {
    /// Its id.
    pub id: AccountId,
    /// The name people read.
    pub name: String,
    /// City and state, for example `Ames, IA`; empty when unknown.
    pub place: String,
}

/// What the account list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountSort {
    /// Net sales of the twelve months up to the as-of date (order value, W2).
    #[default]
    TrailingRevenue,
    /// Orders of those twelve months (order volume, W2).
    TrailingOrders,
    /// Churn risk.
    ChurnRisk,
    /// Churn risk × trailing sales.
    RevenueAtRisk,
    /// Priority (D10); needs the margin permission.
    Priority,
    /// Date of the latest order.
    LastOrder,
    /// Typical date of the next order.
    NextOrder,
    /// Health.
    Health,
    /// Name.
    Name,
    /// Distance from the place asked for; accounts without a position come last.
    Distance,
}

/// What a figure about accounts is about (B1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountLevel {
    /// Each account by itself.
    #[default]
    ShipTo,
    /// An account with every account below it: those whose chain of parents leads to it or, of accounts without a
    /// parent, that it pays for. Their orders are put together before gaps, windows, risks and segments are worked
    /// out. Of accounts the caller may not see nothing goes in; then the topmost one they may see stands for the
    /// rest. An account that belongs to nobody stands for itself.
    Parent,
}

/// At which level an account is shown.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LevelQuery {
    /// The account by itself, or the group it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<AccountLevel>,
}

/// Which accounts a list shows, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AccountQuery {
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
    /// Only this region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<crate::id::RegionId>,
    /// At least this much trailing net sales, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_revenue_cents: Option<i64>,
    /// At most this much trailing net sales, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_revenue_cents: Option<i64>,
    /// At least this many trailing orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_orders: Option<i64>,
    /// At most this many trailing orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_orders: Option<i64>,
    /// An average order of twelve months of at least this net amount, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_order_cents: Option<i64>,
    /// An average order of twelve months of at most this net amount, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_order_cents: Option<i64>,
    /// Only accounts that bought this category within twelve months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<crate::id::CategoryId>,
    /// Only accounts inside this area: corners as `longitude latitude`, separated by commas, 3 to 200 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Only accounts near this place: `latitude,longitude`. Rows then carry their distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
    /// How near, in kilometres of straight line; 25 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 5000)]
    #[schema(minimum = 1, maximum = 5000)]
    pub within_km: Option<u32>,
    /// What a row stands for. At the level of parents figures, segment, sorting and rank are those of the whole group,
    /// and so are the bounds of figures; words, state, rep, region, area and place are met when one account of the group
    /// meets them all, and the distance is that of the nearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<AccountLevel>,
    /// Facts as of this date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub as_of: Option<NaiveDate>,
    /// What to sort by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<AccountSort>,
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

/// How much an effort for an account is worth now (D10): what leaves if it does, at the risk that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Priority {
    /// Churn risk × gross profit of twelve months; nothing of a loss.
    pub value_cents: Cents,
    /// That profit, over lines with known cost.
    pub trailing_profit_cents: Cents,
}

/// A row of the account list (W4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountRow {
    /// The account.
    pub account: AccountRef,
    /// Number in the source system.
    pub external_id: String,
    /// Its rep.
    pub rep: Option<RepRef>,
    /// Where it stands; absent before the first scoring.
    pub segment: Option<Segment>,
    /// Probability of no order within its horizon.
    pub churn_risk: Option<Probability>,
    /// Place by risk × trailing sales inside the caller's scope, 1 is the most urgent.
    pub churn_rank: Option<u32>,
    /// 0–100, higher is better.
    pub health: Option<u8>,
    /// Latest valid order.
    pub last_order: Option<NaiveDate>,
    /// 80 % band of the next order.
    pub next_order: Option<Band>,
    /// Days past that band.
    pub overdue_days: Option<i64>,
    /// Net sales of twelve months.
    pub trailing_revenue_cents: Cents,
    /// Valid orders of twelve months.
    pub trailing_orders: i64,
    /// Its priority and what that is made of besides the churn risk; absent for callers who may not see profits, before
    /// the first scoring, and where no cost is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub priority: Option<Priority>,
    /// Net sales of each of the last twelve months, oldest first.
    pub monthly_revenue_cents: Vec<Cents>,
    /// Where it is: degrees north and east, to the metre; absent where nobody knows, and for groups.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<[f64; 2]>,
    /// Kilometres of straight line from the place asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub distance_km: Option<f64>,
    /// Accounts this row puts together, at the level of parents.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub members: Option<u32>,
}

/// What an account bought of one product (D3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductPurchases {
    /// The product.
    pub product: ProductRef,
    /// Units, in thousandths.
    pub quantity_milli: i64,
    /// Net sales.
    pub revenue_cents: Cents,
    /// Profit over lines with known cost, if the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub profit_cents: Option<Cents>,
    /// First bought.
    pub first: NaiveDate,
    /// Last bought.
    pub last: NaiveDate,
    /// Order days on which it was bought.
    pub purchases: u32,
    /// Median days between purchases; absent below two.
    pub median_gap_days: Option<f64>,
    /// Sales of the last 90 days against the 90 before.
    pub trend: Movement<Cents>,
}

/// One order in an account's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrderRow {
    /// Its id.
    pub id: OrderId,
    /// Business date.
    pub placed_on: NaiveDate,
    /// Its status.
    pub status: OrderStatus,
    /// Net amount.
    pub revenue_cents: Cents,
    /// Number of lines.
    pub lines: u32,
    /// Which account of a group ordered, where a group is shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<AccountRef>,
}

/// The accounts of one parent, as far as the caller may see them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountGroup {
    /// The account that stands for all of them.
    pub head: AccountRef,
    /// How many there are, the head among them; at least 2.
    pub count: u32,
    /// Each by itself, most trailing sales first, at most 200.
    pub members: Vec<GroupMember>,
}

/// One account of a group, by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GroupMember {
    /// The account.
    pub account: AccountRef,
    /// Number in the source system.
    pub external_id: String,
    /// Where it stands; absent before its first scoring.
    pub segment: Option<Segment>,
    /// Probability of no order within its horizon.
    pub churn_risk: Option<Probability>,
    /// Latest valid order.
    pub last_order: Option<NaiveDate>,
    /// Net sales of twelve months.
    pub trailing_revenue_cents: Cents,
    /// Valid orders of twelve months.
    pub trailing_orders: i64,
}

/// Everything about one account on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountDetail {
    /// The account.
    pub account: AccountRef,
    /// Number in the source system.
    pub external_id: String,
    /// Street address.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Industry (S12); empty when unknown.
    pub industry: String,
    /// Telephone, if known and the caller may see contact details.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
    /// Degrees north and east.
    pub position: Option<[f64; 2]>,
    /// Its rep.
    pub rep: Option<RepRef>,
    /// Its region.
    pub region: Option<RegionRef>,
    /// Facts are read as of this date.
    pub as_of: NaiveDate,
    /// Its scores; absent before the first scoring.
    pub score: Option<Score>,
    /// First valid order in the data.
    pub first_order: Option<NaiveDate>,
    /// Latest valid order.
    pub last_order: Option<NaiveDate>,
    /// Days since then.
    pub days_since_last_order: Option<i64>,
    /// Median days between order days; absent below two.
    pub median_gap_days: Option<f64>,
    /// Days between consecutive order days, oldest first, at most the last 40.
    pub gaps_days: Vec<u32>,
    /// Valid orders in all.
    pub orders: i64,
    /// Net sales since the first order in the data (D4).
    pub lifetime_revenue_cents: Cents,
    /// Net sales of twelve months against the twelve before.
    pub trailing_revenue: Movement<Cents>,
    /// Profit of twelve months, if the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub margin: Option<Margin>,
    /// Sales by month, at most the last 36 (D5).
    pub monthly: Vec<SeriesPoint>,
    /// Purchases by product, most sales first, at most 200 (D3).
    pub products: Vec<ProductPurchases>,
    /// The latest orders, newest first, at most 50.
    pub recent_orders: Vec<OrderRow>,
    /// Accounts within 25 km, else the 10 nearest (G5).
    pub nearby: Vec<NearbyAccount>,
    /// What the figures are about: the account, or its group.
    #[serde(default)]
    pub level: AccountLevel,
    /// The group it belongs to, at either level; absent for an account that stands alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<AccountGroup>,
}

/// An account near another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NearbyAccount {
    /// The account.
    pub account: AccountRef,
    /// Straight-line distance in kilometres.
    pub distance_km: f64,
    /// Where it stands.
    pub segment: Option<Segment>,
    /// Degrees north and east.
    pub position: [f64; 2],
}
