//! The list of keys, opened by `?`.

use crate::components::dialog::{close_beside, close_modal, show_modal};
use crate::components::icon::{Icon, IconName};
use crate::shell::destination::Destination;
use crate::shell::overlay::use_overlays;
use crate::state::session::use_session;
use leptos::html;
use leptos::prelude::*;

/// Keys that work everywhere, and what they do.
const EVERYWHERE: [(&[&str], &str); 6] = [
    (&["Ctrl", "K"], "Search (⌘ K on a Mac)"),
    (&["/"], "Search"),
    (&["j"], "Next record of a list"),
    (&["k"], "Previous record of a list"),
    (&["Esc"], "Close what is open"),
    (&["?"], "This list"),
];

fn line(keys: &[&'static str], words: &'static str) -> AnyView {
    let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }.into_any()).collect_view();
    view! { <div><dt>{keys}</dt><dd>{words}</dd></div> }.into_any()
}

/// The window.
#[component]
pub fn KeysPage() -> impl IntoView {
    let overlays = use_overlays();
    let dialog = NodeRef::<html::Dialog>::new();
    show_modal(dialog);
    let me = untrack(|| use_session().me());
    let is_offered = |place: &Destination| {
        me.as_ref().is_some_and(|me| place.is_for(me.role) && place.is_open_with(me.permissions))
    };
    let places = Destination::ALL.into_iter().filter(is_offered);
    let places = places.map(|place| line(&["g", place.key()], place.label())).collect_view();
    let everywhere = EVERYWHERE.map(|(keys, words)| line(keys, words));
    view! {
        <dialog
            class="keys"
            node_ref=dialog
            aria-labelledby="keys-title"
            on:close=move |_| overlays.close()
            on:click=move |event| close_beside(&event, dialog)
        >
            <div class="keys-box">
                <header class="panel-head">
                    <h2 id="keys-title">"Keyboard shortcuts"</h2>
                    <button type="button" class="button is-quiet is-icon" aria-label="Close" on:click=move |_| close_modal(dialog)>
                        <Icon name=IconName::Close />
                    </button>
                </header>
                <div class="keys-lists">
                    <section><h3>"Everywhere"</h3><dl>{everywhere.into_iter().collect_view()}</dl></section>
                    <section><h3>"Go to, one after the other"</h3><dl>{places}</dl></section>
                </div>
            </div>
        </dialog>
    }
    .into_any()
}
