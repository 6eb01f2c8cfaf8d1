//! A small window that opens from a button; a sheet from the bottom on phones. The browser's own
//! popover does focus, Escape and closing from outside.

use crate::state::turn::drawn_later;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Closes the popover with this id; it is no harm when it is closed already.
pub fn close(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
    {
        drop(element.hide_popover());
    }
}

/// A button and what it opens.
#[component]
pub fn Popover(
    /// Id of the window, unique on the page.
    id: &'static str,
    /// What the window is for; its accessible name.
    label: &'static str,
    /// More classes of the button.
    #[prop(optional)]
    button_class: &'static str,
    /// What the button shows.
    button: AnyView,
    /// What the window shows.
    children: Children,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let note_state = move |_: web_sys::Event| {
        let element = document().get_element_by_id(id);
        is_open.set(element.is_some_and(|element| element.matches(":popover-open").unwrap_or(false)));
    };
    view! {
        <button
            type="button"
            class=format!("button is-quiet {button_class}")
            popovertarget=id
            aria-haspopup="dialog"
            aria-expanded=move || is_open.get().to_string()
        >
            {button}
        </button>
        <div id=id class="popover" popover="auto" role="dialog" aria-label=label on:toggle=note_state>
            {drawn_later(children)}
        </div>
    }
}
