//! The tasks of a panel, and what is done with them: at once on the screen, then on the server, and back again
//! when the server refuses.

use crate::components::message::Message;
use crate::components::tasks::words::input_of;
use crate::state::loader::{Loader, load};
use crate::state::session::{Session, use_session};
use bellwether_client::ClientError;
use bellwether_core::task::{Person, Task, TaskInput, TaskQuery};
use bellwether_core::{AccountId, Page, Role, TaskId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// The most that a panel shows; nobody works through more.
const MOST: u32 = 100;

/// The tasks of a panel.
#[derive(Clone, Copy)]
pub struct Tasks {
    /// Whose they are, if an account's.
    pub account: Option<AccountId>,
    /// The open ones.
    pub loader: Loader<Page<Task>>,
    /// Whom one can be given to; only managers ask.
    pub people: Loader<Vec<Person>>,
    /// What was done last.
    pub message: Message,
    hidden: RwSignal<HashSet<TaskId>>,
    /// Whether one is being added.
    is_adding: RwSignal<bool>,
    session: Session,
}

impl Tasks {
    /// Asks for the open tasks.
    pub fn new(account: Option<AccountId>) -> Self {
        let session = use_session();
        let loader = load(
            move || Some(TaskQuery { account, limit: Some(MOST), ..TaskQuery::default() }),
            move |query| {
                let client = session.client();
                async move { client.tasks(&query).await }
            },
        );
        let gives = untrack(|| session.me()).is_some_and(|me| me.role != Role::Rep);
        let people = load(
            move || gives.then_some(()),
            move |()| {
                let client = session.client();
                async move { client.people().await }
            },
        );
        let hidden = RwSignal::new(HashSet::new());
        let is_adding = RwSignal::new(false);
        Self { account, loader, people, message: Message::new(), hidden, is_adding, session }
    }

    /// Whether it was ticked just now; tracked.
    pub fn is_hidden(self, id: TaskId) -> bool {
        self.hidden.with(|hidden| hidden.contains(&id))
    }

    /// Whether it is the caller's; not tracked.
    pub fn is_own(self, task: &Task) -> bool {
        untrack(|| self.session.me()).is_some_and(|me| me.id == task.assignee.id)
    }

    /// Ticks it.
    pub fn finish(self, task: &Task) {
        let (task, client) = (task.clone(), self.session.client());
        self.hidden.update(|hidden| hidden.extend([task.id]));
        let words = format!("Done: {}", task.title);
        self.message.say(words.clone());
        spawn_local(async move {
            match client.update_task(task.id, &input_of(&task, true)).await {
                Ok(_done) => self.message.offer(words, move || self.reopen(&task)),
                Err(error) => {
                    self.show_again(task.id);
                    self.refused(&error);
                }
            }
        });
    }

    fn reopen(self, task: &Task) {
        let (task, client) = (task.clone(), self.session.client());
        spawn_local(async move {
            match client.update_task(task.id, &input_of(&task, false)).await {
                Ok(_open) => {
                    self.show_again(task.id);
                    self.loader.reload();
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    fn show_again(self, id: TaskId) {
        let _gone = self.hidden.try_update(|hidden| hidden.remove(&id));
    }

    /// Adds one, unless the one before is still on its way: a double click is meant once. `added` is called once the
    /// server has it.
    pub fn add(self, input: TaskInput, added: impl FnOnce() + 'static) {
        if self.is_adding.get_untracked() {
            return;
        }
        self.is_adding.set(true);
        let client = self.session.client();
        self.message.clear();
        spawn_local(async move {
            let answer = client.add_task(&input).await;
            let _gone = self.is_adding.try_set(false);
            match answer {
                Ok(task) => {
                    added();
                    self.loader.reload();
                    let words = if self.is_own(&task) {
                        format!("Added: {}", task.title)
                    } else {
                        format!("{} does it: {}", task.assignee.name, task.title)
                    };
                    self.message.offer(words, move || self.remove(task.id));
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    fn remove(self, id: TaskId) {
        let client = self.session.client();
        spawn_local(async move {
            match client.remove_task(id).await {
                Ok(()) => self.loader.reload(),
                Err(error) => self.refused(&error),
            }
        });
    }

    fn refused(self, error: &ClientError) {
        self.message.refuse(error);
        if error.needs_sign_in() {
            self.session.ended();
        }
    }
}
