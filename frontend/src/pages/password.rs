//! Choosing one's own password, before anything else, when the one so far was set by whoever made the sign-in.
//! The address stays what it was, so the page asked for appears right after.

use crate::components::icon::{Icon, IconName};
use crate::components::password_form::PasswordForm;
use crate::state::session::use_session;
use leptos::prelude::*;

/// The form without the frame: its links would lead nowhere yet.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let session = use_session();
    document().set_title("Choose your password · Bellwether");
    view! {
        <main class="sign-in">
            <div class="sign-in-card">
                <div class="brand"><Icon name=IconName::Mark /><span>"Bellwether"</span></div>
                <div class="password-why">
                    <h1>"Choose your password"</h1>
                    <p class="muted">"The one so far was set when your sign-in was made or renewed, and others may know it. Replace it with your own to go on."</p>
                </div>
                <PasswordForm submit_label="Change password and go on" has_focus=true />
                <button class="button is-quiet is-wide" type="button" on:click=move |_| session.sign_out()>
                    <Icon name=IconName::SignOut />
                    "Sign out"
                </button>
            </div>
        </main>
    }
    .into_any()
}
