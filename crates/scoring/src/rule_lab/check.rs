//! Which rules can be accepted.

use bellwether_core::rule_lab::{HealthWeights, Rules, SegmentThresholds};
use std::ops::RangeInclusive;

/// A rule with a value that cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unacceptable {
    /// Which, as on the wire, for example `segments.at_risk_percent`.
    pub field: &'static str,
    /// What it accepts.
    pub message: &'static str,
}

/// Checks every value, in the order in which people see them.
///
/// # Errors
/// The first that is out of its range or not above the threshold before it.
pub fn check(rules: &Rules) -> Result<(), Unacceptable> {
    within("silence_percent", rules.silence_percent, 50..=400, "use 50 to 400 per cent of the gap")?;
    within("least_orders", rules.least_orders, 2..=50, "use 2 to 50 orders")?;
    within("least_months", rules.least_months, 0..=24, "use 0 to 24 months")?;
    check_segments(&rules.segments)?;
    check_health(&rules.health)
}

fn check_segments(segments: &SegmentThresholds) -> Result<(), Unacceptable> {
    let thresholds = [
        ("segments.neutral_percent", segments.neutral_percent),
        ("segments.at_risk_percent", segments.at_risk_percent),
        ("segments.disengaging_percent", segments.disengaging_percent),
        ("segments.churned_percent", segments.churned_percent),
    ];
    let mut below = 0;
    for (field, percent) in thresholds {
        within(field, percent, 1..=99, "use 1 to 99 per cent")?;
        within(field, percent, below + 1..=99, "use more than the segment before it")?;
        below = percent;
    }
    Ok(())
}

fn check_health(weights: &HealthWeights) -> Result<(), Unacceptable> {
    let parts = [
        ("health.frequency", weights.frequency),
        ("health.growth", weights.growth),
        ("health.contact", weights.contact),
        ("health.pipeline", weights.pipeline),
    ];
    for (field, weight) in parts {
        within(field, weight, 0..=100, "use 0 to 100")?;
    }
    match parts.iter().any(|(_, weight)| *weight > 0) {
        true => Ok(()),
        false => Err(Unacceptable { field: "health", message: "let at least one part weigh something" }),
    }
}

fn within(
    field: &'static str,
    value: u32,
    range: RangeInclusive<u32>,
    message: &'static str,
) -> Result<(), Unacceptable> {
    if range.contains(&value) { Ok(()) } else { Err(Unacceptable { field, message }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Rules)) -> Option<&'static str> {
        let mut rules = Rules::default();
        change(&mut rules);
        check(&rules).err().map(|unacceptable| unacceptable.field)
    }

    #[test]
    fn the_rules_the_product_comes_with_and_the_ends_of_every_range_are_accepted() {
        assert_eq!(refused(|_| ()), None);
        let ends = |percent, orders, months| {
            refused(|rules| {
                (rules.silence_percent, rules.least_orders, rules.least_months) = (percent, orders, months);
            })
        };
        assert_eq!((ends(50, 2, 0), ends(400, 50, 24)), (None, None));
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        assert_eq!(refused(|rules| rules.silence_percent = 49), Some("silence_percent"));
        assert_eq!(refused(|rules| rules.silence_percent = 401), Some("silence_percent"));
        assert_eq!(refused(|rules| rules.least_orders = 1), Some("least_orders"));
        assert_eq!(refused(|rules| rules.least_orders = 51), Some("least_orders"));
        assert_eq!(refused(|rules| rules.least_months = 25), Some("least_months"));
        assert_eq!(refused(|rules| rules.segments.neutral_percent = 0), Some("segments.neutral_percent"));
        assert_eq!(refused(|rules| rules.segments.churned_percent = 100), Some("segments.churned_percent"));
        assert_eq!(refused(|rules| rules.health.contact = 101), Some("health.contact"));
    }

    #[test]
    fn thresholds_must_rise_and_something_must_weigh() {
        assert_eq!(refused(|rules| rules.segments.at_risk_percent = 15), Some("segments.at_risk_percent"));
        assert_eq!(refused(|rules| rules.segments.churned_percent = 59), Some("segments.churned_percent"));
        let nothing = HealthWeights { frequency: 0, growth: 0, contact: 0, pipeline: 0 };
        assert_eq!(refused(|rules| rules.health = nothing), Some("health"));
    }
}
