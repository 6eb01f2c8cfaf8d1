//! Whether the server can be reached, and how old what is shown is when it cannot. The service worker
//! (`worker/sw.js`) tells which answers it had kept.

use crate::state::session::Session;
use chrono::{DateTime, Utc};
use js_sys::Reflect;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long after the start the worker is asked for: first the page itself, then copies of its files.
const WORKER_AFTER: Duration = Duration::from_secs(3);
/// How often a server out of reach is asked whether it is back.
const ASK_EVERY: Duration = Duration::from_secs(10);

/// What is known about the connection.
#[derive(Clone, Copy)]
pub struct Reach {
    is_lost: RwSignal<bool>,
    as_of: RwSignal<Option<DateTime<Utc>>>,
}

/// What the banner says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Everything shown is of now.
    Current,
    /// The server is out of reach; what is shown was kept at this time, if anything of it was.
    Offline(Option<DateTime<Utc>>),
    /// The server answers again or slowly, but something shown was kept at this time.
    Behind(DateTime<Utc>),
}

impl Reach {
    /// What the banner says; tracked.
    pub fn standing(self) -> Standing {
        match (self.is_lost.get(), self.as_of.get()) {
            (true, as_of) => Standing::Offline(as_of),
            (false, Some(as_of)) => Standing::Behind(as_of),
            (false, None) => Standing::Current,
        }
    }

    /// Whether the server is out of reach; tracked.
    pub fn is_lost(self) -> bool {
        self.is_lost.get()
    }

    /// Another page is shown: its answers say anew how old they are.
    pub fn turn_page(self) {
        self.as_of.maybe_update(|as_of| as_of.take().is_some());
    }

    fn set_lost(self, is_lost: bool) {
        self.is_lost.maybe_update(|held| std::mem::replace(held, is_lost) != is_lost);
    }

    /// Something shown was kept at this time.
    fn note_kept(self, at: DateTime<Utc>, is_lost: bool) {
        self.set_lost(is_lost);
        self.as_of.maybe_update(|as_of| {
            let oldest = as_of.map_or(at, |held| held.min(at));
            as_of.replace(oldest) != Some(oldest)
        });
    }

    fn hear(self, message: &JsValue) {
        let part = |name: &str| Reflect::get(message, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        match part("kind").as_string().as_deref() {
            Some("kept") => {
                let is_lost = part("reason").as_string().as_deref() == Some("lost");
                if let Some(at) = part("at").as_f64().and_then(moment) {
                    self.note_kept(at, is_lost);
                }
            }
            Some("lost") => self.set_lost(true),
            Some("live") => self.set_lost(false),
            Some(_) | None => {}
        }
    }
}

/// A moment of JavaScript.
fn moment(milliseconds: f64) -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 64 bits")]
    let milliseconds = milliseconds as i64;
    DateTime::from_timestamp_millis(milliseconds)
}

/// Watches the connection, and starts the worker that makes do without one.
pub fn provide_reach(session: Session) {
    let is_lost = !window().navigator().on_line();
    let reach = Reach { is_lost: RwSignal::new(is_lost), as_of: RwSignal::new(None) };
    let lost = window_event_listener_untyped("offline", move |_| reach.set_lost(true));
    let found = window_event_listener_untyped("online", move |_| {
        reach.set_lost(false);
        // For the token that changes need, which is not kept.
        session.refresh();
    });
    on_cleanup(move || {
        lost.remove();
        found.remove();
    });
    follow_worker(reach, session);
    // A server that comes back does not say so; nor does a browser whose network was there all the time.
    let ask = move || {
        if reach.is_lost.get_untracked() {
            session.refresh();
        }
    };
    if let Ok(timer) = set_interval_with_handle(ask, ASK_EVERY) {
        on_cleanup(move || timer.clear());
    }
    provide_context(reach);
}

/// What is known about the connection.
pub fn use_reach() -> Reach {
    use_context::<Reach>().expect("the app watches the connection before any page")
}

/// Listens to the worker for as long as the app lives. Browsers have workers on secure connections only.
fn follow_worker(reach: Reach, session: Session) {
    let navigator = window().navigator();
    if !Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).unwrap_or(false) {
        return;
    }
    let workers = navigator.service_worker();
    let heard = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        reach.hear(&event.data());
    });
    workers.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    // A worker that has just taken over learns from the answer whose answers it keeps.
    let taken_over = Closure::<dyn Fn()>::new(move || session.refresh());
    workers.set_oncontrollerchange(Some(taken_over.as_ref().unchecked_ref()));
    taken_over.forget();
    let register = move || {
        leptos::task::spawn_local(async move {
            // Without a worker everything works as long as there is a connection.
            drop(JsFuture::from(workers.register("/sw.js")).await);
        });
    };
    set_timeout(register, WORKER_AFTER);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("a moment of the calendar")
    }

    #[test]
    fn the_oldest_answer_on_the_page_is_what_its_age_is_told_by() {
        let owner = Owner::new();
        owner.set();
        let reach = Reach { is_lost: RwSignal::new(false), as_of: RwSignal::new(None) };
        assert_eq!(reach.standing(), Standing::Current);
        reach.note_kept(at(200), true);
        reach.note_kept(at(100), true);
        reach.note_kept(at(300), true);
        assert_eq!(reach.standing(), Standing::Offline(Some(at(100))));
        reach.set_lost(false);
        assert_eq!(reach.standing(), Standing::Behind(at(100)));
        reach.turn_page();
        assert_eq!(reach.standing(), Standing::Current);
    }
}
