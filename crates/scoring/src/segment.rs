//! Where an account stands, from its churn risk (scoring specification, "Segments and health").

use bellwether_core::rule_lab::SegmentThresholds;
use bellwether_core::{Probability, Segment};

/// Loyalty needs this many order days …
pub const LOYAL_ORDER_DAYS: usize = 4;
/// … and this many days since the first order.
pub const LOYAL_TENURE_DAYS: i64 = 90;

/// How an account was placed by the scoring of an earlier day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviousSegment {
    /// What was shown.
    pub shown: Segment,
    /// What that day's risk alone said.
    pub judged: Segment,
}

/// What the risk alone says, by the thresholds in force. None is an account that has not passed the
/// churn gate.
pub fn judge(
    risk: Option<Probability>,
    order_days: usize,
    tenure_days: i64,
    thresholds: &SegmentThresholds,
) -> Segment {
    let Some(risk) = risk.map(Probability::get) else { return Segment::New };
    let reaches = |percent: u32| risk >= f64::from(percent) / 100.0;
    if reaches(thresholds.churned_percent) {
        Segment::Churned
    } else if reaches(thresholds.disengaging_percent) {
        Segment::Disengaging
    } else if reaches(thresholds.at_risk_percent) {
        Segment::AtRisk
    } else if reaches(thresholds.neutral_percent)
        || order_days < LOYAL_ORDER_DAYS
        || tenure_days < LOYAL_TENURE_DAYS
    {
        Segment::Neutral
    } else {
        Segment::Loyal
    }
}

/// What is shown: a worsening needs two runs in a row, unless silence alone decides;
/// everything else, above all a new order, acts at once.
pub fn settle(judged: Segment, previous: Option<PreviousSegment>, silence_decides: bool) -> Segment {
    let Some(previous) = previous else { return judged };
    let comes_or_goes_new = judged == Segment::New || previous.shown == Segment::New;
    let worsens = judged > previous.shown;
    if comes_or_goes_new || !worsens || silence_decides {
        return judged;
    }
    // Two runs agree on a worsening as far as the milder of them goes.
    judged.min(previous.judged.max(previous.shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{AtRisk, Churned, Disengaging, Loyal, Neutral, New};

    fn judged(risk: f64) -> Segment {
        judge(Some(Probability::clamped(risk)), 10, 400, &SegmentThresholds::default())
    }

    #[test]
    fn thresholds_belong_to_the_worse_side() {
        let risks = [0.0, 0.149, 0.15, 0.349, 0.35, 0.599, 0.6, 0.799, 0.8, 1.0];
        let expected =
            [Loyal, Loyal, Neutral, Neutral, AtRisk, AtRisk, Disengaging, Disengaging, Churned, Churned];
        assert_eq!(risks.map(judged), expected);
    }

    #[test]
    fn loyalty_needs_four_order_days_and_ninety_days() {
        let placed = |risk, days, tenure| judge(risk, days, tenure, &SegmentThresholds::default());
        let low = Some(Probability::clamped(0.05));
        assert_eq!(placed(low, 3, 400), Neutral);
        assert_eq!(placed(low, 4, 89), Neutral);
        assert_eq!(placed(low, 4, 90), Loyal);
        assert_eq!(placed(None, 40, 900), New);
    }

    #[test]
    fn thresholds_that_people_moved_are_the_ones_that_count() {
        let moved = SegmentThresholds { at_risk_percent: 50, ..SegmentThresholds::default() };
        assert_eq!(judge(Some(Probability::clamped(0.4)), 10, 400, &moved), Neutral);
        assert_eq!(judge(Some(Probability::clamped(0.5)), 10, 400, &moved), AtRisk);
    }

    #[test]
    fn a_worsening_needs_two_runs() {
        let first = PreviousSegment { shown: Loyal, judged: Loyal };
        assert_eq!(settle(AtRisk, Some(first), false), Loyal);
        let second = PreviousSegment { shown: Loyal, judged: AtRisk };
        assert_eq!(settle(AtRisk, Some(second), false), AtRisk);
        assert_eq!(settle(Churned, Some(second), false), AtRisk);
    }

    #[test]
    fn silence_and_orders_act_at_once() {
        let loyal = PreviousSegment { shown: Loyal, judged: Loyal };
        assert_eq!(settle(Disengaging, Some(loyal), true), Disengaging);
        let churned = PreviousSegment { shown: Churned, judged: Churned };
        assert_eq!(settle(Neutral, Some(churned), false), Neutral);
        let new = PreviousSegment { shown: New, judged: New };
        assert_eq!(settle(AtRisk, Some(new), false), AtRisk);
    }
}
