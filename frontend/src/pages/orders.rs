//! Orders (F6): drafts that somebody at a customer started, what was placed today, everything before by day,
//! and one order with its lines.

mod entries;
mod lines;
mod list;
mod one;
mod row;

use crate::pages::orders::list::list;
use crate::pages::orders::one::one;
use bellwether_core::OrderId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The list, or the order in the address.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let params = use_params_map();
    let named = Memo::new(move |_| params.with(|params| params.get("id")));
    view! {
        {move || match named.get().map(|id| id.parse::<OrderId>()) {
            None => list(),
            Some(Ok(id)) => one(id),
            Some(Err(_)) => view! { <crate::pages::not_found::NotFoundPage /> }.into_any(),
        }}
    }
    .into_any()
}
