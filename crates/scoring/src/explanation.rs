//! Everything behind one score, for people: what was measured, the gaps, and how the formula reads.

use crate::book::Observed;
use crate::numbers::probability;
use crate::signals::{FIGURES, Signals, Unit};
use bellwether_core::explain::{Gap, SignalFigure};
use bellwether_core::score::Score;
use bellwether_ledger::day;

/// The latest gaps are shown.
const MOST_GAPS: usize = 40;

/// Points that two decimals show.
const LEAST_SHOWN: f64 = 0.005;

/// Every signal, measured or not.
pub fn figures(signals: &Signals) -> Vec<SignalFigure> {
    let shown = |figure: &crate::signals::Figure| SignalFigure {
        code: figure.code.to_owned(),
        label: figure.label.to_owned(),
        group: figure.group,
        unit: unit(figure.unit).to_owned(),
        value: (figure.value)(signals),
    };
    FIGURES.iter().map(shown).collect()
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Days => "days",
        Unit::Count => "count",
        Unit::Cents => "cents",
        Unit::Ratio => "ratio",
    }
}

/// Days between order days, oldest first, at most the latest forty.
pub fn gaps(account: &Observed) -> Vec<Gap> {
    let pairs = account.order_days.windows(2);
    let gap = |pair: &[crate::book::OrderDay]| Gap {
        from: day::to_date(pair[0].day),
        to: day::to_date(pair[1].day),
        days: i64::from(pair[1].day) - i64::from(pair[0].day),
    };
    pairs.skip(account.order_days.len().saturating_sub(MOST_GAPS + 1)).map(gap).collect()
}

/// How a score comes about, in words.
pub fn formula(score: &Score) -> String {
    let Some(risk) = score.churn_risk else { return unjudged(score) };
    let parts: Vec<String> = score
        .contributions
        .iter()
        .filter(|part| part.points.abs() >= LEAST_SHOWN)
        .map(|part| format!("{} {}", signed(part.points, " "), part.group.label().to_lowercase()))
        .collect();
    let total: f64 = score.base_log_odds + score.contributions.iter().map(|part| part.points).sum::<f64>();
    format!(
        "Log-odds that no order comes within {} days: {} for the average account ({}) {} = {}, which is a risk of \
         {}. Rounded here; base and points add up exactly. Judged by {}.",
        score.horizon_days,
        signed(score.base_log_odds, ""),
        percent(probability(score.base_log_odds)),
        parts.join(" "),
        signed(total, ""),
        percent(risk.get()),
        score.model_version,
    )
}

fn unjudged(score: &Score) -> String {
    match score.next_order {
        None => "No order yet, so there is nothing to judge by.".to_owned(),
        Some(_) => {
            "No churn risk is given before the account is old enough to be judged; the next-order window \
                    follows its few orders and the habits of the whole book."
                .to_owned()
        }
    }
}

/// With a sign that is as wide as the other; `gap` stands between sign and number.
fn signed(points: f64, gap: &str) -> String {
    let sign = match (points < 0.0, gap.is_empty()) {
        (true, _) => "−",
        (false, true) => "",
        (false, false) => "+",
    };
    format!("{sign}{gap}{:.2}", points.abs())
}

pub(crate) fn percent(probability: f64) -> String {
    format!("{:.0}%", probability * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::explain::{Contribution, SignalGroup};
    use bellwether_core::{Probability, Segment};
    use chrono::NaiveDate;

    fn score(points: &[(SignalGroup, f64)]) -> Score {
        let part = |(group, points): &(SignalGroup, f64)| Contribution {
            group: *group,
            points: *points,
            reason: String::new(),
        };
        let sum: f64 = -1.25 + points.iter().map(|(_, points)| points).sum::<f64>();
        Score {
            as_of: NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar"),
            model_version: "model-1".to_owned(),
            segment: Segment::Neutral,
            churn_risk: (!points.is_empty()).then(|| Probability::clamped(probability(sum))),
            horizon_days: 45,
            health: None,
            next_order: None,
            base_log_odds: -1.25,
            contributions: points.iter().map(part).collect(),
            sentence: String::new(),
        }
    }

    #[test]
    fn the_formula_names_every_part_with_its_sign() {
        let score =
            score(&[(SignalGroup::Recency, 0.75), (SignalGroup::Mix, -0.5), (SignalGroup::Season, 0.0)]);
        let text = formula(&score);
        assert!(text.contains("within 45 days: −1.25 for the average account (22%)"), "{text}");
        assert!(text.contains("+ 0.75 recency − 0.50 product mix = −1.00, which is a risk of 27%"), "{text}");
        assert!(!text.contains("season"), "what adds nothing is not listed: {text}");
    }

    #[test]
    fn an_account_without_a_risk_has_no_sum() {
        assert!(formula(&score(&[])).starts_with("No order yet"));
    }
}
