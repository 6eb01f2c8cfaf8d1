//! Segment cards: how many accounts, how much money, and a filter each.

use crate::components::badge::SegmentShape;
use crate::components::panel::{Placeholder, aging_states};
use crate::components::why::why;
use crate::format::{money_full, money_short, tally};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::dashboard::{FactFilter, SegmentSummary};
use bellwether_core::metric::Metric;
use leptos::prelude::*;
use std::sync::Arc;

/// What the cards and the list below them show.
const SHOWN: [Metric; 9] = [
    Metric::Segment,
    Metric::TrailingSales,
    Metric::TrailingOrders,
    Metric::ChurnRisk,
    Metric::MoneyAtRisk,
    Metric::Priority,
    Metric::Health,
    Metric::Silence,
    Metric::NextOrder,
];

/// The cards; they count what the other filters leave, so that switching shows what is there.
#[component]
pub fn SegmentCards() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let segments: Loader<Vec<SegmentSummary>> = load(
        move || filters.facts().map(|facts| FactFilter { segment: None, ..facts }),
        move |facts| {
            let client = session.client();
            async move { client.segments(&facts).await }
        },
    );
    let symbol = session.currency();
    let body = move |segments: Arc<Vec<SegmentSummary>>| {
        let cards = segments.iter().map(|summary| card(summary, symbol, filters)).collect_view();
        view! { <div class="segment-cards" role="group" aria-label="Filter by segment">{cards}</div> }
            .into_any()
    };
    let empty = "No account is scored yet. Scores are computed after each import.";
    let (inside, is_old) = aging_states(segments, Placeholder::Tiles, Vec::is_empty, empty, body);
    view! {
        <section class="segment-summary" aria-label="Segments" class:is-stale=move || is_old.get()>
            {inside}
            {why(&SHOWN)}
        </section>
    }
}

fn card(summary: &SegmentSummary, symbol: &'static str, filters: Filters) -> AnyView {
    let segment = summary.segment;
    let is_picked = move || filters.get("segment").as_deref() == Some(segment.code());
    let toggle = move |_| {
        let next = (!untrack(is_picked)).then(|| segment.code().to_owned());
        filters.set(&[("segment", next)]);
    };
    let sales = summary.trailing_revenue_cents;
    let at_risk = summary.at_risk_cents;
    view! {
        <button type="button" class="segment-card" aria-pressed=move || is_picked().to_string() on:click=toggle>
            <span class="badge"><SegmentShape segment />{segment.label()}</span>
            <span class="segment-count">{tally(summary.accounts)}</span>
            <span class="muted" title=format!("{} in 12 months, {} at risk", money_full(sales, symbol), money_full(at_risk, symbol))>
                {format!("{} · {} at risk", money_short(sales, symbol), money_short(at_risk, symbol))}
            </span>
        </button>
    }
    .into_any()
}
