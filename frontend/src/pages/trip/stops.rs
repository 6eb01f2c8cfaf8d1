//! The stops in the order to drive, each with the way there and what is at stake.

use crate::components::badge::SegmentBadge;
use crate::components::call::call_link;
use crate::components::icon::{Icon, IconName};
use crate::components::panel::{Placeholder, four_states};
use crate::components::section::section;
use crate::distance::distance;
use crate::format::{money_full, money_short, percent};
use crate::pages::trip::plan::Plan;
use crate::pages::trip::words::{clock, duration};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::account::AccountDetail;
use bellwether_core::trip::{Trip, TripStop};
use leptos::prelude::*;

/// Kilometres that nobody drives.
const NO_WAY: f64 = 0.05;

/// The list.
pub(super) fn stops(plan: Plan, trip: &Trip, symbol: &'static str) -> AnyView {
    let has_start = untrack(|| plan.start()).is_some();
    let start = has_start.then(|| end("Start", move || clock(plan.leaves_at(), 0.0), String::new()));
    let rows = (1..).zip(&trip.stops).map(|(number, stop)| row(plan, number, stop, symbol));
    let rows: Vec<_> = rows.collect();
    let minutes = trip.minutes;
    let back = trip
        .return_km
        .map(|km| end("Back at the start", move || clock(plan.leaves_at(), minutes), distance(km)));
    let body = view! { <ol class="trip-stops">{start}{rows}{back}</ol> };
    section("Stops", "trip-list", "In the order to drive", body.into_any())
}

/// The start or the way back.
fn end(words: &'static str, time: impl Fn() -> String + Send + Sync + 'static, leg: String) -> AnyView {
    view! {
        <li class="trip-end">
            <span class="trip-number" aria-hidden="true"></span>
            <span class="trip-who">{words}</span>
            <span class="trip-when"><b>{time}</b><span class="muted small">{leg}</span></span>
        </li>
    }
    .into_any()
}

fn row(plan: Plan, number: u32, stop: &TripStop, symbol: &'static str) -> AnyView {
    let (id, name) = (stop.account.id, stop.account.name.clone());
    let arrives_after = stop.arrives_after_minutes;
    let remove = {
        let name = name.clone();
        move |_| plan.remove(id, &name)
    };
    let (after, leg) = way_there(stop);
    let call = stop.phone.as_deref().map(|phone| call_link(phone, "Call".to_owned(), "trip-call"));
    view! {
        <li class="trip-stop">
            <span class="trip-number" aria-hidden="true">{number}</span>
            <div class="trip-who">
                <a href=format!("/accounts/{id}")>{name.clone()}</a>
                <span class="muted small">{stop.account.place.clone()}</span>
                {stakes(stop, symbol)}
            </div>
            <div class="trip-when">
                <b>{move || clock(plan.leaves_at(), arrives_after)}</b>
                <span class="muted small">{after}</span>
                <span class="muted small">{leg}</span>
            </div>
            <div class="trip-deeds">
                {call}
                <button type="button" class="button is-quiet is-icon" title="Remove this stop" aria-label=format!("Remove {name}") on:click=remove>
                    <Icon name=IconName::Close />
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// When after the start it is reached, and from how far.
fn way_there(stop: &TripStop) -> (String, String) {
    let after = format!("after {}", duration(stop.arrives_after_minutes));
    if stop.arrives_after_minutes <= 0.0 {
        ("at the start".to_owned(), String::new())
    } else if stop.leg_km < NO_WAY {
        (after, "at the same place".to_owned())
    } else {
        (after, format!("{} · {}", distance(stop.leg_km), duration(stop.leg_minutes)))
    }
}

/// Where it stands and what leaves if it does.
fn stakes(stop: &TripStop, symbol: &'static str) -> AnyView {
    let risk = stop.churn_risk.map(|risk| {
        let share = percent((risk.get() * 100.0).round() / 100.0);
        let money = money_short(stop.at_risk_cents, symbol);
        let exact = format!(
            "Churn risk {share} of the net sales of twelve months: {}",
            money_full(stop.at_risk_cents, symbol)
        );
        view! { <span class="small" title=exact>{format!("{share} risk · {money} at risk")}</span> }
    });
    view! { <span class="trip-stakes"><SegmentBadge segment=stop.segment />{risk}</span> }.into_any()
}

/// A single stop is no trip yet; its name comes from the account itself.
pub(super) fn lone_stop(plan: Plan) -> AnyView {
    let session = use_session();
    let only = move || plan.stops().first().copied();
    let account: Loader<AccountDetail> = load(only, move |id| {
        let client = session.client();
        async move { client.account(id).await }
    });
    let inside = four_states(
        account,
        Placeholder::Text,
        |_| false,
        "",
        move |detail| {
            let (id, name) = (detail.account.id, detail.account.name.clone());
            let remove = {
                let name = name.clone();
                move |_| plan.remove(id, &name)
            };
            let near = detail.nearby.iter().take(5).map(|near| {
            let (other, words) = (near.account.id, format!("{}, {}", near.account.name, distance(near.distance_km)));
            view! { <li><button type="button" class="button" on:click=move |_| plan.add(other)>"Add "{words}</button></li> }.into_any()
        });
            let near: Vec<_> = near.collect();
            let suggested = (!near.is_empty()).then(|| view! { <p class="muted">"Nearby, as the crow flies:"</p><ul class="trip-near">{near}</ul> });
            view! {
            <ol class="trip-stops">
                <li class="trip-stop">
                    <span class="trip-number" aria-hidden="true">"1"</span>
                    <div class="trip-who"><a href=format!("/accounts/{id}")>{name.clone()}</a><span class="muted small">{detail.account.place.clone()}</span></div>
                    <div class="trip-deeds">
                        <button type="button" class="button is-quiet is-icon" title="Remove this stop" aria-label=format!("Remove {name}") on:click=remove><Icon name=IconName::Close /></button>
                    </div>
                </li>
            </ol>
            <p>"Add at least one more stop to get an order."</p>
            {suggested}
        }
        .into_any()
        },
    );
    section("Stops", "trip-list", (), view! { {inside} }.into_any())
}
