//! Monday (L-M1): what changed since last week, and who does what about it, for those who look after several reps.

mod alerts;
mod headline;
mod movers;
mod moves;
mod waiting;

use crate::components::message::Message;
use crate::components::panel::{Placeholder, aging_states};
use crate::components::print::print_button;
use crate::components::scope::rep_select;
use crate::format::{day, span};
use crate::pages::weekly::alerts::alerts;
use crate::pages::weekly::headline::headline;
use crate::pages::weekly::movers::movers;
use crate::pages::weekly::moves::moves;
use crate::pages::weekly::waiting::{Assigning, waiting};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::weekly_diff::{WeeklyDiff, WeeklyDiffQuery};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
#[component]
pub fn WeeklyPage() -> impl IntoView {
    let (session, filters) = (use_session(), use_filters());
    let diff: Loader<WeeklyDiff> = load(
        move || Some(WeeklyDiffQuery { since: filters.parsed("since"), rep: filters.parsed("rep") }),
        move |query| {
            let client = session.client();
            async move { client.weekly_diff(&query).await }
        },
    );
    let message = Message::new();
    let assigning = Assigning::new(session, message);
    let symbol = session.currency();
    let body = move |diff: Arc<WeeklyDiff>| {
        view! {
            {headline(&diff, symbol)}
            {waiting(&diff, assigning, symbol)}
            {moves(&diff, symbol)}
            {movers(&diff, symbol)}
            {alerts(&diff)}
        }
        .into_any()
    };
    let (inside, is_old) = aging_states(diff, Placeholder::Tiles, |_| false, "", body);
    let about = move || diff.value().map(|diff| about(&diff));
    view! {
        <div class="page-head weekly-head">
            <h1>"Monday"</h1>
            <p>{about}</p>
            <div class="toolbar">
                {rep_select(filters)}
                {since_field(filters, diff)}
                {print_button()}
            </div>
        </div>
        <div class="weekly" class:is-stale=move || is_old.get() aria-busy=move || diff.is_loading().to_string()>
            {inside}
        </div>
        {message.view()}
    }
    .into_any()
}

/// "Region Midwest: 16 – 22 Nov 2026 against 9 – 15 Nov 2026".
fn about(diff: &WeeklyDiff) -> String {
    format!("{} · {}, compared with {}", diff.scope, span(diff.period), span(diff.compared_with))
}

/// Dates on the page need not name this year.
fn year_of(diff: &WeeklyDiff) -> i32 {
    diff.as_of.year()
}

/// Another first day; without one the last whole week is shown.
fn since_field(filters: Filters, diff: Loader<WeeklyDiff>) -> AnyView {
    let shown = move || diff.value().map(|diff| diff.period.from.to_string());
    let latest = move || diff.value().map(|diff| diff.as_of.to_string());
    let change = move |event: web_sys::Event| {
        let date = event_target_value(&event).parse::<NaiveDate>().ok();
        filters.set(&[("since", date.map(|date| date.to_string()))]);
    };
    view! {
        <label class="weekly-since">
            <span class="muted">"Since"</span>
            <input type="date" prop:value=shown max=latest on:change=change />
        </label>
    }
    .into_any()
}

/// A date of the page.
fn date(date: NaiveDate, diff_year: i32) -> String {
    day(date, diff_year)
}
