//! Why the churn risk is what it is: one sentence, and contributions that add up to it.

use super::section;
use crate::components::chart_view::ChartView;
use crate::components::panel::Empty;
use crate::format::percent;
use bellwether_charts::Unit;
use bellwether_charts::waterfall::{Step, Waterfall};
use bellwether_core::account::AccountDetail;
use bellwether_core::score::Score;
use leptos::prelude::*;

/// The probability that log-odds stand for.
fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The panel, or what is missing for it.
pub fn why(account: &AccountDetail) -> AnyView {
    let Some(score) = &account.score else {
        let empty =
            view! { <Empty words="Not scored yet. Scores are computed after each import." /> }.into_any();
        return section("Why", "span-6", (), empty);
    };
    section("Why", "span-6 why", format!("Model {}", score.model_version), body(score))
}

fn body(score: &Score) -> AnyView {
    let steps: Vec<_> = score
        .contributions
        .iter()
        .map(|part| Step { label: part.group.label().to_owned(), value: part.points })
        .collect();
    let height = Waterfall::height(steps.len());
    let start = score.base_log_odds;
    let total = start + score.contributions.iter().map(|part| part.points).sum::<f64>();
    let draw = move |size| {
        Waterfall {
            title: "Contributions to the churn risk",
            size,
            unit: Unit::Points,
            start_label: "Average account",
            start,
            steps: &steps,
            end_label: "This account",
        }
        .render()
    };
    let reasons = score
        .contributions
        .iter()
        .map(|part| view! { <li><b>{part.group.label()}</b>" "{part.reason.clone()}</li> }.into_any())
        .collect_view();
    let chart = (!score.contributions.is_empty()).then(
        || view! { <ChartView draw height label="Contributions to the churn risk, in log-odds points" /> },
    );
    let sum = (!score.contributions.is_empty()).then(|| {
        format!(
            "In log-odds points: the average account starts at {} ({}), the parts lead to {} ({}).",
            Unit::Points.full(start),
            percent(probability(start)),
            Unit::Points.full(total),
            percent(probability(total)),
        )
    });
    view! {
        <p class="why-sentence">{score.sentence.clone()}</p>
        {chart}
        {sum.map(|sum| view! { <p class="muted small">{sum}</p> }.into_any())}
        <ul class="reasons">{reasons}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_odds_are_one_half() {
        assert!((probability(0.0) - 0.5).abs() < f64::EPSILON);
    }
}
