//! The window in which a call or visit is logged: a sheet on phones. One tap on how it ended logs it.

use crate::components::panel::failure_words;
use crate::format::tally;
use crate::pages::account::log::Log;
use bellwether_core::ContactId;
use bellwether_core::interaction::{InteractionKind, InteractionOutcome};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Id of the window.
pub const SHEET: &str = "log-sheet";
/// Characters that a note may have.
const NOTE_LIMIT: usize = 4_000;
/// Characters that a promise may have.
const PROMISE_LIMIT: &str = "500";

/// Opens the window.
pub fn open_sheet() {
    if let Some(element) = document().get_element_by_id(SHEET)
        && let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
    {
        drop(element.show_popover());
    }
}

/// The window; closed until the button "Log" opens it.
pub fn sheet(log: Log) -> AnyView {
    let is_contact = Memo::new(move |_| log.draft.with(|draft| draft.kind.is_contact()));
    let is_blank =
        move || log.draft.with(|draft| draft.note.trim().is_empty() && draft.promised.trim().is_empty());
    view! {
        <div id=SHEET class="popover log-sheet" popover="auto" role="dialog" aria-label="Log a call or visit">
            <p class="person-name">"Log"</p>
            {refusal(log)}
            {kinds(log)}
            {with_whom(log)}
            {note(log)}
            {promise(log)}
            {move || if is_contact.get() { outcomes(log) } else { plain(log, "Log the note", is_blank) }}
        </div>
    }
    .into_any()
}

/// Why the last one was not taken.
fn refusal(log: Log) -> AnyView {
    let words = move || {
        log.refusal.get().map(|error| {
            let (what, remedy) = failure_words(&error);
            view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }
        })
    };
    view! { {words} }.into_any()
}

fn kinds(log: Log) -> AnyView {
    let buttons = InteractionKind::ALL.map(|kind| {
        let is_chosen = move || log.draft.with(|draft| draft.kind == kind).to_string();
        let choose = move |_| log.draft.update(|draft| draft.kind = kind);
        view! { <button type="button" class="chip" aria-pressed=is_chosen on:click=choose>{kind.label()}</button> }
            .into_any()
    });
    view! { <div class="choices" role="group" aria-label="What">{buttons.into_iter().collect_view()}</div> }
        .into_any()
}

/// Whom it was with, if people are known.
fn with_whom(log: Log) -> AnyView {
    let people = Memo::new(move |_| log.brief.value().map_or_else(Vec::new, |brief| brief.contacts.clone()));
    let select = move || {
        let people = people.get();
        if people.is_empty() {
            return None;
        }
        let choose = move |event| {
            let chosen = event_target_value(&event).parse::<ContactId>().ok();
            log.draft.update(|draft| draft.contact = chosen);
        };
        let options = people
            .into_iter()
            .map(|person| view! { <option value=person.id.to_string()>{person.name}</option> }.into_any())
            .collect_view();
        let chosen =
            move || log.draft.with(|draft| draft.contact.map_or_else(String::new, |id| id.to_string()));
        Some(view! {
            <label class="field">
                <span>"With"</span>
                <select prop:value=chosen on:change=choose><option value="">"Nobody in particular"</option>{options}</select>
            </label>
        })
    };
    view! { {select} }.into_any()
}

fn note(log: Log) -> AnyView {
    // The browser counts as JavaScript does, and cuts what is pasted.
    let length = Memo::new(move |_| log.draft.with(|draft| draft.note.encode_utf16().count()));
    let is_full = move || {
        (length.get() >= NOTE_LIMIT)
            .then(|| format!("A note ends after {} characters.", tally(NOTE_LIMIT as u64)))
    };
    // A note that says nothing is none; a call says something by itself.
    let is_note = move || log.draft.with(|draft| draft.kind == InteractionKind::Note);
    let label = move || if is_note() { "Note" } else { "Note (optional)" };
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea
                rows="3"
                maxlength=NOTE_LIMIT.to_string()
                prop:value=move || log.draft.with(|draft| draft.note.clone())
                on:input=move |event| log.draft.update(|draft| draft.note = event_target_value(&event))
            ></textarea>
            <span class="muted small" role="status">{is_full}</span>
        </label>
    }
    .into_any()
}

fn promise(log: Log) -> AnyView {
    view! {
        <label class="field">
            <span>"Promised (optional; shown before the next call)"</span>
            <input
                type="text"
                maxlength=PROMISE_LIMIT
                prop:value=move || log.draft.with(|draft| draft.promised.clone())
                on:input=move |event| log.draft.update(|draft| draft.promised = event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// How it ended: one tap logs it.
fn outcomes(log: Log) -> AnyView {
    let buttons = InteractionOutcome::ALL.map(|outcome| {
        view! { <button type="button" class="button" on:click=move |_| log.submit(Some(outcome))>{outcome.label()}</button> }
            .into_any()
    });
    view! {
        <fieldset class="choices log-outcomes">
            <legend>"How did it end? One tap logs it."</legend>
            {buttons.into_iter().collect_view()}
        </fieldset>
        {plain(log, "Log without an outcome", || false)}
    }
    .into_any()
}

fn plain(log: Log, words: &'static str, is_disabled: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
    view! { <button type="button" class="button is-quiet" disabled=is_disabled on:click=move |_| log.submit(None)>{words}</button> }
        .into_any()
}
