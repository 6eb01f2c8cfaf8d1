//! Setting a target: the month, whom it is for, and how much.

use super::account_search::account_search;
use super::draft::{Draft, Subject, months_around};
use super::{Event, TargetsState, set};
use crate::components::scope::load_choices;
use crate::components::section::section;
use crate::state::effect::watch;
use crate::state::filters::use_filters;
use crate::state::loader::Loader;
use crate::state::viewport::use_is_phone;
use bellwether_charts::month_label;
use bellwether_core::Role;
use bellwether_core::rep::FilterChoices;
use chrono::Datelike;
use leptos::prelude::*;

/// The panel with the form.
pub(super) fn form(state: TargetsState, role: Option<Role>) -> AnyView {
    let draft = RwSignal::new(Draft::empty());
    let missing = RwSignal::new(None::<&'static str>);
    let choices = load_choices();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match draft.with_untracked(Draft::input) {
            Ok(input) => {
                missing.set(None);
                set(state, input);
            }
            Err(words) => missing.set(Some(words)),
        }
    };
    // What was set stays for the next month or person; only the amount is new each time.
    watch(move || {
        if matches!(state.event.get(), Some(Event::Set)) {
            draft.update(|draft| draft.amount.clear());
        }
    });
    let body = view! {
        <form class="targets-form" on:submit=submit novalidate>
            {month(draft)}
            {subject(draft, role)}
            {whom(draft, choices)}
            {category(draft, choices)}
            {amount(draft)}
            <button type="submit" class="button is-primary">"Set target"</button>
        </form>
        {move || missing.get().map(|words| view! { <p class="notice is-failing" role="alert">{words}</p> })}
    }
    .into_any();
    // On a phone the targets themselves come first; the form opens at a tap.
    if untrack(|| use_is_phone().get()) {
        view! { <details class="panel more targets-fold"><summary>"Set a target"</summary><div class="panel-body">{body}</div></details> }.into_any()
    } else {
        section("Set a target", "", "One for the same month and subject is replaced", body)
    }
}

fn month(draft: RwSignal<Draft>) -> AnyView {
    let filters = use_filters();
    // Read again with every page; the months offered change only with the month.
    let this_month = Memo::new(move |_| filters.freshness().and_then(|fresh| fresh.as_of.with_day(1)));
    watch(move || {
        if let Some(month) = this_month.get() {
            draft.update(|draft| draft.month = draft.month.or(Some(month)));
        }
    });
    let options = move || {
        let months = this_month.get().map(months_around);
        months.into_iter().flatten().map(move |month| {
            view! { <option value=month.to_string() selected=this_month.get() == Some(month)>{month_label(month)}</option> }.into_any()
        }).collect_view()
    };
    let change = move |event| draft.update(|draft| draft.month = event_target_value(&event).parse().ok());
    view! { <label class="field"><span>"Month"</span><select on:change=change>{options}</select></label> }
        .into_any()
}

fn subject(draft: RwSignal<Draft>, role: Option<Role>) -> AnyView {
    let offered = Subject::offered(role);
    let options: Vec<_> =
        offered.iter().map(|subject| view! { <option>{subject.label()}</option> }.into_any()).collect();
    let change = move |event| {
        let label = event_target_value(&event);
        if let Some(subject) = offered.iter().find(|subject| subject.label() == label) {
            draft.update(|draft| draft.subject = *subject);
        }
    };
    view! { <label class="field"><span>"For"</span><select on:change=change>{options}</select></label> }
        .into_any()
}

/// The field that fits the subject.
fn whom(draft: RwSignal<Draft>, choices: Loader<FilterChoices>) -> AnyView {
    let subject = Memo::new(move |_| draft.with(|draft| draft.subject));
    let reps = move || {
        let choices = choices.value();
        let reps = choices.iter().flat_map(|choices| &choices.reps);
        reps.map(|rep| (rep.id.to_string(), rep.name.clone())).collect::<Vec<_>>()
    };
    view! {
        {move || match subject.get() {
            Subject::Rep => choice("Rep", "Pick one", Signal::derive(reps), draft.with_untracked(|draft| draft.rep.map(|id| id.to_string())), move |id| draft.update(|draft| draft.rep = id.parse().ok())),
            Subject::Account => account_search(draft),
            Subject::Organisation => ().into_any(),
        }}
    }
    .into_any()
}

/// Narrows a target to one category.
fn category(draft: RwSignal<Draft>, choices: Loader<FilterChoices>) -> AnyView {
    let categories = move || {
        let choices = choices.value();
        let categories = choices.iter().flat_map(|choices| &choices.categories);
        categories.map(|category| (category.id.to_string(), category.name.clone())).collect::<Vec<_>>()
    };
    let pick = move |id: String| draft.update(|draft| draft.category = id.parse().ok());
    choice("Category", "All categories", Signal::derive(categories), None, pick)
}

fn choice(
    label: &'static str,
    none: &'static str,
    choices: Signal<Vec<(String, String)>>,
    picked: Option<String>,
    pick: impl Fn(String) + 'static,
) -> AnyView {
    let options = move || {
        let options = choices.get().into_iter().map(|(id, name)| {
            let is_picked = picked.as_deref() == Some(id.as_str());
            view! { <option value=id selected=is_picked>{name}</option> }.into_any()
        });
        options.collect_view()
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change=move |event| pick(event_target_value(&event))>
                <option value="">{none}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn amount(draft: RwSignal<Draft>) -> AnyView {
    view! {
        <label class="field">
            <span>"Net sales"</span>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                class="number"
                placeholder="12,500"
                prop:value=move || draft.with(|draft| draft.amount.clone())
                on:input=move |event| draft.update(|draft| draft.amount = event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
