//! The numbers and facts an alert rests on, by rule.

use super::AlertKind;
use crate::explain::Gap;
use crate::id::{AccountId, InvoiceId, OrderId, ProductId};
use crate::money::Cents;
use crate::probability::Probability;
use crate::segment::Segment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A fact an alert stands on. While all facts of a finding were known when an alert was dismissed, it does
/// not return.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case", tag = "what", content = "id")]
pub enum Ground {
    /// An order, for example the last one before the silence.
    Order(OrderId),
    /// An invoice.
    Invoice(InvoiceId),
}

/// A pause of the same time in both years before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SeasonalPause {
    /// The pauses of earlier years, oldest first; with one alone it is told but changes nothing.
    pub earlier: Vec<Gap>,
    /// When it should be over.
    pub expected_on: NaiveDate,
}

/// What a churn alert rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SilenceEvidence {
    /// The last order day.
    pub last_order: NaiveDate,
    /// Days of silence, without those the distributor was closed or the account was.
    pub elapsed_days: i64,
    /// Days between the last two order days.
    pub last_gap_days: i64,
    /// Own gaps looked at.
    pub gaps: u32,
    /// How many of them were longer than the silence.
    pub longer_gaps: u32,
    /// The 80th percentile of its gaps, blended with similar accounts when there are few.
    pub p80_days: f64,
    /// The longest normal gap.
    pub longest_normal_days: f64,
    /// From so many days on the account counts as lost and the alert expires.
    pub lost_after_days: i64,
    /// It paused at this time of the year before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seasonal: Option<SeasonalPause>,
    /// Other sites of the same parent have ordered meanwhile.
    #[serde(default)]
    pub is_group_active: bool,
}

/// What a pattern alert rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PatternEvidence {
    /// The last order day.
    pub last_order: NaiveDate,
    /// Days of silence.
    pub elapsed_days: i64,
    /// Where the account stands now.
    pub segment: Segment,
    /// Its churn risk.
    pub churn_risk: Probability,
}

/// What the alert of a stalled new account rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StalledEvidence {
    /// The last order day.
    pub last_order: NaiveDate,
    /// Days since.
    pub elapsed_days: i64,
    /// Order days so far.
    pub order_days: u32,
    /// Days within which four fifths of similar accounts had placed the next order.
    pub similar_p80_days: f64,
    /// Accounts that says so.
    pub similar_accounts: u32,
}

/// What is known about supplying an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// It can be had.
    #[default]
    Available,
    /// Not at the moment.
    OutOfStock,
    /// Not any more.
    Discontinued,
}

impl Availability {
    /// Every availability.
    pub const ALL: [Self; 3] = [Self::Available, Self::OutOfStock, Self::Discontinued];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::OutOfStock => "out_of_stock",
            Self::Discontinued => "discontinued",
        }
    }

    /// The availability of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|availability| availability.code() == code)
    }
}

/// What the alert of a lost or lapsed item rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ItemEvidence {
    /// The item.
    pub product: ProductId,
    /// Bought last on this day.
    pub last_bought: NaiveDate,
    /// Days since.
    pub days_since: i64,
    /// The longest time between two purchases of it before, days.
    pub biggest_gap_days: i64,
    /// Ordering occasions from one purchase to the next, on average.
    pub rate: f64,
    /// Ordering occasions without it since.
    pub missed: u32,
    /// Orders in the look-back of the rule: 90 days for a lost, 24 months for a lapsed item.
    pub orders: u32,
    /// Those of them with the item.
    pub orders_with_item: u32,
    /// A draft holds it.
    #[serde(default)]
    pub is_in_draft: bool,
    /// Another item of its category that came at the same time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaced_by: Option<ProductId>,
    /// Bought in these months of the two years before only: when they begin again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_season: Option<NaiveDate>,
    /// Probability that it stays out of the account's orders for 90 days; absent while not enough is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lost_probability: Option<Probability>,
    /// Latest date, not before it was bought last, of an order that could not be given it whole.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub backordered_on: Option<NaiveDate>,
    /// Most accounts that bought it stopped within a quarter: it was discontinued, or its season is over.
    #[serde(default)]
    pub is_fading: bool,
}

/// Overdue money by age.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OverdueBuckets {
    /// 1 to 30 days.
    pub days_1_30_cents: Cents,
    /// 31 to 60 days.
    pub days_31_60_cents: Cents,
    /// 61 to 90 days.
    pub days_61_90_cents: Cents,
    /// More than 90 days.
    pub over_90_cents: Cents,
}

/// Amounts of an overdue alert: financial data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OverdueAmounts {
    /// ISO 4217 code of these amounts.
    pub currency: String,
    /// Open balance of the overdue invoices.
    pub total_cents: Cents,
    /// The same by age.
    pub buckets: OverdueBuckets,
    /// Credit not applied yet: shown beside, never netted.
    pub unapplied_credit_cents: Cents,
    /// Part of the total that is disputed.
    pub disputed_cents: Cents,
}

/// What an overdue alert rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OverdueEvidence {
    /// The overdue invoices, the oldest first.
    pub invoices: Vec<InvoiceId>,
    /// Due date of the oldest.
    pub oldest_due: NaiveDate,
    /// Days it is overdue.
    pub oldest_days: i64,
    /// How many of them are disputed.
    pub disputed: u32,
    /// The account that owes, when it is the bill-to of this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on_bill_to: Option<AccountId>,
    /// One entry a currency; absent for callers who may not see financial data.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub amounts: Option<Vec<OverdueAmounts>>,
}

/// The numbers an alert rests on, by kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Evidence {
    /// Of a churn risk.
    ChurnRisk(SilenceEvidence),
    /// Of a pattern risk.
    PatternRisk(PatternEvidence),
    /// Of a stalled new account.
    NewAccountStalled(StalledEvidence),
    /// Of a lost item.
    LostItem(ItemEvidence),
    /// Of a lapsed item.
    LapsedItem(ItemEvidence),
    /// Of overdue invoices.
    Overdue(OverdueEvidence),
}

impl Evidence {
    /// The rule it belongs to.
    pub fn kind(&self) -> AlertKind {
        match self {
            Self::ChurnRisk(_) => AlertKind::ChurnRisk,
            Self::PatternRisk(_) => AlertKind::PatternRisk,
            Self::NewAccountStalled(_) => AlertKind::NewAccountStalled,
            Self::LostItem(_) => AlertKind::LostItem,
            Self::LapsedItem(_) => AlertKind::LapsedItem,
            Self::Overdue(_) => AlertKind::Overdue,
        }
    }

    /// The item it is about.
    pub fn product(&self) -> Option<ProductId> {
        match self {
            Self::LostItem(item) | Self::LapsedItem(item) => Some(item.product),
            Self::ChurnRisk(_) | Self::PatternRisk(_) | Self::NewAccountStalled(_) | Self::Overdue(_) => None,
        }
    }
}
