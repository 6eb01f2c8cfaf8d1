//! Picks the period and what it is compared with; both stand in the address.

use crate::components::icon::{Icon, IconName};
use crate::components::popover::{Popover, close};
use crate::format::span;
use crate::state::filters::use_filters;
use crate::state::period_choice::PeriodChoice;
use bellwether_core::Period;
use bellwether_core::period::Comparison;
use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;

const ID: &str = "period";

/// The button with the picked period, and the window to pick another.
#[component]
pub fn PeriodPicker() -> impl IntoView {
    let filters = use_filters();
    let button = view! {
        <Icon name=IconName::Calendar />
        <span class="period-name">{move || filters.period_choice().label()}</span>
        <span class="period-dates">{move || filters.dates().map(span)}</span>
        <span class="period-against">{move || filters.dates().map(|period| format!("vs {}", span(period.compared(filters.comparison()))))}</span>
        <Icon name=IconName::ChevronDown />
    }
    .into_any();
    view! {
        <Popover id=ID label="Period and comparison" button_class="period-button" button>
            <Presets />
            <CustomDates />
            <Comparisons />
        </Popover>
    }
    .into_any()
}

#[component]
fn Presets() -> impl IntoView {
    let filters = use_filters();
    let pick = move |choice: PeriodChoice| {
        let code = (choice != PeriodChoice::DEFAULT).then(|| choice.code());
        filters.set(&[("period", code), ("from", None), ("to", None)]);
        close(ID);
    };
    let presets = PeriodChoice::OFFERED.map(|choice| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (filters.period_choice() == choice).to_string()
                on:click=move |_| pick(choice)
            >
                {choice.label()}
            </button>
        }
        .into_any()
    });
    view! {
        <fieldset class="choices"><legend>"Period"</legend>{presets.into_iter().collect_view()}</fieldset>
    }
}

#[component]
fn CustomDates() -> impl IntoView {
    let filters = use_filters();
    let from = NodeRef::<html::Input>::new();
    let to = NodeRef::<html::Input>::new();
    let failure = RwSignal::new(None::<&'static str>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let date = |input: NodeRef<html::Input>| {
            input.get_untracked().and_then(|input| input.value().parse::<NaiveDate>().ok())
        };
        match (date(from), date(to)) {
            (Some(first), Some(last)) if first <= last => {
                failure.set(None);
                filters.set(&[
                    ("period", None),
                    ("from", Some(first.to_string())),
                    ("to", Some(last.to_string())),
                ]);
                close(ID);
            }
            (Some(_), Some(_)) => failure.set(Some("The first date must not be after the last.")),
            _ => failure.set(Some("Pick both dates.")),
        }
    };
    let value = move |pick: fn(Period) -> NaiveDate| filters.dates().map(|period| pick(period).to_string());
    view! {
        <form class="custom-dates" on:submit=submit>
            <label class="field"><span>"From"</span><input node_ref=from type="date" prop:value=move || value(|period| period.from) /></label>
            <label class="field"><span>"To"</span><input node_ref=to type="date" prop:value=move || value(Period::last) /></label>
            <button class="button" type="submit">"Show"</button>
            {move || failure.get().map(|words| view! { <p class="notice is-failing" role="alert">{words}</p> }.into_any())}
        </form>
    }
}

#[component]
fn Comparisons() -> impl IntoView {
    let filters = use_filters();
    let offered = [
        (Comparison::Previous, "Previous period", None),
        (Comparison::SameLastYear, "Same dates last year", Some("same_last_year")),
    ];
    let chips = offered.map(|(comparison, label, code)| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (filters.comparison() == comparison).to_string()
                on:click=move |_| filters.set(&[("compare", code.map(str::to_owned))])
            >
                {label}
            </button>
        }
        .into_any()
    });
    view! {
        <fieldset class="choices">
            <legend>"Compared with"</legend>
            {chips.into_iter().collect_view()}
            <p class="muted">{move || filters.dates().map(|period| span(period.compared(filters.comparison())))}</p>
        </fieldset>
    }
}
