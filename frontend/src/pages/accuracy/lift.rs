//! What a rep gains who can call only so many accounts a week.

use super::findings::weekly;
use crate::components::section::section;
use crate::format::{days, percent};
use bellwether_charts::Unit;
use bellwether_core::accuracy::{Lift, ModelAccuracy};
use leptos::prelude::*;

/// The table by how many are called.
pub fn lift(judge: &ModelAccuracy, horizon_days: i64) -> AnyView {
    let chosen = weekly(&judge.lift).map(|lift| lift.called_percent);
    let rows = judge.lift.iter().map(|lift| row(lift, chosen == Some(lift.called_percent))).collect_view();
    let among_all = judge.lift.first().map(|lift| {
        format!(
            "Lost means no order within {}, which befell {} of everybody.",
            days(horizon_days),
            percent(lift.lost_among_all)
        )
    });
    let body = view! {
        <p class="muted small">"A rep calls those at the greatest risk first. "{among_all}</p>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"Called"</th>
                    <th scope="col" class="number">"Lost among them"</th>
                    <th scope="col" class="number">"Times chance"</th>
                    <th scope="col" class="number">"Of all lost"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any();
    section("What calling the riskiest gains", "span-6", (), body)
}

fn row(lift: &Lift, is_weekly: bool) -> AnyView {
    let times = (lift.lost_among_all > 0.0).then(|| lift.lost_among_called / lift.lost_among_all);
    let times = times.map_or_else(
        || "–".to_owned(),
        |times| format!("{}×", Unit::Count.full((times * 10.0).round() / 10.0)),
    );
    view! {
        <tr class:is-chosen=is_weekly>
            <th scope="row">{format!("{} of 100", lift.called_percent)}{is_weekly.then(|| view! { <span class="muted small">"about a week's calls"</span> }.into_any())}</th>
            <td class="number">{percent(lift.lost_among_called)}</td>
            <td class="number">{times}</td>
            <td class="number">{percent(lift.found_share)}</td>
        </tr>
    }
    .into_any()
}
