//! What came of the accounts of each segment.

use crate::components::badge::{SegmentBadge, segment_class};
use crate::components::section::section;
use crate::format::{percent, tally};
use bellwether_core::accuracy::{ModelAccuracy, SegmentAccuracy};
use leptos::prelude::*;

/// One bar a segment: the share that was lost.
pub fn segments(judge: &ModelAccuracy) -> AnyView {
    let rows = judge.segments.iter().map(row).collect_view();
    let body = view! {
        <p class="muted small">"Share of the accounts put there that did not order within their own churn horizon. Each should be above the one before."</p>
        <table class="table lost-table">
            <thead class="visually-hidden">
                <tr><th scope="col">"Segment"</th><th scope="col">"Bar"</th><th scope="col">"Lost"</th><th scope="col">"Accounts"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any();
    section("Segments and what came of them", "span-6", (), body)
}

fn row(part: &SegmentAccuracy) -> AnyView {
    let share = part.lost_share.clamp(0.0, 1.0);
    let figure = if part.accounts == 0 { "–".to_owned() } else { percent(part.lost_share) };
    view! {
        <tr>
            <th scope="row"><SegmentBadge segment=Some(part.segment) /></th>
            <td class="lost-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="lost-track" width="100" height="10" />
                    <rect class=segment_class(part.segment) width=(share * 100.0).to_string() height="10" />
                </svg>
            </td>
            <td class="number"><b>{figure}</b></td>
            <td class="number muted">{tally(part.accounts)}</td>
        </tr>
    }
    .into_any()
}
