//! The executive page (E1–E4): headline figures, net sales over time, segments with the money at
//! risk, and who and what sells most.

mod bridge;
mod course;
mod figure;
mod headline;
mod rankings;
mod reps;
mod revenue;
pub mod rows;
mod segments;
mod states;

use crate::components::panel::{Failure, Panel, Placeholder};
use crate::components::print::print_button;
use crate::components::rows_sheet::RowsShown;
use crate::components::scope::scope_selects;
use crate::format::span;
use crate::lazy::{LazyPage, arriving_over};
use crate::pages::dashboard::bridge::BridgePanel;
use crate::pages::dashboard::figure::{behind, fetch_ahead_behind_link, open_behind_link};
use crate::pages::dashboard::headline::Headline;
use crate::pages::dashboard::rankings::{TopAccounts, TopProducts};
use crate::pages::dashboard::reps::TopReps;
use crate::pages::dashboard::revenue::revenue_chart;
use crate::pages::dashboard::segments::segment_body;
use crate::pages::dashboard::states::StatesPanel;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::dashboard::Dashboard;
use bellwether_core::metric::Metric;
use bellwether_core::period::Comparison;
use leptos::prelude::*;
use std::sync::Arc;

/// The executive page.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let dashboard: Loader<Dashboard> = load(
        move || filters.facts(),
        move |facts| {
            let client = session.client();
            async move { client.dashboard(&facts).await }
        },
    );
    let has_failed = Memo::new(move |_| dashboard.failure().is_some());
    let is_empty = Memo::new(move |_| filters.freshness().is_some_and(|fresh| fresh.orders == 0));
    let rows = RowsShown::default();
    provide_context(rows);
    let are_rows_open = Memo::new(move |_| behind(filters).is_some());
    view! {
        <div
            class="dashboard"
            on:click=move |event| open_behind_link(&event, filters, rows)
            on:pointerover=|event| fetch_ahead_behind_link(&event)
            on:focusin=|event| fetch_ahead_behind_link(&event)
        >
            <div class="page-head">
                <h1>"Dashboard"</h1>
                <p>{move || dashboard.value().map(|shown| period_words(&shown, filters.comparison()))}</p>
                {scope_selects(filters)}
                {print_button()}
            </div>
            {move || if has_failed.get() {
                failure(dashboard)
            } else if is_empty.get() {
                view! { <NoOrders /> }.into_any()
            } else {
                view! { <Panels dashboard /> }.into_any()
            }}
        </div>
        {move || are_rows_open.get().then(|| arriving_over(LazyPage::Rows))}
    }
}

/// One answer feeds the whole page, so one message is enough when it is missing.
fn failure(dashboard: Loader<Dashboard>) -> AnyView {
    dashboard
        .failure()
        .map(|error| {
            view! { <section class="panel"><Failure error retry=move |()| dashboard.reload() /></section> }
                .into_any()
        })
        .into_any()
}

fn period_words(shown: &Dashboard, comparison: Comparison) -> String {
    let with = match comparison {
        Comparison::Previous => "the days just before",
        Comparison::SameLastYear => "the same dates last year",
    };
    format!("{}, compared with {with}, {}", span(shown.period), span(shown.compared_with))
}

/// What a fresh installation shows.
#[component]
fn NoOrders() -> impl IntoView {
    view! {
        <section class="panel">
            <div class="state is-empty">
                <p class="state-title">"No orders yet"</p>
                <p class="muted">"Import a file of order lines and this page fills itself."</p>
                <a class="button is-primary" href="/imports">"Import orders"</a>
            </div>
        </section>
    }
}

#[component]
fn Panels(
    /// The page's answer.
    dashboard: Loader<Dashboard>,
) -> impl IntoView {
    let symbol = use_session().currency();
    let filters = use_filters();
    let segments = move |shown: Arc<Dashboard>| segment_body(&shown.segments, symbol, filters);
    view! {
        <Headline dashboard />
        <div class="dashboard-grid">
            <Panel
                title="Net sales"
                metrics=&[Metric::NetSales, Metric::Change]
                class="span-8"
                note=move || dashboard.value().map(|shown| span(shown.period))
                loader=dashboard
                placeholder=Placeholder::Chart
                is_empty=|shown: &Dashboard| shown.series.is_empty()
                empty="No sales in this period. Pick a longer one."
                body=move |shown| revenue_chart(shown, symbol)
            />
            <Panel
                title="Segments"
                metrics=&[Metric::Segment, Metric::MoneyAtRisk, Metric::TrailingSales]
                class="span-4"
                note=|| "12-month net sales"
                loader=dashboard
                placeholder=Placeholder::Rows
                is_empty=|shown: &Dashboard| shown.segments.iter().all(|segment| segment.accounts == 0)
                empty="No account is scored yet. Scores are computed after each import."
                body=segments
            />
            <BridgePanel dashboard />
            <TopAccounts dashboard />
            <TopReps dashboard />
            <TopProducts dashboard />
            <StatesPanel />
        </div>
    }
    .into_any()
}
