//! Loading from the server with the old answer kept until the new one is there. Answers that a
//! newer question has overtaken are dropped, so that quick clicks never show the wrong figures.
//!
//! The work is done once for every type of answer: what a browser downloads grows with each copy
//! of generic code, and there are many types of answers.

use crate::state::effect::watch;
use crate::state::session::{Session, use_session};
use crate::state::turn::in_own_turn;
use bellwether_client::{Answer, ClientError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

/// An answer of some type.
pub type Anything = Arc<dyn Any + Send + Sync>;

type Pending = Pin<Box<dyn Future<Output = Answer<Anything>>>>;

/// What the question has become.
enum Question {
    /// The same as before.
    Same,
    /// Not known yet.
    Unknown,
    /// Asked.
    Asked(Pending),
}

/// How the loading of something goes, whatever its type.
#[derive(Clone, Copy)]
pub struct Progress {
    value: RwSignal<Option<Anything>>,
    failure: RwSignal<Option<ClientError>>,
    is_loading: RwSignal<bool>,
    attempt: RwSignal<u32>,
}

impl Progress {
    /// The latest answer; tracked.
    pub fn value(self) -> Option<Anything> {
        self.value.get()
    }

    /// Why the latest question has no answer; tracked.
    pub fn failure(self) -> Option<ClientError> {
        self.failure.get()
    }

    /// Whether an answer is on its way; tracked.
    pub fn is_loading(self) -> bool {
        self.is_loading.get()
    }

    /// Asks again; what went wrong before is forgotten at once.
    pub fn reload(self) {
        self.failure.set(None);
        self.attempt.update(|attempt| *attempt = attempt.wrapping_add(1));
    }

    fn settle(self, answer: Answer<Anything>, session: Session) {
        // The page may have been left while the answer was on its way; then there is nobody to tell.
        self.is_loading.try_set(false);
        match answer {
            Ok(value) => {
                self.failure.try_set(None);
                self.value.try_set(Some(value));
            }
            Err(error) => {
                report(&error);
                let needs_sign_in = error.needs_sign_in();
                self.failure.try_set(Some(error));
                if needs_sign_in {
                    session.ended();
                }
            }
        }
    }
}

/// A value from the server, and how its loading goes.
pub struct Loader<T> {
    progress: Progress,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loader<T> {}

impl<T: Send + Sync + 'static> Loader<T> {
    /// The latest answer, also while a newer one is on its way; tracked.
    pub fn value(self) -> Option<Arc<T>> {
        self.progress.value().and_then(Self::of_its_type)
    }

    /// Why the latest question has no answer; tracked.
    pub fn failure(self) -> Option<ClientError> {
        self.progress.failure()
    }

    /// Whether an answer is on its way; tracked.
    pub fn is_loading(self) -> bool {
        self.progress.is_loading()
    }

    /// Asks again.
    pub fn reload(self) {
        self.progress.reload();
    }

    /// The same loading without its type.
    pub fn progress(self) -> Progress {
        self.progress
    }

    /// The answer with its type again; a loader never holds an answer of another.
    pub fn of_its_type(answer: Anything) -> Option<Arc<T>> {
        answer.downcast().ok()
    }
}

/// An answer that cannot be read is a fault of the product: the reason goes to the console, where
/// whoever looks into it will find it.
pub fn report(error: &ClientError) {
    if let ClientError::Unintelligible(reason) = error {
        leptos::logging::error!("{reason}");
    }
}

/// Loads `fetch(key)` now and whenever the key changes; a key of `None` waits.
pub fn load<K, T, F>(key: impl Fn() -> Option<K> + 'static, fetch: impl Fn(K) -> F + 'static) -> Loader<T>
where
    K: Clone + PartialEq + 'static,
    T: Send + Sync + 'static,
    F: Future<Output = Answer<T>> + 'static,
{
    let before = RefCell::new(None);
    let question = move |is_again: bool| {
        let now = key();
        if !is_again && *before.borrow() == now {
            return Question::Same;
        }
        before.borrow_mut().clone_from(&now);
        let Some(key) = now else { return Question::Unknown };
        let answer = fetch(key);
        Question::Asked(Box::pin(async move { answer.await.map(|value| Arc::new(value) as Anything) }))
    };
    Loader { progress: load_anything(Box::new(question)), kind: PhantomData }
}

fn load_anything(question: Box<dyn Fn(bool) -> Question>) -> Progress {
    let session = use_session();
    let progress = Progress {
        value: RwSignal::new(None),
        failure: RwSignal::new(None),
        is_loading: RwSignal::new(true),
        attempt: RwSignal::new(0),
    };
    let newest = StoredValue::new(0_u64);
    let mut before = None;
    watch(move || {
        let attempt = progress.attempt.get();
        let is_again = before.replace(attempt).is_some_and(|before| before != attempt);
        if let Question::Asked(answer) = question(is_again) {
            newest.update_value(|count| *count += 1);
            let mine = newest.get_value();
            progress.is_loading.set(true);
            let is_newest = move || newest.try_get_value() == Some(mine);
            let ask = move || {
                spawn_local(async move {
                    // Overtaken before it was asked.
                    if !is_newest() {
                        return;
                    }
                    let answer = answer.await;
                    if is_newest() {
                        progress.settle(answer, session);
                    }
                });
            };
            // A page that opens asks at once; later somebody has changed something, and sees that first.
            if mine == 1 { ask() } else { in_own_turn(ask) }
        }
    });
    progress
}
