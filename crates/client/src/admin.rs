//! Jobs, users and API keys.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::job::{Job, ScoreRequest};
use bellwether_core::key::{ApiKey, CreatedKey, NewKey};
use bellwether_core::user::{User, UserInput};
use bellwether_core::{JobId, KeyId, UserId};

impl Client {
    /// The latest jobs, newest first.
    ///
    /// # Errors
    /// `forbidden` unless leadership or admin.
    pub async fn jobs(&self) -> Answer<Vec<Job>> {
        self.get("jobs").await
    }

    /// One job.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn job(&self, id: JobId) -> Answer<Job> {
        self.get(&format!("jobs/{id}")).await
    }

    /// Scores every account in the background.
    ///
    /// # Errors
    /// `forbidden` unless an admin.
    pub async fn start_scoring(&self, request: &ScoreRequest) -> Answer<Job> {
        self.send(Method::Post, "jobs/score", request).await
    }

    /// Everyone who can sign in.
    ///
    /// # Errors
    /// `forbidden` unless an admin.
    pub async fn users(&self) -> Answer<Vec<User>> {
        self.get("users").await
    }

    /// Adds a person.
    ///
    /// # Errors
    /// `forbidden`, `invalid`, `conflict` when the address is taken.
    pub async fn add_user(&self, user: &UserInput) -> Answer<User> {
        self.send(Method::Post, "users", user).await
    }

    /// Changes a person; their sessions end when role, book or state change.
    ///
    /// # Errors
    /// `forbidden`, `invalid`, `not_found`, `last_admin`.
    pub async fn update_user(&self, id: UserId, user: &UserInput) -> Answer<User> {
        self.send(Method::Put, &format!("users/{id}"), user).await
    }

    /// The caller's own API keys.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn keys(&self) -> Answer<Vec<ApiKey>> {
        self.get("keys").await
    }

    /// Makes a key for the caller; its secret is shown this once.
    ///
    /// # Errors
    /// `invalid`.
    pub async fn add_key(&self, key: &NewKey) -> Answer<CreatedKey> {
        self.send(Method::Post, "keys", key).await
    }

    /// Revokes a key at once.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn revoke_key(&self, id: KeyId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("keys/{id}"))).await.map(drop)
    }
}
