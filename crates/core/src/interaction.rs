//! What was talked about with an account: calls, visits and what was promised (B4).

use crate::id::{AccountId, ContactId, InteractionId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A way to talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InteractionKind {
    /// A telephone call.
    Call,
    /// A visit on site.
    Visit,
    /// A meeting.
    Meeting,
    /// An e-mail.
    Email,
    /// A note for colleagues; not a contact.
    Note,
}

impl InteractionKind {
    /// Every kind in display order.
    pub const ALL: [Self; 5] = [Self::Call, Self::Visit, Self::Meeting, Self::Email, Self::Note];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Visit => "visit",
            Self::Meeting => "meeting",
            Self::Email => "email",
            Self::Note => "note",
        }
    }

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Call => "Call",
            Self::Visit => "Visit",
            Self::Meeting => "Meeting",
            Self::Email => "E-mail",
            Self::Note => "Note",
        }
    }

    /// Whether it counts as contact with a person (rules, section 7).
    pub fn is_contact(self) -> bool {
        match self {
            Self::Call | Self::Visit | Self::Meeting | Self::Email => true,
            Self::Note => false,
        }
    }

    /// The kind of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InteractionOutcome {
    /// Somebody was reached.
    Reached,
    /// A message was left.
    LeftMessage,
    /// Nobody was there.
    NoAnswer,
    /// An order was placed or promised.
    Order,
    /// They need something from us.
    FollowUp,
    /// They are not interested.
    NotInterested,
}

impl InteractionOutcome {
    /// Every outcome in display order.
    pub const ALL: [Self; 6] =
        [Self::Reached, Self::Order, Self::FollowUp, Self::LeftMessage, Self::NoAnswer, Self::NotInterested];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::LeftMessage => "left_message",
            Self::NoAnswer => "no_answer",
            Self::Order => "order",
            Self::FollowUp => "follow_up",
            Self::NotInterested => "not_interested",
        }
    }

    /// The words people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reached => "Reached",
            Self::LeftMessage => "Left a message",
            Self::NoAnswer => "No answer",
            Self::Order => "Order",
            Self::FollowUp => "Follow-up needed",
            Self::NotInterested => "Not interested",
        }
    }

    /// The outcome of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A call or visit to log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InteractionInput {
    /// The way.
    pub kind: InteractionKind,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<InteractionOutcome>,
    /// With whom.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact: Option<ContactId>,
    /// When, if not today; not after today.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub happened_on: Option<NaiveDate>,
    /// What was said, at most 4 000 characters.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub note: String,
    /// What was promised, at most 500 characters: shown before the next call.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub promised: String,
    /// Chosen by the sender, so that a call logged twice by a poor connection is kept once; at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 64)]
    pub key: Option<String>,
}

/// A call or visit that was logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Interaction {
    /// Its id.
    pub id: InteractionId,
    /// The account.
    pub account: AccountId,
    /// The way.
    pub kind: InteractionKind,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<InteractionOutcome>,
    /// Name of the person talked to, if known and the caller may see contact details.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact: Option<String>,
    /// Its date.
    pub happened_on: NaiveDate,
    /// When it was logged.
    pub logged_at: DateTime<Utc>,
    /// Name of the person who logged it.
    pub author: String,
    /// What was said.
    pub note: String,
    /// What was promised.
    pub promised: String,
    /// Whether the caller logged it, and may remove it.
    pub is_own: bool,
}
