//! Churn risk (F3, rules, section 2): the source rule to the letter, graded by the account's own gaps.

use super::Finding;
use super::case::{Case, confidence};
use super::own_gaps::{OwnGaps, Threshold};
use super::silence::Silence;
use crate::gate;
use crate::numbers::whole_days;
use bellwether_core::alert::{AlertTier, Evidence, Ground, SilenceEvidence};
use bellwether_ledger::day;
use std::collections::BTreeSet;

/// What the rule finds.
pub(super) fn find(case: &Case, silence: &Silence) -> Option<Finding> {
    let own = silence.own.as_ref()?;
    let fires = has_passed_gate(case, silence)
        && case.clock.closed_until().is_none()
        && own.last().is_exceeded_by(silence.elapsed)
        && !silence.has_left();
    fires.then(|| Finding {
        tier: tier(case, silence, own),
        confidence: confidence(own.count()),
        value_cents: case.sales_at_stake(case.risk()),
        evidence: Evidence::ChurnRisk(evidence(case, silence, own)),
        grounds: BTreeSet::from([Ground::Order(silence.last_order)]),
    })
}

/// Whether the account is old enough to be judged by the rules in force.
pub(super) fn has_passed_gate(case: &Case, silence: &Silence) -> bool {
    let Silence { first, valid_orders, order_days, .. } = *silence;
    gate::is_passed(Some(first), valid_orders, order_days, case.as_of(), &case.book.settings.rules)
}

fn tier(case: &Case, silence: &Silence, own: &OwnGaps) -> AlertTier {
    let similar = case.book.gaps.similar_to(silence.first, silence.last, silence.order_days - 1);
    let at_risk = own.at_risk(&case.book.settings.rules, similar);
    let critical = Threshold::of_days(at_risk.days().max(own.longest_normal()));
    if is_only_watched(case, silence) || !at_risk.is_exceeded_by(silence.elapsed) {
        AlertTier::Watch
    } else if critical.is_exceeded_by(silence.elapsed) {
        AlertTier::Critical
    } else {
        AlertTier::AtRisk
    }
}

/// Whether there is a reason to wait: the season, or somebody who knew better.
pub(super) fn is_only_watched(case: &Case, silence: &Silence) -> bool {
    silence.is_seasonal(case.as_of()) || case.is_excused(silence.elapsed)
}

fn evidence(case: &Case, silence: &Silence, own: &OwnGaps) -> SilenceEvidence {
    let similar = case.book.gaps.similar_to(silence.first, silence.last, silence.order_days - 1);
    let whole = |days: f64| i64::from(whole_days(days, 0, i32::MAX / 4));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    SilenceEvidence {
        last_order: day::to_date(silence.last),
        elapsed_days: i64::from(silence.elapsed),
        last_gap_days: whole(own.last().days()),
        gaps: count(own.count()),
        longer_gaps: count(own.longer_than(silence.elapsed)),
        p80_days: own.p80(similar),
        longest_normal_days: own.longest_normal(),
        lost_after_days: whole(silence.lost_after(own).ceil()),
        seasonal: silence.season.as_ref().map(|season| season.pause.clone()),
        is_group_active: case.book.groups.is_active_besides(
            case.snapshot,
            case.place,
            silence.last,
            case.as_of(),
        ),
    }
}
