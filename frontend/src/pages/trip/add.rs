//! Finding one more stop by its name, number or place.

use crate::components::panel::failure_words;
use crate::pages::trip::plan::{MOST_STOPS, Plan};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::account::AccountRef;
use bellwether_core::search::{SearchHits, SearchQuery};
use leptos::html;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

/// Typing asks the server once it pauses.
const PAUSE: Duration = Duration::from_millis(180);
/// Accounts offered at once.
const OFFERED: u32 = 6;

/// The search.
pub(super) fn add_stop(plan: Plan) -> AnyView {
    let session = use_session();
    let words = RwSignal::new(String::new());
    let found: Loader<SearchHits> = load(
        move || Some(words.get()).filter(|words| !words.is_empty()),
        move |q| {
            let client = session.client();
            async move { client.search(&SearchQuery { q, limit: Some(OFFERED) }).await }
        },
    );
    let mut typed = debounce(PAUSE, move |text: String| {
        words.try_set(text.trim().to_owned());
    });
    let field = NodeRef::<html::Input>::new();
    let done = move || {
        words.set(String::new());
        if let Some(field) = field.get_untracked() {
            field.set_value("");
            drop(field.focus());
        }
    };
    let is_full = Memo::new(move |_| plan.stops().len() >= MOST_STOPS);
    let offers = move || {
        let offers = (!words.get().is_empty()).then(|| offers(plan, found, done));
        let full = is_full
            .get()
            .then(|| format!("A trip has at most {MOST_STOPS} stops. Remove one to add another."));
        view! { {offers}{full.map(|words| view! { <p class="muted small">{words}</p> })} }
    };
    view! {
        <section class="panel trip-add" aria-label="Add a stop">
            <div class="panel-body trip-search">
                <label class="field">
                    <span>"Add a stop"</span>
                    <input node_ref=field type="search" placeholder="Name, number, city or ZIP" autocomplete="off" disabled=is_full on:input=move |event| typed(event_target_value(&event)) />
                </label>
                <div role="status">{offers}</div>
            </div>
        </section>
    }
    .into_any()
}

fn offers(plan: Plan, found: Loader<SearchHits>, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    match (found.value(), found.failure()) {
        (_, Some(error)) => view! { <p class="notice is-failing">{failure_words(&error).0}</p> }.into_any(),
        (None, None) => view! { <p class="muted small">"Searching…"</p> }.into_any(),
        (Some(hits), None) => {
            let stops = plan.stops();
            let new =
                hits.accounts.iter().map(|hit| &hit.account).filter(|account| !stops.contains(&account.id));
            let rows: Vec<_> = new.map(|account| offer(plan, account, done)).collect();
            if rows.is_empty() {
                view! { <p class="muted small">"No other account has these words in its name, number or place."</p> }
                    .into_any()
            } else {
                view! { <ul class="trip-found" aria-label="Accounts found">{rows}</ul> }.into_any()
            }
        }
    }
}

fn offer(plan: Plan, account: &AccountRef, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let id = account.id;
    let pick = move |_| {
        done();
        plan.add(id);
    };
    view! {
        <li>
            <button type="button" class="sheet-link" on:click=pick>
                <span class="two-lines"><span>{account.name.clone()}</span><span>{account.place.clone()}</span></span>
            </button>
        </li>
    }
    .into_any()
}
