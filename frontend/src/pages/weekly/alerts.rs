//! Alerts by rule: raised, worked, resolved by facts, still waiting.

use crate::components::section::section;
use crate::components::why::why;
use crate::format::tally;
use bellwether_core::metric::Metric;
use bellwether_core::weekly_diff::{AlertsWorked, WeeklyDiff};
use leptos::prelude::*;

/// The panel.
pub fn alerts(diff: &WeeklyDiff) -> AnyView {
    let rows: Vec<_> = diff.alerts.iter().map(row).collect();
    let body = if rows.is_empty() {
        view! { <p class="muted">"No alert was raised in these days."</p> }.into_any()
    } else {
        view! {
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th>"Rule"</th>
                            <th class="number">"Raised"</th>
                            <th class="number">"Worked"</th>
                            <th class="number">"Resolved"</th>
                            <th class="number">"Waiting"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    section(
        "Alerts of these days",
        "",
        "At risk and critical",
        view! { {body}{why(&[Metric::AlertsWorked])} }.into_any(),
    )
}

fn row(worked: &AlertsWorked) -> AnyView {
    view! {
        <tr>
            <td>{worked.kind.label()}</td>
            <td class="number">{tally(worked.raised)}</td>
            <td class="number">{tally(worked.worked)}</td>
            <td class="number">{tally(worked.resolved)}</td>
            <td class="number"><b>{tally(worked.waiting)}</b></td>
        </tr>
    }
    .into_any()
}
