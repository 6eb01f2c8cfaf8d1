//! Logging a call or visit: what is typed, what was logged on this page, and taking it back. What is logged shows
//! at once; should the server refuse it, what was typed is back in the sheet.

pub mod sheet;

use crate::components::message::Message;
use crate::components::popover;
use crate::pages::account::log::sheet::{SHEET, open_sheet};
use crate::state::loader::Loader;
use crate::state::outbox::{Logged, Outbox, new_key, use_outbox};
use crate::state::pager::Pager;
use crate::state::session::{Session, use_session};
use bellwether_client::{Answer, ClientError};
use bellwether_core::brief::AccountBrief;
use bellwether_core::interaction::{InteractionInput, InteractionKind, InteractionOutcome};
use bellwether_core::timeline::TimelineEntry;
use bellwether_core::{AccountId, InteractionId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far something that was logged has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// On its way.
    Sending,
    /// Kept on this device until the server can be reached.
    Waiting,
    /// Stored.
    Stored(InteractionId),
}

/// Something that was logged on this page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// What.
    pub input: InteractionInput,
    /// How far it has come.
    pub progress: Progress,
}

/// The log of one account's page.
#[derive(Clone, Copy)]
pub struct Log {
    /// The account.
    pub account: AccountId,
    /// Its brief.
    pub brief: Loader<AccountBrief>,
    /// What happened with it.
    pub timeline: Pager<TimelineEntry>,
    /// What is typed.
    draft: RwSignal<InteractionInput>,
    /// Why the last one was not taken.
    refusal: RwSignal<Option<ClientError>>,
    added: RwSignal<Vec<Added>>,
    removed: RwSignal<Vec<InteractionId>>,
    /// What was done last, with a way back.
    pub message: Message,
    outbox: Outbox,
    session: Session,
}

/// An empty sheet. Its key is made once, so that one call sent twice is kept once.
fn blank() -> InteractionInput {
    InteractionInput {
        kind: InteractionKind::Call,
        outcome: None,
        contact: None,
        happened_on: None,
        note: String::new(),
        promised: String::new(),
        key: Some(new_key()),
    }
}

/// "Call logged: Reached."
fn logged_words(input: &InteractionInput) -> String {
    let outcome = input.outcome.map_or_else(String::new, |outcome| format!(": {}", outcome.label()));
    format!("{} logged{outcome}.", input.kind.label())
}

impl Log {
    /// Nothing logged yet.
    pub fn new(account: AccountId, brief: Loader<AccountBrief>, timeline: Pager<TimelineEntry>) -> Self {
        Self {
            account,
            brief,
            timeline,
            draft: RwSignal::new(blank()),
            refusal: RwSignal::new(None),
            added: RwSignal::new(Vec::new()),
            removed: RwSignal::new(Vec::new()),
            message: Message::new(),
            outbox: use_outbox(),
            session: use_session(),
        }
    }

    /// What was logged on this page and is not yet among these rows, the newest first; tracked.
    pub fn added_beside(self, rows: &[TimelineEntry]) -> Vec<Added> {
        let is_new = |added: &&Added| match added.progress {
            Progress::Sending | Progress::Waiting => true,
            Progress::Stored(id) => !self.is_removed(id) && !rows.iter().any(|row| id_of(row) == Some(id)),
        };
        self.added.with(|added| added.iter().rev().filter(is_new).cloned().collect())
    }

    /// Whether it was taken back on this page; tracked.
    pub fn is_removed(self, id: InteractionId) -> bool {
        self.removed.with(|removed| removed.contains(&id))
    }

    /// Logs what is typed with this outcome; it shows at once.
    fn submit(self, outcome: Option<InteractionOutcome>) {
        let typed = self.draft.get_untracked();
        let input = InteractionInput {
            outcome,
            note: typed.note.trim().to_owned(),
            promised: typed.promised.trim().to_owned(),
            ..typed.clone()
        };
        popover::close(SHEET);
        self.refusal.set(None);
        self.message.clear();
        self.draft.set(blank());
        self.added.update(|added| added.push(Added { input: input.clone(), progress: Progress::Sending }));
        spawn_local(async move {
            let answer = self.send(input.clone()).await;
            self.settle(typed, &input, answer);
        });
    }

    /// The one place where a call or visit is handed over.
    async fn send(self, input: InteractionInput) -> Answer<Logged> {
        let name =
            untrack(|| self.brief.value()).map_or_else(String::new, |brief| brief.account.name.clone());
        self.outbox.log(self.account, &name, input).await
    }

    fn settle(self, typed: InteractionInput, input: &InteractionInput, answer: Answer<Logged>) {
        // The page may have been left while the server was asked; then there is nobody to tell.
        if self.added.try_get_untracked().is_none() {
            return;
        }
        match answer {
            Ok(Logged::Sent(stored)) => {
                self.note(input, Progress::Stored(stored.id));
                self.message.offer(logged_words(input), move || self.take_back(stored.id));
                self.refresh();
            }
            Ok(Logged::Waiting) => {
                self.note(input, Progress::Waiting);
                let key = input.key.clone();
                let words = "Kept on this device; it is sent when there is a connection.";
                self.message.offer(words, move || self.discard(key.as_deref()));
            }
            Err(error) => {
                self.forget(input.key.as_deref());
                if error.needs_sign_in() {
                    self.session.ended();
                }
                self.draft.set(typed);
                self.refusal.set(Some(error));
                open_sheet();
            }
        }
    }

    fn note(self, input: &InteractionInput, progress: Progress) {
        self.added.update(|added| {
            if let Some(added) = added.iter_mut().find(|added| added.input.key == input.key) {
                added.progress = progress;
            }
        });
    }

    fn forget(self, key: Option<&str>) {
        self.added.update(|added| added.retain(|added| added.input.key.as_deref() != key));
    }

    /// Takes back what waits on this device.
    fn discard(self, key: Option<&str>) {
        self.outbox.discard(key);
        self.forget(key);
    }

    /// Takes back what is stored; it is out of sight at once.
    fn take_back(self, id: InteractionId) {
        self.removed.update(|removed| removed.push(id));
        spawn_local(async move {
            let answer = self.session.client().remove_interaction(id).await;
            if self.removed.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(()) => self.refresh(),
                Err(error) => {
                    self.removed.update(|removed| removed.retain(|removed| *removed != id));
                    self.message.refuse(&error);
                }
            }
        });
    }

    fn refresh(self) {
        self.brief.reload();
        self.timeline.reload();
    }
}

/// The id of a row that is a call, a visit or a note.
pub fn id_of(entry: &TimelineEntry) -> Option<InteractionId> {
    use bellwether_core::timeline::TimelineEvent as Event;
    match &entry.event {
        Event::Interaction { interaction } => Some(interaction.id),
        Event::Order { .. } | Event::AlertOpened { .. } | Event::Invoice { .. } | Event::TaskDone { .. } => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_logged_is_told_with_its_outcome() {
        let mut input = InteractionInput {
            kind: InteractionKind::Visit,
            outcome: None,
            contact: None,
            happened_on: None,
            note: String::new(),
            promised: String::new(),
            key: None,
        };
        assert_eq!(logged_words(&input), "Visit logged.");
        input.outcome = Some(InteractionOutcome::Order);
        assert_eq!(logged_words(&input), "Visit logged: Order.");
    }
}
