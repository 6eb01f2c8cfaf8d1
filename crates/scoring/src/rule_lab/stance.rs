//! Segments and health of the last day by both sets of rules.

use super::Both;
use crate::book::Facts;
use crate::gate;
use crate::health::health_by;
use crate::segment::judge;
use crate::signals::{Cadence, Frequency, Monetary};
use bellwether_core::rule_lab::{HealthChange, Rules, SegmentChange};
use bellwether_core::{Probability, Segment};

/// A move of health that people notice, points.
const NOTICED: u8 = 10;

/// What the latest scoring says of an account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StoredRisk {
    /// It has not been scored yet, and is not counted.
    Unscored,
    /// The gate in force called it new, so it has no risk.
    New,
    /// Its churn risk.
    Risk(Probability),
}

/// Accounts in each segment and their health, by both sets of rules.
#[derive(Debug, Default)]
pub(super) struct Stances {
    segments: [Both<u64>; Segment::ALL.len()],
    health_sum: Both<u64>,
    healthy: u64,
    moved: u64,
}

impl Stances {
    /// Counts one account.
    pub(super) fn count(&mut self, facts: &Facts, risk: StoredRisk, rules: &Both<Rules>) {
        let cadence = Cadence::measure(facts);
        let frequency = Frequency::measure(facts, &cadence);
        self.count_segments(facts, &frequency, risk, rules);
        self.count_health(&frequency, &Monetary::measure(facts), rules);
    }

    /// An account the gate tried lets in, but the gate in force does not, has no risk yet and stays new.
    fn count_segments(
        &mut self,
        facts: &Facts,
        frequency: &Frequency,
        risk: StoredRisk,
        rules: &Both<Rules>,
    ) {
        let risk = match risk {
            StoredRisk::Unscored => return,
            StoredRisk::New => None,
            StoredRisk::Risk(risk) => Some(risk),
        };
        let first = facts.order_days.first().map(|order_day| order_day.day);
        let (orders, order_days) = (frequency.valid_orders, frequency.order_days);
        for (which, rules) in rules.iter().enumerate() {
            let is_passed = gate::is_passed(first, orders, order_days, facts.as_of, rules);
            let risk = risk.filter(|_| is_passed);
            let segment = judge(risk, order_days, frequency.tenure_days, &rules.segments);
            let places = Segment::ALL.iter().zip(&mut self.segments);
            for (_, counts) in places.filter(|(place, _)| **place == segment) {
                counts[which] += 1;
            }
        }
    }

    fn count_health(&mut self, frequency: &Frequency, monetary: &Monetary, rules: &Both<Rules>) {
        let [current, tried] = rules.map(|rules| health_by(frequency, monetary, &rules.health));
        let (Some(current), Some(tried)) = (current, tried) else { return };
        self.healthy += 1;
        self.health_sum[0] += u64::from(current);
        self.health_sum[1] += u64::from(tried);
        self.moved += u64::from(current.abs_diff(tried) >= NOTICED);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (counts, more) in self.segments.iter_mut().zip(&other.segments) {
            add(counts, more);
        }
        add(&mut self.health_sum, &other.health_sum);
        self.healthy += other.healthy;
        self.moved += other.moved;
    }

    pub(super) fn segments(&self) -> Vec<SegmentChange> {
        let change =
            |(segment, [current, tried]): (Segment, Both<u64>)| SegmentChange { segment, current, tried };
        Segment::ALL.into_iter().zip(self.segments).map(change).collect()
    }

    /// Over the accounts whose health both can measure; none without any.
    pub(super) fn health(&self) -> Option<HealthChange> {
        let mean = |sum: u64| sum as f64 / self.healthy as f64;
        let [current, tried] = self.health_sum;
        (self.healthy > 0).then(|| HealthChange {
            current_mean: mean(current),
            tried_mean: mean(tried),
            moved: self.moved,
        })
    }
}

fn add(counts: &mut Both<u64>, more: &Both<u64>) {
    for (count, more) in counts.iter_mut().zip(more) {
        *count += more;
    }
}
