//! Accounts by segment with the money at risk (W1); each leads to its accounts.

use crate::components::badge::{SegmentShape, segment_class};
use crate::components::chart_view::ChartView;
use crate::format::{approximate, money_full, money_short, tally};
use crate::state::filters::Filters;
use bellwether_charts::Unit;
use bellwether_charts::segment_bar::{Part, SegmentBar};
use bellwether_core::Cents;
use bellwether_core::dashboard::SegmentSummary;
use leptos::prelude::*;

/// The bar over the segments' net sales and a row for each.
pub fn segment_body(segments: &[SegmentSummary], symbol: &'static str, filters: Filters) -> AnyView {
    let parts: Vec<_> = segments
        .iter()
        .map(|summary| Part {
            label: summary.segment.label().to_owned(),
            class: segment_class(summary.segment),
            value: approximate(summary.trailing_revenue_cents.0),
        })
        .collect();
    let draw = move |size| {
        SegmentBar { title: "12-month net sales by segment", size, unit: Unit::Money(symbol), parts: &parts }
            .render()
    };
    let at_risk: Cents = segments.iter().map(|summary| summary.at_risk_cents).sum();
    let rows = segments.iter().map(|summary| row(summary, symbol, filters)).collect_view();
    view! {
        <p class="at-risk" title=money_full(at_risk, symbol)>
            <b>{money_short(at_risk, symbol)}</b>
            <span class="muted">" of 12-month net sales at risk"</span>
        </p>
        <ChartView draw height=28.0 label="12-month net sales by segment" />
        <table class="table segment-table">
            <thead>
                <tr><th scope="col">"Segment"</th><th scope="col" class="number">"Accounts"</th><th scope="col" class="number">"Net sales"</th><th scope="col" class="number">"Money at risk"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(summary: &SegmentSummary, symbol: &'static str, filters: Filters) -> AnyView {
    let segment = summary.segment;
    view! {
        <tr>
            <td>
                <a class="badge" href=untrack(|| filters.link_with("/accounts", "segment", segment.code().to_owned()))>
                    <SegmentShape segment />
                    {segment.label()}
                </a>
            </td>
            <td class="number">{tally(summary.accounts)}</td>
            <td class="number" title=money_full(summary.trailing_revenue_cents, symbol)>{money_short(summary.trailing_revenue_cents, symbol)}</td>
            <td class="number" title=money_full(summary.at_risk_cents, symbol)>{money_short(summary.at_risk_cents, symbol)}</td>
        </tr>
    }
    .into_any()
}
