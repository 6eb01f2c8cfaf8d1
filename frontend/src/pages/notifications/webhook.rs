//! One webhook: on or off, a test, and its removal, which is asked for twice.

use super::webhooks::WebhooksState;
use crate::format::tally;
use bellwether_core::WebhookId;
use bellwether_core::notification::{Delivery, DeliveryStatus, Webhook, WebhookChange};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The row.
pub(super) fn row(webhook: &Webhook, state: WebhooksState) -> AnyView {
    let (id, name) = (webhook.id, webhook.name.clone());
    let waiting = match webhook.waiting {
        0 => "nothing waits".to_owned(),
        1 => "1 event waits".to_owned(),
        many => format!("{} events wait", tally(many)),
    };
    let test_label = format!("Send a test to {name}");
    let turn = move |event: web_sys::Event| set_enabled(state, id, event_target_checked(&event));
    view! {
        <li class="webhook">
            <span class="two-lines"><b>{name.clone()}</b><span title=webhook.url.clone()>{webhook.url.clone()}</span></span>
            <span class="muted small">{waiting}</span>
            <label class="check">
                <input type="checkbox" role="switch" prop:checked=webhook.is_enabled on:change=turn />
                <span>"On"<span class="visually-hidden">{format!(", {name}")}</span></span>
            </label>
            <span class="webhook-actions">
                <button type="button" class="button" aria-label=test_label on:click=move |_| test(state, id)>"Test"</button>
                {remove_button(state, id, name)}
            </span>
        </li>
    }
    .into_any()
}

fn set_enabled(state: WebhooksState, id: WebhookId, is_enabled: bool) {
    let client = state.session.client();
    spawn_local(async move {
        let answer = client.update_webhook(id, &WebhookChange { is_enabled }).await;
        let is_done = state.settle(answer, |webhook| {
            let how =
                if webhook.is_enabled { "on" } else { "off; events that come meanwhile are not kept for it" };
            Some(format!("{} is {how}.", webhook.name))
        });
        if is_done.is_none() {
            // The box shows what was wished for; what is stored comes back with the list.
            state.webhooks.reload();
        }
    });
}

fn test(state: WebhooksState, id: WebhookId) {
    let client = state.session.client();
    spawn_local(async move {
        let answer = client.test_webhook(id).await;
        if state.settle(answer, |delivery| Some(test_words(delivery))).is_some() {
            state.sent.reload();
        }
    });
}

/// How a test went.
fn test_words(delivery: &Delivery) -> String {
    match delivery.status {
        DeliveryStatus::Sent => format!("{} took the test event.", delivery.recipient),
        DeliveryStatus::Waiting => {
            format!("A test event is on its way to {}; see above how it goes.", delivery.recipient)
        }
        DeliveryStatus::Failed => {
            let why = delivery.error.as_deref().map_or_else(String::new, |why| format!(": {why}"));
            format!("{} did not take the test event{why}", delivery.recipient)
        }
    }
}

fn remove_button(state: WebhooksState, id: WebhookId, name: String) -> AnyView {
    let is_asked = Memo::new(move |_| state.leaving.get() == Some(id));
    let remove = move |_| {
        let client = state.session.client();
        spawn_local(async move {
            let answer = client.remove_webhook(id).await;
            state.settle(answer, |()| Some("The webhook is removed.".to_owned()));
        });
    };
    view! {
        {move || if is_asked.get() {
            view! {
                <button type="button" class="button is-danger" aria-label=format!("Remove {name} for good") on:click=remove>"Remove for good"</button>
                <button type="button" class="button is-quiet" on:click=move |_| state.leaving.set(None)>"Keep"</button>
            }
            .into_any()
        } else {
            view! { <button type="button" class="button is-quiet" aria-label=format!("Remove {name}") on:click=move |_| state.leaving.set(Some(id))>"Remove"</button> }.into_any()
        }}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::DeliveryId;
    use bellwether_core::notification::Channel;
    use chrono::DateTime;

    #[test]
    fn a_test_that_failed_says_why() {
        let delivery = Delivery {
            id: DeliveryId(1),
            channel: Channel::Webhook,
            recipient: "Warehouse".to_owned(),
            subject: "Test".to_owned(),
            status: DeliveryStatus::Failed,
            attempts: 1,
            created_at: DateTime::from_timestamp(1_780_000_000, 0).expect("a moment of the calendar"),
            next_attempt_at: None,
            sent_at: None,
            error: Some("the receiver answered 500".to_owned()),
        };
        assert_eq!(test_words(&delivery), "Warehouse did not take the test event: the receiver answered 500");
    }
}
