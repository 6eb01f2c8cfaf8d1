//! New account stalled (NA1, rules, section 2): too new for the churn rule, and silent for more than one and a
//! half times as long as four fifths of the accounts that were as new once. It ends as the churn rule does,
//! at twice that silence or 90 days, whichever is later.

use super::Finding;
use super::case::{Case, confidence};
use super::churn_risk::has_passed_gate;
use super::own_gaps::{OwnGaps, Threshold};
use super::silence::Silence;
use bellwether_core::alert::{AlertTier, Evidence, Ground, StalledEvidence};
use bellwether_ledger::day;
use std::collections::BTreeSet;

/// So many times the silence of four fifths of similar accounts is too long.
const STALLED: f64 = 1.5;
/// A silence of so many times that, at least so many days, is no alert any more but a loss.
const LEAVES: f64 = 2.0;
const LEAVES_DAYS: f64 = 90.0;

/// What the rule finds.
pub(super) fn find(case: &Case, silence: &Silence) -> Option<Finding> {
    if has_passed_gate(case, silence) || case.clock.closed_until().is_some() {
        return None;
    }
    let next = case.book.gaps.next_order(silence.first, silence.last, silence.order_days)?;
    let fires = Threshold::of_days(STALLED * next.p80_days).is_exceeded_by(silence.elapsed)
        && f64::from(silence.elapsed) < lost_after(next.p80_days);
    fires.then(|| Finding {
        tier: if case.is_excused(silence.elapsed) { AlertTier::Watch } else { AlertTier::AtRisk },
        confidence: confidence(silence.own.as_ref().map_or(0, OwnGaps::count)),
        value_cents: case.sales_at_stake(None),
        evidence: Evidence::NewAccountStalled(StalledEvidence {
            last_order: day::to_date(silence.last),
            elapsed_days: i64::from(silence.elapsed),
            order_days: u32::try_from(silence.order_days).unwrap_or(u32::MAX),
            similar_p80_days: next.p80_days,
            similar_accounts: next.accounts,
        }),
        grounds: BTreeSet::from([Ground::Order(silence.last_order)]),
    })
}

/// From so many days of silence on a new account counts as lost.
pub(super) fn lost_after(similar_p80_days: f64) -> f64 {
    (LEAVES * STALLED * similar_p80_days).max(LEAVES_DAYS)
}
