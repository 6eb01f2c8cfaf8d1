//! Filters of the map: words, rep, state, category, segment, and three ranges under their histograms. All of them
//! live in the address. On phones they are a sheet.

use crate::components::badge::SegmentShape;
use crate::components::scope::load_choices;
use crate::components::why::why;
use crate::format::tally;
use crate::pages::map::MapState;
use crate::pages::map::address::{clear, in_force};
use crate::pages::map::range::{ORDER_VALUE, ORDERS, REVENUE, range};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_core::Segment;
use bellwether_core::map::MapHistograms;
use bellwether_core::metric::Metric;
use bellwether_core::rep::FilterChoices;
use leptos::html;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(250);

/// The search field and, behind one button, the other filters.
pub(super) fn filter_bar(state: MapState) -> AnyView {
    let session = use_session();
    let choices = load_choices();
    let histograms = load(
        move || Some(state.restrictions.get()),
        move |accounts| {
            let client = session.client();
            async move { client.map_histograms(&accounts).await }
        },
    );
    let number = move || in_force(|key| state.filters.get(key));
    let summary = move || match number() {
        0 => "Filters".to_owned(),
        number => format!("Filters ({number})"),
    };
    let sheet = NodeRef::<html::Details>::new();
    let starts_open = !untrack(|| use_is_phone().get());
    let mut typed = debounce(REST, move |text: String| {
        state.filters.replace(&[("search", (!text.trim().is_empty()).then_some(text))]);
    });
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
            <details open=starts_open node_ref=sheet>
                <summary class="button">{summary}</summary>
                <div class="map-filter-fields">
                    {move || selects(state, choices.value())}
                    {segments(state)}
                    {ranges(state, histograms)}
                    {foot(state, sheet)}
                </div>
            </details>
        </form>
    }
    .into_any()
}

/// The way back to everything, and on phones the way back to the map.
fn foot(state: MapState, sheet: NodeRef<html::Details>) -> AnyView {
    let clear = move |_| clear(state.filters);
    let close = move |_| {
        if let Some(sheet) = sheet.get_untracked() {
            sheet.set_open(false);
        }
    };
    let show = move || {
        let matching = state.answer.value().map(|view| view.inside);
        matching
            .map_or_else(|| "Show accounts".to_owned(), |inside| format!("Show {} accounts", tally(inside)))
    };
    let is_filtered = move || in_force(|key| state.filters.get(key)) > 0;
    view! {
        <div class="map-filter-foot">
            {move || is_filtered().then(|| view! { <button type="button" class="button map-clear" on:click=clear>"Clear filters"</button> })}
            <button type="button" class="button is-primary map-filter-close" on:click=close>{show}</button>
        </div>
    }
    .into_any()
}

fn ranges(state: MapState, histograms: Loader<MapHistograms>) -> AnyView {
    let trouble = move || {
        histograms.failure().map(|_| {
            view! {
                <p class="muted">
                    "How the accounts are spread could not be loaded. "
                    <button type="button" class="button" on:click=move |_| histograms.reload()>"Try again"</button>
                </p>
            }
        })
    };
    view! {
        <div class="map-ranges">
            {range(state, histograms, ORDER_VALUE)}
            {range(state, histograms, ORDERS)}
            {range(state, histograms, REVENUE)}
            {why(&[Metric::AccountOrderValue, Metric::TrailingOrders, Metric::TrailingSales])}
            {trouble}
        </div>
    }
    .into_any()
}

fn change(state: MapState, key: &'static str, value: String) {
    state.filters.set(&[(key, (!value.is_empty()).then_some(value))]);
}

/// Pressing the segment that is chosen shows all again.
fn segments(state: MapState) -> AnyView {
    let is_chosen = move |segment: Segment| state.filters.get("segment").as_deref() == Some(segment.code());
    let chips: Vec<_> = Segment::ALL
        .into_iter()
        .map(|segment| {
            let press = move |_| {
                let next = if untrack(|| is_chosen(segment)) { "" } else { segment.code() };
                change(state, "segment", next.to_owned());
            };
            view! {
                <button type="button" class="chip" aria-pressed=move || is_chosen(segment).to_string() on:click=press>
                    <SegmentShape segment />
                    {segment.label()}
                </button>
            }
            .into_any()
        })
        .collect();
    view! { <div class="map-segments" role="group" aria-label="Segment">{chips}</div> }.into_any()
}

fn selects(state: MapState, choices: Option<Arc<FilterChoices>>) -> AnyView {
    let (reps, states, categories) = choices.map_or((Vec::new(), Vec::new(), Vec::new()), |choices| {
        let reps = choices.reps.iter().map(|rep| (rep.id.to_string(), rep.name.clone())).collect();
        let states = choices.states.iter().map(|state| (state.clone(), state.clone())).collect();
        let categories =
            choices.categories.iter().map(|found| (found.id.to_string(), found.name.clone())).collect();
        (reps, states, categories)
    });
    view! {
        {select(state, "rep", "Rep", reps)}
        {select(state, "state", "State", states)}
        {select(state, "category", "Bought category", categories)}
    }
    .into_any()
}

fn select(
    state: MapState,
    key: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
) -> AnyView {
    let chosen = Memo::new(move |_| state.filters.get(key).unwrap_or_default());
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let own = value.clone();
            view! { <option value=value selected=move || chosen.with(|chosen| *chosen == own)>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| change(state, key, event.target().value())>
                <option value="" selected=move || chosen.with(String::is_empty)>"All"</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}
