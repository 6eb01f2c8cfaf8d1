//! Why the churn risk is what it is (D1, S14): one sentence, contributions that add up to it, the signals they
//! rest on, and how far such figures kept their word.

mod kept_word;
mod signals;
mod since;

pub use kept_word::kept_word;
pub use since::what_changed;

use self::signals::signals;
use crate::components::chart_view::ChartView;
use crate::components::model_words::model_words;
use crate::components::panel::{Empty, Placeholder, four_states};
use crate::components::section::section;
use crate::format::percent;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_charts::Unit;
use bellwether_charts::waterfall::{Measure, Step, Waterfall, points_words, probability};
use bellwether_core::AccountId;
use bellwether_core::account::{AccountDetail, AccountLevel};
use bellwether_core::explain::{Contribution, Explanation};
use bellwether_core::score::Score;
use leptos::prelude::*;

/// Everything behind the score of an account, or of its group.
pub fn explanation_of(id: AccountId, level: Memo<Option<AccountLevel>>) -> Loader<Explanation> {
    let session = use_session();
    load(
        move || Some(level.get()),
        move |level| {
            let client = session.client();
            async move { client.explain(id, level, None).await }
        },
    )
}

/// The panel, or what is missing for it.
pub fn why(account: &AccountDetail, explanation: Loader<Explanation>, symbol: &'static str) -> AnyView {
    let Some(score) = &account.score else {
        let empty =
            view! { <Empty words="Not scored yet. Scores are computed after each import." /> }.into_any();
        return section("Why", "span-12", (), empty);
    };
    let behind = four_states(
        explanation,
        Placeholder::Text,
        |_| false,
        "",
        move |explanation| {
            view! {
                {signals(&explanation, symbol)}
            }
            .into_any()
        },
    );
    let beside = view! { <div class="behind">{behind}</div>{kept_word(explanation)} }.into_any();
    section(
        "Why",
        "span-12 why",
        format!("Model: {}", model_words(&score.model_version)),
        reasons(score, account.level, beside),
    )
}

/// Log-odds of the risk that a score's parts lead to.
fn log_odds(score: &Score) -> f64 {
    score.contributions.iter().fold(score.base_log_odds, |reached, part| reached + part.points)
}

/// A waterfall of risks from one to another.
fn waterfall(label: &'static str, names: (String, String), start: f64, parts: &[Contribution]) -> AnyView {
    let steps: Vec<Step> = parts
        .iter()
        .map(|part| Step { label: part.group.label().to_owned(), meaning: String::new(), value: part.points })
        .collect();
    let height = Waterfall::height(steps.len());
    let draw = move |size| {
        let measure = Measure::Risk;
        Waterfall {
            title: label,
            size,
            measure,
            start_label: &names.0,
            start,
            steps: &steps,
            end_label: &names.1,
        }
        .render()
    };
    view! { <ChartView draw height label /> }.into_any()
}

/// The parts in words, each with its points.
fn parts_in_words(parts: &[Contribution]) -> AnyView {
    let row = |part: &Contribution| {
        let points = points_words(part.points);
        let class = match points.chars().next() {
            Some('+') => "points is-raising",
            Some('−') => "points",
            _ => "points is-still",
        };
        view! {
            <li>
                <span class=class>{points}</span>
                <span><b>{part.group.label()}</b>" "{part.reason.clone()}</span>
            </li>
        }
        .into_any()
    };
    view! { <ul class="reasons">{parts.iter().map(row).collect_view()}</ul> }.into_any()
}

/// The sentence, the waterfall, and beside it its parts in words with what stands behind them.
fn reasons(score: &Score, level: AccountLevel, behind: AnyView) -> AnyView {
    let sentence = view! { <p class="why-sentence">{score.sentence.clone()}</p> }.into_any();
    if score.contributions.is_empty() {
        return view! { {sentence}{behind} }.into_any();
    }
    let (start, total) = (score.base_log_odds, log_odds(score));
    let this = match level {
        AccountLevel::ShipTo => "This account",
        AccountLevel::Parent => "All together",
    };
    let names = ("Average account".to_owned(), this.to_owned());
    let sum = format!(
        "In log-odds points: the average account starts at {} ({}), the parts lead to {} ({}).",
        Unit::Points.full(start),
        percent(probability(start)),
        Unit::Points.full(total),
        percent(probability(total)),
    );
    let chart = waterfall("Contributions to the churn risk", names, start, &score.contributions);
    view! {
        {sentence}
        <div class="side-by-side">
            <div>{chart}<p class="muted small">{sum}</p></div>
            <div>{parts_in_words(&score.contributions)}{behind}</div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::Segment;
    use bellwether_core::explain::SignalGroup;

    #[test]
    fn base_and_parts_make_the_log_odds_of_the_risk() {
        let part = |group, points| Contribution { group, points, reason: String::new() };
        let score = Score {
            as_of: chrono::NaiveDate::default(),
            model_version: String::new(),
            segment: Segment::Loyal,
            churn_risk: None,
            horizon_days: 45,
            health: None,
            next_order: None,
            base_log_odds: -1.5,
            contributions: vec![part(SignalGroup::Recency, 2.0), part(SignalGroup::Mix, -0.25)],
            sentence: String::new(),
        };
        assert!((log_odds(&score) - 0.25).abs() < 1e-12);
    }
}
