//! One account as the additive model sees it: beliefs are formed once, everything else follows.

use super::features::features;
use super::terms::Terms;
use super::{Additive, curve};
use crate::book::Observed;
use crate::model::renewal::{Posterior, YEARLY};
use crate::model::{Churn, NextOrderCurve, View, churn_horizon_days};
use crate::numbers::{exact, log_odds};
use bellwether_core::explain::SignalGroup;
use bellwether_ledger::Day;

/// An account that has ordered.
pub(super) struct AdditiveView<'a> {
    learnt: &'a Additive,
    account: &'a Observed,
    last: Day,
    /// What is believed of it now, with each memory.
    now: [Posterior; 3],
    /// What was believed just after its last order, when silence said nothing yet.
    just_ordered: [Posterior; 3],
}

impl<'a> AdditiveView<'a> {
    pub fn of(learnt: &'a Additive, account: &'a Observed) -> Option<Self> {
        let last = account.last_day()?;
        let now = learnt.habits.believe_all(account, account.as_of);
        Some(Self { learnt, account, last, now, just_ordered: learnt.habits.believe_all(account, last) })
    }

    /// The log-odds of an order within the churn horizon, by group, and that horizon in days. The horizon
    /// is seen from the last order, so that it stands still while silence lasts.
    pub fn terms(&self) -> (Terms, i32) {
        let horizon_days =
            churn_horizon_days(self.just_ordered[YEARLY].typical_gap_days, self.learnt.longest_days);
        let just_ordered = self.just_ordered.each_ref().map(|belief| log_odds(belief.within(horizon_days)));
        let renewal = self.now.each_ref().map(|belief| log_odds(belief.within(horizon_days)));
        let values = features(self.account, horizon_days, renewal, &self.learnt.context);
        let mut terms = Terms::of_row(&values, &self.learnt.weights.at(horizon_days), just_ordered);
        self.learnt.advise(&values, horizon_days, &mut terms);
        (terms, horizon_days)
    }

    fn curve_from(&self, from: Day, cumulative: Vec<f64>, typical_gap_days: f64) -> NextOrderCurve {
        NextOrderCurve {
            from,
            cumulative,
            levels: self.learnt.calibration.levels(typical_gap_days),
            quantiles: self.learnt.calibration.quantiles,
            from_book: self.account.order_days.len() < 2,
        }
    }
}

impl View for AdditiveView<'_> {
    fn churn(&self) -> Churn {
        let (terms, horizon_days) = self.terms();
        let points = |group| (group, exact(self.learnt.average.of(group) - terms.of(group)));
        Churn {
            horizon_days,
            typical_gap_days: self.just_ordered[YEARLY].typical_gap_days,
            points: SignalGroup::ALL.map(points),
        }
    }

    fn next_order(&self) -> NextOrderCurve {
        let cumulative = self.learnt.curve(self.account, &self.now, &self.learnt.context);
        self.curve_from(self.account.as_of, cumulative, self.now[YEARLY].typical_gap_days)
    }

    fn promise(&self) -> NextOrderCurve {
        let knots = curve::knots(&self.learnt.weights);
        let within = self.just_ordered.each_ref().map(|belief| belief.within_each(&knots));
        let mut cumulative = curve::daily(&knots, &curve::together(&within));
        self.learnt.context.weekdays.sharpen(&mut cumulative, &self.account.order_days, self.last);
        self.curve_from(self.last, cumulative, self.just_ordered[YEARLY].typical_gap_days)
    }

    fn promise_reached(&self) -> f64 {
        // Weekdays only move orders inside a week.
        let week_end = (self.account.as_of - self.last).saturating_add(6) / 7 * 7;
        let days = [week_end.min(self.learnt.longest_days), self.learnt.longest_days];
        let reached = curve::together(&self.just_ordered.each_ref().map(|belief| belief.within_each(&days)));
        reached[0] / reached[1]
    }
}
