//! Additive log-odds: the renewal process with three lengths of memory, and what value, trend, mix and
//! season say beside it, with weights that are learnt on the user's own past from shipped priors
//! (scoring specification, stages 2 and 3). Every forecast is a sum, so every forecast can be explained.

mod boost;
mod context;
mod curve;
pub(super) mod features;
mod origins;
pub(crate) mod ridge;
mod terms;
mod view;
mod weekday;
mod weights;

use super::renewal::{Habits, Posterior, YEARLY};
use super::{Fitted, Learning, View};
use crate::book::{Book, Observed};
use crate::calibration::{Calibration, Measurement, Outcome};
use crate::numbers::{exact, log_odds, probability};
use crate::sample::{sample, spread_evenly};
use bellwether_ledger::Day;
use boost::Forest;
use context::Context;
use features::{Row, features};
use origins::Past;
use serde::{Deserialize, Serialize};
use terms::Terms;
use view::AdditiveView;
use weights::{WeightTable, anchors};

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
    /// One for each row of the weights; none at all where no trees were asked for.
    forests: Vec<Forest>,
    context: Context,
    calibration: Calibration,
    average: Terms,
}

impl Additive {
    /// The renewal process alone, with fixed weights for its three memories.
    pub(super) fn renewal_alone(book: &Book, learning: &Learning) -> Self {
        let weights = WeightTable::renewal_alone(&anchors(learning.longest_days(book), learning.horizons));
        let habits = Habits::learn(book, learning.priors);
        Self::with(book, habits, weights, Vec::new())
    }

    /// All signals, with weights learnt on the past of the book.
    pub(super) fn learnt(book: &Book, learning: &Learning) -> Self {
        let horizons = anchors(learning.longest_days(book), learning.horizons);
        let habits = Habits::learn(book, learning.priors);
        let weights = Past::of(book, &habits, &horizons).weights(learning.priors);
        Self::with(book, habits, weights, Vec::new())
    }

    /// The same with small trees on top.
    pub(super) fn boosted(book: &Book, learning: &Learning) -> Self {
        let horizons = anchors(learning.longest_days(book), learning.horizons);
        let habits = Habits::learn(book, learning.priors);
        let past = Past::of(book, &habits, &horizons);
        let weights = past.weights(learning.priors);
        let forests = past.forests(&weights);
        Self::with(book, habits, weights, forests)
    }

    fn with(book: &Book, habits: Habits, weights: WeightTable, forests: Vec<Forest>) -> Self {
        let longest_days = weights.rows().iter().map(|row| row.horizon_days).max().unwrap_or(1);
        let context = Context::of(book.accounts(), book, book.as_of());
        let calibration = Calibration::nominal();
        let mut learnt =
            Self { longest_days, habits, weights, forests, context, calibration, average: Terms::default() };
        let active = book.accounts().iter().filter(|account| account.is_active());
        let averaged = sample(active, MOST_AVERAGED, 0);
        let terms = |account| AdditiveView::of(&learnt, account).map(|view| view.terms().0);
        learnt.average = Terms::mean(averaged.into_iter().filter_map(terms));
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
            spread: spread_evenly(account.account.0, u64::from(account.as_of.unsigned_abs())),
        });
    }

    /// Probability of an order by 1, 2, 3 … days after the account's as-of date.
    fn curve(&self, account: &Observed, beliefs: &[Posterior; 3], context: &Context) -> Vec<f64> {
        let knots = curve::knots(&self.weights);
        let within = beliefs.each_ref().map(|belief| belief.within_each(&knots));
        let mut cumulative = curve::daily(&knots, &curve::together(&within));
        let at_anchors = self.weights.rows().iter().enumerate().map(|(place, row)| {
            let knot = knots.partition_point(|knot| *knot < row.horizon_days);
            let renewal = within.each_ref().map(|within| log_odds(within[knot]));
            let values = features(account, row.horizon_days, renewal, context);
            let advice = self.forests.get(place).map_or(0.0, |forest| forest.total(&values));
            (row.horizon_days, probability(ridge::dot(&values, &row.weights) + advice))
        });
        curve::through_anchors(&mut cumulative, at_anchors);
        context.weekdays.sharpen(&mut cumulative, &account.order_days, account.as_of);
        cumulative
    }

    /// Adds what the trees of the horizons below and above say.
    fn advise(&self, values: &Row, horizon_days: i32, terms: &mut Terms) {
        let (low, high, part) = self.weights.between(horizon_days);
        for (place, share) in [(low, 1.0 - part), (high, part)] {
            let Some(forest) = self.forests.get(place) else { continue };
            forest.advise(values, |feature, log_odds| terms.add_to_feature(feature, share * log_odds));
        }
    }
}

impl Fitted for Additive {
    fn as_of(&self) -> Day {
        self.context.as_of
    }

    fn base_log_odds(&self) -> f64 {
        exact(-self.average.total())
    }

    fn view<'a>(&'a self, account: &'a Observed) -> Option<Box<dyn View + 'a>> {
        Some(Box::new(AdditiveView::of(self, account)?))
    }
}
