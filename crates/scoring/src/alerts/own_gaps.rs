//! The gaps an account had shown when a silence began, and what the silence is held against (rules,
//! section 2). Alerts and the rule laboratory share this, so that they agree.

use crate::numbers::{quantile, whole_days};
use bellwether_core::rule_lab::{ChurnRule, Rules};
use bellwether_ledger::Day;

/// Own gaps look back this far from the order that began the silence …
const LOOK_BACK_DAYS: i32 = 730;
/// … and are at most so many, the latest ones.
const MOST_GAPS: usize = 40;
/// With fewer own gaps those of similar accounts stand in, and nothing is too long to be normal.
const ENOUGH_GAPS: usize = 10;
/// How many own gaps those of similar accounts are worth.
const SIMILAR_GAPS: f64 = 6.0;
/// Gaps of more than so many times the 90th percentile are not normal.
const ABNORMAL: f64 = 3.0;
/// A silence of twice the longest normal gap, at least so many days, is no alert any more but a loss.
const LEAVES_GAPS: f64 = 2.0;
const LEAVES_DAYS: f64 = 90.0;
/// Below every difference that means something: what interpolation may add to or take from whole days.
const ROUNDING: f64 = 1e-9;

/// The 80th and 90th percentile of the gaps of similar accounts, days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SimilarGaps {
    pub(crate) p80_days: f64,
    pub(crate) p90_days: f64,
}

/// One gap of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OwnGap {
    /// The order day that ended it.
    pub(crate) ended_on: Day,
    /// Its length.
    pub(crate) days: i32,
    /// Whether a reason for it is known: a closure, or a season. Then it is no measure of what is normal.
    pub(crate) is_excused: bool,
}

/// The days a silence must exceed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Threshold(f64);

impl Threshold {
    pub(crate) fn of_days(days: f64) -> Self {
        Self(days)
    }

    /// The days themselves.
    pub(crate) fn days(self) -> f64 {
        self.0
    }

    /// The shortest silence, in whole days, that exceeds it.
    pub(crate) fn first_beyond(self) -> i32 {
        whole_days((self.0 + ROUNDING).floor(), 0, i32::MAX / 4) + 1
    }

    /// Whether a silence exceeds it; equal never does.
    pub(crate) fn is_exceeded_by(self, elapsed_days: i32) -> bool {
        elapsed_days >= self.first_beyond()
    }
}

/// The gaps an account had shown when a silence began.
#[derive(Debug, Default)]
pub(crate) struct OwnGaps {
    ascending: Vec<f64>,
    /// Those of them with a known reason, ascending too.
    excused: Vec<f64>,
    last: f64,
}

impl OwnGaps {
    /// Takes the gaps that came before the silence, the latest first; false when there are none.
    pub(crate) fn look_back(&mut self, latest_first: impl Iterator<Item = OwnGap>) -> bool {
        self.ascending.clear();
        self.excused.clear();
        let mut oldest = None;
        for gap in latest_first.take(MOST_GAPS) {
            let days = f64::from(gap.days);
            if oldest.is_none() {
                self.last = days;
            }
            if gap.ended_on <= *oldest.get_or_insert(gap.ended_on - LOOK_BACK_DAYS) {
                break;
            }
            self.ascending.push(days);
            if gap.is_excused {
                self.excused.push(days);
            }
        }
        self.ascending.sort_unstable_by(f64::total_cmp);
        self.excused.sort_unstable_by(f64::total_cmp);
        oldest.is_some()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.ascending.len()
    }

    /// How many of them were longer than a silence.
    pub(crate) fn longer_than(&self, days: i32) -> usize {
        self.ascending.len() - self.ascending.partition_point(|gap| *gap <= f64::from(days))
    }

    /// The last one.
    pub(crate) fn last(&self) -> Threshold {
        Threshold(self.last)
    }

    /// What a silence must exceed for the churn rule to call the account at risk: the last gap, as the source
    /// rule says, and the gap that the rules in force name.
    pub(crate) fn at_risk(&self, rules: &Rules, similar: Option<SimilarGaps>) -> Threshold {
        Threshold(self.threshold(rules, similar).days().max(self.last))
    }

    /// The gap that the rules in force name, as much longer as they say.
    fn threshold(&self, rules: &Rules, similar: Option<SimilarGaps>) -> Threshold {
        let gap = match rules.churn_rule {
            ChurnRule::LastGap => self.last,
            ChurnRule::P80 => self.p80(similar),
            ChurnRule::P90 => self.percentile(0.9, similar.map(|similar| similar.p90_days)),
            ChurnRule::Longest => self.longest_normal(),
        };
        Threshold(gap * f64::from(rules.silence_percent) / 100.0)
    }

    /// The 80th percentile, blended with similar accounts while there are few.
    pub(crate) fn p80(&self, similar: Option<SimilarGaps>) -> f64 {
        self.percentile(0.8, similar.map(|similar| similar.p80_days))
    }

    /// The median gap.
    pub(crate) fn typical(&self) -> f64 {
        self.share(0.5)
    }

    /// The days that such a share of them did not exceed.
    pub(crate) fn share(&self, level: f64) -> f64 {
        quantile(&self.ascending, level).unwrap_or(self.last)
    }

    fn percentile(&self, level: f64, similar: Option<f64>) -> f64 {
        let own = self.share(level);
        match similar {
            Some(similar) if self.ascending.len() < ENOUGH_GAPS => {
                let count = self.ascending.len() as f64;
                (count * own + SIMILAR_GAPS * similar) / (count + SIMILAR_GAPS)
            }
            _ => own,
        }
    }

    /// The longest gap without a known reason that is not far beyond the others.
    pub(crate) fn longest_normal(&self) -> f64 {
        let limit = match self.ascending.len() {
            ENOUGH_GAPS.. => ABNORMAL * self.share(0.9),
            _ => f64::INFINITY,
        };
        let mut excused = self.excused.iter().rev().peekable();
        let unexcused = |gap: &&f64| excused.next_if_eq(gap).is_none();
        let mut normal = self.ascending.iter().rev().filter(unexcused);
        normal.find(|gap| **gap <= limit).copied().unwrap_or(self.last)
    }

    /// From so many days of silence on the account counts as lost.
    pub(crate) fn lost_after(&self) -> f64 {
        (LEAVES_GAPS * self.longest_normal()).max(LEAVES_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(latest_first: &[(i32, bool)]) -> OwnGaps {
        let mut own = OwnGaps::default();
        let mut ended_on = 20_000;
        let gaps: Vec<OwnGap> = latest_first
            .iter()
            .map(|(days, is_excused)| {
                let gap = OwnGap { ended_on, days: *days, is_excused: *is_excused };
                ended_on -= days;
                gap
            })
            .collect();
        assert_eq!(own.look_back(gaps.into_iter()), !latest_first.is_empty());
        own
    }

    #[test]
    fn an_excused_gap_is_no_measure_of_what_is_normal() {
        let own = gaps(&[(30, false), (90, true), (31, false), (30, false)]);
        assert_eq!((own.longest_normal(), own.lost_after(), own.longer_than(31)), (31.0, 90.0, 1));
        let twice = gaps(&[(30, false), (90, true), (90, false), (30, false)]);
        assert_eq!((twice.longest_normal(), twice.lost_after()), (90.0, 180.0));
        let all = gaps(&[(40, true), (90, true)]);
        assert_eq!(all.longest_normal(), 40.0, "something must be normal");
    }

    #[test]
    fn with_ten_gaps_one_far_beyond_the_others_is_not_normal() {
        let long = |others: usize| {
            let mut all = vec![(10, false); others];
            all.push((200, false));
            gaps(&all).longest_normal()
        };
        assert_eq!((long(8), long(10)), (200.0, 10.0));
    }

    #[test]
    fn gaps_of_more_than_two_years_ago_and_beyond_the_fortieth_are_forgotten() {
        assert_eq!(gaps(&[(5, false); 60]).count(), 40);
        assert_eq!(gaps(&[(100, false), (629, false), (7, false), (8, false)]).count(), 3);
        assert_eq!(gaps(&[(100, false), (630, false), (7, false), (8, false)]).count(), 2);
        assert_eq!(gaps(&[]).count(), 0);
    }

    #[test]
    fn interpolation_never_makes_equal_exceed() {
        let threshold = Threshold::of_days(0.1 + 0.2 + 30.7);
        assert!(!threshold.is_exceeded_by(31) && threshold.is_exceeded_by(32));
    }
}
