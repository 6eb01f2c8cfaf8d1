//! Net sales by state, as a map of tiles with the same figures in a table beside it (W3).

use crate::components::chart_view::ChartView;
use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::components::shade_key::shade_key;
use crate::format::{approximate, money_full, money_short, percent};
use crate::pages::dashboard::figure::{Part, sales_link};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_charts::Unit;
use bellwether_charts::state_tiles::{StateTiles, StateValue};
use bellwether_core::metric::Metric;
use bellwether_core::state::{StateRollup, StateRow};
use leptos::prelude::*;
use std::sync::Arc;

/// States shown in the table beside the map; the rest is on the accounts page.
const ROWS: usize = 12;

/// Net sales by state in the picked period.
#[component]
pub fn StatesPanel() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let states: Loader<StateRollup> = load(
        move || filters.facts(),
        move |facts| {
            let client = session.client();
            async move { client.states(&facts).await }
        },
    );
    let symbol = session.currency();
    view! {
        <Panel
            title="States"
            metrics=&[Metric::NetSales, Metric::Change, Metric::ShareOfSales]
            class="span-7"
            note=move || view! { <a href=move || filters.link("/accounts")>"All states"</a> }
            loader=states
            placeholder=Placeholder::Chart
            is_empty=|rollup: &StateRollup| rollup.states.is_empty()
            empty="No sales with a known state in this period."
            body=move |rollup| states_body(&rollup, symbol, filters)
        />
    }
    .into_any()
}

fn states_body(rollup: &Arc<StateRollup>, symbol: &'static str, filters: Filters) -> AnyView {
    let on_map = || rollup.states.iter().filter(|row| row.state.len() == 2);
    let values: Vec<_> = on_map()
        .map(|row| StateValue { code: row.state.clone(), value: approximate(row.revenue.current.0) })
        .collect();
    let height = if untrack(|| use_is_phone().get()) { 220.0 } else { 290.0 };
    let has_map = !values.is_empty();
    let draw = move |size| {
        StateTiles { title: "Net sales by state", size, unit: Unit::Money(symbol), values: &values }.render()
    };
    let largest = on_map().map(|row| row.revenue.current).max().unwrap_or_default();
    let rows = rollup.states.iter().take(ROWS).map(|row| state_row(row, symbol, filters)).collect_view();
    view! {
        <div class="states-body" class:has-map=has_map>
            {has_map.then(|| view! { <div>{shade_key(largest, symbol)}<ChartView draw height label="Net sales by state" /></div> })}
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"State"</th>
                        <th scope="col" class="number">"Net sales"</th>
                        <th scope="col" class="number">"Share"</th>
                        <th scope="col" class="number">"Change"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn state_row(row: &StateRow, symbol: &'static str, filters: Filters) -> AnyView {
    let name = if row.name.is_empty() { "Unknown".to_owned() } else { row.name.clone() };
    let name = if row.state.is_empty() {
        name.into_any()
    } else {
        view! { <a href=untrack(|| filters.link_with("/accounts", "state", row.state.clone()))>{name}</a> }
            .into_any()
    };
    let sales = if row.state.is_empty() {
        let sales = row.revenue.current;
        view! { <span title=money_full(sales, symbol)>{money_short(sales, symbol)}</span> }.into_any()
    } else {
        sales_link(filters, Part::State(row.state.clone()), row.revenue.current, symbol)
    };
    view! {
        <tr>
            <td>{name}</td>
            <td class="number">{sales}</td>
            <td class="number">{row.share.map(percent)}</td>
            <td class="number"><MovementMark change=row.revenue.change /></td>
        </tr>
    }
    .into_any()
}
