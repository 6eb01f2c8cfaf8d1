//! One's own password, to be changed at any time.

use crate::components::password_form::PasswordForm;
use leptos::prelude::*;

/// The form, for everybody.
#[component]
pub fn PasswordPanel() -> impl IntoView {
    let is_changed = RwSignal::new(false);
    view! {
        <section class="panel" aria-label="Change your password">
            <header class="panel-head">
                <h2>"Change your password"</h2>
                <div class="panel-note">"Ends your sessions elsewhere"</div>
            </header>
            <div class="panel-body">
                <PasswordForm
                    submit_label="Change password"
                    sent=move |()| is_changed.set(false)
                    changed=move |()| is_changed.set(true)
                />
                <p class="password-changed" role="status">
                    {move || is_changed.get().then_some("Your password is changed. Other devices have to sign in again.")}
                </p>
            </div>
        </section>
    }
    .into_any()
}
