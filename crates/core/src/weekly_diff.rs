//! What changed since last Monday, and who does what (L-M1).

use crate::account::AccountRef;
use crate::alert::{AlertKind, AlertTier};
use crate::dashboard::Movement;
use crate::id::{AlertId, RepId};
use crate::money::Cents;
use crate::period::Period;
use crate::rep::RepRef;
use crate::segment::Segment;
use crate::task::Person;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which week.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct WeeklyDiffQuery {
    /// Changes since this date, at most 92 days before the as-of date; the first day of the organisation's week
    /// before the as-of date when absent, a whole week at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub since: Option<NaiveDate>,
    /// Only accounts of this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
}

/// Accounts that went from one segment to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SegmentMove {
    /// Where they stood; absent for accounts that were not scored then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Segment>,
    /// Where they stand.
    pub to: Segment,
    /// How many.
    pub accounts: u64,
    /// Their net sales of twelve months.
    pub trailing_revenue_cents: Cents,
    /// The ones with most sales, at most five.
    pub top: Vec<Mover>,
}

/// An account that moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Mover {
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rep: Option<RepRef>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Segment>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Segment>,
    /// Net sales of twelve months.
    pub trailing_revenue_cents: Cents,
    /// Net sales of the period, against the one it is compared with.
    pub revenue: Movement<Cents>,
}

/// Alerts of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertsWorked {
    /// The rule.
    pub kind: AlertKind,
    /// Raised since then, at risk or critical.
    pub raised: u64,
    /// Those of them that somebody worked, dismissed, snoozed, called wrong or was given as a task.
    pub worked: u64,
    /// Those of them that facts resolved.
    pub resolved: u64,
    /// Those of them that still wait: urgent, untouched, and nobody has an open task for them.
    pub waiting: u64,
}

/// An alert that nobody has worked yet and nobody has an open task for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WaitingAlert {
    /// Its id.
    pub alert: AlertId,
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rep: Option<RepRef>,
    /// The rule.
    pub kind: AlertKind,
    /// How urgent it is.
    pub tier: AlertTier,
    /// Why, in words with numbers.
    pub sentence: String,
    /// Money at stake, for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value_cents: Option<Cents>,
    /// The date it was raised.
    pub opened_on: NaiveDate,
}

/// What changed since a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WeeklyDiff {
    /// Facts are read as of this date.
    pub as_of: NaiveDate,
    /// Whose accounts these are, in words.
    pub scope: String,
    /// The days since.
    pub period: Period,
    /// As many days before, the same ones of the week: whole weeks earlier, as few as leave no day in both.
    pub compared_with: Period,
    /// Net sales.
    pub revenue: Movement<Cents>,
    /// Valid orders.
    pub orders: Movement<i64>,
    /// Churn risk × net sales of twelve months, now and on `scored_on`; absent when nothing was scored then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at_risk: Option<Movement<Cents>>,
    /// The date of the latest scores from before the period, which moves and money at risk are compared with; absent
    /// when nothing was scored then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scored_on: Option<NaiveDate>,
    /// Moves between segments, the most money first.
    pub moves: Vec<SegmentMove>,
    /// Accounts whose sales grew most, at most ten.
    pub risers: Vec<Mover>,
    /// Accounts whose sales fell most, at most ten.
    pub fallers: Vec<Mover>,
    /// Alerts by rule.
    pub alerts: Vec<AlertsWorked>,
    /// The most valuable alerts that wait, at most ten.
    pub waiting: Vec<WaitingAlert>,
    /// Whom a task can be given to.
    pub people: Vec<Person>,
}
