//! The server tells at once when alerts change; the page then asks again.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

const EVENTS: &str = "/api/v1/events";

/// Calls `changed` whenever alerts change, until the page goes away. The browser connects again by itself after
/// a broken connection; what was missed meanwhile comes with the first event after it.
pub fn follow(changed: impl Fn() + 'static) {
    let Ok(source) = web_sys::EventSource::new(EVENTS) else { return };
    let listener = Closure::<dyn Fn()>::new(changed);
    drop(source.add_event_listener_with_callback("alerts", listener.as_ref().unchecked_ref()));
    let held = StoredValue::new_local(Some((source, listener)));
    on_cleanup(move || {
        if let Some((source, _)) = held.try_update_value(Option::take).flatten() {
            source.close();
        }
    });
}
