//! Health, 0 to 100, higher is better (rules, section 7): a scorecard, not the churn risk.
//! Parts that cannot be measured are dropped and the other weights rescaled.

use crate::signals::{Frequency, Monetary, Signals};
use bellwether_core::rule_lab::HealthWeights;

/// One part of the scorecard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Order days in 90 days against those expected.
    Frequency,
    /// Sales of 90 days against the same days last year, or the 90 before.
    Growth,
    /// How long ago somebody spoke with the account.
    Contact,
    /// Weighted open deals against the sales of twelve months.
    Pipeline,
}

impl Part {
    /// Every part in display order.
    pub const ALL: [Self; 4] = [Self::Frequency, Self::Growth, Self::Contact, Self::Pipeline];

    /// What it weighs beside the other parts.
    pub fn weight(self, weights: &HealthWeights) -> f64 {
        f64::from(match self {
            Self::Frequency => weights.frequency,
            Self::Growth => weights.growth,
            Self::Contact => weights.contact,
            Self::Pipeline => weights.pipeline,
        })
    }

    /// How much of the part is reached, 0 to 1; none when it cannot be measured.
    pub fn reached(self, signals: &Signals) -> Option<f64> {
        self.reached_by(&signals.frequency, &signals.monetary)
    }

    fn reached_by(self, frequency: &Frequency, monetary: &Monetary) -> Option<f64> {
        match self {
            Self::Frequency => Some((frequency.order_days_90 as f64 / frequency.expected_90?).min(1.0)),
            Self::Growth => growth(monetary).map(reached_by_growth),
            // Contacts and deals are not part of the ledger yet: not measured.
            Self::Contact | Self::Pipeline => None,
        }
    }
}

/// Health, 0 to 100, by the weights in force; none when no part that weighs anything can be measured.
pub fn health(signals: &Signals, weights: &HealthWeights) -> Option<u8> {
    health_by(&signals.frequency, &signals.monetary, weights)
}

/// The same of the signals it rests on.
pub(crate) fn health_by(frequency: &Frequency, monetary: &Monetary, weights: &HealthWeights) -> Option<u8> {
    let part = |part: Part| Some((part.weight(weights), part.reached_by(frequency, monetary)?));
    let measured = Part::ALL.into_iter().filter_map(part);
    let (weights, points) = measured.fold((0.0, 0.0), |(weights, points), (weight, reached)| {
        (weights + weight, points + weight * reached)
    });
    let share = if weights > 0.0 { points / weights } else { return None };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=100 before")]
    let health = (share * 100.0).round().clamp(0.0, 100.0) as u8;
    Some(health)
}

/// Growth of the last 90 days: 0.25 is a quarter more. None when there is nothing to compare with.
fn growth(monetary: &Monetary) -> Option<f64> {
    let before = monetary.sales_90_year_ago_cents.unwrap_or(monetary.sales_90_before_cents);
    (before > 0).then(|| monetary.sales_90_cents as f64 / before as f64 - 1.0)
}

/// −50 % reaches nothing, no change three fifths, +25 % all of it; linear between.
fn reached_by_growth(growth: f64) -> f64 {
    let points = if growth < 0.0 { 15.0 + growth * 30.0 } else { 15.0 + growth * 40.0 };
    (points / 25.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_worth_what_the_rules_say() {
        assert_eq!([-0.9, -0.5, 0.0, 0.25, 3.0].map(reached_by_growth), [0.0, 0.0, 0.6, 1.0, 1.0]);
    }

    #[test]
    fn the_weights_add_up_to_a_hundred() {
        let weights = HealthWeights::default();
        assert_eq!(Part::ALL.into_iter().map(|part| part.weight(&weights)).sum::<f64>(), 100.0);
    }
}
