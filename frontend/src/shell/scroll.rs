//! Where each page stood: going back leads to the same place of it, going on starts at the top. The position is
//! kept in the entry of the browser's history, so that it survives a reload too.

use js_sys::{Object, Reflect};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Name of the position in the entry's state.
const POSITION: &str = "scroll";
/// How long after the last movement the position is kept; browsers limit how often an entry may be written.
const REST: Duration = Duration::from_millis(150);
/// How long a page is led back at most, in milliseconds; the person may take over at any moment.
const PATIENCE: f64 = 10_000.0;
/// How long its position is held once it is tall enough and there, in milliseconds, for what is drawn a moment later.
const HOLD: f64 = 700.0;
/// Parts of a page that are on their way, and may change its height when they come.
const ON_THEIR_WAY: &str = "main :is(.skeleton, [aria-busy='true'])";

/// A position a page is being led back to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Aim {
    position: f64,
    /// When it is given up in any case.
    deadline: f64,
    until: f64,
    is_settled: bool,
}

#[derive(Default)]
struct Keeper {
    aim: Cell<Option<Aim>>,
    /// Whether the next frame goes on with the aim.
    is_stepping: Cell<bool>,
    resting: Cell<Option<TimeoutHandle>>,
}

/// Keeps positions until the shell goes away.
pub fn keep_positions() {
    let Ok(history) = window().history() else { return };
    drop(history.set_scroll_restoration(web_sys::ScrollRestoration::Manual));
    let keeper = Rc::new(Keeper::default());
    let on = |names: &'static [&'static str], act: fn(&Rc<Keeper>)| {
        for name in names {
            let keeper = Rc::clone(&keeper);
            let listener = window_event_listener_untyped(name, move |_| act(&keeper));
            on_cleanup(move || listener.remove());
        }
    };
    on(&["scroll"], Keeper::moved);
    on(&["popstate"], Keeper::returned);
    // The person takes over; and before a click or a key leads on, the place is kept.
    on(&["wheel", "touchstart"], |keeper| keeper.aim.set(None));
    on(&["pointerdown", "keydown"], |keeper| {
        keeper.aim.set(None);
        keeper.keep();
    });
    // After a reload.
    keeper.returned();
}

impl Keeper {
    fn moved(self: &Rc<Self>) {
        if self.aim.get().is_some() {
            return;
        }
        self.forget_rest();
        let keeper = Rc::clone(self);
        self.resting.set(set_timeout_with_handle(move || keeper.keep(), REST).ok());
    }

    fn forget_rest(&self) {
        if let Some(resting) = self.resting.take() {
            resting.clear();
        }
    }

    /// Writes the position into the entry shown.
    fn keep(&self) {
        self.forget_rest();
        let now = position();
        let held = kept_in_entry().unwrap_or(0.0);
        if self.aim.get().is_none() && (now - held).abs() >= 1.0 {
            write(now);
        }
    }

    /// Another entry is shown: its page is led back to where it stood.
    fn returned(self: &Rc<Self>) {
        self.forget_rest();
        let position = kept_in_entry().unwrap_or(0.0);
        if position < 1.0 {
            // Nothing has to be waited for at the top.
            self.aim.set(None);
            window().scroll_to_with_x_and_y(0.0, 0.0);
            return;
        }
        self.aim.set(Some(Aim::at(position, js_sys::Date::now())));
        if !self.is_stepping.replace(true) {
            self.step();
        }
    }

    fn step(self: &Rc<Self>) {
        let now = js_sys::Date::now();
        let Some(aim) = self.aim.get().filter(|aim| now <= aim.until) else {
            self.aim.set(None);
            self.is_stepping.set(false);
            return;
        };
        let lowest = lowest();
        let wanted = aim.position.min(lowest);
        if (position() - wanted).abs() > 1.0 {
            window().scroll_to_with_x_and_y(0.0, wanted);
        }
        let is_settled = lowest + 1.0 >= aim.position && has_arrived();
        self.aim.set(Some(aim.after(is_settled, now)));
        let keeper = Rc::clone(self);
        request_animation_frame(move || keeper.step());
    }
}

impl Aim {
    fn at(position: f64, now: f64) -> Self {
        let deadline = now + PATIENCE;
        Self { position, deadline, until: deadline, is_settled: false }
    }

    /// The same aim once the page is tall enough and there, or no longer.
    fn after(self, is_settled: bool, now: f64) -> Self {
        match (self.is_settled, is_settled) {
            (false, true) => Self { is_settled, until: self.deadline.min(now + HOLD), ..self },
            (true, false) => Self { is_settled, until: self.deadline, ..self },
            (true, true) | (false, false) => self,
        }
    }
}

fn position() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}

/// How far down the page can be scrolled now.
fn lowest() -> f64 {
    let height = document().document_element().map_or(0, |root| root.scroll_height());
    let window_height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    (f64::from(height) - window_height).max(0.0)
}

/// Whether nothing of the page is on its way.
fn has_arrived() -> bool {
    document().query_selector(ON_THEIR_WAY).is_ok_and(|found| found.is_none())
}

fn kept_in_entry() -> Option<f64> {
    let state = window().history().ok()?.state().ok()?;
    Reflect::get(&state, &JsValue::from_str(POSITION)).ok()?.as_f64()
}

fn write(position: f64) {
    let Ok(history) = window().history() else { return };
    let state = history.state().ok().filter(JsValue::is_object).unwrap_or_else(|| Object::new().into());
    if Reflect::set(&state, &JsValue::from_str(POSITION), &JsValue::from_f64(position)).is_ok() {
        // Refused when written too often; then the position before serves.
        drop(history.replace_state(&state, ""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_waited_for_until_it_is_there_and_held_a_little_longer() {
        let aim = Aim::at(900.0, 0.0);
        let waiting = aim.after(false, 100.0);
        assert_eq!(waiting, aim);
        let there = waiting.after(true, 200.0);
        assert_eq!(there, Aim { until: 200.0 + HOLD, is_settled: true, ..aim });
        assert_eq!(there.after(true, 300.0), there);
    }

    #[test]
    fn a_page_that_waits_again_is_waited_for_anew_but_not_for_ever() {
        let aim = Aim::at(900.0, 0.0);
        let again = aim.after(true, 400.0).after(false, 500.0);
        assert_eq!(again, aim);
        assert_eq!(again.after(true, PATIENCE - 1.0).until, PATIENCE);
    }
}
