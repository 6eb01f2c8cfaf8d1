//! Pattern risk (rules, section 2): after one long gap the source rule is deaf, so an account that moves to At
//! Risk or Disengaging is told of by itself.
//!
//! It speaks while the churn rule has nothing above *watch* to say, so that a card never says the same twice,
//! and only once the silence exceeds the account's typical gap: a standing that a single order does not
//! change would otherwise raise an alert the day after every order.

use super::Finding;
use super::case::{Case, confidence};
use super::churn_risk::{has_passed_gate, is_only_watched};
use super::own_gaps::Threshold;
use super::silence::Silence;
use bellwether_core::Segment;
use bellwether_core::alert::{AlertTier, Evidence, Ground, PatternEvidence};
use bellwether_ledger::day;
use std::collections::BTreeSet;

/// What the rule finds, knowing what the churn rule found.
pub(super) fn find(case: &Case, silence: &Silence, churn: Option<&Finding>) -> Option<Finding> {
    let own = silence.own.as_ref()?;
    let (segment, churn_risk) = case.facts.standing?;
    let graded = tier(segment)?;
    let fires = has_passed_gate(case, silence)
        && case.clock.closed_until().is_none()
        && churn.is_none_or(|churn| churn.tier == AlertTier::Watch)
        && Threshold::of_days(own.typical()).is_exceeded_by(silence.elapsed)
        && !silence.has_left();
    fires.then(|| Finding {
        tier: if is_only_watched(case, silence) { AlertTier::Watch } else { graded },
        confidence: confidence(own.count()),
        value_cents: case.sales_at_stake(Some(churn_risk)),
        evidence: Evidence::PatternRisk(PatternEvidence {
            last_order: day::to_date(silence.last),
            elapsed_days: i64::from(silence.elapsed),
            segment,
            churn_risk,
        }),
        grounds: BTreeSet::from([Ground::Order(silence.last_order)]),
    })
}

/// How urgent a standing is; none for those the rule does not look at.
fn tier(segment: Segment) -> Option<AlertTier> {
    match segment {
        Segment::AtRisk => Some(AlertTier::AtRisk),
        Segment::Disengaging => Some(AlertTier::Critical),
        Segment::New | Segment::Loyal | Segment::Neutral | Segment::Churned => None,
    }
}
