//! Labelled fields of a form that change one draft, and how saving it went.

use crate::components::panel::failure_words;
use bellwether_client::ClientError;
use leptos::prelude::*;

/// How saving went.
#[derive(Clone)]
pub enum Outcome {
    /// It is stored.
    Saved,
    /// It is not, and why.
    Failed(ClientError),
}

/// The outcome in words, spoken too.
pub fn outcome_words(outcome: Outcome) -> AnyView {
    match outcome {
        Outcome::Saved => view! { <p role="status">"Saved."</p> }.into_any(),
        Outcome::Failed(error) => {
            let (what, remedy) = failure_words(&error);
            view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }.into_any()
        }
    }
}

/// A line of text.
pub fn text<T: Send + Sync + 'static>(
    label: &'static str,
    draft: RwSignal<T>,
    get: fn(&T) -> String,
    set: fn(&mut T, String),
) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="text"
                required
                prop:value=move || draft.with(get)
                on:change=move |event| draft.update(|draft| set(draft, event_target_value(&event).trim().to_owned()))
            />
        </label>
    }
    .into_any()
}

/// A whole number between two.
pub fn number<T: Send + Sync + 'static>(
    label: &'static str,
    least: u32,
    most: u32,
    draft: RwSignal<T>,
    get: fn(&T) -> u32,
    set: fn(&mut T, u32),
) -> AnyView {
    let change = move |event: web_sys::Event| {
        if let Ok(value) = event_target_value(&event).parse::<u32>() {
            draft.update(|draft| set(draft, value.clamp(least, most)));
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="number"
                min=least.to_string()
                max=most.to_string()
                required
                prop:value=move || draft.with(get).to_string()
                on:input=change
            />
        </label>
    }
    .into_any()
}

/// Something that is so or not.
pub fn check<T: Send + Sync + 'static>(
    label: &'static str,
    draft: RwSignal<T>,
    get: impl Fn(&T) -> bool + Send + Sync + 'static,
    set: impl Fn(&mut T, bool) + 'static,
) -> AnyView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || draft.with(&get)
                on:change=move |event| draft.update(|draft| set(draft, event_target_checked(&event)))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// One of a few; each choice has a code of its own.
pub fn choice<T: Send + Sync + 'static>(
    label: &'static str,
    choices: Vec<(String, String)>,
    draft: RwSignal<T>,
    get: fn(&T) -> String,
    set: fn(&mut T, &str),
) -> AnyView {
    let options: Vec<_> = choices
        .into_iter()
        .map(|(code, words)| {
            let own = code.clone();
            view! { <option value=code selected=move || draft.with(get) == own>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change=move |event| draft.update(|draft| set(draft, &event_target_value(&event)))>{options}</select>
        </label>
    }
    .into_any()
}
