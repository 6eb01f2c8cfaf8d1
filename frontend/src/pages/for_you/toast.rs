//! What was done last, with a way back for a while.

use crate::components::icon::{Icon, IconName};
use crate::pages::for_you::deed::Undo;
use crate::pages::for_you::today::Today;
use leptos::prelude::*;

/// A message at the foot of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What was done, or why it was not.
    pub words: String,
    /// What takes it back, once the server has it.
    pub undo: Option<Undo>,
    /// Whether the server refused.
    pub is_refusal: bool,
}

/// The message; it stays until the next one or until it is closed, so that nobody is too slow for it.
pub fn toast(today: Today) -> AnyView {
    let shown = move || {
        today.toast.get().map(|toast| {
            let undo = toast.undo.map(|undo| view! {
                <button type="button" class="button" on:click=move |_| today.undo(undo.clone())>"Undo"</button>
            });
            view! {
                <div class="toast" class:is-failing=toast.is_refusal>
                    <p>{toast.words}</p>
                    {undo}
                    <button type="button" class="button is-quiet is-icon" aria-label="Close the message" on:click=move |_| today.toast.set(None)>
                        <Icon name=IconName::Close />
                    </button>
                </div>
            }
            .into_any()
        })
    };
    view! { <div class="toast-place" role="status">{shown}</div> }.into_any()
}
