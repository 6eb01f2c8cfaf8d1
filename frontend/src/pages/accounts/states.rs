//! States with their share of sales, and how concentrated sales are (W3, W5). Folded away until
//! wanted, because the list is what most people come for.

use crate::components::export::{export_button, file};
use crate::components::movement::MovementMark;
use crate::components::panel::{Placeholder, aging_states};
use crate::components::print::print_page;
use crate::components::why::why;
use crate::format::{count, money_full, money_short, percent, span, tally};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::Cents;
use bellwether_core::bridge::Concentration;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::metric::Metric;
use bellwether_core::state::{StateRollup, StateRow};
use leptos::prelude::*;
use std::sync::Arc;

/// The folded section; its question is asked when it is opened the first time.
#[component]
pub fn StatesSection() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let is_open = move || filters.get("states").is_some();
    let states: Loader<StateRollup> = load(
        move || {
            if is_open() { filters.facts().map(|facts| FactFilter { state: None, ..facts }) } else { None }
        },
        move |facts| {
            let client = session.client();
            async move { client.states(&facts).await }
        },
    );
    let concentration: Loader<Concentration> = load(
        move || if is_open() { filters.facts() } else { None },
        move |facts| {
            let client = session.client();
            async move { client.concentration(&facts).await }
        },
    );
    let symbol = session.currency();
    let address = move |format| {
        let facts = FactFilter { state: None, ..filters.facts()? };
        session.client().states_address(&facts, &file(format)).ok()
    };
    let toggle = move |_| filters.replace(&[("states", (!untrack(is_open)).then(|| "open".to_owned()))]);
    let body = move |rollup: Arc<StateRollup>| states_table(&rollup, symbol, filters);
    let is_empty = |rollup: &StateRollup| rollup.states.is_empty();
    let empty = "No sales with a known state in this period.";
    let (inside, are_states_old) = aging_states(states, Placeholder::Rows, is_empty, empty, body);
    let inside = StoredValue::new(inside);
    let (held, are_shares_old) = aging_states(
        concentration,
        Placeholder::Text,
        |shown: &Concentration| shown.accounts == 0,
        "No account bought anything in this period.",
        move |shown| held_by_few(&shown, symbol),
    );
    let held = StoredValue::new(held);
    view! {
        <section class="panel" aria-label="Net sales by state">
            <h2 class="fold">
                <button type="button" aria-expanded=move || is_open().to_string() on:click=toggle>
                    <crate::components::icon::Icon name=crate::components::icon::IconName::ChevronRight />
                    "States and concentration"
                </button>
            </h2>
            <Show when=is_open>
                <div class="panel-body concentration" class:is-stale=move || are_shares_old.get()>{move || held.with_value(|held| held())}</div>
                <div class="panel-body" class:is-stale=move || are_states_old.get()>{move || inside.with_value(|inside| inside())}</div>
                <div class="panel-body">{export_button("state-export", || "Every state of this period, with the period before.".to_owned(), address, print_page)}</div>
                {why(&[Metric::Concentration, Metric::ShareOfSales, Metric::Orders, Metric::ActiveAccounts])}
            </Show>
        </section>
    }
    .into_any()
}

/// How much hangs on the 10, 20 and 50 largest accounts, and on the largest states.
fn held_by_few(shown: &Concentration, symbol: &'static str) -> AnyView {
    let few = |accounts: u32| u64::from(accounts) <= shown.accounts;
    let all = tally(shown.accounts);
    // Shares of more accounts than there are would all say the same.
    let reach =
        shown.top.iter().position(|top| !few(top.accounts)).map_or(shown.top.len(), |place| place + 1);
    let accounts = shown.top.iter().take(reach).map(|top| {
        let words = if few(top.accounts) {
            format!("Top {} of {all} accounts", top.accounts)
        } else {
            format!("All {all} accounts")
        };
        share_tile(words, top.share, top.revenue_cents, symbol)
    });
    let states = [1, 3].into_iter().filter(|number| shown.states.len() > *number).map(|number| {
        let held = shown.states.iter().take(number);
        let share = held.clone().map(|state| state.share).sum::<Option<f64>>();
        let words = match shown.states.first() {
            Some(first) if number == 1 && !first.name.is_empty() => {
                format!("{}, the largest state", first.name)
            }
            _ if number == 1 => "The largest state".to_owned(),
            _ => format!("{number} largest states"),
        };
        share_tile(words, share, held.map(|state| state.revenue_cents).sum(), symbol)
    });
    let tiles: Vec<_> = accounts.chain(states).collect();
    view! {
        <p class="muted">{format!("Share of net sales, {}", span(shown.period))}</p>
        <ul class="concentration-shares" aria-label="Concentration">{tiles}</ul>
    }
    .into_any()
}

fn share_tile(words: String, share: Option<f64>, sales: Cents, symbol: &'static str) -> AnyView {
    view! {
        <li>
            <span class="muted small">{words}</span>
            <b>{share.map_or_else(|| "–".to_owned(), percent)}</b>
            <span class="muted small" title=money_full(sales, symbol)>{money_short(sales, symbol)}</span>
        </li>
    }
    .into_any()
}

/// The smallest number of states that together hold at least half of the sales.
fn states_with_half(rows: &[StateRow]) -> Option<usize> {
    let mut held = 0.0;
    for (place, row) in rows.iter().enumerate() {
        held += row.share?;
        if held >= 0.5 {
            return Some(place + 1);
        }
    }
    None
}

fn states_table(rollup: &StateRollup, symbol: &'static str, filters: Filters) -> AnyView {
    let words = states_with_half(&rollup.states).map(|number| match number {
        1 => "One state holds half of all net sales.".to_owned(),
        number => format!("{number} states hold half of all net sales."),
    });
    let mut held = 0.0;
    let rows = rollup
        .states
        .iter()
        .map(|row| {
            held += row.share.unwrap_or(0.0);
            state_row(row, held, symbol, filters)
        })
        .collect_view();
    view! {
        <p class="muted">{format!("{}. ", span(rollup.period))}{words}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label="States, scrolls sideways">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"State"</th>
                        <th scope="col" class="number">"Net sales"</th>
                        <th scope="col" class="number">"Change"</th>
                        <th scope="col" class="number">"Share"</th>
                        <th scope="col" class="number">"Together"</th>
                        <th scope="col" class="number">"Orders"</th>
                        <th scope="col" class="number">"Active accounts"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn state_row(row: &StateRow, held: f64, symbol: &'static str, filters: Filters) -> AnyView {
    let name = if row.name.is_empty() { "Unknown".to_owned() } else { row.name.clone() };
    let code = row.state.clone();
    let name = if code.is_empty() {
        name.into_any()
    } else {
        let pick = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            filters.set(&[("state", Some(code.clone()))]);
        };
        view! { <a href=format!("/accounts?state={}", row.state) on:click=pick>{name}</a> }.into_any()
    };
    view! {
        <tr>
            <td>{name}</td>
            <td class="number" title=money_full(row.revenue.current, symbol)>{money_short(row.revenue.current, symbol)}</td>
            <td class="number"><MovementMark change=row.revenue.change /></td>
            <td class="number" data-after="share">{row.share.map(percent)}</td>
            <td class="number muted" data-after="together">{percent(held)}</td>
            <td class="number" data-after="orders">{count(row.orders)}</td>
            <td class="number" data-after="active">{count(row.active_accounts)}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::dashboard::Movement;

    fn row(share: Option<f64>) -> StateRow {
        let revenue = Movement::of_money(Cents(0), Cents(0));
        StateRow { state: "IA".into(), name: "Iowa".into(), revenue, share, orders: 0, active_accounts: 0 }
    }

    #[test]
    fn concentration_counts_states_until_half_is_reached() {
        assert_eq!(states_with_half(&[row(Some(0.3)), row(Some(0.2)), row(Some(0.5))]), Some(2));
    }

    #[test]
    fn shares_that_are_unknown_claim_no_concentration() {
        assert_eq!(states_with_half(&[row(None)]), None);
    }
}
