//! "Near me": asks the browser where it is, only when somebody presses for it, and says in words when it will not tell.

use crate::distance::RoadUnit;
use crate::pages::map::MapState;
use crate::pages::map::area::{bounds, circle};
use crate::state::account_query::{USUAL_KM, within_km};
use crate::state::place::{Asking, Place, locate, place_of, spelled_place};
use leptos::prelude::*;

/// Distances to choose from, in kilometres.
const DISTANCES: [u32; 6] = [5, 10, 25, 50, 100, 250];
/// What can be done without a place.
const OTHERWISE: &str = "draw an area on the map instead";

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
                .map(|km| view! { <option value=km.to_string() selected=km == chosen>{RoadUnit::of_reader().spell_whole(f64::from(km))}</option> }.into_any())
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
            on:click=move |_| if is_near() { forget(state) } else { locate(state.asking, move |here| arrive(state, here)) }
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
        Asking::Failed(refusal) => Some(view! {
            <div class="map-trouble" role="alert">
                <p>{refusal.words(OTHERWISE)}</p>
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

fn arrive(state: MapState, here: Place) {
    state.filters.set(&[("near", Some(spelled_place(here))), ("within_km", Some(USUAL_KM.to_string()))]);
    state.go_to.set(bounds(&circle(here, f64::from(USUAL_KM))));
}
