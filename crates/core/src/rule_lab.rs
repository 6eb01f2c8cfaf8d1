//! Alert rules and the laboratory in which they are changed (L-M2, S16).

use crate::account::AccountRef;
use crate::segment::Segment;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which own gap a silence is held against (rules, section 2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChurnRule {
    /// The last completed gap: the source rule, to the letter.
    LastGap,
    /// The gap that four fifths of its own do not exceed.
    #[default]
    P80,
    /// The gap that nine tenths of its own do not exceed.
    P90,
    /// The longest normal gap.
    Longest,
}

impl ChurnRule {
    /// Every rule, the strictest last.
    pub const ALL: [Self; 4] = [Self::LastGap, Self::P80, Self::P90, Self::Longest];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::LastGap => "Last gap",
            Self::P80 => "80th percentile of its own gaps",
            Self::P90 => "90th percentile of its own gaps",
            Self::Longest => "Longest normal gap",
        }
    }
}

/// Churn risks at which an account moves to the next segment, in per cent; each is above the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SegmentThresholds {
    /// Neutral from here.
    pub neutral_percent: u32,
    /// At Risk from here.
    pub at_risk_percent: u32,
    /// Disengaging from here.
    pub disengaging_percent: u32,
    /// Churned from here.
    pub churned_percent: u32,
}

impl Default for SegmentThresholds {
    fn default() -> Self {
        Self { neutral_percent: 15, at_risk_percent: 35, disengaging_percent: 60, churned_percent: 80 }
    }
}

/// Weights of the four parts of health; they need not add up to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HealthWeights {
    /// Order days against those expected.
    pub frequency: u32,
    /// Sales against a year or a quarter ago.
    pub growth: u32,
    /// How long ago somebody spoke with the account.
    pub contact: u32,
    /// Open deals against sales.
    pub pipeline: u32,
}

impl Default for HealthWeights {
    fn default() -> Self {
        Self { frequency: 30, growth: 25, contact: 20, pipeline: 25 }
    }
}

/// Everything that can be moved in the laboratory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Rules {
    /// Which own gap a silence is held against.
    pub churn_rule: ChurnRule,
    /// The silence must exceed that gap by this factor, in per cent: 100 is the gap itself, 50 to 400.
    #[schema(minimum = 50, maximum = 400)]
    pub silence_percent: u32,
    /// Valid orders an account needs before it is judged, 2 to 50.
    #[schema(minimum = 2, maximum = 50)]
    pub least_orders: u32,
    /// Calendar months since its first order before it is judged, 0 to 24.
    #[schema(minimum = 0, maximum = 24)]
    pub least_months: u32,
    /// Where segments begin.
    pub segments: SegmentThresholds,
    /// What health is made of.
    pub health: HealthWeights,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            churn_rule: ChurnRule::default(),
            silence_percent: 100,
            least_orders: 5,
            least_months: 3,
            segments: SegmentThresholds::default(),
            health: HealthWeights::default(),
        }
    }
}

/// A saved set of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RulesVersion {
    /// 1 is what the product comes with; the highest is in force.
    pub version: u32,
    /// The rules.
    pub rules: Rules,
    /// Who saved it; absent for the first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub author: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub saved_at: Option<DateTime<Utc>>,
    /// Why, in the author's words.
    #[serde(default)]
    pub note: String,
}

/// Saves rules as the next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewRulesVersion {
    /// The rules.
    pub rules: Rules,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: String,
    /// The version these were made from; when given, saving is refused once another one is in force.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub based_on: Option<u32>,
}

/// What rules would have done over the last 12 months, beside those in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RulesPreview {
    /// First day looked at; 52 whole weeks before the day after the last.
    pub from: NaiveDate,
    /// Last day looked at.
    pub to: NaiveDate,
    /// The version in force.
    pub current_version: u32,
    /// What the rules in force did.
    pub current: AlertRecord,
    /// What the rules tried would have done.
    pub tried: AlertRecord,
    /// Accounts with an alert on the last day under the rules tried only. Accounts silent for twice their
    /// longest normal gap, 90 days at least, are lost and no alerts any more.
    pub appear: AccountsNamed,
    /// Accounts with an alert on the last day under the rules in force only.
    pub vanish: AccountsNamed,
    /// Accounts in each segment, now and with the rules tried.
    pub segments: Vec<SegmentChange>,
    /// Mean health in force, with the rules tried, and accounts whose health moves by ten points or more;
    /// absent when no account has any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub health: Option<HealthChange>,
}

/// Alerts of twelve months and how they turned out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertRecord {
    /// Alerts in all, one for a silence.
    pub alerts: u64,
    /// Mean number a week.
    pub a_week: f64,
    /// Alerts of each week, the earliest first.
    pub by_week: Vec<u32>,
    /// Alerts old enough to be judged.
    pub judged: u64,
    /// Share of the judged ones after which the account stayed silent beyond three typical gaps (45 days at
    /// least); absent when none can be judged.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub precision: Option<f64>,
    /// Share of all such losses that an alert came before; absent without a loss.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recall: Option<f64>,
    /// Median days between the alert and the day on which the loss was plain, negative when the alert came
    /// after it; absent without a right alert.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lead_days: Option<f64>,
}

/// Some accounts by name, and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountsNamed {
    /// How many.
    pub count: u64,
    /// The first twenty by sales at stake.
    pub first: Vec<AccountRef>,
}

/// A segment before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SegmentChange {
    /// The segment.
    pub segment: Segment,
    /// Accounts in it by the thresholds in force.
    pub current: u64,
    /// Accounts in it by those tried.
    pub tried: u64,
}

/// Health before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HealthChange {
    /// Mean with the weights in force.
    pub current_mean: f64,
    /// Mean with those tried.
    pub tried_mean: f64,
    /// Accounts that move by ten points or more.
    pub moved: u64,
}
