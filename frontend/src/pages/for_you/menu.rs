//! What else can be done with a card: one window for all cards, a sheet on phones.

use crate::components::popover::close;
use crate::format::day;
use crate::pages::for_you::deed::{Deed, dismissal};
use crate::pages::for_you::today::Today;
use crate::pages::for_you::words::{next_monday, tomorrow};
use bellwether_core::alert::{AlertAction, AlertCard, DismissReason};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

const MENU: &str = "for-you-menu";
/// Characters that a note may have.
const NOTE_LIMIT: &str = "500";

/// Opens the window for a card.
pub fn open_menu(today: Today, card: &Arc<AlertCard>) {
    today.chosen.set(Some(Arc::clone(card)));
    if let Some(element) = document().get_element_by_id(MENU)
        && let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
    {
        drop(element.show_popover());
        drop(element.focus());
    }
}

/// The window.
pub fn menu(today: Today) -> AnyView {
    let label = move || {
        today
            .chosen
            .with(|card| card.as_ref().map_or_else(|| "Card".to_owned(), |card| card.account.name.clone()))
    };
    view! {
        <div id=MENU class="popover for-you-menu" popover="auto" role="dialog" tabindex="-1" aria-label=label>
            {move || today.chosen.get().map(|card| choices(today, &card))}
        </div>
    }
    .into_any()
}

fn choices(today: Today, card: &Arc<AlertCard>) -> AnyView {
    let as_of = today.as_of();
    let held = Arc::clone(card);
    let act = Callback::new(move |deed: Deed| {
        close(MENU);
        today.answer(&held, deed);
    });
    view! {
        <p class="person-name">{card.account.name.clone()}</p>
        <button type="button" class="button" on:click=move |_| act.run(Deed::OfAll(AlertAction::Work))>"Working on it"</button>
        {as_of.map(|as_of| snooze(as_of, act))}
        {dismiss(act)}
        {as_of.map(|as_of| date_field("Closed until", "Close", as_of, Callback::new(move |until| act.run(Deed::Close(until)))))}
    }
    .into_any()
}

fn snooze(as_of: NaiveDate, act: Callback<Deed>) -> AnyView {
    let later = move |until| act.run(Deed::OfAll(AlertAction::Snooze { until }));
    let offered = [("Tomorrow", tomorrow(as_of)), ("Next week", next_monday(as_of))];
    let buttons = offered.map(|(words, until)| {
        let words = format!("{words}, {}", day(until, as_of.year()));
        view! { <button type="button" class="chip" on:click=move |_| later(until)>{words}</button> }
            .into_any()
    });
    view! {
        <fieldset class="choices">
            <legend>"Snooze"</legend>
            {buttons.into_iter().collect_view()}
        </fieldset>
        {date_field("Snooze until", "Snooze", as_of, Callback::new(later))}
    }
    .into_any()
}

fn dismiss(act: Callback<Deed>) -> AnyView {
    let note = RwSignal::new(String::new());
    let reasons = DismissReason::ALL.map(|reason| {
        let act = move |_| {
            let note = note.get_untracked().trim().to_owned();
            act.run(Deed::OfAll(dismissal(reason, note)));
        };
        view! { <button type="button" class="chip" on:click=act>{reason.label()}</button> }.into_any()
    });
    view! {
        <fieldset class="choices">
            <legend>"Dismiss, because"</legend>
            {reasons.into_iter().collect_view()}
        </fieldset>
        <label class="field">
            <span>"In your words (optional, before the reason)"</span>
            <input type="text" maxlength=NOTE_LIMIT on:input=move |event| note.set(event_target_value(&event)) />
        </label>
    }
    .into_any()
}

/// A date after `as_of`, and a button that takes it.
fn date_field(
    label: &'static str,
    button: &'static str,
    as_of: NaiveDate,
    take: Callback<NaiveDate>,
) -> AnyView {
    let picked = RwSignal::new(None::<NaiveDate>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(date) = picked.get_untracked() {
            take.run(date);
        }
    };
    view! {
        <form class="for-you-date" on:submit=submit>
            <label class="field">
                <span>{label}</span>
                <input type="date" required=true min=tomorrow(as_of).to_string() on:input=move |event| picked.set(event_target_value(&event).parse().ok()) />
            </label>
            <button type="submit" class="button">{button}</button>
        </form>
    }
    .into_any()
}
