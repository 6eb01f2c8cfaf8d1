//! One silence: when a rule fires in it, and whether the account was lost by it (rules, section 2).

use crate::book::OrderDay;
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
/// A loss is a silence of more than so many typical gaps …
const LOSS_GAPS: f64 = 3.0;
/// … and so many days.
const SHORTEST_LOSS_DAYS: f64 = 45.0;
/// A silence of twice the longest normal gap, at least so many days, is no alert any more but a loss.
const LEAVES_GAPS: f64 = 2.0;
const LEAVES_DAYS: f64 = 90.0;
/// Below every difference that means something: what interpolation may add to or take from whole days.
const ROUNDING: f64 = 1e-9;

/// The 80th and 90th percentile of the gaps of similar accounts, days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SimilarGaps {
    pub(super) p80_days: f64,
    pub(super) p90_days: f64,
}

/// The gaps an account had shown when a silence began.
#[derive(Debug, Default)]
pub(super) struct OwnGaps {
    ascending: Vec<f64>,
    last: f64,
}

/// The days a silence must exceed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Threshold(f64);

impl OwnGaps {
    /// Takes the gaps between the order days given, the last of which begins the silence; false when there
    /// are none.
    pub(super) fn look_back(&mut self, order_days: &[OrderDay]) -> bool {
        self.ascending.clear();
        let [.., before, last] = order_days else { return false };
        self.last = f64::from(last.day - before.day);
        let oldest = last.day - LOOK_BACK_DAYS;
        let recent = order_days.windows(2).rev().take(MOST_GAPS);
        let gaps = recent.take_while(|pair| pair[1].day > oldest);
        self.ascending.extend(gaps.map(|pair| f64::from(pair[1].day - pair[0].day)));
        self.ascending.sort_unstable_by(f64::total_cmp);
        true
    }

    /// What a silence must exceed for the rules to fire.
    pub(super) fn threshold(&self, rules: &Rules, similar: Option<SimilarGaps>) -> Threshold {
        let gap = match rules.churn_rule {
            ChurnRule::LastGap => self.last,
            ChurnRule::P80 => self.percentile(0.8, similar.map(|similar| similar.p80_days)),
            ChurnRule::P90 => self.percentile(0.9, similar.map(|similar| similar.p90_days)),
            ChurnRule::Longest => self.longest_normal(),
        };
        Threshold(gap * f64::from(rules.silence_percent) / 100.0)
    }

    fn own(&self, level: f64) -> f64 {
        quantile(&self.ascending, level).unwrap_or(self.last)
    }

    fn percentile(&self, level: f64, similar: Option<f64>) -> f64 {
        let own = self.own(level);
        match similar {
            Some(similar) if self.ascending.len() < ENOUGH_GAPS => {
                let count = self.ascending.len() as f64;
                (count * own + SIMILAR_GAPS * similar) / (count + SIMILAR_GAPS)
            }
            _ => own,
        }
    }

    fn longest_normal(&self) -> f64 {
        let limit = match self.ascending.len() {
            ENOUGH_GAPS.. => ABNORMAL * self.own(0.9),
            _ => f64::INFINITY,
        };
        let normal = self.ascending.iter().rev().find(|gap| **gap <= limit);
        normal.copied().unwrap_or(self.last)
    }
}

/// The time after an order, up to the next one or the last day known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Silence {
    /// The order day that began it.
    pub(super) after: Day,
    /// The order day that ended it.
    pub(super) next: Option<Day>,
    /// The last day known.
    pub(super) as_of: Day,
}

impl Silence {
    /// First day on which it is longer than `days`.
    fn exceeds_on(&self, days: f64) -> Day {
        let whole = whole_days((days + ROUNDING).floor(), 0, i32::MAX / 4);
        self.after.saturating_add(whole).saturating_add(1)
    }

    /// The day on which an alert is raised in it; none when an order, or the last day known, comes first.
    pub(super) fn alert(&self, threshold: Threshold, gate_opens: Day) -> Option<Day> {
        let day = self.exceeds_on(threshold.0).max(gate_opens);
        let is_silent = self.next.is_none_or(|next| day < next);
        (is_silent && day <= self.as_of).then_some(day)
    }

    /// The day on which it is plain that the account is lost, should it stay silent until then.
    pub(super) fn plain_on(&self, own: &OwnGaps) -> Day {
        self.exceeds_on((LOSS_GAPS * own.own(0.5)).max(SHORTEST_LOSS_DAYS))
    }

    /// That day, when the account did stay silent until then.
    pub(super) fn lost_on(&self, own: &OwnGaps) -> Option<Day> {
        let plain = self.plain_on(own);
        (self.next.is_none_or(|next| next >= plain) && plain <= self.as_of).then_some(plain)
    }

    /// Whether it is known by now how it ended.
    pub(super) fn is_judged(&self, own: &OwnGaps) -> bool {
        self.next.is_some() || self.plain_on(own) <= self.as_of
    }

    /// Whether the account counts as lost by now, so that no alert is shown for it any more.
    pub(super) fn has_left(&self, own: &OwnGaps) -> bool {
        let leaves = (LEAVES_GAPS * own.longest_normal()).max(LEAVES_DAYS);
        f64::from(self.as_of - self.after) >= leaves
    }
}
