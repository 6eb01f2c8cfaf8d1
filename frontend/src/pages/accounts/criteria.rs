//! The window with the filters that have no field beside the list: bounds of orders and sales, what was bought, the
//! level, and on phones the rest too.

use super::question::PARENT;
use crate::components::icon::{Icon, IconName};
use crate::components::popover::Popover;
use crate::components::switch::switch;
use crate::state::account_query::in_force;
use crate::state::filters::{Filters, use_filters};
use crate::state::session::use_session;
use bellwether_core::view::BOUND_FILTERS;
use leptos::prelude::*;

/// The button, and the window. `others` are fields for which there is no room elsewhere.
pub fn more_filters(others: AnyView) -> AnyView {
    let filters = use_filters();
    let symbol = use_session().currency();
    let label = move || match in_force(BOUND_FILTERS.into_iter().chain(["level"]), |key| filters.get(key)) {
        0 => "Filters".to_owned(),
        number => format!("Filters ({number})"),
    };
    let button = view! { <Icon name=IconName::Filter /><span>{label}</span> }.into_any();
    let of_money =
        move |words: &str| if symbol.is_empty() { words.to_owned() } else { format!("{words} ({symbol})") };
    view! {
        <Popover id="account-filters" label="Filters" button>
            {others}
            {bounds(filters, "Orders in 12 months".to_owned(), "min_orders", "max_orders")}
            {bounds(filters, of_money("Average order"), "min_order", "max_order")}
            {bounds(filters, of_money("12-month net sales"), "min_revenue", "max_revenue")}
            <fieldset class="choices">
                <legend>"Rows are"</legend>
                {switch(filters, "Level", "level", [("Ship-to accounts", None), ("Parents", Some(PARENT))])}
            </fieldset>
            {drawn(filters)}
        </Popover>
    }
    .into_any()
}

/// A least and a most, each a whole number in the address.
fn bounds(filters: Filters, label: String, least: &'static str, most: &'static str) -> AnyView {
    view! {
        <fieldset class="bounds">
            <legend>{label.clone()}</legend>
            {bound(filters, format!("{label}, at least"), "from", least)}
            {bound(filters, format!("{label}, at most"), "to", most)}
        </fieldset>
    }
    .into_any()
}

fn bound(filters: Filters, label: String, placeholder: &'static str, key: &'static str) -> AnyView {
    let change = move |event: web_sys::Event| {
        let number = event_target_value(&event).trim().parse::<u32>().ok();
        filters.set(&[(key, number.map(|number| number.to_string()))]);
    };
    view! {
        <input
            type="number"
            min="0"
            step="1"
            inputmode="numeric"
            aria-label=label
            placeholder=placeholder
            prop:value=move || filters.get(key).unwrap_or_default()
            on:change=change
        />
    }
    .into_any()
}

/// What came along from the map, to be taken away again.
fn drawn(filters: Filters) -> AnyView {
    let area = move || {
        filters.get("area").map(|_| {
            let clear = move |_| filters.set(&[("area", None)]);
            view! {
                <button type="button" class="chip" aria-pressed="true" on:click=clear>"Inside the area drawn on the map ✕"</button>
            }
        })
    };
    let near = move || {
        filters.get("near").map(|_| {
            let km = filters.get("within_km").unwrap_or_else(|| "25".to_owned());
            let clear = move |_| filters.set(&[("near", None), ("within_km", None)]);
            view! {
                <button type="button" class="chip" aria-pressed="true" on:click=clear>{format!("Within {km} km of a place ✕")}</button>
            }
        })
    };
    view! { <div class="choices">{area}{near}</div> }.into_any()
}
