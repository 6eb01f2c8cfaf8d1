//! An address that leads nowhere.

use leptos::prelude::*;

/// Says so, and where to go instead.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="alone">
            <h1>"There is nothing at this address"</h1>
            <p class="muted">"The link may be old, or the record is outside what you may see."</p>
            <p><a class="button is-primary" href="/dashboard">"Go to the dashboard"</a></p>
        </div>
    }
}
