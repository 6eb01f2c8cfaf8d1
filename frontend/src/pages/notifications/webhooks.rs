//! Addresses of programs that are told about alerts; only admins see them.

use super::secret::secret_once;
use super::webhook::row;
use crate::components::panel::{Panel, Placeholder, failure_words};
use crate::state::loader::{Loader, load};
use crate::state::pager::Pager;
use crate::state::session::{Session, use_session};
use bellwether_client::ClientError;
use bellwether_core::WebhookId;
use bellwether_core::notification::{Delivery, NewWebhook, Webhook};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What the parts share.
#[derive(Clone, Copy)]
pub(super) struct WebhooksState {
    pub(super) session: Session,
    pub(super) webhooks: Loader<Vec<Webhook>>,
    /// The list of messages, in which a test appears.
    pub(super) sent: Pager<Delivery>,
    pub(super) failure: RwSignal<Option<ClientError>>,
    /// What was done last, in words.
    pub(super) done: RwSignal<Option<String>>,
    /// The webhook just made, with the key that is shown once.
    pub(super) made: RwSignal<Option<Webhook>>,
    /// The webhook whose removal is asked about: rows are drawn anew whenever the list comes.
    pub(super) leaving: RwSignal<Option<WebhookId>>,
}

impl WebhooksState {
    /// Tells how something went; what succeeded is followed by reading the list again.
    pub(super) fn settle<T>(
        self,
        answer: Result<T, ClientError>,
        words: impl FnOnce(&T) -> Option<String>,
    ) -> Option<T> {
        if answer.as_ref().is_err_and(ClientError::needs_sign_in) {
            self.session.ended();
        }
        self.done.try_set(answer.as_ref().ok().and_then(words));
        match answer {
            Ok(value) => {
                // A signal that is gone hands the value back: the page was left, and there is nothing to read again.
                if self.failure.try_set(None).is_none() {
                    self.webhooks.reload();
                }
                Some(value)
            }
            Err(error) => {
                self.failure.try_set(Some(error));
                None
            }
        }
    }
}

/// The panel.
pub(super) fn webhooks(sent: Pager<Delivery>) -> AnyView {
    let session = use_session();
    let webhooks: Loader<Vec<Webhook>> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.webhooks().await }
        },
    );
    let state = WebhooksState {
        session,
        webhooks,
        sent,
        failure: RwSignal::new(None),
        done: RwSignal::new(None),
        made: RwSignal::new(None),
        leaving: RwSignal::new(None),
    };
    let body = move |webhooks: Arc<Vec<Webhook>>| {
        let rows: Vec<_> = webhooks.iter().map(|webhook| row(webhook, state)).collect();
        view! { <ul class="webhooks">{rows}</ul> }.into_any()
    };
    view! {
        <Panel
            title="Webhooks"
            note=|| "Signed events for your own programs"
            loader=webhooks
            placeholder=Placeholder::Text
            is_empty=Vec::is_empty
            empty="No program is told about alerts. Add its address below."
            body
        />
        {add(state)}
    }
    .into_any()
}

fn add(state: WebhooksState) -> AnyView {
    let (name, url) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_busy.set(true);
        let client = state.session.client();
        let wanted = NewWebhook {
            name: name.get_untracked().trim().to_owned(),
            url: url.get_untracked().trim().to_owned(),
        };
        spawn_local(async move {
            let answer = client.add_webhook(&wanted).await;
            is_busy.try_set(false);
            if let Some(webhook) = state.settle(answer, |_| None) {
                state.made.try_set(Some(webhook));
                name.try_set(String::new());
                url.try_set(String::new());
            }
        });
    };
    view! {
        <section class="panel" aria-label="Add a webhook">
            <header class="panel-head"><h2>"Add a webhook"</h2></header>
            <div class="panel-body webhook-add">
                <form class="form-grid" on:submit=submit>
                    {line("Name", "text", 200, name)}
                    {line("Address (https)", "url", 2000, url)}
                    <div class="form-foot"><button type="submit" class="button is-primary" disabled=move || is_busy.get()>"Add webhook"</button></div>
                </form>
                {move || state.made.get().map(|webhook| secret_once(&webhook, state.made))}
                <p role="status">{move || state.done.get()}</p>
                {move || state.failure.get().map(|error| {
                    let (what, remedy) = failure_words(&error);
                    view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }
                })}
            </div>
        </section>
    }
    .into_any()
}

fn line(label: &'static str, kind: &'static str, longest: u32, value: RwSignal<String>) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type=kind
                required
                maxlength=longest.to_string()
                autocomplete="off"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
