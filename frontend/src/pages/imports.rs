//! The Imports page: choose a file, see how it was understood, correct that, check or import it,
//! follow the progress, and take an import out again.

mod choose;
mod errors;
mod field_words;
mod history;
mod mapping;
mod one;
mod preview;
mod upload;

use crate::pages::imports::upload::Chosen;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::{Session, use_session};
use bellwether_core::ImportId;
use bellwether_core::import::{Import, SavedMapping};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct ImportsState {
    session: Session,
    /// The file chosen and how it was understood. Files live in the browser's own thread.
    chosen: RwSignal<Option<Chosen>, LocalStorage>,
    /// The latest imports.
    history: Loader<Vec<Import>>,
    /// Mappings kept under a name.
    mappings: Loader<Vec<SavedMapping>>,
}

fn use_imports_state() -> ImportsState {
    let session = use_session();
    let history = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.imports().await }
        },
    );
    let mappings = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.mappings().await }
        },
    );
    ImportsState { session, chosen: RwSignal::new_local(None), history, mappings }
}

/// The Imports page.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let state = use_imports_state();
    let filters = use_filters();
    let params = use_params_map();
    let open = Memo::new(move |_| {
        let named = params.with(|params| params.get("id"));
        named.and_then(|id| id.parse::<ImportId>().ok()).or_else(|| filters.parsed("import"))
    });
    view! {
        <div class="page-head">
            <h1>"Imports"</h1>
            <p>"Order lines, accounts, products, reps, invoices and targets from CSV files. Nothing is written before you say so, and every import can be undone."</p>
        </div>
        {choose::choose(state)}
        {move || open.get().map(|id| one::one(state, id))}
        {history::history(state)}
    }
    .into_any()
}
