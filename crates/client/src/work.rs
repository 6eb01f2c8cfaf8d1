//! Work with accounts: calls and visits, tasks, the timeline, the brief, search, and what changed since Monday.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::brief::AccountBrief;
use bellwether_core::interaction::{Interaction, InteractionInput};
use bellwether_core::search::{SearchHits, SearchQuery};
use bellwether_core::task::{Person, Task, TaskInput, TaskQuery};
use bellwether_core::timeline::{TimelineEntry, TimelineQuery};
use bellwether_core::weekly_diff::{WeeklyDiff, WeeklyDiffQuery};
use bellwether_core::{AccountId, InteractionId, Page, TaskId};

impl Client {
    /// Logs a call, a visit or a note.
    ///
    /// # Errors
    /// `not_found`, `invalid`.
    pub async fn log_interaction(
        &self,
        account: AccountId,
        interaction: &InteractionInput,
    ) -> Answer<Interaction> {
        self.send(Method::Post, &format!("accounts/{account}/interactions"), interaction).await
    }

    /// Takes back what you have logged.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_interaction(&self, id: InteractionId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("interactions/{id}"))).await.map(drop)
    }

    /// Tasks, the open ones first.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_cursor`.
    pub async fn tasks(&self, query: &TaskQuery) -> Answer<Page<Task>> {
        self.find("tasks", query).await
    }

    /// Adds a task.
    ///
    /// # Errors
    /// `not_found`, `invalid`.
    pub async fn add_task(&self, task: &TaskInput) -> Answer<Task> {
        self.send(Method::Post, "tasks", task).await
    }

    /// Changes a task, also whether it is done.
    ///
    /// # Errors
    /// `forbidden` for reps who neither have it nor asked for it, `not_found`, `invalid`.
    pub async fn update_task(&self, id: TaskId, task: &TaskInput) -> Answer<Task> {
        self.send(Method::Put, &format!("tasks/{id}"), task).await
    }

    /// Removes a task.
    ///
    /// # Errors
    /// `forbidden` for reps who did not ask for it, `not_found`.
    pub async fn remove_task(&self, id: TaskId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("tasks/{id}"))).await.map(drop)
    }

    /// Whom a task can be given to, by name.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn people(&self) -> Answer<Vec<Person>> {
        self.get("people").await
    }

    /// What happened with an account, the newest first.
    ///
    /// # Errors
    /// `not_found`, `invalid_cursor`.
    pub async fn timeline(&self, account: AccountId, query: &TimelineQuery) -> Answer<Page<TimelineEntry>> {
        self.find(&format!("accounts/{account}/timeline"), query).await
    }

    /// Everything before a call.
    ///
    /// # Errors
    /// `not_found` when it does not exist or is not yours.
    pub async fn brief(&self, account: AccountId) -> Answer<AccountBrief> {
        self.get(&format!("accounts/{account}/brief")).await
    }

    /// Accounts, people, orders and products that hold every word.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid`.
    pub async fn search(&self, query: &SearchQuery) -> Answer<SearchHits> {
        self.find("search", query).await
    }

    /// What changed since a date.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid`.
    pub async fn weekly_diff(&self, query: &WeeklyDiffQuery) -> Answer<WeeklyDiff> {
        self.find("weekly-diff", query).await
    }
}
