//! The key of a new webhook, shown this once.

use super::copy::copy;
use bellwether_core::notification::Webhook;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What became of copying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Done,
    Refused,
}

/// The key with a button that copies it; nothing when the answer held none.
pub(super) fn secret_once(webhook: &Webhook, made: RwSignal<Option<Webhook>>) -> Option<AnyView> {
    let secret = webhook.secret.clone()?;
    let field = NodeRef::<html::Input>::new();
    let copied = RwSignal::new(Copied::NotYet);
    let text = secret.clone();
    let press = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        let text = text.clone();
        spawn_local(async move {
            copied.try_set(if copy(&text).await { Copied::Done } else { Copied::Refused });
        });
    };
    let said = move || match copied.get() {
        Copied::NotYet => "",
        Copied::Done => "Copied.",
        Copied::Refused => "The browser does not allow copying here. It is marked: press Ctrl C or Cmd C.",
    };
    let view = view! {
        <div class="notice secret">
            <p><b>{format!("The key of {}", webhook.name)}</b>" It signs every event, and it is shown only now. Keep it where the receiving program finds it."</p>
            <div class="secret-line">
                <input type="text" readonly aria-label="Key that signs events" value=secret node_ref=field />
                <button type="button" class="button is-primary" on:click=press>"Copy"</button>
                <button type="button" class="button is-quiet" on:click=move |_| made.set(None)>"I have kept it"</button>
            </div>
            <p role="status">{said}</p>
        </div>
    };
    Some(view.into_any())
}
