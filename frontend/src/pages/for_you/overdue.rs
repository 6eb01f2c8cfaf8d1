//! What is overdue (F2), by age where amounts may be seen. Credit stands beside, never netted.

use crate::format::{days, money_full};
use crate::pages::for_you::items::{alert_panel, load_alerts};
use bellwether_charts::currency_symbol;
use bellwether_core::Cents;
use bellwether_core::alert::{AlertKind, AlertRow, Evidence, OverdueAmounts, OverdueEvidence};
use bellwether_core::metric::Metric;
use leptos::prelude::*;

/// The panel.
pub fn overdue() -> AnyView {
    let alerts = load_alerts(|| Some(AlertKind::Overdue));
    let empty =
        "Nothing is overdue. Open invoices past their due date appear here after an import of invoices.";
    alert_panel("Overdue", alerts, empty, list, &[Metric::Overdue])
}

fn list(rows: &[AlertRow], _symbol: &'static str) -> AnyView {
    let rows = rows.iter().map(row).collect_view();
    view! { <ul class="for-you-reasons">{rows}</ul> }.into_any()
}

fn evidence(row: &AlertRow) -> Option<&OverdueEvidence> {
    match &row.alert.evidence {
        Evidence::Overdue(overdue) => Some(overdue),
        Evidence::ChurnRisk(_)
        | Evidence::PatternRisk(_)
        | Evidence::NewAccountStalled(_)
        | Evidence::LostItem(_)
        | Evidence::LapsedItem(_) => None,
    }
}

fn row(row: &AlertRow) -> AnyView {
    let overdue = evidence(row);
    let oldest = overdue.map(|overdue| format!("oldest {}", days(overdue.oldest_days)));
    let amounts = overdue.and_then(|overdue| overdue.amounts.as_ref());
    let amounts = amounts.into_iter().flatten().map(by_age).collect_view();
    view! {
        <li>
            <p class="for-you-line"><a href=format!("/accounts/{}", row.account.id) data-record="">{row.account.name.clone()}</a><span class="muted small">{oldest}</span></p>
            <p>{row.alert.sentence.clone()}</p>
            {amounts}
        </li>
    }
    .into_any()
}

/// The ages in words and what is in each; shown are those that hold something.
fn ages(amounts: &OverdueAmounts) -> [(&'static str, Cents); 4] {
    let buckets = amounts.buckets;
    [
        ("1–30 days", buckets.days_1_30_cents),
        ("31–60 days", buckets.days_31_60_cents),
        ("61–90 days", buckets.days_61_90_cents),
        ("Over 90 days", buckets.over_90_cents),
    ]
}

fn by_age(amounts: &OverdueAmounts) -> AnyView {
    let symbol = currency_symbol(&amounts.currency);
    let held = ages(amounts).into_iter().filter(|(_, cents)| *cents != Cents::ZERO);
    let parts = held.map(|(age, cents)| {
        view! { <div><dt>{age}</dt><dd>{money_full(cents, symbol)}</dd></div> }.into_any()
    });
    let beside = [
        ("Total", amounts.total_cents),
        ("Unapplied credit", amounts.unapplied_credit_cents),
        ("Disputed", amounts.disputed_cents),
    ];
    let beside = beside.into_iter().filter(|(_, cents)| *cents != Cents::ZERO).map(|(words, cents)| {
        view! { <div><dt>{words}</dt><dd><b>{money_full(cents, symbol)}</b></dd></div> }.into_any()
    });
    view! { <dl class="for-you-ages">{parts.collect_view()}{beside.collect_view()}</dl> }.into_any()
}
