//! Items that accounts no longer buy (F4): lost ones, or those lapsed in accounts that order rarely.

use crate::components::endless::empty_with;
use crate::components::panel::{Failure, Placeholder};
use crate::components::switch::switch;
use crate::format::{money_full, tally};
use crate::pages::for_you::tier::tier_badge;
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::alert::{AlertKind, AlertQuery, AlertRow};
use leptos::prelude::*;

/// Rows asked for at once.
const ROWS: u32 = 10;

/// A page of alerts of one kind at a time.
pub fn load_alerts(is_ready: Memo<bool>, kind: impl Fn() -> AlertKind + 'static) -> Pager<AlertRow> {
    let session = use_session();
    let filters = use_filters();
    load_pages(
        move || {
            is_ready.get().then(|| AlertQuery {
                kind: Some(kind()),
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
    controls: AnyView,
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
        <section class="panel" aria-label=title aria-busy=move || alerts.is_loading().to_string()>
            <header class="panel-head">
                <h2>{title}{move || alerts.total().map(|total| format!(" ({})", tally(total)))}</h2>
                {controls}
            </header>
            <div class="panel-body" class:is-stale=move || alerts.is_replacing() && alerts.total().is_some()>
                {inside}
                <Show when=move || alerts.has_more()>
                    <button type="button" class="button" on:click=move |_| alerts.load_more()>"Show more"</button>
                </Show>
            </div>
        </section>
    }
    .into_any()
}

/// The panel of items.
pub fn items(is_ready: Memo<bool>) -> AnyView {
    let filters = use_filters();
    let is_lapsed = move || filters.get("items").as_deref() == Some("lapsed");
    let kind = move || if is_lapsed() { AlertKind::LapsedItem } else { AlertKind::LostItem };
    let controls = switch(filters, "Which items", "items", [("Lost", None), ("Lapsed", Some("lapsed"))]);
    let empty = "No account has dropped an item it used to buy. Order lines with items fill this list.";
    alert_panel("Lost items", controls, load_alerts(is_ready, kind), empty, list)
}

fn list(rows: &[AlertRow], symbol: &'static str) -> AnyView {
    let rows = rows.iter().map(|row| {
        let value = row.alert.value_cents.map(|value| money_full(value, symbol));
        view! {
            <li>
                <p class="for-you-line"><a href=format!("/accounts/{}", row.account.id) data-record="">{row.account.name.clone()}</a><b>{value}</b></p>
                <p>{row.alert.sentence.clone()}</p>
                <p class="muted small">{tier_badge(row.alert.tier)}</p>
            </li>
        }
        .into_any()
    });
    view! { <ul class="for-you-reasons">{rows.collect_view()}</ul> }.into_any()
}
