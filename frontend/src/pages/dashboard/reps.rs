//! Top reps with the distribution of their order values (E3), all on one scale.

use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::format::{approximate, count, money_short};
use crate::pages::dashboard::figure::{Part, sales_link};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_charts::strip_plot::StripPlot;
use bellwether_charts::{Size, Unit};
use bellwether_core::Cents;
use bellwether_core::dashboard::{Dashboard, TopRep};
use bellwether_core::metric::Metric;
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
            metrics=&[Metric::NetSales, Metric::OrderValues]
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

/// The end of the one axis of all strips: the order value that 19 of 20 do not exceed. The few largest would squeeze
/// all others together.
fn axis_end(reps: &[TopRep]) -> Cents {
    let mut values: Vec<Cents> = reps.iter().flat_map(|top| &top.order_values).copied().collect();
    values.sort_unstable();
    let beyond = values.len() / 20;
    let last = values.len().checked_sub(beyond + 1).and_then(|place| values.get(place));
    last.copied().unwrap_or(Cents(0))
}

/// What of the strips is cut, if anything is.
fn axis_words(reps: &[TopRep], end: Cents, symbol: &'static str) -> Option<String> {
    let is_cut = reps.iter().any(|top| top.order_value_quartiles[4] > end);
    let end = money_short(end, symbol);
    is_cut.then(|| format!("Strips run from 0 to {end}, below which 95% of these orders lie; an arrow says there are larger ones."))
}

fn rep_table(reps: &[TopRep], symbol: &'static str, filters: Filters) -> AnyView {
    let end = axis_end(reps);
    let words = axis_words(reps, end, symbol);
    let rows = reps.iter().map(|top| rep_row(top, end, symbol, filters)).collect_view();
    view! {
        <table class="table is-fixed">
            <thead>
                <tr>
                    <th scope="col">"Rep"</th>
                    <th scope="col" class="strip-column">"Order values"</th>
                    <th scope="col" class="number">"Net sales"</th>
                    <th scope="col" class="number">"Change"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {words.map(|words| view! { <p class="muted small strip-note">{words}</p> }.into_any())}
    }
    .into_any()
}

fn rep_row(top: &TopRep, axis_end: Cents, symbol: &'static str, filters: Filters) -> AnyView {
    let quartiles = top.order_value_quartiles.map(|value| approximate(value.0));
    let values: Vec<_> = top.order_values.iter().map(|value| approximate(value.0)).collect();
    let median = money_short(top.order_value_quartiles[2], symbol);
    let largest = money_short(top.order_value_quartiles[4], symbol);
    let title = format!("Order values of {}: median {median}, largest {largest}", top.rep.name);
    let strip = StripPlot {
        title: &title,
        size: Size::new(200.0, 26.0),
        unit: Unit::Money(symbol),
        values: &values,
        quartiles,
        domain: (0.0, approximate(axis_end.0)),
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
            <td class="number">{sales_link(filters, Part::Rep(top.rep.id), top.revenue.current, symbol)}</td>
            <td class="number"><MovementMark change=top.revenue.change /></td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::dashboard::Movement;
    use bellwether_core::rep::RepRef;

    fn rep(values: &[i64]) -> TopRep {
        let largest = Cents(values.iter().copied().max().unwrap_or(0));
        TopRep {
            rep: RepRef { id: bellwether_core::id::RepId(1), name: "North".into() },
            revenue: Movement::of_money(Cents(0), Cents(0)),
            orders: 0,
            order_value_quartiles: [Cents(0), Cents(0), Cents(0), Cents(0), largest],
            order_values: values.iter().copied().map(Cents).collect(),
        }
    }

    #[test]
    fn one_order_in_twenty_may_lie_beyond_the_axis_and_then_it_is_said() {
        let mut values: Vec<i64> = (1..20).collect();
        values.push(90_000);
        let reps = [rep(&values)];
        assert_eq!(axis_end(&reps), Cents(19));
        assert!(
            axis_words(&reps, axis_end(&reps), "$")
                .is_some_and(|words| words.contains("$0.19") || words.contains("$0.2"))
        );
    }

    #[test]
    fn few_orders_are_all_drawn() {
        let reps = [rep(&[3, 7])];
        assert_eq!(axis_end(&reps), Cents(7));
        assert_eq!(axis_words(&reps, Cents(7), "$"), None);
        assert_eq!(axis_end(&[]), Cents(0));
    }
}
