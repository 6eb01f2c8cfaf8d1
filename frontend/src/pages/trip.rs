//! A trip (G8, L-R8): stops in an order that saves time, with what is at stake at each, handed on to the maps app of
//! the phone. Everything about it is in the address, so that it can be sent to a colleague and read on the way.

mod add;
mod plan;
mod route_map;
mod sketch;
mod stops;
mod tools;
mod totals;
mod words;

use crate::components::message::Message;
use crate::components::panel::{Placeholder, four_states};
use crate::components::print::print_button;
use crate::components::section::section;
use crate::distance::distance;
use crate::pages::trip::add::add_stop;
use crate::pages::trip::plan::{MOST_STOPS, Plan};
use crate::pages::trip::route_map::route_map;
use crate::pages::trip::stops::{lone_stop, stops};
use crate::pages::trip::tools::tools;
use crate::pages::trip::totals::{hand_off, totals};
use crate::pages::trip::words::duration;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::trip::Trip;
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
#[component]
pub fn TripPage() -> impl IntoView {
    document().set_title("Trip · Bellwether");
    let session = use_session();
    let message = Message::new();
    let plan = Plan::new(use_filters(), message);
    let trip: Loader<Trip> = load(
        move || plan.request(),
        move |request| {
            let client = session.client();
            async move { client.plan_trip(&request).await }
        },
    );
    let symbol = session.currency();
    let planned = four_states(trip, Placeholder::Rows, |_| false, "", move |trip| full(plan, &trip, symbol));
    let count = Memo::new(move |_| plan.stops().len());
    let inside = move || match count.get() {
        0 => nothing_yet(),
        1 => lone_stop(plan),
        _ => planned(),
    };
    let about = move || (count.get() > 1).then(|| trip.value().map(|trip| about(&trip)));
    let is_stale = move || count.get() > 1 && trip.is_loading() && trip.value().is_some();
    view! {
        <div class="page-head trip-head">
            <h1>"Trip"</h1>
            <p role="status">{about}</p>
            <div class="toolbar">
                {print_button()}
                <Show when=move || { count.get() > 0 }>
                    <button type="button" class="button is-quiet" on:click=move |_| plan.clear()>"Remove all stops"</button>
                </Show>
            </div>
        </div>
        <div class="trip" class:is-stale=is_stale aria-busy=move || is_stale().to_string()>
            <div class="trip-tools">{tools(plan)}{add_stop(plan)}</div>
            {inside}
        </div>
        {message.view()}
    }
    .into_any()
}

/// "6 stops · 123.4 km · 5 h 10 min".
fn about(trip: &Trip) -> String {
    format!("{} stops · {} · {}", trip.stops.len(), distance(trip.km), duration(trip.minutes))
}

fn nothing_yet() -> AnyView {
    view! {
        <div class="panel trip-empty">
            <div class="state is-empty">
                <p class="state-title">"No stops yet"</p>
                <p class="muted">{format!("Search for accounts above, choose them on the map, or start from an account’s page. A trip has 2 to {MOST_STOPS} stops.")}</p>
                <a class="button is-primary" href="/map">"Choose on the map"</a>
            </div>
        </div>
    }
    .into_any()
}

fn full(plan: Plan, trip: &Arc<Trip>, symbol: &'static str) -> AnyView {
    let assumptions: Vec<_> =
        trip.assumptions.iter().map(|words| view! { <li>{words.clone()}</li> }.into_any()).collect();
    view! {
        <div class="trip-way">
            {totals(plan, trip, symbol)}
            {left_out(plan, trip)}
            {stops(plan, trip, symbol)}
        </div>
        <div class="trip-beside">
            {hand_off(trip)}
            {route_map(plan, trip)}
            {section("How this is estimated", "trip-assumptions", (), view! { <ul>{assumptions}</ul> }.into_any())}
        </div>
    }
    .into_any()
}

/// Accounts of the address that nobody can drive to.
fn left_out(plan: Plan, trip: &Trip) -> Option<AnyView> {
    let rows = trip.without_position.iter().map(|account| {
        let (id, name) = (account.id, account.name.clone());
        let remove = move |_| plan.remove(id, &name);
        view! {
            <li>
                <a href=format!("/accounts/{id}")>{account.name.clone()}</a>
                <button type="button" class="button is-quiet" on:click=remove>"Remove"<span class="visually-hidden">{format!(" {}", account.name)}</span></button>
            </li>
        }
        .into_any()
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="notice trip-left-out" role="status">
                <p>"Left out, because nobody knows where they are, or only in which state. A ZIP code, a city or coordinates in an import of accounts puts them on the map."</p>
                <ul>{rows}</ul>
            </div>
        }
        .into_any()
    })
}
