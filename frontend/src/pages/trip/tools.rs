//! Where a trip starts and ends, when, and how long visits take.

use crate::components::section::section;
use crate::pages::trip::plan::{LONGEST_VISIT, Plan, VISIT_MINUTES};
use crate::pages::trip::words::{spelled, time_of};
use crate::state::place::{Asking, locate, spelled_place};
use leptos::prelude::*;

/// The panel.
pub(super) fn tools(plan: Plan) -> AnyView {
    let body = view! {
        {start(plan)}
        <div class="trip-fields">
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || plan.returns()
                    on:change=move |event| plan.change("returns", event_target_checked(&event).then(|| "1".to_owned()))
                />
                <span>"Back to the start"</span>
            </label>
            {visit_field(plan)}
            {time_field(plan)}
        </div>
    };
    section("Start and visits", "trip-settings", (), body.into_any())
}

fn start(plan: Plan) -> AnyView {
    let words = move || match plan.start() {
        Some([north, east]) => format!("Starts where you were ({north:.3}, {east:.3})."),
        None => "Starts at the first stop chosen.".to_owned(),
    };
    let start_here =
        move |_| locate(plan.asking, move |place| plan.change("start", Some(spelled_place(place))));
    let press = move || match plan.asking.get() {
        Asking::Waiting => "Finding you…",
        Asking::Idle | Asking::Failed(_) => "Start here",
    };
    let trouble = move || match plan.asking.get() {
        Asking::Failed(refusal) => {
            let words = refusal.words("start at the first stop");
            Some(view! { <p class="notice is-failing" role="alert">{words}</p> }.into_any())
        }
        Asking::Idle | Asking::Waiting => None,
    };
    view! {
        <div class="trip-start">
            <p>{words}</p>
            <button type="button" class="button" title="Start where you are now" aria-busy=move || (plan.asking.get() == Asking::Waiting).to_string() on:click=start_here>{press}</button>
            <Show when=move || plan.start().is_some()>
                <button type="button" class="button is-quiet" on:click=move |_| plan.change("start", None)>"Start at the first stop"</button>
            </Show>
        </div>
        {trouble}
    }
    .into_any()
}

fn visit_field(plan: Plan) -> AnyView {
    let change = move |event: web_sys::Event| {
        let minutes =
            event_target_value(&event).parse::<u32>().ok().map(|minutes| minutes.min(LONGEST_VISIT));
        plan.change("visit", minutes.filter(|minutes| *minutes != VISIT_MINUTES).map(|it| it.to_string()));
    };
    view! {
        <label class="field">
            <span>"Minutes per visit"</span>
            <input type="number" inputmode="numeric" min="0" max=LONGEST_VISIT.to_string() step="5" prop:value=move || plan.visit_minutes().to_string() on:change=change />
        </label>
    }
    .into_any()
}

fn time_field(plan: Plan) -> AnyView {
    let change =
        move |event: web_sys::Event| plan.change("at", time_of(&event_target_value(&event)).map(spelled));
    view! {
        <label class="field">
            <span>"Leaves at"</span>
            <input type="time" prop:value=move || spelled(plan.leaves_at()) on:change=change />
        </label>
    }
    .into_any()
}
