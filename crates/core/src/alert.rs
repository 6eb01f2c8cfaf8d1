//! Alerts: what a rule found, what it rests on, and what became of it (F1–F5, B2, L-R5).

mod evidence;
mod life;

pub use evidence::{
    Availability, Evidence, Ground, ItemEvidence, OverdueAmounts, OverdueBuckets, OverdueEvidence,
    PatternEvidence, SeasonalPause, SilenceEvidence, StalledEvidence,
};
pub use life::{AlertAction, AlertEvent, AlertState, Closure, DismissReason, NewClosure};

use crate::account::{AccountRef, OrderRow};
use crate::explain::Gap;
use crate::id::{AccountId, AlertId, RepId};
use crate::invoice::InvoiceRow;
use crate::money::Cents;
use crate::order::DraftNote;
use crate::probability::Probability;
use crate::product::ProductRef;
use crate::rep::RepRef;
use crate::segment::Segment;
use chrono::NaiveDate;
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
