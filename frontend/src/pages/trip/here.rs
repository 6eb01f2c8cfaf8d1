//! Asks the browser where it is, only when somebody presses for it, and says in words when it will not tell.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

/// How long the browser may look for its place.
const PATIENCE_MILLISECONDS: u32 = 12_000;
/// A place found so long ago is still the same.
const FRESH_MILLISECONDS: u32 = 60_000;

/// How asking goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// Nobody asked, or it is done.
    Idle,
    /// The browser is looking, or asks its person.
    Waiting,
    /// It did not tell, for a reason.
    Failed(&'static str),
}

/// Asks; `arrive` gets degrees north and east, unless the page has been left meanwhile.
pub(super) fn ask(asking: RwSignal<Asking>, arrive: impl Fn([f64; 2]) + 'static) {
    if asking.get_untracked() == Asking::Waiting {
        return;
    }
    asking.set(Asking::Waiting);
    if ask_browser(asking, arrive).is_err() {
        asking.set(Asking::Failed(ELSEWHERE));
    }
}

/// The browser answers one of the two, once; the other is given back with the page.
fn ask_browser(asking: RwSignal<Asking>, arrive: impl Fn([f64; 2]) + 'static) -> Result<(), JsValue> {
    let found = Closure::once_into_js(move |position: web_sys::Position| {
        if asking.try_set(Asking::Idle).is_none() {
            let place = position.coords();
            arrive([place.latitude(), place.longitude()]);
        }
    });
    let refused = Closure::once_into_js(move |error: web_sys::PositionError| {
        asking.try_set(Asking::Failed(words_of(error.code())));
    });
    let options = web_sys::PositionOptions::new();
    options.set_timeout(PATIENCE_MILLISECONDS);
    options.set_maximum_age(FRESH_MILLISECONDS);
    window().navigator().geolocation()?.get_current_position_with_error_callback_and_options(
        found.unchecked_ref(),
        Some(refused.unchecked_ref()),
        &options,
    )
}

const ELSEWHERE: &str = "This browser cannot tell where you are here. Open the app over a secure connection (https), \
                         or start at the first stop.";

/// What a code of the browser means, and what to do.
fn words_of(code: u16) -> &'static str {
    match code {
        1 => {
            "The browser was not allowed to tell where you are. Allow location for this site in the browser's \
             settings and press again, or start at the first stop."
        }
        3 => {
            "Finding your place took too long. Press again, if you can with a clear view of the sky, or start at the \
             first stop."
        }
        _ => {
            "Your device could not find where it is. Switch on its location service and press again, or start at the \
             first stop."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn every_refusal_says_what_else_can_be_done() {
        for code in 0..4 {
            assert!(words_of(code).contains("start at the first stop"), "{code}");
        }
        assert!(words_of(1).contains("Allow location"));
    }
}
