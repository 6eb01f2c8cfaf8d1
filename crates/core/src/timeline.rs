//! What happened with an account, in one list (D6).

use crate::account::OrderRow;
use crate::alert::{AlertKind, AlertState, AlertTier};
use crate::id::{AlertId, InvoiceId, TaskId};
use crate::interaction::Interaction;
use crate::money::Cents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimelineEvent {
    /// An order, draft, credit or return.
    Order {
        /// The order.
        order: OrderRow,
    },
    /// A call, visit, meeting, e-mail or note.
    Interaction {
        /// What was said.
        interaction: Interaction,
    },
    /// An alert opened.
    AlertOpened {
        /// Its id.
        alert: AlertId,
        /// The rule.
        rule: AlertKind,
        /// How urgent it is, or was at last.
        tier: AlertTier,
        /// Where it is in its life.
        state: AlertState,
        /// Why, in words with numbers.
        sentence: String,
    },
    /// An invoice or credit memo; only for those who may see financial data.
    Invoice {
        /// Its id.
        invoice: InvoiceId,
        /// Its number.
        number: String,
        /// What it was made out for; negative for credit memos.
        amount_cents: Cents,
        /// What is still open.
        open_balance_cents: Cents,
    },
    /// A task was done.
    TaskDone {
        /// Its id.
        task: TaskId,
        /// What was done.
        title: String,
        /// By whom.
        by: String,
    },
}

/// What happened on a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TimelineEntry {
    /// The date.
    pub date: NaiveDate,
    /// What happened.
    pub event: TimelineEvent,
}

/// The kinds of things that happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// Orders, drafts, credits and returns.
    Order,
    /// Calls, visits, meetings, e-mails and notes.
    Interaction,
    /// Alerts.
    Alert,
    /// Invoices and credit memos.
    Invoice,
    /// Tasks that were done.
    Task,
}

impl TimelineKind {
    /// Every kind in display order.
    pub const ALL: [Self; 5] = [Self::Order, Self::Interaction, Self::Alert, Self::Invoice, Self::Task];

    /// The word on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Interaction => "interaction",
            Self::Alert => "alert",
            Self::Invoice => "invoice",
            Self::Task => "task",
        }
    }
}

/// Which part of a timeline.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TimelineQuery {
    /// Only this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TimelineKind>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
