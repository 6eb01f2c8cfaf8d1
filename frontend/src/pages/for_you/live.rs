//! The server tells at once when alerts change; the page then asks again.

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventSource;

const EVENTS: &str = "/api/v1/events";
/// How long to wait before the stream is opened again; each refusal doubles it.
const SHORTEST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Calls `changed` whenever alerts change, until the page goes away. A broken connection is opened again by the
/// browser, a refused one (an HTTP error, for example of a server that starts) from here with growing pauses.
/// Nobody tells what happened meanwhile, so `changed` is also called once after every loss.
pub fn follow(changed: impl Fn() + 'static) {
    let line = Rc::new(Line {
        changed: Box::new(changed),
        stream: RefCell::new(None),
        waiting: Cell::new(None),
        pause: Cell::new(SHORTEST_PAUSE),
        was_lost: Cell::new(false),
    });
    line.open();
    let held = StoredValue::new_local(Some(line));
    on_cleanup(move || {
        if let Some(line) = held.try_update_value(Option::take).flatten() {
            line.hang_up();
        }
    });
}

/// What is done about an event.
type Act = fn(&Rc<Line>);

/// The way to the server, over all its connections.
struct Line {
    changed: Box<dyn Fn()>,
    stream: RefCell<Option<Stream>>,
    waiting: Cell<Option<TimeoutHandle>>,
    pause: Cell<Duration>,
    was_lost: Cell<bool>,
}

/// One connection, with what listens to it.
struct Stream {
    source: EventSource,
    _listeners: [Closure<dyn Fn()>; 3],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Line {
    fn open(self: &Rc<Self>) {
        let Ok(source) = EventSource::new(EVENTS) else { return };
        let heard: [(&str, Act); 3] =
            [("alerts", |line| (line.changed)()), ("open", Self::opened), ("error", Self::lost)];
        let listeners = heard.map(|(event, act)| {
            let line = Rc::downgrade(self);
            let listener = Closure::<dyn Fn()>::new(move || {
                if let Some(line) = line.upgrade() {
                    act(&line);
                }
            });
            drop(source.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()));
            listener
        });
        self.stream.replace(Some(Stream { source, _listeners: listeners }));
    }

    fn opened(self: &Rc<Self>) {
        self.pause.set(SHORTEST_PAUSE);
        if self.was_lost.take() {
            (self.changed)();
        }
    }

    fn lost(self: &Rc<Self>) {
        self.was_lost.set(true);
        let is_closed = self
            .stream
            .borrow()
            .as_ref()
            .is_some_and(|stream| stream.source.ready_state() == EventSource::CLOSED);
        if is_closed {
            let line = Rc::downgrade(self);
            let again = move || {
                if let Some(line) = line.upgrade() {
                    line.open();
                }
            };
            self.waiting.set(set_timeout_with_handle(again, self.pause.get()).ok());
            self.pause.set(longer(self.pause.get()));
        }
    }

    fn hang_up(&self) {
        if let Some(waiting) = self.waiting.take() {
            waiting.clear();
        }
        self.stream.replace(None);
    }
}

/// The pause after the next refusal.
fn longer(pause: Duration) -> Duration {
    (pause * 2).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let pauses = std::iter::successors(Some(SHORTEST_PAUSE), |pause| Some(longer(*pause)));
        let seconds: Vec<u64> = pauses.take(10).map(|pause| pause.as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }
}
