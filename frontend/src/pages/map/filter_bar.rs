//! Filters of the map: words, rep, segment, state, sales, orders. All of them live in the address.

use crate::pages::map::MapState;
use crate::pages::map::address::KEYS;
use crate::state::loader::load;
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_core::Segment;
use bellwether_core::rep::FilterChoices;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(250);

/// The search field and, behind one button, the other filters.
pub(super) fn filter_bar(state: MapState) -> AnyView {
    let session = use_session();
    let choices = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.filter_choices().await }
        },
    );
    let in_force =
        move || KEYS.into_iter().filter(|key| *key != "search" && state.filters.get(key).is_some()).count();
    let summary = move || match in_force() {
        0 => "Filters".to_owned(),
        number => format!("Filters ({number})"),
    };
    let starts_open = !untrack(|| use_is_phone().get());
    let mut typed = debounce(REST, move |text: String| {
        state.filters.replace(&[("search", (!text.trim().is_empty()).then_some(text))]);
    });
    let clear = move |_| state.filters.set(&KEYS.map(|key| (key, None)));
    view! {
        <form class="map-filters" role="search" on:submit=move |event| event.prevent_default()>
            <label class="field map-search">
                <span class="visually-hidden">"Search accounts on the map"</span>
                <input
                    type="search"
                    placeholder="Name, number, city or ZIP"
                    prop:value=move || state.filters.get("search").unwrap_or_default()
                    on:input:target=move |event| typed(event.target().value())
                />
            </label>
            <details open=starts_open>
                <summary class="button">{summary}</summary>
                <div class="map-filter-fields">
                    {move || selects(state, choices.value())}
                    {number(state, "min_sales", "Sales from")}
                    {number(state, "max_sales", "Sales up to")}
                    {number(state, "min_orders", "Orders from")}
                    {move || (in_force() > 0).then(|| view! { <button type="button" class="button map-clear" on:click=clear>"Clear filters"</button> })}
                </div>
            </details>
        </form>
    }
    .into_any()
}

fn change(state: MapState, key: &'static str, value: String) {
    let value = value.trim().to_owned();
    state.filters.set(&[(key, (!value.is_empty()).then_some(value))]);
}

fn selects(state: MapState, choices: Option<Arc<FilterChoices>>) -> AnyView {
    let segments =
        Segment::ALL.map(|segment| (segment.code().to_owned(), segment.label().to_owned())).to_vec();
    let (reps, states) = choices.map_or((Vec::new(), Vec::new()), |choices| {
        let reps = choices.reps.iter().map(|rep| (rep.id.to_string(), rep.name.clone())).collect();
        let states = choices.states.iter().map(|state| (state.clone(), state.clone())).collect();
        (reps, states)
    });
    view! {
        {select(state, "rep", "Rep", "All", reps)}
        {select(state, "segment", "Segment", "All", segments)}
        {select(state, "state", "State", "All", states)}
    }
    .into_any()
}

fn select(
    state: MapState,
    key: &'static str,
    label: &'static str,
    all: &'static str,
    options: Vec<(String, String)>,
) -> AnyView {
    let chosen = move || state.filters.get(key).unwrap_or_default();
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let own = value.clone();
            view! { <option value=value selected=move || chosen() == own>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| change(state, key, event.target().value())>
                <option value="" selected=move || chosen().is_empty()>{all}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn number(state: MapState, key: &'static str, label: &'static str) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="number"
                min="0"
                step="1"
                inputmode="numeric"
                placeholder="any"
                prop:value=move || state.filters.get(key).unwrap_or_default()
                on:change:target=move |event| change(state, key, event.target().value())
            />
        </label>
    }
    .into_any()
}
