//! Tells whoever listens that alerts changed, as soon as this process knows.

use crate::{Answer, App, AppError, Caller, Credential};
use bellwether_core::notification::AlertsChanged;
use bellwether_core::{AccountId, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

/// Changes a listener may be behind before it is told that many have happened.
const BACKLOG: usize = 256;
/// How often one person may listen at the same time: a browser has one stream a tab.
const MOST_LISTENERS: usize = 30;

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
    /// None once there will be no more.
    sender: Mutex<Option<Sender<Moved>>>,
    listening: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl Default for News {
    fn default() -> Self {
        Self { sender: Mutex::new(Some(channel(BACKLOG).0)), listening: Arc::default() }
    }
}

impl News {
    /// Without listeners nothing is kept.
    pub(crate) fn tell(&self, moved: Moved) {
        if let Some(sender) = &*locked(&self.sender) {
            _ = sender.send(moved);
        }
    }

    fn listen(&self, user: UserId) -> Option<Listener> {
        let receiver = locked(&self.sender).as_ref().map(Sender::subscribe);
        let seat = Seat::take(&self.listening, user)?;
        Some(Listener { receiver, _seat: seat })
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of the times that a person listens, given back when it is dropped.
struct Seat {
    listening: Arc<Mutex<HashMap<UserId, usize>>>,
    user: UserId,
}

impl Seat {
    fn take(listening: &Arc<Mutex<HashMap<UserId, usize>>>, user: UserId) -> Option<Self> {
        let mut held = locked(listening);
        let taken = held.entry(user).or_default();
        if *taken >= MOST_LISTENERS {
            return None;
        }
        *taken += 1;
        Some(Self { listening: Arc::clone(listening), user })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut held = locked(&self.listening);
        if let Some(taken) = held.get_mut(&self.user) {
            *taken -= 1;
            if *taken == 0 {
                held.remove(&self.user);
            }
        }
    }
}

/// Hears every change from now on.
pub struct Listener {
    receiver: Option<Receiver<Moved>>,
    _seat: Seat,
}

impl Listener {
    /// Waits for the next change; none when there will be no more.
    pub async fn next(&mut self) -> Option<Moved> {
        match self.receiver.as_mut()?.recv().await {
            Ok(moved) => Some(moved),
            Err(RecvError::Lagged(_)) => Some(Moved::Many),
            Err(RecvError::Closed) => None,
        }
    }
}

impl App {
    /// Listens to changes of alerts.
    ///
    /// # Errors
    /// `TooManyStreams`.
    pub fn listen(&self, caller: &Caller) -> Answer<Listener> {
        self.news.listen(caller.user).ok_or(AppError::TooManyStreams { limit: MOST_LISTENERS })
    }

    /// What of a change the caller may know; nothing when none of it is theirs.
    pub fn told(&self, caller: &Caller, moved: &Moved) -> Option<AlertsChanged> {
        let Moved::Accounts(accounts) = moved else { return Some(AlertsChanged { accounts: Vec::new() }) };
        let book = self.book();
        let is_theirs = |id: &&AccountId| book.account_in(&caller.scope, **id).is_ok();
        let accounts: Vec<AccountId> = accounts.iter().filter(is_theirs).copied().collect();
        (!accounts.is_empty()).then_some(AlertsChanged { accounts })
    }

    /// Whether somebody who began to listen is still who they were and sees what they saw.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn is_unchanged(&self, caller: &Caller) -> Answer<bool> {
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
        locked(&self.news.sender).take();
    }
}
