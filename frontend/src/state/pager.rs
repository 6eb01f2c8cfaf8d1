//! A long list from the server, a page at a time by cursor. The rows of the old question stay
//! until the first page of the new one is there.

use crate::state::effect::watch;
use crate::state::loader::report;
use crate::state::session::{Session, use_session};
use crate::state::turn::in_own_turn;
use bellwether_client::{Answer, ClientError};
use bellwether_core::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Fetch<T> = Box<dyn Fn(Option<String>) -> Pin<Box<dyn Future<Output = Answer<Page<T>>>>>>;

/// The rows loaded so far, and how the loading goes.
pub struct Pager<T: Send + Sync + 'static> {
    rows: RwSignal<Arc<Vec<T>>>,
    total: RwSignal<Option<u64>>,
    next_cursor: RwSignal<Option<String>>,
    failure: RwSignal<Option<ClientError>>,
    is_loading: RwSignal<bool>,
    is_replacing: RwSignal<bool>,
    attempt: RwSignal<u32>,
    session: Session,
    question: StoredValue<u64>,
    fetch: StoredValue<Option<Fetch<T>>, LocalStorage>,
    wanted: StoredValue<Option<Wanted>, LocalStorage>,
}

/// What is done once so many rows are there, or all.
struct Wanted {
    rows: usize,
    then: Box<dyn FnOnce()>,
}

impl<T: Send + Sync + 'static> Clone for Pager<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Pager<T> {}

impl<T: Clone + Send + Sync + 'static> Pager<T> {
    /// The rows loaded so far; tracked.
    pub fn rows(self) -> Arc<Vec<T>> {
        self.rows.get()
    }

    /// How many rows match in all, once known; tracked.
    pub fn total(self) -> Option<u64> {
        self.total.get()
    }

    /// Why the latest page is not there; tracked.
    pub fn failure(self) -> Option<ClientError> {
        self.failure.get()
    }

    /// Whether a page is on its way; tracked.
    pub fn is_loading(self) -> bool {
        self.is_loading.get()
    }

    /// Whether the rows shown belong to an older question; tracked.
    pub fn is_replacing(self) -> bool {
        self.is_replacing.get()
    }

    /// Whether the server has more rows; tracked.
    pub fn has_more(self) -> bool {
        self.next_cursor.with(Option::is_some)
    }

    /// Asks for the list again from its first page.
    pub fn reload(self) {
        self.attempt.update(|attempt| *attempt = attempt.wrapping_add(1));
    }

    /// Asks for the next page, unless one is on its way or the last one failed.
    pub fn load_more(self) {
        let cursor = self.next_cursor.get_untracked();
        if cursor.is_some()
            && !self.is_loading.get_untracked()
            && self.failure.with_untracked(Option::is_none)
        {
            self.ask(cursor);
        }
    }

    /// Loads pages until so many rows are there, or all, and then does something. A page that cannot be had is told
    /// instead, and another question takes the place of this one.
    pub fn load_up_to(self, rows: usize, then: impl FnOnce() + 'static) {
        self.wanted.set_value(Some(Wanted { rows, then: Box::new(then) }));
        self.go_on();
    }

    /// Goes on with loading what is wanted, if anything is.
    fn go_on(self) {
        let Some(rows) = self.wanted.with_value(|wanted| wanted.as_ref().map(|wanted| wanted.rows)) else {
            return;
        };
        let is_here = self.rows.with_untracked(|here| here.len() >= rows);
        if is_here || self.next_cursor.with_untracked(Option::is_none) {
            if let Some(wanted) = self.wanted.try_update_value(Option::take).flatten() {
                in_own_turn(wanted.then);
            }
        } else {
            self.load_more();
        }
    }

    fn ask(self, cursor: Option<String>) {
        let is_first = cursor.is_none();
        if is_first {
            self.wanted.set_value(None);
        }
        let mine = self.question.get_value();
        self.failure.set(None);
        self.is_loading.set(true);
        self.is_replacing.set(is_first);
        let Some(answer) = self.fetch.with_value(|fetch| fetch.as_ref().map(|fetch| fetch(cursor))) else {
            return;
        };
        let is_newest = move || self.question.try_get_value() == Some(mine);
        let follow = async move {
            // Overtaken, perhaps before it was asked.
            if !is_newest() {
                return;
            }
            let answer = answer.await;
            if !is_newest() {
                return;
            }
            self.is_loading.set(false);
            self.is_replacing.set(false);
            match answer {
                Ok(page) => self.take(page, is_first),
                Err(error) => {
                    if error.needs_sign_in() {
                        self.session.ended();
                    }
                    report(&error);
                    self.wanted.set_value(None);
                    self.failure.set(Some(error));
                }
            }
        };
        // A page that opens asks at once; later somebody has changed something, and sees that first.
        if mine == 1 { spawn_local(follow) } else { in_own_turn(move || spawn_local(follow)) }
    }

    fn take(self, page: Page<T>, is_first: bool) {
        self.failure.set(None);
        self.total.set(Some(page.total));
        self.next_cursor.set(page.next_cursor);
        if is_first {
            self.rows.set(Arc::new(page.items));
        } else {
            self.rows.update(|rows| Arc::make_mut(rows).extend(page.items));
        }
        self.go_on();
    }
}

/// Loads the first page now and whenever the key changes; a key of `None` waits.
pub fn load_pages<K, T, F>(
    key: impl Fn() -> Option<K> + 'static,
    fetch: impl Fn(K, Option<String>) -> F + Clone + 'static,
) -> Pager<T>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Answer<Page<T>>> + 'static,
{
    let pager = Pager {
        rows: RwSignal::new(Arc::new(Vec::new())),
        total: RwSignal::new(None),
        next_cursor: RwSignal::new(None),
        failure: RwSignal::new(None),
        is_loading: RwSignal::new(true),
        is_replacing: RwSignal::new(true),
        attempt: RwSignal::new(0),
        session: use_session(),
        question: StoredValue::new(0),
        fetch: StoredValue::new_local(None),
        wanted: StoredValue::new_local(None),
    };
    let mut before = None;
    watch(move || {
        let now = (key(), pager.attempt.get());
        let is_new = before.as_ref() != Some(&now);
        before = Some(now.clone());
        if is_new && let Some(key) = now.0 {
            let fetch = fetch.clone();
            pager.question.update_value(|count| *count += 1);
            pager.fetch.set_value(Some(Box::new(move |cursor| Box::pin(fetch(key.clone(), cursor)))));
            pager.ask(None);
        }
    });
    pager
}
