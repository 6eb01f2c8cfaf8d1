//! Reasons: what a figure is made of.

use crate::account::AccountLevel;
use crate::id::AccountId;
use crate::score::Score;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A family of signals that a contribution is shown under.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SignalGroup {
    /// How long it has been silent, against its own habit.
    Recency,
    /// Its rhythm: what would be expected of it had it just ordered.
    Cadence,
    /// How often it orders.
    Frequency,
    /// How much it spends.
    Monetary,
    /// Where both are going.
    Trend,
    /// What it buys.
    Mix,
    /// The time of the year and the pace of the whole book.
    Season,
}

impl SignalGroup {
    /// Every group in display order.
    pub const ALL: [Self; 7] =
        [Self::Recency, Self::Cadence, Self::Frequency, Self::Monetary, Self::Trend, Self::Mix, Self::Season];

    /// Its place in display order, from 0.
    pub fn place(self) -> usize {
        self as usize
    }

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Recency => "Recency",
            Self::Cadence => "Cadence",
            Self::Frequency => "Frequency",
            Self::Monetary => "Monetary",
            Self::Trend => "Trend",
            Self::Mix => "Product mix",
            Self::Season => "Season",
        }
    }
}

/// One group's part of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contribution {
    /// The family of signals.
    pub group: SignalGroup,
    /// Log-odds points; positive raises the churn risk.
    pub points: f64,
    /// Why, in words, with the numbers it rests on.
    pub reason: String,
}

/// What an explanation is to be compared with.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ExplainQuery {
    /// The account as it stood on this date, on or before the date of the score; absent: compared with nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub since: Option<NaiveDate>,
    /// The account by itself, or the group it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<AccountLevel>,
}

/// Everything behind one account's score (D1, D2, S14, L-R1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The account.
    pub account: AccountId,
    /// The score, with its base and contributions.
    pub score: Score,
    /// Every signal that was measured.
    pub signals: Vec<SignalFigure>,
    /// Days between its order days, oldest first, at most the latest 40.
    pub gaps: Vec<Gap>,
    /// Days since the last order; absent without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub silent_days: Option<i64>,
    /// How the formula reads, in words.
    pub formula: String,
    /// What windows like this one did in the organisation's own past; absent while no back-test was made.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kept_word: Option<KeptWord>,
    /// What changed since the date asked for; absent when none was asked for or nothing was known then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<ChangeSince>,
}

/// One signal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignalFigure {
    /// Stable name.
    pub code: String,
    /// What people read.
    pub label: String,
    /// The family it is shown under.
    pub group: SignalGroup,
    /// `days`, `count`, `cents` or `ratio`.
    pub unit: String,
    /// Its value; absent when it cannot be measured.
    pub value: Option<f64>,
}

/// The days between two order days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Gap {
    /// The earlier order day.
    pub from: NaiveDate,
    /// The later one.
    pub to: NaiveDate,
    /// Days between them.
    pub days: i64,
}

/// How many windows of accounts with a like rhythm held their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct KeptWord {
    /// Accounts of which rhythm.
    pub group: String,
    /// Windows checked.
    pub windows: u64,
    /// Share of the 80 % windows that held the order.
    pub wide_held: f64,
}

/// What moved between two dates, judged with the same model, so that the differences add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChangeSince {
    /// The earlier score.
    pub before: Score,
    /// Log-odds points by which each group moved; they add up to the change of the risk's log-odds.
    pub moved: Vec<Contribution>,
    /// Order days that came since.
    pub order_days: Vec<NaiveDate>,
    /// What changed, in one sentence.
    pub sentence: String,
}
