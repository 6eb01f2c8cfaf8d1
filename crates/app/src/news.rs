//! Tells whoever listens that alerts changed, as soon as this process knows.

use crate::{Answer, App, AppError, Caller, Credential};
use bellwether_core::AccountId;
use bellwether_core::notification::AlertsChanged;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

/// Changes a listener may be behind before it is told that many have happened.
const BACKLOG: usize = 256;

/// Whose alerts changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// These accounts'.
    Accounts(Arc<[AccountId]>),
    /// So many that they are not named.
    Many,
}

/// Hands changes on to everybody who listens.
pub(crate) struct News {
    sender: Sender<Moved>,
    has_ended: AtomicBool,
}

impl Default for News {
    fn default() -> Self {
        Self { sender: channel(BACKLOG).0, has_ended: AtomicBool::new(false) }
    }
}

impl News {
    /// Without listeners nothing is kept.
    pub(crate) fn tell(&self, moved: Moved) {
        _ = self.sender.send(moved);
    }
}

/// Hears every change from now on.
pub struct Listener(Receiver<Moved>);

impl Listener {
    /// Waits for the next change; none when there will be no more.
    pub async fn next(&mut self) -> Option<Moved> {
        match self.0.recv().await {
            Ok(moved) => Some(moved),
            Err(RecvError::Lagged(_)) => Some(Moved::Many),
            Err(RecvError::Closed) => None,
        }
    }
}

impl App {
    /// Listens to changes of alerts.
    pub fn listen(&self) -> Listener {
        Listener(self.news.sender.subscribe())
    }

    /// What of a change the caller may know; nothing when none of it is theirs.
    pub fn told(&self, caller: &Caller, moved: &Moved) -> Option<AlertsChanged> {
        let Moved::Accounts(accounts) = moved else { return Some(AlertsChanged { accounts: Vec::new() }) };
        let book = self.book();
        let is_theirs = |id: &&AccountId| book.account_in(&caller.scope, **id).is_ok();
        let accounts: Vec<AccountId> = accounts.iter().filter(is_theirs).copied().collect();
        (!accounts.is_empty()).then_some(AlertsChanged { accounts })
    }

    /// Whether somebody who began to listen is still who they were, sees what they saw, and is not to hang up
    /// because the program ends.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn is_unchanged(&self, caller: &Caller) -> Answer<bool> {
        if self.news.has_ended.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let now = match &caller.credential {
            Credential::Session { id, .. } => self.caller_of_session(*id),
            Credential::Key { id, .. } => self.caller_of_key(*id),
            Credential::System => return Ok(true),
        };
        match now {
            Ok(now) => Ok(now.scope == caller.scope && now.permissions == caller.permissions),
            Err(AppError::NotSignedIn) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Has everybody hang up who listens, because the program ends.
    pub fn end_news(&self) {
        self.news.has_ended.store(true, Ordering::Relaxed);
    }
}
