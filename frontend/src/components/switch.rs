//! A choice of a few, kept in the address.

use crate::state::filters::Filters;
use leptos::prelude::*;

/// One of the choices: what people read, and the word in the address. The one without a word is meant when
/// nothing is there.
pub type Choice = (&'static str, Option<&'static str>);

/// Buttons side by side, of which one is pressed; changing it is a step that "back" undoes.
pub fn switch(
    filters: Filters,
    label: &'static str,
    key: &'static str,
    choices: impl IntoIterator<Item = Choice>,
) -> AnyView {
    let buttons: Vec<_> = choices.into_iter().map(|choice| button(filters, key, choice)).collect();
    view! { <div class="switch" role="group" aria-label=label>{buttons}</div> }.into_any()
}

fn button(filters: Filters, key: &'static str, (words, value): Choice) -> AnyView {
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || (filters.get(key).as_deref() == value).to_string()
            on:click=move |_| filters.set(&[(key, value.map(str::to_owned))])
        >
            {words}
        </button>
    }
    .into_any()
}
