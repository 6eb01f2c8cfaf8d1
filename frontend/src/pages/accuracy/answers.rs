//! What people answered to "Was that right?", by rule and tier.

use super::alerts::TELLING_ALERTS;
use crate::components::section::section;
use crate::components::tier::tier_badge;
use crate::format::{percent, tally};
use bellwether_core::accuracy::VerdictCount;
use bellwether_core::alert::AlertKind;
use leptos::prelude::*;

const TITLE: &str = "What people answered";

/// The section.
pub fn answers(verdicts: &[VerdictCount]) -> AnyView {
    if verdicts.is_empty() {
        return section(TITLE, "span-12", (), nobody_yet());
    }
    let all: u64 = verdicts.iter().map(total).sum();
    let note = if all == 1 { "1 answer".to_owned() } else { format!("{} answers", tally(all)) };
    let bodies = AlertKind::ALL.into_iter().map(|kind| kind_body(kind, verdicts)).collect_view();
    let body = view! {
        <p class="muted small">"What you and others said on For You of alerts about your accounts. An answer changes its alert at once; it does not change the figures above, which only facts decide."</p>
        <table class="table alerts-table answers-table">
            <thead>
                <tr>
                    <th scope="col">"Alert"</th>
                    <th scope="col" class="number">"Called right"</th>
                    <th scope="col" class="number">"Yes"</th>
                    <th scope="col" class="number">"Wrong"</th>
                </tr>
            </thead>
            {bodies}
        </table>
    }
    .into_any();
    section(TITLE, "span-12", note, body)
}

fn nobody_yet() -> AnyView {
    view! {
        <div class="state is-empty">
            <p class="state-title">"Nobody has answered yet."</p>
            <p class="muted">"Every reason on a card of For You asks “Was that right?”. Answers change the alert at once and are counted here."</p>
            <a class="button" href="/for-you">"Go to For You"</a>
        </div>
    }
    .into_any()
}

fn total(verdict: &VerdictCount) -> u64 {
    verdict.right + verdict.wrong
}

fn kind_body(kind: AlertKind, verdicts: &[VerdictCount]) -> AnyView {
    let rows: Vec<AnyView> =
        verdicts.iter().filter(|verdict| verdict.kind == kind && total(verdict) > 0).map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <tbody>
            <tr class="group-head"><th colspan="4" scope="rowgroup"><b>{kind.label()}</b></th></tr>
            {rows}
        </tbody>
    }
    .into_any()
}

fn row(verdict: &VerdictCount) -> AnyView {
    #[expect(clippy::cast_precision_loss, reason = "counts of answers are far below the limit")]
    let share = verdict.right as f64 / total(verdict) as f64;
    let figure = percent((share * 100.0).round() / 100.0);
    let share = if total(verdict) < TELLING_ALERTS {
        view! { <span class="muted" title="Too few to tell">{figure}<span class="visually-hidden">", too few to tell"</span></span> }
            .into_any()
    } else {
        view! { <b>{figure}</b> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{tier_badge(verdict.tier)}</th>
            <td class="number">{share}</td>
            <td class="number muted">{tally(verdict.right)}</td>
            <td class="number muted">{tally(verdict.wrong)}</td>
        </tr>
    }
    .into_any()
}
