//! Additive log-odds: the renewal process with three lengths of memory, and what value, trend, mix and
//! season say beside it, with weights that are learnt on the user's own past from shipped priors
//! (scoring specification, stages 2 and 3). Every forecast is a sum, so every forecast can be explained.

mod context;
mod curve;
pub(super) mod features;
mod origins;
mod ridge;
mod terms;
mod weekday;
mod weights;

use super::renewal::{Habits, LONG, Posterior, YEARLY};
use super::{Churn, Fitted, Learning, NextOrderCurve};
use crate::book::{Book, Observed};
use crate::calibration::{Calibration, Measurement, Outcome};
use crate::numbers::{exact, log_odds, probability, whole_days};
use crate::sample::{sample, spread_evenly};
use bellwether_core::explain::SignalGroup;
use bellwether_ledger::Day;
use context::Context;
use features::{Row, features};
use serde::{Deserialize, Serialize};
use terms::Terms;
use weights::{WeightTable, anchors};

/// No churn horizon is shorter, days.
const SHORTEST_HORIZON_DAYS: i32 = 45;
/// The churn horizon in typical gaps.
const HORIZON_GAPS: f64 = 3.0;
/// Accounts that the average is taken over at most.
const MOST_AVERAGED: usize = 2_500;
/// Past days that windows are measured on at most.
const MOST_CALIBRATION_DAYS: usize = 6;
/// Days of history such a day needs.
const LEAST_HISTORY_DAYS: i32 = 60;

/// Everything learnt from one book; its parameters can be stored and read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Additive {
    longest_days: i32,
    habits: Habits,
    weights: WeightTable,
    context: Context,
    calibration: Calibration,
    average: Terms,
}

impl Additive {
    /// The renewal process alone, with fixed weights for its three memories.
    pub(super) fn renewal_alone(book: &Book, learning: &Learning) -> Self {
        let weights = WeightTable::renewal_alone(&anchors(learning.longest_days(book), learning.horizons));
        let habits = Habits::learn(book, learning.priors);
        Self::with_weights(book, habits, weights)
    }

    /// All signals, with weights learnt on the past of the book.
    pub(super) fn learnt(book: &Book, learning: &Learning) -> Self {
        let horizons = anchors(learning.longest_days(book), learning.horizons);
        let habits = Habits::learn(book, learning.priors);
        let weights = origins::learn(book, &habits, &horizons, learning.priors);
        Self::with_weights(book, habits, weights)
    }

    fn with_weights(book: &Book, habits: Habits, weights: WeightTable) -> Self {
        let longest_days = weights.rows().iter().map(|row| row.horizon_days).max().unwrap_or(1);
        let context = Context::of(book.accounts(), book, book.as_of());
        let calibration = Calibration::nominal();
        let mut learnt =
            Self { longest_days, habits, weights, context, calibration, average: Terms::default() };
        let active = book.accounts().iter().filter(|account| account.is_active());
        let averaged = sample(active, MOST_AVERAGED, 0);
        learnt.average = Terms::mean(
            averaged.into_iter().filter_map(|account| learnt.judge(account)).map(|judged| judged.terms),
        );
        learnt.calibration = learnt.calibrated(book);
        learnt
    }

    /// Measures windows on earlier days of the book whose orders are known by now.
    fn calibrated(&self, book: &Book) -> Calibration {
        let mut measurement = Measurement::default();
        let first = book.first_day().unwrap_or(book.as_of());
        let step = (self.longest_days / 3).max(14);
        let days = (0..).map(|back| book.as_of() - self.longest_days - step * back);
        for day in days.take(MOST_CALIBRATION_DAYS).take_while(|day| day - first >= LEAST_HISTORY_DAYS) {
            let Some(past) = origins::rewound(book, day) else { break };
            let context = Context::of(past.accounts(), book, day);
            for account in past.accounts() {
                self.measure(book, account, &context, &mut measurement);
            }
        }
        measurement.calibration()
    }

    fn measure(&self, book: &Book, account: &Observed, context: &Context, measurement: &mut Measurement) {
        let next = origins::next_order(book, account).filter(|days| *days <= self.longest_days);
        let Some(days) = next else { return };
        let beliefs = self.habits.believe_all(account, account.as_of);
        let mut cumulative = self.curve(account, &beliefs, context);
        super::given_return(&mut cumulative);
        measurement.add(&Outcome {
            cumulative: &cumulative,
            days,
            typical_gap_days: beliefs[YEARLY].typical_gap_days,
            spread: spread_evenly(account, u64::from(account.as_of.unsigned_abs())),
        });
    }

    /// Probability of an order by 1, 2, 3 … days after the account's as-of date.
    fn curve(&self, account: &Observed, beliefs: &[Posterior; 3], context: &Context) -> Vec<f64> {
        let knots = curve::knots(&self.weights);
        let mut cumulative = curve::daily(&knots, &curve::renewal_shape(beliefs, &knots));
        let horizons: Vec<i32> = self.weights.rows().iter().map(|row| row.horizon_days).collect();
        let renewal = beliefs.each_ref().map(|belief| belief.within_each(&horizons));
        let at_anchors = self.weights.rows().iter().enumerate().map(|(place, row)| {
            let renewal = renewal.each_ref().map(|within| log_odds(within[place]));
            let values = features(account, row.horizon_days, renewal, context);
            (row.horizon_days, probability(weighted(&values, &row.weights)))
        });
        curve::through_anchors(&mut cumulative, at_anchors);
        context.weekdays.sharpen(&mut cumulative, &account.order_days, account.as_of);
        cumulative
    }

    fn judge(&self, account: &Observed) -> Option<Judged> {
        let last = account.last_day()?;
        // Seen from the last order: silence says nothing yet, so the horizon stands still while it lasts.
        let typical_gap_days = self.habits.believe(account, last, YEARLY).typical_gap_days;
        let horizon_days =
            whole_days(HORIZON_GAPS * typical_gap_days, SHORTEST_HORIZON_DAYS, self.longest_days);
        let just_ordered = log_odds(self.habits.believe(account, last, LONG).within(horizon_days));
        let renewal =
            self.habits.believe_all(account, account.as_of).map(|b| log_odds(b.within(horizon_days)));
        let values = features(account, horizon_days, renewal, &self.context);
        let terms = Terms::of_row(&values, &self.weights.at(horizon_days), just_ordered);
        Some(Judged { horizon_days, typical_gap_days, terms })
    }
}

/// One account before it is compared with the average.
struct Judged {
    horizon_days: i32,
    typical_gap_days: f64,
    terms: Terms,
}

impl Fitted for Additive {
    fn as_of(&self) -> Day {
        self.context.as_of
    }

    fn base_log_odds(&self) -> f64 {
        exact(-self.average.total())
    }

    fn churn(&self, account: &Observed) -> Option<Churn> {
        let judged = self.judge(account)?;
        let points = |group| (group, exact(self.average.of(group) - judged.terms.of(group)));
        Some(Churn {
            horizon_days: judged.horizon_days,
            typical_gap_days: judged.typical_gap_days,
            points: SignalGroup::ALL.map(points),
        })
    }

    fn next_order(&self, account: &Observed) -> Option<NextOrderCurve> {
        account.last_day()?;
        let beliefs = self.habits.believe_all(account, account.as_of);
        Some(NextOrderCurve {
            from: account.as_of,
            cumulative: self.curve(account, &beliefs, &self.context),
            levels: self.calibration.levels(beliefs[YEARLY].typical_gap_days),
            quantiles: self.calibration.quantiles,
            from_book: account.order_days.len() < 2,
        })
    }

    fn promise(&self, account: &Observed) -> Option<NextOrderCurve> {
        let last = account.last_day()?;
        let beliefs = self.habits.believe_all(account, last);
        let knots = curve::knots(&self.weights);
        let mut cumulative = curve::daily(&knots, &curve::renewal_shape(&beliefs, &knots));
        self.context.weekdays.sharpen(&mut cumulative, &account.order_days, last);
        Some(NextOrderCurve {
            from: last,
            cumulative,
            levels: self.calibration.levels(beliefs[YEARLY].typical_gap_days),
            quantiles: self.calibration.quantiles,
            from_book: account.order_days.len() < 2,
        })
    }

    fn promise_reached(&self, account: &Observed) -> Option<f64> {
        let last = account.last_day()?;
        // Weekdays only move orders inside a week.
        let week_end = (account.as_of - last).saturating_add(6) / 7 * 7;
        let days = [week_end.min(self.longest_days), self.longest_days];
        let reached = curve::renewal_shape(&self.habits.believe_all(account, last), &days);
        Some(reached[0] / reached[1])
    }
}

fn weighted(values: &Row, weights: &Row) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}
