//! What was sent, what waits, and what failed with its reason; what failed can be sent again.

use crate::components::endless::{empty_with, endless};
use crate::components::icon::{Icon, IconName};
use crate::components::panel::failure_words;
use crate::components::switch::switch;
use crate::format::{ago, days, now};
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_client::ClientError;
use bellwether_core::Role;
use bellwether_core::notification::{Channel, Delivery, DeliveryQuery, DeliveryStatus};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Messages asked for at once.
const PAGE_ROWS: u32 = 50;

/// The messages the address asks for.
pub(super) fn load_deliveries() -> Pager<Delivery> {
    let session = use_session();
    let filters = use_filters();
    load_pages(
        move || Some(filters.get("status").and_then(|code| DeliveryStatus::from_code(&code))),
        move |status, cursor| {
            let client = session.client();
            let query = DeliveryQuery { status, channel: None, limit: Some(PAGE_ROWS), cursor };
            async move { client.deliveries(&query).await }
        },
    )
}

/// The panel.
pub(super) fn deliveries(sent: Pager<Delivery>, role: Option<Role>) -> AnyView {
    let filters = use_filters();
    let failure = RwSignal::new(None::<ClientError>);
    let choices =
        [("All", None), ("Failed", Some("failed")), ("Waiting", Some("waiting")), ("Sent", Some("sent"))];
    let whose = if role == Some(Role::Admin) { "Of everybody" } else { "To you" };
    let full = move || {
        view! {
            <ul class="deliveries">
                <For each=move || sent.rows().to_vec() key=|message| (message.id, message.status.code(), message.attempts) let(message)>
                    {row(&message, sent, failure)}
                </For>
            </ul>
        }
        .into_any()
    };
    let empty = move || match untrack(|| filters.get("status")) {
        None => empty_with(
            "Nothing has been sent yet. Alerts that reach what is chosen above, and the daily e-mail, appear here.",
            None,
        ),
        Some(_) => empty_with("No message is in this state.", None),
    };
    view! {
        <section class="panel" aria-label="Sent and failed">
            <header class="panel-head">
                <h2>"Sent and failed"</h2>
                <div class="panel-note">{whose}</div>
                <div class="toolbar">
                    {switch(filters, "Which messages", "status", choices)}
                    <button type="button" class="button is-quiet is-icon" aria-label="Read again" title="Read again" on:click=move |_| sent.reload()><Icon name=IconName::Retry /></button>
                </div>
            </header>
            <div class="panel-body">
                {move || failure.get().map(|error| view! { <p class="notice is-failing" role="alert">{failure_words(&error).0}</p> })}
                {endless(sent, empty, full)}
            </div>
        </section>
    }
    .into_any()
}

fn row(message: &Delivery, sent: Pager<Delivery>, failure: RwSignal<Option<ClientError>>) -> AnyView {
    let channel = match message.channel {
        Channel::Email => "E-mail",
        Channel::Webhook => "Webhook",
    };
    let present = now();
    let written = present.map(|present| ago(message.created_at, present));
    let (class, state) = state_words(message, present);
    // What has been taken once is not a failure, whatever happened on the way.
    let error = message.error.clone().filter(|_| message.status != DeliveryStatus::Sent);
    let can_resend = message.status != DeliveryStatus::Waiting;
    view! {
        <li class="delivery">
            <span class="two-lines"><b>{message.subject.clone()}</b><span>{channel}" to "{message.recipient.clone()}" · "{written}</span></span>
            <span class=format!("delivery-state {class}")>{state}</span>
            {can_resend.then(|| resend_button(message, sent, failure))}
            {error.map(|error| view! { <p class="delivery-error">{error}</p> })}
        </li>
    }
    .into_any()
}

/// How far a message is, and the class that marks it.
fn state_words(message: &Delivery, present: Option<DateTime<Utc>>) -> (&'static str, String) {
    let attempts = match message.attempts {
        1 => "1 attempt".to_owned(),
        many => format!("{many} attempts"),
    };
    match message.status {
        DeliveryStatus::Sent => ("is-sent", format!("✓ Sent, {attempts}")),
        DeliveryStatus::Failed => ("is-failed", format!("✕ Failed after {attempts}")),
        DeliveryStatus::Waiting => {
            let next = message.next_attempt_at.zip(present).map(|(next, present)| ahead(next, present));
            let next = next.map_or_else(String::new, |next| format!(", next try {next}"));
            (
                "is-waiting",
                if message.attempts == 0 {
                    format!("Waiting{next}")
                } else {
                    format!("Waiting, {attempts}{next}")
                },
            )
        }
    }
}

/// How long until something: "now", "in 12 min", "in 2 h", "in 3 days".
fn ahead(then: DateTime<Utc>, present: DateTime<Utc>) -> String {
    let minutes = (then - present).num_minutes();
    match minutes {
        ..1 => "now".to_owned(),
        1..60 => format!("in {minutes} min"),
        60..2880 => format!("in {} h", minutes / 60),
        2880.. => format!("in {}", days(minutes / 1440)),
    }
}

fn resend_button(
    message: &Delivery,
    sent: Pager<Delivery>,
    failure: RwSignal<Option<ClientError>>,
) -> AnyView {
    let session = use_session();
    let is_busy = RwSignal::new(false);
    let id = message.id;
    let resend = move |_| {
        is_busy.set(true);
        let client = session.client();
        spawn_local(async move {
            let answer = client.resend_delivery(id).await;
            is_busy.try_set(false);
            if answer.as_ref().is_err_and(ClientError::needs_sign_in) {
                session.ended();
            }
            let is_sent = answer.is_ok();
            if failure.try_set(answer.err()).is_none() && is_sent {
                sent.reload();
            }
        });
    };
    view! {
        <button type="button" class="button" disabled=move || is_busy.get() aria-label=format!("Resend {}", message.subject) on:click=resend>"Resend"</button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::DeliveryId;
    use chrono::TimeDelta;

    fn present() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000, 0).expect("a moment of the calendar")
    }

    fn message(status: DeliveryStatus, attempts: u32) -> Delivery {
        Delivery {
            id: DeliveryId(1),
            channel: Channel::Email,
            recipient: "rep@example.com".to_owned(),
            subject: "3 accounts need you".to_owned(),
            status,
            attempts,
            created_at: present(),
            next_attempt_at: Some(present() + TimeDelta::minutes(12)),
            sent_at: None,
            error: None,
        }
    }

    #[test]
    fn a_message_says_how_far_it_is() {
        let words = |status, attempts| state_words(&message(status, attempts), Some(present())).1;
        assert_eq!(words(DeliveryStatus::Waiting, 0), "Waiting, next try in 12 min");
        assert_eq!(words(DeliveryStatus::Waiting, 1), "Waiting, 1 attempt, next try in 12 min");
        assert_eq!(words(DeliveryStatus::Failed, 8), "✕ Failed after 8 attempts");
    }

    #[test]
    fn what_is_due_is_tried_now() {
        assert_eq!(ahead(present() - TimeDelta::minutes(3), present()), "now");
        assert_eq!(ahead(present() + TimeDelta::minutes(150), present()), "in 2 h");
    }
}
