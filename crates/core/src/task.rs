//! Tasks: who does what for an account by when (B3).

use crate::account::AccountRef;
use crate::id::{AccountId, AlertId, TaskId, UserId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A task to add or to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TaskInput {
    /// What to do, 1 to 300 characters.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// The account it is for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub account: Option<AccountId>,
    /// The alert it follows from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alert: Option<AlertId>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub due_on: Option<NaiveDate>,
    /// Who does it; the caller when absent. Reps assign to themselves only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assignee: Option<UserId>,
    /// Whether it is done.
    #[serde(default)]
    pub is_done: bool,
}

/// Somebody a task can be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What to do.
    pub title: String,
    /// The account it is for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub account: Option<AccountRef>,
    /// The alert it follows from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alert: Option<AlertId>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_on: Option<NaiveDate>,
    /// Who does it.
    pub assignee: Person,
    /// Who asked for it.
    pub author: Person,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub done_at: Option<DateTime<Utc>>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// Which tasks.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TaskQuery {
    /// Only those for this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Only those of this person; the caller's own when absent and no account is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// With those that are done; without them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
