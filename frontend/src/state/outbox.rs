//! Calls and visits that were logged without a connection: kept in this browser, sent as soon as there is one.
//! Each carries a key of its own, so that one sent twice is logged once.

use crate::format::now;
use crate::state::effect::watch;
use crate::state::kept::{OUTBOX, forget_entries};
use crate::state::reach::use_reach;
use crate::state::session::{Session, use_session};
use bellwether_client::{Answer, ClientError};
use bellwether_core::AccountId;
use bellwether_core::interaction::{Interaction, InteractionInput};
use chrono::{DateTime, TimeDelta, Utc};
use js_sys::JSON;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use std::time::Duration;

/// How long a call is kept that cannot be sent.
const KEPT_DAYS: i64 = 7;
/// How soon it is tried again while only kept answers come.
const SOON: Duration = Duration::from_secs(5);
/// How often sending is tried again while something waits.
const AGAIN_EVERY: Duration = Duration::from_secs(60);

/// A call that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Whom it was made to.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// What is to be logged.
    pub input: InteractionInput,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
    /// Why the server does not take it.
    #[serde(default)]
    pub refusal: Option<String>,
}

/// What has become of a call.
#[derive(Debug, Clone)]
pub enum Logged {
    /// The server has it.
    Sent(Box<Interaction>),
    /// It is kept here until the server can be reached.
    Waiting,
}

/// The calls that wait.
#[derive(Clone, Copy)]
pub struct Outbox {
    waiting: RwSignal<Vec<Waiting>>,
    is_sending: StoredValue<bool>,
    name: StoredValue<String>,
    session: Session,
}

/// Finds the calls of the person signed in that still wait, and sends them whenever that may work.
pub fn provide_outbox() {
    let session = use_session();
    let owner = untrack(|| session.me()).map_or_else(String::new, |me| me.id.to_string());
    // Somebody else signs in on this device: what is not theirs must not stay readable to them.
    forget_entries(|name| name != owner);
    let name = format!("{OUTBOX}{owner}");
    let outbox = Outbox {
        waiting: RwSignal::new(still_fresh(found(&name), now())),
        is_sending: StoredValue::new(false),
        name: StoredValue::new(name),
        session,
    };
    provide_context(outbox);
    let reach = use_reach();
    watch(move || {
        if !reach.is_lost() {
            outbox.send();
        }
    });
    if let Ok(timer) = set_interval_with_handle(move || outbox.send(), AGAIN_EVERY) {
        on_cleanup(move || timer.clear());
    }
}

/// The calls that wait.
pub fn use_outbox() -> Outbox {
    use_context::<Outbox>().expect("the shell provides its outbox before any page")
}

impl Outbox {
    /// The calls that wait, the oldest first; tracked.
    pub fn waiting(self) -> Vec<Waiting> {
        self.waiting.get()
    }

    /// Logs a call or visit, or keeps it until the server can be reached.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn log(self, account: AccountId, name: &str, mut input: InteractionInput) -> Answer<Logged> {
        if input.key.is_none() {
            input.key = Some(new_key());
        }
        match self.session.client().log_interaction(account, &input).await {
            Ok(logged) => Ok(Logged::Sent(Box::new(logged))),
            Err(ClientError::Unreachable(reason)) => {
                let kept_at = now().ok_or(ClientError::Unreachable(reason))?;
                let call = Waiting { account, name: name.to_owned(), input, kept_at, refusal: None };
                self.change(|waiting| waiting.push(call));
                Ok(Logged::Waiting)
            }
            Err(error) => Err(error),
        }
    }

    /// Gives up a call that the server does not take.
    pub fn discard(self, key: Option<&str>) {
        self.change(|waiting| waiting.retain(|call| call.input.key.as_deref() != key));
    }

    /// Sends what waits, unless that is being done.
    pub fn send(self) {
        let is_idle =
            self.waiting.try_with_untracked(|waiting| waiting.iter().all(|call| call.refusal.is_some()));
        // Whoever signed out takes the calls along.
        if is_idle != Some(false) || self.is_sending.try_get_value() != Some(false) {
            return;
        }
        self.is_sending.set_value(true);
        spawn_local(async move {
            self.send_all().await;
            self.is_sending.try_set_value(false);
        });
    }

    async fn send_all(self) {
        let client = self.session.client();
        // A session taken up again without a connection has no token to make changes with yet; a kept answer
        // brings none, and may be all there is for a moment after the connection is back.
        if !client.me().await.is_ok_and(|me| !me.csrf_token.is_empty()) {
            set_timeout(move || self.send(), SOON);
            return;
        }
        let calls = self.waiting.try_get_untracked().unwrap_or_default();
        for call in calls.into_iter().filter(|call| call.refusal.is_none()) {
            let key = call.input.key.as_deref();
            match client.log_interaction(call.account, &call.input).await {
                Ok(_logged) => self.discard(key),
                Err(error) if error.needs_sign_in() => return self.session.ended(),
                Err(ClientError::Refused(problem)) if !is_passing(problem.status) => {
                    self.refuse(key, &problem.detail);
                }
                Err(_still_out_of_reach) => return,
            }
        }
    }

    fn refuse(self, key: Option<&str>, reason: &str) {
        self.change(|waiting| {
            for call in waiting.iter_mut().filter(|call| call.input.key.as_deref() == key) {
                call.refusal = Some(reason.to_owned());
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<Waiting>)) {
        if let Some(name) = self.name.try_get_value()
            && let Some(mut waiting) = self.waiting.try_get_untracked()
        {
            change(&mut waiting);
            keep(&name, &waiting);
            self.waiting.set(waiting);
        }
    }
}

/// Refusals that pass: too many requests, or a server that is not itself. Anything else stays refused.
fn is_passing(status: u16) -> bool {
    status == 429 || status >= 500
}

fn still_fresh(waiting: Vec<Waiting>, now: Option<DateTime<Utc>>) -> Vec<Waiting> {
    let Some(oldest) = now.map(|now| now - TimeDelta::days(KEPT_DAYS)) else { return waiting };
    waiting.into_iter().filter(|call| call.kept_at >= oldest).collect()
}

/// The calls kept under a name; none when there is nothing readable.
fn found(name: &str) -> Vec<Waiting> {
    let storage = window().local_storage().ok().flatten();
    let text = storage.and_then(|storage| storage.get_item(name).ok().flatten());
    let value = text.and_then(|text| JSON::parse(&text).ok());
    let waiting: Option<Vec<Waiting>> = value.and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    waiting.into_iter().flatten().collect()
}

/// Keeps them; where the browser keeps nothing they live as long as the page.
fn keep(name: &str, waiting: &[Waiting]) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    if waiting.is_empty() {
        return drop(storage.remove_item(name));
    }
    let value = waiting.serialize(&Serializer::json_compatible()).ok();
    let text = value.and_then(|value| JSON::stringify(&value).ok());
    if let Some(text) = text.and_then(|text| text.as_string()) {
        drop(storage.set_item(name, &text));
    }
}

/// A key that no other call has.
pub fn new_key() -> String {
    format!("{:x}-{:x}", js_sys::Date::now().to_bits(), js_sys::Math::random().to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::interaction::InteractionKind;

    fn call(kept_at: i64) -> Waiting {
        Waiting {
            account: AccountId(1),
            name: "Harbor Supply".to_owned(),
            input: InteractionInput {
                kind: InteractionKind::Call,
                outcome: None,
                contact: None,
                happened_on: None,
                note: String::new(),
                promised: String::new(),
                key: Some("k".to_owned()),
            },
            kept_at: DateTime::from_timestamp(kept_at, 0).expect("a moment of the calendar"),
            refusal: None,
        }
    }

    #[test]
    fn calls_are_kept_for_seven_days() {
        let now = DateTime::from_timestamp(8 * 86_400, 0);
        assert_eq!(still_fresh(vec![call(0), call(2 * 86_400)], now), [call(2 * 86_400)]);
    }

    #[test]
    fn a_refusal_of_the_call_itself_stays_one() {
        assert_eq!([400, 403, 404, 429, 500, 503].map(is_passing), [false, false, false, true, true, true]);
    }
}
