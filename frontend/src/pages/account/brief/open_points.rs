//! What is owed, which drafts wait, when there was contact last and what was promised.

use crate::components::call::call_link;
use crate::format::{day, money_full};
use crate::pages::account::brief::part;
use crate::pages::account::place::link_to;
use bellwether_core::Cents;
use bellwether_core::brief::AccountBrief;
use bellwether_core::interaction::Interaction;
use bellwether_core::order::DraftNote;
use chrono::Datelike;
use leptos::prelude::*;

/// All of them in one list.
pub fn open_points(brief: &AccountBrief, symbol: &'static str) -> AnyView {
    let year = brief.as_of.year();
    let drafts = brief.drafts.iter().map(|draft| draft_row(draft, year, symbol)).collect_view();
    let contact = match &brief.last_contact {
        Some(contact) => contact_words(contact, year),
        None => "None logged yet.".to_owned(),
    };
    let promised = brief.promised.as_ref().map(|promise| {
        let when = format!(" ({}, {})", day(promise.happened_on, year), promise.author);
        line(
            "Promised",
            view! { <b>{promise.promised.clone()}</b><span class="muted">{when}</span> }.into_any(),
        )
    });
    let rows = view! {
        <dl class="brief-facts">
            {brief.overdue_cents.map(|cents| overdue_row(brief, cents, symbol))}
            {drafts}
            {line("Last contact", view! { <span class="brief-note">{contact}</span> }.into_any())}
            {promised}
        </dl>
    };
    part("Open", rows.into_any())
}

fn line(term: &'static str, inside: AnyView) -> AnyView {
    view! { <div><dt>{term}</dt><dd>{inside}</dd></div> }.into_any()
}

fn overdue_row(brief: &AccountBrief, cents: Cents, symbol: &'static str) -> AnyView {
    if cents.0 == 0 {
        return line("Overdue", "Nothing".into_any());
    }
    let amount = money_full(cents, symbol);
    line("Overdue", link_to(brief.account.id, "invoices".to_owned(), "brief-link is-down", amount))
}

fn draft_row(draft: &DraftNote, year: i32, symbol: &'static str) -> AnyView {
    let starter = draft.started_by.as_ref();
    let by = starter.map_or_else(String::new, |who| format!(", started by {}", who.name));
    let words =
        format!("{}, open since {}{by}", money_full(draft.revenue_cents, symbol), day(draft.since, year));
    let call = starter.and_then(|who| {
        let phone = who.phone.as_deref()?;
        Some(call_link(phone, format!("Call {}", who.name), "brief-call"))
    });
    let inside = view! { <a class="brief-link" href=format!("/orders/{}", draft.id)>{words}</a>{call} };
    line("Draft", inside.into_any())
}

/// "Call on 12 May by Kim Doe with Pat Roe, reached: wants the new list"
fn contact_words(contact: &Interaction, year: i32) -> String {
    let with = contact.contact.as_ref().map_or_else(String::new, |name| format!(" with {name}"));
    let outcome =
        contact.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.label().to_lowercase()));
    let note = if contact.note.is_empty() { String::new() } else { format!(": {}", contact.note) };
    let date = day(contact.happened_on, year);
    format!("{} on {date} by {}{with}{outcome}{note}", contact.kind.label(), contact.author)
}
