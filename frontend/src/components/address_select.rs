//! A filter of many choices, kept in the address.

use crate::state::filters::Filters;
use leptos::prelude::*;

/// What can be picked: the word in the address, and the name people read.
pub type Named = Vec<(String, String)>;

/// A drop-down; it hides while there is nothing to choose between. `all` is what is shown unfiltered.
pub fn address_select(
    filters: Filters,
    key: &'static str,
    label: &'static str,
    all: &'static str,
    choices: Signal<Named>,
) -> AnyView {
    let options = move || {
        let picked = filters.get(key);
        let options = choices.get().into_iter().map(|(value, name)| {
            let is_picked = picked.as_deref() == Some(value.as_str());
            view! { <option value=value selected=is_picked>{name}</option> }.into_any()
        });
        options.collect_view()
    };
    let change = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        filters.set(&[(key, (!value.is_empty()).then_some(value))]);
    };
    view! {
        <Show when=move || (choices.with(|choices| choices.len() > 1)) || filters.get(key).is_some()>
            <label class="select">
                <span class="visually-hidden">{label}</span>
                <select on:change=change>
                    <option value="" selected=move || filters.get(key).is_none()>{all}</option>
                    {options}
                </select>
            </label>
        </Show>
    }
    .into_any()
}
