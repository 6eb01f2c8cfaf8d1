//! Everything behind one reason (L-R1): the rule in words, what it looked at, and the rows it rests on.

use crate::components::chart_view::ChartView;
use crate::components::panel::{Placeholder, four_states};
use crate::format::{day, money_full};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_charts::currency_symbol;
use bellwether_charts::gaps::GapsStrip;
use bellwether_core::AlertId;
use bellwether_core::alert::{AlertExplanation, Evidence, RuleInput};
use leptos::prelude::*;

/// Orders and invoices named at most.
const ROWS: usize = 6;

/// Asks for it and shows it; dates of another year than `year` name theirs.
pub fn why(id: AlertId, year: i32) -> AnyView {
    let session = use_session();
    let symbol = session.currency();
    let explanation: Loader<AlertExplanation> = load(
        move || Some(id),
        move |id| {
            let client = session.client();
            async move { client.explain_alert(id).await }
        },
    );
    let inside =
        four_states(explanation, Placeholder::Text, |_| false, "", move |shown| draw(&shown, symbol, year));
    view! { <div class="for-you-why">{inside}</div> }.into_any()
}

fn draw(shown: &AlertExplanation, symbol: &'static str, year: i32) -> AnyView {
    let inputs = shown.inputs.iter().map(input).collect_view();
    let version =
        format!("Rule version {}, facts up to {}.", shown.alert.rule_version, day(shown.alert.as_of, year));
    view! {
        <p>{shown.formula.clone()}</p>
        <dl class="for-you-inputs">{inputs}</dl>
        {gaps(shown)}
        {rows(shown, symbol, year)}
        {events(shown, year)}
        <p class="muted small">{version}</p>
    }
    .into_any()
}

fn input(input: &RuleInput) -> AnyView {
    let mark = match input.holds {
        Some(true) => Some(("✓", "holds", "for-you-holds")),
        Some(false) => Some(("✗", "does not hold", "for-you-fails")),
        None => None,
    };
    let mark = mark.map(|(mark, words, class)| {
        view! { <span class=class><span aria-hidden="true">{mark}</span><span class="visually-hidden">{words}</span></span> }.into_any()
    });
    view! { <div><dt>{input.label.clone()}</dt><dd>{input.value.clone()}" "{mark}</dd></div> }.into_any()
}

/// Days of the present silence, for reasons that are about silence.
fn silence(evidence: &Evidence) -> Option<i64> {
    match evidence {
        Evidence::ChurnRisk(silence) => Some(silence.elapsed_days),
        Evidence::PatternRisk(pattern) => Some(pattern.elapsed_days),
        Evidence::NewAccountStalled(stalled) => Some(stalled.elapsed_days),
        Evidence::LostItem(_) | Evidence::LapsedItem(_) | Evidence::Overdue(_) => None,
    }
}

fn gaps(shown: &AlertExplanation) -> Option<AnyView> {
    let present_days = u32::try_from(silence(&shown.alert.evidence)?).ok()?;
    let gaps_days: Vec<u32> = shown.gaps.iter().filter_map(|gap| u32::try_from(gap.days).ok()).collect();
    if gaps_days.is_empty() {
        return None;
    }
    let draw = move |size| {
        GapsStrip { title: "Days between orders", size, gaps_days: &gaps_days, present_days }.render()
    };
    Some(
        view! { <ChartView draw height=140.0 label="Days between orders, the present gap last" /> }
            .into_any(),
    )
}

fn rows(shown: &AlertExplanation, symbol: &'static str, year: i32) -> AnyView {
    let orders = shown.orders.iter().take(ROWS).map(|order| view! {
        <li><a href=format!("/orders/{}", order.id)>{format!("Order of {}", day(order.placed_on, year))}</a><span>{money_full(order.revenue_cents, symbol)}</span></li>
    }.into_any()).collect_view();
    let invoices = shown.invoices.iter().take(ROWS).map(|invoice| {
        let due = invoice.due_on.map_or_else(String::new, |due| format!(", due {}", day(due, year)));
        view! {
            <li><span>{format!("Invoice {}{due}", invoice.number)}</span><span>{money_full(invoice.open_balance_cents, currency_symbol(&invoice.currency))}</span></li>
        }.into_any()
    }).collect_view();
    view! { <ul class="for-you-rows">{invoices}{orders}</ul> }.into_any()
}

fn events(shown: &AlertExplanation, year: i32) -> AnyView {
    let events = shown.events.iter().map(|event| {
        let by = event.by.as_ref().map_or_else(String::new, |by| format!(", {by}"));
        view! { <li class="muted small">{format!("{}: {}{by}", day(event.at.date_naive(), year), event.what)}</li> }.into_any()
    });
    view! { <ul>{events.collect_view()}</ul> }.into_any()
}
