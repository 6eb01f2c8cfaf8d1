//! Who would appear and vanish, and what moves between segments and in health.

use crate::components::badge::SegmentBadge;
use crate::components::section::section;
use crate::format::tally;
use crate::state::loader::Loader;
use bellwether_charts::Unit;
use bellwether_core::account::AccountRef;
use bellwether_core::rule_lab::{AccountsNamed, HealthChange, RulesPreview, SegmentChange};
use leptos::prelude::*;

/// The panels; nothing before the first answer, for which the record above waits already.
pub fn changes(preview: Loader<RulesPreview>) -> AnyView {
    let panels = move || {
        preview.value().map(|shown| {
            view! {
                {people("Would appear", "Alerts under the rules tried only", &shown.appear)}
                {people("Would vanish", "Alerts under those in force only", &shown.vanish)}
                {segments(&shown.segments)}
                {health(shown.health)}
            }
            .into_any()
        })
    };
    view! { <div class="lab-changes">{panels}</div> }.into_any()
}

fn account(account: &AccountRef) -> AnyView {
    view! {
        <li><a href=format!("/accounts/{}", account.id)>{account.name.clone()}</a><span class="muted">{account.place.clone()}</span></li>
    }
    .into_any()
}

fn people(title: &'static str, note: &'static str, named: &AccountsNamed) -> AnyView {
    let rows = named.first.iter().map(account).collect_view();
    let shown = u64::try_from(named.first.len()).unwrap_or(u64::MAX);
    let more = named.count.saturating_sub(shown);
    let body = if named.count == 0 {
        view! { <p class="muted">"Nobody."</p> }.into_any()
    } else {
        view! {
            <p class="lab-count"><b>{tally(named.count)}</b>{if named.count == 1 { " account" } else { " accounts" }}</p>
            <ul class="lab-people">{rows}</ul>
            {(more > 0).then(|| view! { <p class="muted small">{format!("and {} more, with less at stake", tally(more))}</p> }.into_any())}
        }
        .into_any()
    };
    section(title, "", note, body)
}

/// The difference of two counts with its sign; "=" without one.
fn moved(before: u64, after: u64) -> String {
    let size = tally(before.abs_diff(after));
    match before.cmp(&after) {
        std::cmp::Ordering::Less => format!("+{size}"),
        std::cmp::Ordering::Equal => "=".to_owned(),
        std::cmp::Ordering::Greater => format!("−{size}"),
    }
}

fn segment_row(change: &SegmentChange) -> AnyView {
    view! {
        <tr>
            <th scope="row"><SegmentBadge segment=Some(change.segment) /></th>
            <td class="number">{tally(change.current)}</td>
            <td class="number"><b>{tally(change.tried)}</b></td>
            <td class="number muted">{moved(change.current, change.tried)}</td>
        </tr>
    }
    .into_any()
}

fn segments(changes: &[SegmentChange]) -> AnyView {
    let rows = changes.iter().map(segment_row).collect_view();
    let body = view! {
        <table class="table lab-table">
            <thead>
                <tr><th scope="col">"Segment"</th><th scope="col" class="number">"In force"</th><th scope="col" class="number">"Tried"</th><th scope="col" class="number">"Change"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any();
    section("Segments", "", "Accounts", body)
}

fn health(change: Option<HealthChange>) -> AnyView {
    let body = match change {
        None => view! { <p class="muted">"No account has a health score yet. One appears with the first scoring."</p> }.into_any(),
        Some(change) => {
            let mean = |value: f64| Unit::Count.full((value * 10.0).round() / 10.0);
            view! {
                <dl class="lab-health">
                    <div><dt>"Mean, in force"</dt><dd>{mean(change.current_mean)}</dd></div>
                    <div><dt>"Mean, tried"</dt><dd>{mean(change.tried_mean)}</dd></div>
                    <div><dt>"Move by 10 or more"</dt><dd>{tally(change.moved)}</dd></div>
                </dl>
            }
            .into_any()
        }
    };
    section("Health", "", "Of 100", body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_sign() {
        assert_eq!((moved(3, 5), moved(5, 3), moved(4, 4)), ("+2".into(), "−2".into(), "=".into()));
    }
}
