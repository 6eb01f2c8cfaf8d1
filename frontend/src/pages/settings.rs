//! Settings: how it looks on this device, one's own password, what the organisation shares, and
//! what runs in the background.

mod holidays;
mod jobs;
mod organisation;
mod password;

use crate::components::icon::{Icon, IconName};
use crate::components::section::section;
use crate::pages::settings::jobs::JobsPanel;
use crate::pages::settings::organisation::OrganisationPanel;
use crate::pages::settings::password::PasswordPanel;
use crate::state::session::use_session;
use crate::state::theme::{Theme, use_theme};
use bellwether_core::Role;
use leptos::prelude::*;

/// The page; each person sees the parts that are theirs to see.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let session = use_session();
    let role = Memo::new(move |_| session.me().map(|me| me.role));
    view! {
        <div class="page-head"><h1>"Settings"</h1></div>
        <div class="settings">
            <Appearance />
            {notifications()}
            <PasswordPanel />
            {move || (role.get() == Some(Role::Admin)).then(|| view! { <OrganisationPanel /> })}
            {move || matches!(role.get(), Some(Role::Admin | Role::Leadership)).then(|| view! { <JobsPanel may_score={role.get() == Some(Role::Admin)} /> })}
        </div>
    }
    .into_any()
}

/// The way to what one is told; that page has more than a panel's worth.
fn notifications() -> AnyView {
    let body = view! {
        <p class="muted">"Which alerts reach you by e-mail and when, and what has been sent."</p>
        <p class="settings-way"><a class="button" href="/notifications"><Icon name=IconName::Bell />"Notifications"</a></p>
    };
    section("Notifications", "", (), body.into_any())
}

/// The theme, kept in this browser.
#[component]
fn Appearance() -> impl IntoView {
    let theme = use_theme();
    let choices = Theme::ALL.map(|choice| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (theme.get() == choice).to_string()
                on:click=move |_| theme.set(choice)
            >
                {choice.label()}
            </button>
        }
        .into_any()
    });
    view! {
        <section class="panel" aria-label="Appearance">
            <header class="panel-head"><h2>"Appearance"</h2><div class="panel-note">"Kept in this browser"</div></header>
            <div class="panel-body">
                <fieldset class="choices"><legend>"Theme"</legend>{choices.into_iter().collect_view()}</fieldset>
            </div>
        </section>
    }
}
