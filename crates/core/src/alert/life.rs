//! The life of an alert: its states, what people do with it, and what happened to it.

use crate::id::ClosureId;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
        #[serde(deserialize_with = "crate::calendar::bounded")]
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
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub from: Option<NaiveDate>,
    /// First day open again.
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub until: NaiveDate,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: String,
}
