//! What changed (E5): net sales of the comparison period, what lost, new, volume, price and mix did to them, and net
//! sales of this period. Asked for once the headline is there.

use crate::components::chart_view::ChartView;
use crate::components::panel::{Panel, Placeholder};
use crate::format::{approximate, money_full, percent, span, tally};
use crate::pages::dashboard::figure::{link_behind, of_part, signed_money};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_charts::Unit;
use bellwether_charts::waterfall::{Measure, Step, Waterfall};
use bellwether_core::bridge::{Bridge, BridgeAccount, BridgeStep};
use bellwether_core::dashboard::Dashboard;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub fn BridgePanel(
    /// The page's answer, which comes first.
    dashboard: Loader<Dashboard>,
) -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let may_ask = Memo::new(move |_| !dashboard.is_loading() && dashboard.value().is_some());
    let bridge: Loader<Bridge> = load(
        move || if may_ask.get() { filters.facts() } else { None },
        move |facts| {
            let client = session.client();
            async move { client.bridge(&facts).await }
        },
    );
    let symbol = session.currency();
    view! {
        <Panel
            title="What changed"
            class="span-12"
            note=move || bridge.value().map(|shown| format!("{} against {}", span(shown.period), span(shown.compared_with)))
            loader=bridge
            placeholder=Placeholder::Chart
            is_empty=|shown: &Bridge| shown.revenue.current.0 == 0 && shown.revenue.previous.0 == 0
            empty="No sales in either period. Pick a longer one."
            body=move |shown| body(&shown, symbol, filters)
        />
    }
    .into_any()
}

fn body(shown: &Arc<Bridge>, symbol: &'static str, filters: Filters) -> AnyView {
    let steps = shown.steps.iter().map(|step| step_view(step, symbol, filters)).collect_view();
    let change = shown.revenue.current - shown.revenue.previous;
    view! {
        <p class="bridge-words">{summary(shown, symbol)}</p>
        <div class="bridge">
            <div>
                {chart(shown, symbol)}
                <p class="muted small">"The axis does not begin at zero."</p>
            </div>
            <div class="bridge-steps" role="group" aria-label="Parts of the change">
                {steps}
                <p class="bridge-sum"><span>"Change in all"</span><b>{signed_money(change, symbol)}</b></p>
            </div>
        </div>
    }
    .into_any()
}

/// "Net sales are $1,234.00 (2.3%) above those of 1 Jan – 31 Mar 2026. The largest part of the rise is new (accounts that …)."
fn summary(shown: &Bridge, symbol: &'static str) -> String {
    let change = shown.revenue.current - shown.revenue.previous;
    let before = span(shown.compared_with);
    let share =
        shown.revenue.change.map_or_else(String::new, |change| format!(" ({})", percent(change.abs())));
    let moved = match change.0 {
        0 => return format!("Net sales equal those of {before}."),
        1.. => format!("Net sales are {}{share} above those of {before}.", money_full(change, symbol)),
        _ => format!("Net sales are {}{share} below those of {before}.", money_full(-change, symbol)),
    };
    let same_way = |step: &&BridgeStep| step.cents.0.signum() == change.0.signum();
    match shown.steps.iter().filter(same_way).max_by_key(|step| step.cents.0.abs()) {
        Some(BridgeStep { part, .. }) => {
            let way = if change.0 < 0 { "fall" } else { "rise" };
            format!(
                "{moved} The largest part of the {way} is {} ({}).",
                part.label().to_lowercase(),
                part.meaning()
            )
        }
        None => moved,
    }
}

fn chart(shown: &Arc<Bridge>, symbol: &'static str) -> AnyView {
    let (before, now) = (span(shown.compared_with), span(shown.period));
    let start = approximate(shown.revenue.previous.0);
    let step = |step: &BridgeStep| Step {
        label: step.part.label().to_owned(),
        meaning: step.part.meaning().to_owned(),
        value: approximate(step.cents.0),
    };
    let steps: Vec<Step> = shown.steps.iter().map(step).collect();
    let height = Waterfall::height(steps.len());
    let draw = move |size: bellwether_charts::Size| {
        // Exact dates where they have room; they stand above the chart in any case.
        let is_wide = size.width >= 480.0;
        Waterfall {
            title: "What changed",
            size,
            measure: Measure::Amount(Unit::Money(symbol)),
            start_label: if is_wide { &before } else { "Before" },
            start,
            steps: &steps,
            end_label: if is_wide { &now } else { "Now" },
        }
        .render()
    };
    view! { <ChartView draw height label="What changed, step by step" /> }.into_any()
}

fn step_view(step: &BridgeStep, symbol: &'static str, filters: Filters) -> AnyView {
    let class = match step.cents.0 {
        1.. => "bridge-amount is-up",
        0 => "bridge-amount",
        _ => "bridge-amount is-down",
    };
    let accounts = match step.accounts {
        1 => "1 account".to_owned(),
        many => format!("{} accounts", tally(many)),
    };
    let part = step.part;
    let all = (step.accounts > 0).then(|| {
        let href = move || link_behind(filters, of_part(part));
        let words = if step.accounts == 1 { "Its row".to_owned() } else { format!("All {accounts}") };
        view! { <a href=href>{words}</a> }.into_any()
    });
    let top = step.top.iter().map(|account| top_account(account, symbol)).collect_view();
    view! {
        <details class="bridge-step">
            <summary>
                <span class="bridge-name">{step.part.label()}</span>
                <span class="muted small">{accounts.clone()}</span>
                <span class=class>{signed_money(step.cents, symbol)}</span>
                <span class="bridge-meaning muted small">{part.meaning()}</span>
            </summary>
            <div class="bridge-why">
                <p class="muted">{step.formula.clone()}</p>
                <ol>{top}</ol>
                {all}
            </div>
        </details>
    }
    .into_any()
}

fn top_account(account: &BridgeAccount, symbol: &'static str) -> AnyView {
    view! {
        <li>
            <a href=format!("/accounts/{}", account.account.id)>{account.account.name.clone()}</a>
            <span class="muted small">{account.account.place.clone()}</span>
            <span class="bridge-amount">{signed_money(account.cents, symbol)}</span>
        </li>
    }
    .into_any()
}
