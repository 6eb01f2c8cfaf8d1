//! Top reps with the distribution of their order values (E3), all on one scale.

use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::format::{approximate, count, money_full, money_short};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_charts::strip_plot::StripPlot;
use bellwether_charts::{Size, Unit};
use bellwether_core::dashboard::{Dashboard, TopRep};
use leptos::prelude::*;
use std::sync::Arc;

/// Reps that sell most. Not shown at all where the organisation hides it.
#[component]
pub fn TopReps(
    /// The page's answer.
    dashboard: Loader<Dashboard>,
) -> impl IntoView {
    let symbol = use_session().currency();
    let filters = use_filters();
    let body = move |shown: Arc<Dashboard>| rep_table(&shown.top_reps, symbol, filters);
    view! {
        <Panel
            title="Top reps"
            class="span-6"
            note=|| "Strip: every order's value"
            loader=dashboard
            placeholder=Placeholder::Rows
            is_empty=|shown: &Dashboard| shown.top_reps.is_empty()
            empty="No sales of a rep to show in this period. Your organisation may also keep this list to managers."
            body
        />
    }
    .into_any()
}

/// The largest order of all reps: one scale for every strip, so that they can be compared.
fn largest_order(reps: &[TopRep]) -> f64 {
    reps.iter().map(|top| approximate(top.order_value_quartiles[4].0)).fold(0.0, f64::max)
}

fn rep_table(reps: &[TopRep], symbol: &'static str, filters: Filters) -> AnyView {
    let largest = largest_order(reps);
    let rows = reps.iter().map(|top| rep_row(top, largest, symbol, filters)).collect_view();
    view! {
        <table class="table is-fixed">
            <thead>
                <tr>
                    <th scope="col">"Rep"</th>
                    <th scope="col" class="strip-column">"Order values"</th>
                    <th scope="col" class="number">"Sales"</th>
                    <th scope="col" class="number">"Change"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn rep_row(top: &TopRep, largest: f64, symbol: &'static str, filters: Filters) -> AnyView {
    let quartiles = top.order_value_quartiles.map(|value| approximate(value.0));
    let values: Vec<_> = top.order_values.iter().map(|value| approximate(value.0)).collect();
    let median = money_short(top.order_value_quartiles[2], symbol);
    let title = format!("Order values of {}: median {median}", top.rep.name);
    let strip = StripPlot {
        title: &title,
        size: Size::new(200.0, 26.0),
        unit: Unit::Money(symbol),
        values: &values,
        quartiles,
        domain: (0.0, largest),
    }
    .render();
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <a href=untrack(|| filters.link_with("/accounts", "rep", top.rep.id.to_string()))>{top.rep.name.clone()}</a>
                    <span>{format!("{} orders, median {median}", count(top.orders))}</span>
                </span>
            </td>
            <td class="strip-column" inner_html=strip.svg></td>
            <td class="number" title=money_full(top.revenue.current, symbol)>{money_short(top.revenue.current, symbol)}</td>
            <td class="number"><MovementMark change=top.revenue.change /></td>
        </tr>
    }
    .into_any()
}
