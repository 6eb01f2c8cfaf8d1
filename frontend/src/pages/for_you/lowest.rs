//! The lowest performing customers (F10), by units or GP %, or those furthest below their own prior period.

use crate::components::address_select::address_select;
use crate::components::panel::{Failure, Panel, Placeholder};
use crate::components::switch::switch;
use crate::format::{money_full, percent, tally, units};
use crate::pages::for_you::words::week;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_core::insight::{
    LowestAgainst, LowestBy, LowestPerforming, LowestPeriod, LowestQuery, LowestRow,
};
use bellwether_core::metric::Metric;
use chrono::Datelike;
use leptos::prelude::*;
use std::sync::Arc;

/// Largest floor that can be typed, in whole units of the currency.
const MOST_FLOOR: i64 = 1_000_000_000;
/// Rows shown at first, and more with every press.
const ROWS_AT_ONCE: usize = 10;
/// Rows asked for, so that more of them come at once.
const MOST_ROWS: u32 = 100;

fn period_of(word: Option<&str>) -> Option<LowestPeriod> {
    match word {
        Some("7d") => Some(LowestPeriod::Days7),
        Some("30d") => Some(LowestPeriod::Days30),
        Some("ytd") => Some(LowestPeriod::YearToDate),
        Some(_) | None => None,
    }
}

/// What the address asks for. Without the right to see margin, GP % is never asked for.
fn query_of(filters: Filters, may_see_margin: bool) -> LowestQuery {
    let is_gp = may_see_margin && filters.get("lowest_by").as_deref() == Some("gp");
    let is_own = filters.get("lowest_against").as_deref() == Some("own");
    let floor = filters.parsed::<i64>("floor").filter(|floor| (0..=MOST_FLOOR).contains(floor));
    LowestQuery {
        by: is_gp.then_some(LowestBy::GpPercent),
        against: is_own.then_some(LowestAgainst::OwnPriorPeriod),
        period: period_of(filters.get("lowest_period").as_deref()),
        floor_cents: floor.map(|floor| floor * 100),
        // Zero is the lowest, but says little of an account: its rows are folded, and asked for when unfolded.
        no_units: (!is_gp && !is_own).then_some(false),
        rep: filters.parsed("rep"),
        as_of: None,
        limit: Some(MOST_ROWS),
    }
}

/// Customers without units in the period: the lowest of all, folded, because nothing tells them apart.
#[derive(Clone, Copy)]
struct Zero {
    rows: Loader<LowestPerforming>,
    is_open: RwSignal<bool>,
    number: RwSignal<usize>,
}

/// The panel.
pub fn lowest(may_see_margin: Memo<bool>) -> AnyView {
    let session = use_session();
    let filters = use_filters();
    let symbol = session.currency();
    let is_phone = use_is_phone();
    let number = RwSignal::new(ROWS_AT_ONCE);
    let question = move || Some(query_of(filters, may_see_margin.get()));
    let ask = move |query: LowestQuery| {
        let client = session.client();
        async move { client.lowest_performing(&query).await }
    };
    let loader: Loader<LowestPerforming> = load(question, ask);
    let is_open = RwSignal::new(false);
    let rows = load(
        move || {
            let query = question().filter(|query| query.no_units.is_some() && is_open.get())?;
            Some(LowestQuery { no_units: Some(true), ..query })
        },
        ask,
    );
    let zero = Zero { rows, is_open, number: RwSignal::new(ROWS_AT_ONCE) };
    let controls = move || controls(filters, may_see_margin.get());
    view! {
        <Panel
            title="Lowest performing customers"
            metrics=&[Metric::LowestPerforming, Metric::LowestMargin, Metric::NetSales]
            note=controls
            loader
            placeholder=Placeholder::Rows
            is_empty=|shown: &LowestPerforming| shown.ranked == 0 && shown.no_sales == 0
            empty="No customer has ordered in the last twelve months. Import orders to rank them."
            body=move |shown| ranking(shown, zero, symbol, is_phone.get(), number)
        />
    }
    .into_any()
}

fn controls(filters: Filters, may_see_margin: bool) -> AnyView {
    let periods = Signal::derive(|| {
        [("7d", "7 days"), ("30d", "30 days"), ("ytd", "Year to date")]
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .to_vec()
    });
    let is_gp = move || may_see_margin && filters.get("lowest_by").as_deref() == Some("gp");
    let floor = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        filters.set(&[("floor", (!typed.is_empty()).then_some(typed))]);
    };
    view! {
        <div class="toolbar">
            {may_see_margin.then(|| switch(filters, "Rank by", "lowest_by", [("Units", None), ("GP %", Some("gp"))]))}
            {switch(filters, "Against", "lowest_against", [("Lowest", None), ("Furthest below own prior period", Some("own"))])}
            {address_select(filters, "lowest_period", "Period", "90 days", periods)}
            <Show when=is_gp>
                <label class="field for-you-floor">
                    <span>"Net sales at least"</span>
                    <input type="number" min="0" placeholder="250" prop:value=move || filters.get("floor") on:change=floor />
                </label>
            </Show>
        </div>
    }
    .into_any()
}

fn ranking(
    shown: Arc<LowestPerforming>,
    zero: Zero,
    symbol: &'static str,
    is_phone: bool,
    number: RwSignal<usize>,
) -> AnyView {
    let year = shown.as_of.year();
    let dates = format!("{}, against {}", week(shown.period, year), week(shown.compared_with, year));
    let beside = folded(&shown).join(" · ");
    let folds = shown.by == LowestBy::Units && shown.against == LowestAgainst::Others && shown.no_units > 0;
    let zeros = folds.then(|| zeros(zero, shown.no_units, symbol, is_phone));
    view! {
        <p class="muted small">{dates}</p>
        {zeros}
        {rows(shown, symbol, is_phone, number)}
        <p class="muted small">{beside}</p>
    }
    .into_any()
}

/// Those without units, above those that bought something.
fn zeros(zero: Zero, count: u64, symbol: &'static str, is_phone: bool) -> AnyView {
    let unfold = move |event: web_sys::Event| {
        zero.is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    let inside = move || match (zero.rows.value(), zero.rows.failure()) {
        (_, Some(error)) => view! { <Failure error retry=move |()| zero.rows.reload() /> }.into_any(),
        (Some(shown), None) => rows(shown, symbol, is_phone, zero.number),
        (None, None) if zero.is_open.get() => Placeholder::Rows.view(),
        (None, None) => ().into_any(),
    };
    view! {
        <details class="more for-you-zero" open=untrack(|| zero.is_open.get()) on:toggle=unfold>
            <summary>{format!("No units in the period ({})", tally(count))}</summary>
            {inside}
        </details>
    }
    .into_any()
}

/// The first rows, and more of them with every press.
fn rows(
    shown: Arc<LowestPerforming>,
    symbol: &'static str,
    is_phone: bool,
    number: RwSignal<usize>,
) -> AnyView {
    let (by, all) = (shown.by, shown.rows.len());
    if all == 0 {
        return ().into_any();
    }
    let rows = Signal::derive(move || shown.rows.iter().take(number.get()).cloned().collect::<Vec<_>>());
    let rows = if is_phone { cards(rows, by, symbol) } else { table(rows, by, symbol) };
    view! {
        {rows}
        <Show when=move || number.get() < all>
            <button type="button" class="button" on:click=move |_| number.update(|number| *number += ROWS_AT_ONCE)>"Show more"</button>
        </Show>
    }
    .into_any()
}

/// What the customers are ranked by, as people read it.
fn head(by: LowestBy) -> &'static str {
    match by {
        LowestBy::Units => "Units",
        LowestBy::GpPercent => "GP %",
    }
}

/// The ranked figure, now and in the prior period.
fn figures(row: &LowestRow, by: LowestBy) -> (String, String) {
    let rate = |rate: Option<f64>| rate.map_or_else(|| "–".to_owned(), percent);
    match by {
        LowestBy::Units => (units(row.units_milli.current), units(row.units_milli.previous)),
        LowestBy::GpPercent => (rate(row.gp_rate), rate(row.previous_gp_rate)),
    }
}

fn about(row: &LowestRow) -> String {
    if row.is_new { format!("New · {}", row.account.place) } else { row.account.place.clone() }
}

fn table(rows: Signal<Vec<LowestRow>>, by: LowestBy, symbol: &'static str) -> AnyView {
    view! {
        <table class="table">
            <thead><tr><th scope="col">"Customer"</th><th scope="col" class="number">{head(by)}</th><th scope="col" class="number">"Before"</th><th scope="col" class="number">"Net sales"</th></tr></thead>
            <tbody><For each=move || rows.get() key=|row| row.account.id let(row)>{table_row(&row, by, symbol)}</For></tbody>
        </table>
    }
    .into_any()
}

fn table_row(row: &LowestRow, by: LowestBy, symbol: &'static str) -> AnyView {
    let (now, before) = figures(row, by);
    view! {
        <tr>
            <td><span class="two-lines"><a href=format!("/accounts/{}", row.account.id)>{row.account.name.clone()}</a><span>{about(row)}</span></span></td>
            <td class="number">{now}</td>
            <td class="number">{before}</td>
            <td class="number">{money_full(row.sales.current, symbol)}</td>
        </tr>
    }
    .into_any()
}

fn cards(rows: Signal<Vec<LowestRow>>, by: LowestBy, symbol: &'static str) -> AnyView {
    view! {
        <ul class="cards">
            <For each=move || rows.get() key=|row| row.account.id let(row)>{card(&row, by, symbol)}</For>
        </ul>
    }
    .into_any()
}

fn card(row: &LowestRow, by: LowestBy, symbol: &'static str) -> AnyView {
    let (now, before) = figures(row, by);
    view! {
        <li class="card for-you-lowest">
            <a href=format!("/accounts/{}", row.account.id) data-record="">{row.account.name.clone()}</a>
            <p class="muted small">{about(row)}</p>
            <dl>
                <div><dt>{head(by)}</dt><dd>{now}</dd></div>
                <div><dt>"Before"</dt><dd>{before}</dd></div>
                <div><dt>"Net sales"</dt><dd>{money_full(row.sales.current, symbol)}</dd></div>
            </dl>
        </li>
    }
    .into_any()
}

/// How many customers are in no row, and why.
fn folded(shown: &LowestPerforming) -> Vec<String> {
    let parts = [
        (shown.ranked, "ranked"),
        (shown.no_sales, "no sales in period"),
        (shown.too_small, "too small to rate"),
        (shown.cost_unknown, "cost unknown"),
        (shown.unconverted_products, "products counted as sold, not in base units"),
    ];
    parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{words} ({})", tally(number)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_period_means_the_usual_one() {
        assert_eq!(period_of(Some("ytd")), Some(LowestPeriod::YearToDate));
        assert_eq!(period_of(Some("90d")), None);
    }
}
