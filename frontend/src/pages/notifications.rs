//! How I want to be told (B5), what was sent and what failed, and for admins the webhooks.

mod copy;
mod deliveries;
mod preferences;
mod secret;
mod webhook;
mod webhooks;

use crate::pages::notifications::deliveries::{deliveries, load_deliveries};
use crate::pages::notifications::preferences::preferences;
use crate::pages::notifications::webhooks::webhooks;
use crate::state::session::use_session;
use bellwether_core::Role;
use leptos::prelude::*;

/// The Notifications page.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let session = use_session();
    let role = untrack(|| session.me()).map(|me| me.role);
    let sent = load_deliveries();
    view! {
        <div class="page-head"><h1>"Notifications"</h1></div>
        <div class="settings">
            {preferences()}
            {deliveries(sent, role)}
            {(role == Some(Role::Admin)).then(|| webhooks(sent))}
        </div>
    }
    .into_any()
}
