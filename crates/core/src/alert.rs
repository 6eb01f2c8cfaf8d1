//! Alerts: what a rule found, what it rests on, and what became of it (F1–F5, B2, L-R5).

use crate::account::{AccountRef, OrderRow};
use crate::explain::Gap;
use crate::id::{AccountId, AlertId, ClosureId, InvoiceId, OrderId, ProductId, RepId};
use crate::invoice::InvoiceRow;
use crate::money::Cents;
use crate::order::DraftNote;
use crate::probability::Probability;
use crate::product::ProductRef;
use crate::rep::RepRef;
use crate::segment::Segment;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which rule raised an alert.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// The silence is longer than the last gap (rules, section 2).
    ChurnRisk,
    /// The account moved to At Risk or Disengaging while the literal rule is still deaf.
    PatternRisk,
    /// A new account does not order again as similar ones do (NA1).
    NewAccountStalled,
    /// An item missing from orders that used to hold it (rules, section 3).
    LostItem,
    /// The same for accounts that order too rarely for the source rule (LI2).
    LapsedItem,
    /// Invoices past their due date (rules, section 4).
    Overdue,
}

impl AlertKind {
    /// Every kind in display order.
    pub const ALL: [Self; 6] = [
        Self::ChurnRisk,
        Self::PatternRisk,
        Self::NewAccountStalled,
        Self::LostItem,
        Self::LapsedItem,
        Self::Overdue,
    ];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ChurnRisk => "churn_risk",
            Self::PatternRisk => "pattern_risk",
            Self::NewAccountStalled => "new_account_stalled",
            Self::LostItem => "lost_item",
            Self::LapsedItem => "lapsed_item",
            Self::Overdue => "overdue",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::ChurnRisk => "Churn risk",
            Self::PatternRisk => "Pattern risk",
            Self::NewAccountStalled => "New account stalled",
            Self::LostItem => "Lost item",
            Self::LapsedItem => "Lapsed item",
            Self::Overdue => "Overdue",
        }
    }

    /// The kind of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How urgent an alert is, the mildest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AlertTier {
    /// Folded away; never sent.
    Watch,
    /// Shown and sent.
    AtRisk,
    /// Shown first and sent.
    Critical,
}

impl AlertTier {
    /// Every tier, the mildest first.
    pub const ALL: [Self; 3] = [Self::Watch, Self::AtRisk, Self::Critical];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::AtRisk => "at_risk",
            Self::Critical => "critical",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Watch => "Watch",
            Self::AtRisk => "At risk",
            Self::Critical => "Critical",
        }
    }

    /// The tier of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.code() == code)
    }
}

/// How much history a finding rests on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Fewer than four own gaps.
    Low,
    /// Four own gaps or more, fewer than ten.
    Medium,
    /// Ten own gaps or more.
    High,
}

impl Confidence {
    /// Every confidence, the lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The confidence of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|confidence| confidence.code() == code)
    }
}

/// Where an alert is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Nobody has looked at it.
    Open,
    /// Somebody has looked at it.
    Seen,
    /// Somebody is acting on it.
    Worked,
    /// Out of sight until a date.
    Snoozed,
    /// Somebody said it need not be shown; it never returns for the same facts.
    Dismissed,
    /// The facts ended it.
    Resolved,
    /// It ran out: the account or the item counts as lost.
    Expired,
}

impl AlertState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Open, Self::Seen, Self::Worked, Self::Snoozed, Self::Dismissed, Self::Resolved, Self::Expired];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Seen => "seen",
            Self::Worked => "worked",
            Self::Snoozed => "snoozed",
            Self::Dismissed => "dismissed",
            Self::Resolved => "resolved",
            Self::Expired => "expired",
        }
    }

    /// The state of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Seen => "Seen",
            Self::Worked => "Being worked",
            Self::Snoozed => "Snoozed",
            Self::Dismissed => "Dismissed",
            Self::Resolved => "Resolved",
            Self::Expired => "Expired",
        }
    }

    /// Whether facts can still change it: open, seen, worked or snoozed.
    pub fn is_live(self) -> bool {
        match self {
            Self::Open | Self::Seen | Self::Worked | Self::Snoozed => true,
            Self::Dismissed | Self::Resolved | Self::Expired => false,
        }
    }
}

/// Why somebody dismissed an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DismissReason {
    /// The account is fine: the alert was wrong.
    Wrong,
    /// Known already.
    AlreadyKnown,
    /// The customer does not want it any more.
    NotWanted,
    /// Not worth the time.
    TooSmall,
    /// Something else.
    Other,
}

impl DismissReason {
    /// Every reason in display order.
    pub const ALL: [Self; 5] =
        [Self::Wrong, Self::AlreadyKnown, Self::NotWanted, Self::TooSmall, Self::Other];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::AlreadyKnown => "already_known",
            Self::NotWanted => "not_wanted",
            Self::TooSmall => "too_small",
            Self::Other => "other",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wrong => "The alert is wrong",
            Self::AlreadyKnown => "Known already",
            Self::NotWanted => "They do not want it any more",
            Self::TooSmall => "Not worth the time",
            Self::Other => "Something else",
        }
    }

    /// The reason of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

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

/// One alert: one reason on a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// Which rule raised it.
    pub kind: AlertKind,
    /// How urgent it is.
    pub tier: AlertTier,
    /// How much history it rests on.
    pub confidence: Confidence,
    /// Where it is in its life.
    pub state: AlertState,
    /// The finding in one sentence, with its numbers.
    pub sentence: String,
    /// What else should be known, a sentence each: drafts, seasons, replacements.
    pub notes: Vec<String>,
    /// Money at stake; absent for callers who may not see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value_cents: Option<Cents>,
    /// The item it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub product: Option<ProductRef>,
    /// The numbers it rests on.
    pub evidence: Evidence,
    /// Version of the rules that raised it.
    pub rule_version: u32,
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// The date it was raised.
    pub opened_on: NaiveDate,
    /// Out of sight until this date.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub snoozed_until: Option<NaiveDate>,
    /// Why it was dismissed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dismiss_reason: Option<DismissReason>,
    /// Why it ended, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<String>,
    /// What people answered to "was that right?".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub was_right: Option<bool>,
}

/// An alert with its account, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertRow {
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    pub rep: Option<RepRef>,
    /// The alert.
    pub alert: Alert,
}

/// One card a account: its live alerts, the most urgent first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertCard {
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    pub rep: Option<RepRef>,
    /// Where it stands.
    pub segment: Option<Segment>,
    /// Its churn risk.
    pub churn_risk: Option<Probability>,
    /// Telephone, if known and the caller may see contact details.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
    /// The most urgent tier among the alerts.
    pub tier: AlertTier,
    /// Money at stake: the highest among the alerts, because they are about the same sales, plus what is overdue;
    /// absent when the caller may see none of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value_cents: Option<Cents>,
    /// The reasons.
    pub alerts: Vec<Alert>,
    /// Open drafts of the account, the newest first.
    pub drafts: Vec<DraftNote>,
}

/// The first part of For You (F1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ForYou {
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Whose accounts these are, in words.
    pub scope: String,
    /// Cards by money at stake, at most as many as asked for.
    pub cards: Vec<AlertCard>,
    /// Cards there are in all.
    pub total: u64,
    /// Accounts with nothing but alerts to watch.
    pub watched: u64,
    /// Alerts out of sight until a later date.
    pub snoozed: u64,
    /// Alerts do not follow the calendar while the feed is late.
    pub is_frozen: bool,
}

/// Which cards For You shows.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ForYouQuery {
    /// Cards at most, 1 to 100; 10 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100)]
    #[schema(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// Only accounts of this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Cards of accounts with nothing but alerts to watch, instead of the urgent ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watched: Option<bool>,
}

/// Which alerts a list shows.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AlertQuery {
    /// Only this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Only this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Only this rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<AlertKind>,
    /// Only this tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<AlertTier>,
    /// Only this state; absent: all that are live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<AlertState>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What somebody does with an alert, or with every live alert of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum AlertAction {
    /// It was looked at.
    See,
    /// Somebody is acting on it.
    Work,
    /// Out of sight until a date after today.
    Snooze {
        /// It returns on this date.
        until: NaiveDate,
    },
    /// It need not be shown.
    Dismiss {
        /// Why.
        reason: DismissReason,
        /// In the person's own words.
        #[serde(default)]
        #[schema(max_length = 500)]
        note: String,
    },
    /// Takes back seeing, working, snoozing or dismissing.
    Reopen,
    /// "Was that right?" A wrong alert is dismissed at once, and its account is not called silent before it has
    /// been silent for longer.
    Judge {
        /// The answer.
        was_right: bool,
    },
}

/// Something that happened to an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent when the facts did it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
    /// What, in words.
    pub what: String,
}

/// One number a rule used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RuleInput {
    /// What people read.
    pub label: String,
    /// Its value, with the unit.
    pub value: String,
    /// Whether the rule needs it to hold, and whether it does; absent for mere numbers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holds: Option<bool>,
}

/// Everything behind one alert (L-R1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertExplanation {
    /// The account.
    pub account: AccountRef,
    /// The alert.
    pub alert: Alert,
    /// How the rule reads, in words.
    pub formula: String,
    /// The numbers it used.
    pub inputs: Vec<RuleInput>,
    /// The orders it rests on, the newest first, at most 40.
    pub orders: Vec<OrderRow>,
    /// Days between the account's order days, oldest first, at most the latest 40.
    pub gaps: Vec<Gap>,
    /// The invoices it rests on; empty for callers who may not see financial data.
    pub invoices: Vec<InvoiceRow>,
    /// What happened to it, the earliest first.
    pub events: Vec<AlertEvent>,
}

/// A time in which an account is closed: its clocks stop (B2, L-R9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Closure {
    /// Its id.
    pub id: ClosureId,
    /// First day closed.
    pub from: NaiveDate,
    /// First day open again.
    pub until: NaiveDate,
    /// Why, in the person's words.
    pub note: String,
    /// Who said so.
    pub by: String,
}

/// Closes an account for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewClosure {
    /// First day closed; absent: the as-of date.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<NaiveDate>,
    /// First day open again.
    pub until: NaiveDate,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: String,
}
