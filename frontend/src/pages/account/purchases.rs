//! What the account buys, product by product (D3); cards on phones.

use crate::components::movement::MovementMark;
use crate::components::panel::Empty;
use crate::components::profit::{NO_COST_KNOWN, UNKNOWN};
use crate::components::section::section;
use crate::components::why::why;
use crate::format::{day, money_full, money_short, units};
use crate::state::viewport::use_is_phone;
use bellwether_core::account::{AccountDetail, ProductPurchases};
use bellwether_core::metric::Metric;
use chrono::Datelike;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows shown before "show all" is pressed.
const FIRST_ROWS: usize = 12;

/// The panel.
pub fn purchases(account: &Arc<AccountDetail>, symbol: &'static str) -> AnyView {
    if account.products.is_empty() {
        let empty = view! { <Empty words="No purchases yet." /> }.into_any();
        return anchored(section("Purchases by product", "", (), empty));
    }
    let is_phone = use_is_phone();
    let shows_all = RwSignal::new(false);
    let total = account.products.len();
    let account = Arc::clone(account);
    let rows = move || {
        let limit = if shows_all.get() { total } else { FIRST_ROWS };
        let (year, has_profit) = (account.as_of.year(), account.margin.is_some());
        let shown = account.products.iter().take(limit);
        if is_phone.get() {
            let cards = shown.map(|row| card(row, year, symbol)).collect_view();
            view! { <ul class="cards">{cards}</ul> }.into_any()
        } else {
            table(
                shown.map(|row| table_row(row, has_profit, year, symbol)).collect_view().into_any(),
                has_profit,
            )
        }
    };
    let more = (total > FIRST_ROWS).then(|| {
        view! {
            <Show when=move || !shows_all.get()>
                <button type="button" class="button show-all" on:click=move |_| shows_all.set(true)>{format!("Show all {total}")}</button>
            </Show>
        }
    });
    let note = "Trend: 90 days against the 90 before";
    let body = view! { {rows}{more}{why(&[Metric::ProductCadence, Metric::ProductTrend])} }.into_any();
    anchored(section("Purchases by product", "", note, body))
}

/// Where sources that rest on purchases lead.
fn anchored(panel: AnyView) -> AnyView {
    view! { <div id="purchases" class="account-anchor span-8" tabindex="-1">{panel}</div> }.into_any()
}

fn table(rows: AnyView, has_profit: bool) -> AnyView {
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label="Products, scrolls sideways">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Product"</th>
                        <th scope="col" class="number">"Units"</th>
                        <th scope="col" class="number">"Net sales"</th>
                        {has_profit.then(|| view! { <th scope="col" class="number">"Gross profit"</th> })}
                        <th scope="col" class="number">"Every"</th>
                        <th scope="col">"First"</th>
                        <th scope="col">"Last"</th>
                        <th scope="col" class="number">"Trend"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How often it is bought.
fn cadence(row: &ProductPurchases) -> String {
    row.median_gap_days.map_or_else(|| "–".to_owned(), |gap| format!("{gap:.0} d"))
}

/// The profit of a row, or why there is none.
fn profit_cell(row: &ProductPurchases, symbol: &'static str) -> AnyView {
    let (words, in_full) = match row.profit_cents {
        Some(profit) => (money_short(profit, symbol), money_full(profit, symbol)),
        None => (UNKNOWN.to_owned(), NO_COST_KNOWN.to_owned()),
    };
    view! { <td class="number" title=in_full>{words}</td> }.into_any()
}

fn table_row(row: &ProductPurchases, has_profit: bool, year: i32, symbol: &'static str) -> AnyView {
    let profit = has_profit.then(|| profit_cell(row, symbol));
    view! {
        <tr>
            <td><span class="two-lines"><span>{row.product.name.clone()}</span><span>{row.product.category.clone()}</span></span></td>
            <td class="number">{units(row.quantity_milli)}</td>
            <td class="number" title=money_full(row.revenue_cents, symbol)>{money_short(row.revenue_cents, symbol)}</td>
            {profit}
            <td class="number">{cadence(row)}</td>
            <td>{day(row.first, year)}</td>
            <td>{day(row.last, year)}</td>
            <td class="number"><MovementMark change=row.trend.change /></td>
        </tr>
    }
    .into_any()
}

fn card(row: &ProductPurchases, year: i32, symbol: &'static str) -> AnyView {
    view! {
        <li class="product-card">
            <b>{row.product.name.clone()}</b>
            <span class="number" title=money_full(row.revenue_cents, symbol)>{money_short(row.revenue_cents, symbol)}</span>
            <span class="muted small">{format!("{} units, every {}, first {}, last {}", units(row.quantity_milli), cadence(row), day(row.first, year), day(row.last, year))}</span>
            <span class="number"><MovementMark change=row.trend.change /></span>
        </li>
    }
    .into_any()
}
