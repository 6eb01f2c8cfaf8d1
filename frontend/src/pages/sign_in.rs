//! Signing in. The address stays what it was, so the page asked for appears right after.

use crate::components::icon::{Icon, IconName};
use crate::components::panel::failure_words;
use crate::state::effect::watch;
use crate::state::session::use_session;
use bellwether_client::ClientError;
use bellwether_core::session::SignIn;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sign-in form.
#[component]
pub fn SignInPage(
    /// Whether a session has just ended by itself.
    has_expired: bool,
) -> impl IntoView {
    let session = use_session();
    let email = NodeRef::<html::Input>::new();
    let password = NodeRef::<html::Input>::new();
    let failure = RwSignal::new(None::<ClientError>);
    let is_busy = RwSignal::new(false);
    document().set_title("Sign in · Bellwether");
    watch(move || {
        if let Some(input) = email.get() {
            drop(input.focus());
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (Some(email), Some(password)) = (email.get_untracked(), password.get_untracked()) else { return };
        let credentials = SignIn { email: email.value().trim().to_owned(), password: password.value() };
        is_busy.set(true);
        spawn_local(async move {
            let answer = session.sign_in(credentials).await;
            is_busy.try_set(false);
            failure.try_set(answer.err());
        });
    };
    view! {
        <main class="sign-in">
            <form class="sign-in-card" on:submit=submit aria-busy=move || is_busy.get().to_string()>
                <div class="brand"><Icon name=IconName::Mark /><span>"Bellwether"</span></div>
                <h1>"Sign in"</h1>
                {has_expired.then(|| view! { <p class="notice" role="status">"Your session has ended. Sign in to go on where you were."</p> })}
                {move || failure.get().map(|error| {
                    let (what, remedy) = failure_words(&error);
                    view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }.into_any()
                })}
                <label class="field">
                    <span>"E-mail"</span>
                    <input node_ref=email type="email" name="email" autocomplete="username" autocapitalize="none" spellcheck="false" required />
                </label>
                <label class="field">
                    <span>"Password"</span>
                    <input node_ref=password type="password" name="password" autocomplete="current-password" required />
                </label>
                <button class="button is-primary is-wide" type="submit" disabled=move || is_busy.get()>
                    {move || if is_busy.get() { "Signing in…" } else { "Sign in" }}
                </button>
            </form>
        </main>
    }
}
