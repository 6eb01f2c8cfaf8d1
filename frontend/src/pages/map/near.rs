//! "Near me": asks the browser where it is, only when somebody presses for it, and says in words when it will not tell.

use crate::pages::map::MapState;
use crate::pages::map::address::{USUAL_KM, place_of, spelled_place, within_km};
use crate::pages::map::area::{Corner, bounds, circle};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

/// Distances to choose from, in kilometres.
const DISTANCES: [u32; 6] = [5, 10, 25, 50, 100, 250];
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

/// The button; with a place in the address, the choice of how near.
pub(super) fn near_me(state: MapState) -> AnyView {
    let is_near = move || state.filters.get("near").is_some();
    let words = move || match state.asking.get() {
        Asking::Waiting => "Finding you…",
        Asking::Idle | Asking::Failed(_) => "Near me",
    };
    let distance = move || {
        is_near().then(|| {
            let chosen = within_km(|key| state.filters.get(key));
            let mut distances = DISTANCES.to_vec();
            if !distances.contains(&chosen) {
                distances.push(chosen);
                distances.sort_unstable();
            }
            let options: Vec<_> = distances
                .into_iter()
                .map(|km| view! { <option value=km.to_string() selected=km == chosen>{format!("{km} km")}</option> }.into_any())
                .collect();
            view! {
                <label class="map-tool-field">
                    <span class="visually-hidden">"How near"</span>
                    <select on:change:target=move |event| choose(state, &event.target().value())>{options}</select>
                </label>
            }
        })
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || is_near().to_string()
            aria-busy=move || (state.asking.get() == Asking::Waiting).to_string()
            on:click=move |_| if is_near() { forget(state) } else { locate(state) }
        >
            {words}
        </button>
        {distance}
    }
    .into_any()
}

/// What is wrong, as long as something is.
pub(super) fn trouble(state: MapState) -> AnyView {
    let words = move || match state.asking.get() {
        Asking::Failed(words) => Some(view! {
            <div class="map-trouble" role="alert">
                <p>{words}</p>
                <button type="button" class="button" on:click=move |_| state.asking.set(Asking::Idle)>"Close"</button>
            </div>
        }),
        Asking::Idle | Asking::Waiting => None,
    };
    words.into_any()
}

fn forget(state: MapState) {
    state.filters.set(&[("near", None), ("within_km", None)]);
}

fn choose(state: MapState, km: &str) {
    state.filters.set(&[("within_km", Some(km.to_owned()))]);
    let here = untrack(|| state.filters.get("near")).as_deref().and_then(place_of);
    if let (Some(here), Ok(km)) = (here, km.parse::<u32>()) {
        state.go_to.set(bounds(&circle(here, f64::from(km))));
    }
}

fn locate(state: MapState) {
    if state.asking.get_untracked() == Asking::Waiting {
        return;
    }
    state.asking.set(Asking::Waiting);
    if ask(state).is_err() {
        state.asking.set(Asking::Failed(ELSEWHERE));
    }
}

/// The browser answers one of the two, once; the other is given back with the page.
fn ask(state: MapState) -> Result<(), JsValue> {
    let found = Closure::once_into_js(move |position: web_sys::Position| {
        let place = position.coords();
        arrive(state, [place.longitude(), place.latitude()]);
    });
    let refused = Closure::once_into_js(move |error: web_sys::PositionError| {
        // The page may have been left meanwhile; then there is nobody to tell.
        state.asking.try_set(Asking::Failed(words_of(error.code())));
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

fn arrive(state: MapState, here: Corner) {
    // The page may have been left meanwhile: then its address is no longer this page's to change.
    if state.asking.try_set(Asking::Idle).is_some() {
        return;
    }
    state.filters.set(&[("near", Some(spelled_place(here))), ("within_km", Some(USUAL_KM.to_string()))]);
    state.go_to.set(bounds(&circle(here, f64::from(USUAL_KM))));
}

const ELSEWHERE: &str = "This browser cannot tell where you are here. Open the app over a secure connection (https), \
                         or draw an area on the map instead.";

/// What a code of the browser means, and what to do.
fn words_of(code: u16) -> &'static str {
    match code {
        1 => {
            "The browser was not allowed to tell where you are. Allow location for this site in the browser's \
             settings and press Near me again, or draw an area on the map instead."
        }
        3 => {
            "Finding your place took too long. Press Near me again, if you can with a clear view of the sky, or draw \
             an area on the map instead."
        }
        _ => {
            "Your device could not find where it is. Switch on its location service and press Near me again, or draw \
             an area on the map instead."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_what_else_can_be_done() {
        for code in 0..4 {
            assert!(words_of(code).contains("draw an area"), "{code}");
        }
        assert!(words_of(1).contains("Allow location"));
    }
}
