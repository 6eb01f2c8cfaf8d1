//! The lowest performing customers (F10), by units or GP %, or those furthest below their own prior period.

use crate::components::address_select::address_select;
use crate::components::panel::{Panel, Placeholder};
use crate::components::switch::switch;
use crate::format::{money_full, percent, tally, units};
use crate::pages::for_you::words::week;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::insight::{
    LowestAgainst, LowestBy, LowestPerforming, LowestPeriod, LowestQuery, LowestRow,
};
use chrono::Datelike;
use leptos::prelude::*;

/// Largest floor that can be typed, in whole units of the currency.
const MOST_FLOOR: i64 = 1_000_000_000;

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
        rep: filters.parsed("rep"),
        as_of: None,
        limit: None,
    }
}

/// The panel.
pub fn lowest(is_ready: Memo<bool>, may_see_margin: Memo<bool>) -> AnyView {
    let session = use_session();
    let filters = use_filters();
    let symbol = session.currency();
    let loader: Loader<LowestPerforming> = load(
        move || is_ready.get().then(|| query_of(filters, may_see_margin.get())),
        move |query| {
            let client = session.client();
            async move { client.lowest_performing(&query).await }
        },
    );
    let controls = move || controls(filters, may_see_margin.get());
    view! {
        <Panel
            title="Lowest performing customers"
            class="span-6"
            note=controls
            loader
            placeholder=Placeholder::Rows
            is_empty=|shown: &LowestPerforming| shown.rows.is_empty() && shown.no_sales == 0
            empty="No customer has ordered in the last twelve months. Import orders to rank them."
            body=move |shown| table(&shown, symbol)
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
                    <span>"Sales at least"</span>
                    <input type="number" min="0" placeholder="250" prop:value=move || filters.get("floor") on:change=floor />
                </label>
            </Show>
        </div>
    }
    .into_any()
}

fn table(shown: &LowestPerforming, symbol: &'static str) -> AnyView {
    let (by, year) = (shown.by, shown.as_of.year());
    let rows = shown.rows.iter().map(|ranked| row(ranked, by, symbol)).collect_view();
    let dates = format!("{}, against {}", week(shown.period, year), week(shown.compared_with, year));
    let head = match by {
        LowestBy::Units => "Units",
        LowestBy::GpPercent => "GP %",
    };
    view! {
        <p class="muted small">{dates}</p>
        <table class="table">
            <thead><tr><th scope="col">"Customer"</th><th scope="col" class="number">{head}</th><th scope="col" class="number">"Before"</th><th scope="col" class="number">"Net sales"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="muted small">{folded(shown).join(" · ")}</p>
    }
    .into_any()
}

fn row(row: &LowestRow, by: LowestBy, symbol: &'static str) -> AnyView {
    let rate = |rate: Option<f64>| rate.map_or_else(|| "–".to_owned(), percent);
    let (now, before) = match by {
        LowestBy::Units => (units(row.units_milli.current), units(row.units_milli.previous)),
        LowestBy::GpPercent => (rate(row.gp_rate), rate(row.previous_gp_rate)),
    };
    let about = if row.is_new { format!("New · {}", row.account.place) } else { row.account.place.clone() };
    view! {
        <tr>
            <td><span class="two-lines"><a href=format!("/accounts/{}", row.account.id)>{row.account.name.clone()}</a><span>{about}</span></span></td>
            <td class="number">{now}</td>
            <td class="number">{before}</td>
            <td class="number">{money_full(row.sales.current, symbol)}</td>
        </tr>
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
