//! Items that accounts no longer buy (F4): lost ones, or those lapsed in accounts that order rarely.

use crate::components::endless::empty_with;
use crate::components::panel::{Failure, Placeholder};
use crate::components::switch::switch;
use crate::components::tier::alert_badge;
use crate::components::why::why;
use crate::format::{money_full, tally};
use crate::pages::for_you::probably_lost::{ITEM_LISTS, PROBABLY_LOST, load_lost, lost_rows};
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::alert::{AlertKind, AlertQuery, AlertRow};
use bellwether_core::metric::Metric;
use leptos::prelude::*;

/// Rows asked for at once.
const ROWS: u32 = 10;

/// A page of alerts at a time, of the kind that is asked for, if any.
pub fn load_alerts(kind: impl Fn() -> Option<AlertKind> + 'static) -> Pager<AlertRow> {
    let session = use_session();
    let filters = use_filters();
    load_pages(
        move || {
            kind().map(|kind| AlertQuery {
                kind: Some(kind),
                rep: filters.parsed("rep"),
                limit: Some(ROWS),
                ..AlertQuery::default()
            })
        },
        move |query, cursor| {
            let client = session.client();
            async move { client.alerts(&AlertQuery { cursor, ..query }).await }
        },
    )
}

/// A panel of alerts in its four states.
pub fn alert_panel(
    title: &'static str,
    alerts: Pager<AlertRow>,
    empty: &'static str,
    full: fn(&[AlertRow], &'static str) -> AnyView,
    metrics: &'static [Metric],
) -> AnyView {
    view! {
        <section class="panel" aria-label=title aria-busy=move || alerts.is_loading().to_string()>
            <header class="panel-head"><h2>{title}{count_of(move || alerts.total())}</h2></header>
            <div class="panel-body">{alert_rows(alerts, empty, full)}</div>
            {why(metrics)}
        </section>
    }
    .into_any()
}

/// How many there are, beside a title.
fn count_of(total: impl Fn() -> Option<u64> + Send + Sync + 'static) -> impl Fn() -> Option<String> {
    move || total().map(|total| format!(" ({})", tally(total)))
}

fn alert_rows(
    alerts: Pager<AlertRow>,
    empty: &'static str,
    full: fn(&[AlertRow], &'static str) -> AnyView,
) -> AnyView {
    let symbol = use_session().currency();
    let inside = move || match (alerts.total(), alerts.failure()) {
        (_, Some(error)) => view! { <Failure error retry=move |()| alerts.reload() /> }.into_any(),
        (None, None) => Placeholder::Rows.view(),
        (Some(0), None) => empty_with(empty, None),
        (Some(_), None) => full(&alerts.rows(), symbol),
    };
    view! {
        <div class:is-stale=move || alerts.is_replacing() && alerts.total().is_some()>{inside}</div>
        <Show when=move || alerts.has_more()>
            <button type="button" class="button" on:click=move |_| alerts.load_more()>"Show more"</button>
        </Show>
    }
    .into_any()
}

/// The panel of items: those that a rule found missing, or all that are probably lost.
pub fn items() -> AnyView {
    let filters = use_filters();
    let chosen = Memo::new(move |_| filters.get("items"));
    let is_probable = Memo::new(move |_| chosen.get().as_deref() == Some(PROBABLY_LOST));
    let kind = move || match chosen.get().as_deref() {
        Some(PROBABLY_LOST) => None,
        Some("lapsed") => Some(AlertKind::LapsedItem),
        Some(_) | None => Some(AlertKind::LostItem),
    };
    let alerts = load_alerts(kind);
    let probable = load_lost(is_probable);
    let total = move || {
        if is_probable.get() { probable.value().map(|lost| lost.total) } else { alerts.total() }
    };
    let is_busy = move || if is_probable.get() { probable.is_loading() } else { alerts.is_loading() };
    let empty = "No account has dropped an item it used to buy. Order lines with items fill this list.";
    let inside = move || {
        if is_probable.get() { lost_rows(probable) } else { alert_rows(alerts, empty, list) }
    };
    view! {
        <section class="panel" aria-label="Lost items" aria-busy=move || is_busy().to_string()>
            <header class="panel-head">
                <h2>"Lost items"{count_of(total)}</h2>
                {switch(filters, "Which items", "items", ITEM_LISTS)}
            </header>
            <div class="panel-body">{inside}</div>
            {why(&[Metric::AlertValue, Metric::ProbablyLost])}
        </section>
    }
    .into_any()
}

fn list(rows: &[AlertRow], symbol: &'static str) -> AnyView {
    let rows = rows.iter().map(|row| {
        let value = row.alert.value_cents.map(|value| {
            view! { <span class="for-you-worth"><b>{money_full(value, symbol)}</b><span class="muted small">" a month"</span></span> }
        });
        view! {
            <li>
                <p class="for-you-line"><a href=format!("/accounts/{}", row.account.id) data-record="">{row.account.name.clone()}</a>{value}</p>
                <p>{row.alert.sentence.clone()}</p>
                <p class="muted small">{alert_badge(row.alert.tier)}</p>
            </li>
        }
        .into_any()
    });
    view! { <ul class="for-you-reasons">{rows.collect_view()}</ul> }.into_any()
}
