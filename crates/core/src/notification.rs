//! What is told to whom, by which way, and what became of it (F5, B5).

use crate::alert::{AlertKind, AlertTier};
use crate::id::{AccountId, DeliveryId, UserId, WebhookId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How one person wants to be told. Times are hours of the person's working day in the organisation's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NotificationPreferences {
    /// An e-mail at once for alerts that reach this tier; absent: never at once.
    pub immediate_from: Option<AlertTier>,
    /// A daily e-mail with what is new.
    pub has_digest: bool,
    /// The hour the daily e-mail leaves, 0 to 23.
    #[schema(minimum = 0, maximum = 23)]
    pub digest_hour: u32,
    /// From this hour nothing is sent, 0 to 23; absent: no quiet hours.
    #[schema(minimum = 0, maximum = 23)]
    pub quiet_from_hour: Option<u32>,
    /// Until this hour, 0 to 23.
    #[schema(minimum = 0, maximum = 23)]
    pub quiet_until_hour: Option<u32>,
    /// New cards sent a day at most, 1 to 100; the rest waits in the app.
    #[schema(minimum = 1, maximum = 100)]
    pub most_cards_a_day: u32,
    /// Rules this person is not told about.
    pub muted: Vec<AlertKind>,
    /// Whether the operator has set up e-mail; what is sent with a change is ignored.
    pub is_mail_set_up: bool,
}

impl Default for NotificationPreferences {
    fn default() -> Self {
        Self {
            immediate_from: Some(AlertTier::AtRisk),
            has_digest: true,
            digest_hour: 7,
            quiet_from_hour: Some(20),
            quiet_until_hour: Some(7),
            most_cards_a_day: 10,
            muted: Vec::new(),
            is_mail_set_up: false,
        }
    }
}

/// The way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By e-mail.
    Email,
    /// To a program's address.
    Webhook,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::Email, Self::Webhook];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }

    /// The channel of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Waiting for its time or for the next attempt.
    Waiting,
    /// Taken by the receiver.
    Sent,
    /// Given up; it can be sent again by hand.
    Failed,
}

impl DeliveryStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Failed];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The status of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Delivery {
    /// Its id; a webhook carries it as `Webhook-Id`, the same for every attempt.
    pub id: DeliveryId,
    /// The way it goes.
    pub channel: Channel,
    /// To whom: an e-mail address, or the name of a webhook.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// How far it is.
    pub status: DeliveryStatus,
    /// Attempts so far.
    pub attempts: u32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is tried next, while it waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When the receiver took it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sent_at: Option<DateTime<Utc>>,
    /// What went wrong last, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<String>,
}

/// Which messages a list shows, newest first. People see their own; admins see all.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DeliveryQuery {
    /// Only this status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<DeliveryStatus>,
    /// Only this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// An address of a program that is told about alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The name people read.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// Whose view of the data it gets.
    pub owner: UserId,
    /// Whether events are sent.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Events that wait for it.
    pub waiting: u64,
    /// The key that signs its events, shown once, when it is made.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub secret: Option<String>,
}

/// Makes a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewWebhook {
    /// The name people read.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// An address with https, or with http where the operator allowed its host.
    #[schema(min_length = 8, max_length = 2000)]
    pub url: String,
}

/// Turns a webhook on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookChange {
    /// Whether events are sent; those that come while it is off are not kept for it.
    pub is_enabled: bool,
}

/// What is told at once, over the event stream and to webhooks, when an alert changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertsChanged {
    /// The accounts whose alerts changed, all inside the reader's scope.
    pub accounts: Vec<AccountId>,
}
