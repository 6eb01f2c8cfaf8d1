//! What everyone in the organisation shares; only admins change it.

use crate::components::form_fields::{Outcome, check, choice, number, outcome_words, text};
use crate::components::panel::{Panel, Placeholder};
use crate::format::day;
use crate::pages::settings::holidays::holidays;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::settings::{SalesBasis, Settings, WeekStart};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The form with what is stored now.
#[component]
pub fn OrganisationPanel() -> impl IntoView {
    let session = use_session();
    let settings: Loader<Settings> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.settings().await }
        },
    );
    let body =
        |settings: Arc<Settings>| view! { <OrganisationForm settings=(*settings).clone() /> }.into_any();
    view! {
        <Panel
            title="Organisation"
            note=|| "Shared by everyone"
            loader=settings
            placeholder=Placeholder::Rows
            is_empty=|_| false
            empty=""
            body
        />
    }
    .into_any()
}

#[component]
fn OrganisationForm(
    /// What is stored now.
    settings: Settings,
) -> impl IntoView {
    let session = use_session();
    let draft = RwSignal::new(settings);
    let outcome = RwSignal::new(None::<Outcome>);
    let is_busy = RwSignal::new(false);
    let unreadable = RwSignal::new(None::<String>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if unreadable.with_untracked(Option::is_some) {
            return;
        }
        is_busy.set(true);
        let client = session.client();
        let settings = draft.get_untracked();
        spawn_local(async move {
            let answer = client.update_settings(&settings).await;
            is_busy.try_set(false);
            let saved = answer.is_ok();
            outcome.try_set(Some(answer.map_or_else(Outcome::Failed, |_| Outcome::Saved)));
            if saved {
                // Currency and name are part of who is signed in.
                session.refresh();
            }
        });
    };
    view! {
        <form class="form-grid" on:submit=submit>
            {text("Name", draft, |settings| settings.organisation.clone(), |settings, value| settings.organisation = value)}
            {text("Time zone", draft, |settings| settings.time_zone.clone(), |settings, value| settings.time_zone = value)}
            {text("Currency (three letters)", draft, |settings| settings.currency.clone(), |settings, value| settings.currency = value.to_ascii_uppercase())}
            {choice("Fiscal year starts on", firsts_of_months(), draft, |settings| settings.fiscal_year_start_month.to_string(), |settings, month| {
                if let Ok(month) = month.parse() {
                    settings.fiscal_year_start_month = month;
                }
            })}
            {number("Days to reach out before the next order", 0, 90, draft, |settings| settings.outreach_lead_days, |settings, value| settings.outreach_lead_days = value)}
            {number("Days an invoice may be late before it is overdue", 0, 90, draft, |settings| settings.overdue_grace_days, |settings, value| settings.overdue_grace_days = value)}
            {pinned_date(draft)}
            {check("Weeks start on Sunday", draft, |settings| settings.week_start == WeekStart::Sunday, |settings, on| settings.week_start = if on { WeekStart::Sunday } else { WeekStart::Monday })}
            {check("Sales count on the day of the invoice, not of the order", draft, |settings| settings.sales_basis == SalesBasis::Invoiced, |settings, on| settings.sales_basis = if on { SalesBasis::Invoiced } else { SalesBasis::Booked })}
            {check("Orders come by themselves all day (figures are as of today)", draft, |settings| settings.live_feed, |settings, on| settings.live_feed = on)}
            {check("Price editing is enabled", draft, |settings| settings.price_editing_enabled, |settings, on| settings.price_editing_enabled = on)}
            {check("Reps do not see how other reps are doing", draft, |settings| settings.hide_leaderboard_from_reps, |settings, on| settings.hide_leaderboard_from_reps = on)}
            {holidays(draft, unreadable)}
            <div class="form-foot">
                <button type="submit" class="button is-primary" disabled=move || is_busy.get()>"Save"</button>
                {move || outcome.get().map(outcome_words)}
            </div>
        </form>
    }
    .into_any()
}

/// "1 Jan" to "1 Dec" by the number of the month.
fn firsts_of_months() -> Vec<(String, String)> {
    const ANY_YEAR: i32 = 2000;
    let first = |month| Some((month, NaiveDate::from_ymd_opt(ANY_YEAR, month, 1)?));
    let named = |(month, first): (u32, NaiveDate)| (month.to_string(), day(first, ANY_YEAR));
    (1..=12).filter_map(first).map(named).collect()
}

type Draft = RwSignal<Settings>;

fn pinned_date(draft: Draft) -> AnyView {
    let change = move |event: web_sys::Event| {
        draft.update(|settings| settings.pinned_as_of = event_target_value(&event).parse().ok())
    };
    view! {
        <label class="field">
            <span>"Every figure as of this date (empty: today)"</span>
            <input
                type="date"
                prop:value=move || draft.with(|settings| settings.pinned_as_of.map(|date| date.to_string()))
                on:change=change
            />
        </label>
    }
    .into_any()
}
