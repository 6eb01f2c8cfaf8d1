//! The renewal model. After each order an account leaves with probability q; otherwise the gap to the
//! next order is Gamma(shape k, mean m). The three differ by account and their spread over the book is
//! learnt from it (scoring specification, stage 1); value, trend and mix then shift the log-odds with
//! shipped weights (stage 2 before it is fitted to the user's own past).

mod average;
mod gamma;
mod grid;
mod log_odds;
mod population;
mod posterior;
mod sample;
mod statistics;
mod weekday;

use crate::book::{Book, Observed};
use crate::model::{Churn, Fitted, Model, ModelId, NextOrderCurve};
use crate::numbers::{exact, log_odds, probability, whole_days};
use average::{Levels, Terms, mean_terms};
use bellwether_core::explain::SignalGroup;
use bellwether_ledger::Day;
use log_odds::{TERMS, Weights};
use population::Population;
use posterior::Posterior;
use std::sync::OnceLock;
use weekday::WeekdayHabit;

/// Half-lives of memory, days: long habit, last year, lately.
const HALF_LIVES: [Option<f64>; 3] = [None, Some(365.0), Some(120.0)];
/// Weight of each memory in the shape of the next-order distribution.
const MEMORY_WEIGHTS: [f64; 3] = [0.2, 0.5, 0.3];
const LONG: usize = 0;
const YEARLY: usize = 1;
const RECENT: usize = 2;
/// No horizon and no window is longer.
const LONGEST_DAYS: i32 = 365;
/// No churn horizon is shorter.
const SHORTEST_HORIZON_DAYS: i32 = 45;
/// Days of a next-order distribution.
const CURVE_LENGTH: usize = 365;
/// The churn horizon in typical gaps.
const HORIZON_GAPS: f64 = 3.0;

/// The model, before it has seen a book.
pub struct Renewal;

impl Model for Renewal {
    fn id(&self) -> ModelId {
        ModelId::Renewal
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn fit(&self, book: &Book) -> Box<dyn Fitted> {
        let learnt = Learnt {
            as_of: book.as_of(),
            populations: HALF_LIVES.map(|half_life| Population::learn(book, half_life)),
            weights: Weights::shipped(),
            weekdays: WeekdayHabit::of_book(book),
            levels: Levels::of(book),
        };
        let average =
            mean_terms(book, |account| learnt.judge(account).map_or(Terms::default(), |judged| judged.terms));
        Box::new(FittedRenewal { learnt, average })
    }
}

/// What was learnt from one book.
struct Learnt {
    as_of: Day,
    populations: [Population; 3],
    weights: Weights,
    weekdays: WeekdayHabit,
    levels: Levels,
}

/// One account before it is compared with the average.
struct Judged {
    horizon_days: i32,
    typical_gap_days: f64,
    terms: Terms,
}

impl Learnt {
    fn judge(&self, account: &Observed) -> Option<Judged> {
        let last = account.last_day()?;
        // Seen from the last order: silence says nothing yet, so the horizon stands still while it lasts.
        let typical_gap_days = self.believe(account, last, YEARLY).typical_gap_days;
        let horizon_days = whole_days(HORIZON_GAPS * typical_gap_days, SHORTEST_HORIZON_DAYS, LONGEST_DAYS);
        let terms = self.terms(account, last, horizon_days);
        Some(Judged { horizon_days, typical_gap_days, terms })
    }

    /// The log-odds of an order within the horizon. Frequency: the account had it just ordered;
    /// recency: what the present silence does to that; trend: recent and yearly habit against the long one.
    fn terms(&self, account: &Observed, last: Day, horizon_days: i32) -> Terms {
        let weights = self.weights.at(horizon_days);
        let just_ordered = log_odds(self.believe(account, last, LONG).within(horizon_days));
        let now = [LONG, YEARLY, RECENT]
            .map(|memory| log_odds(self.believe(account, self.as_of, memory).within(horizon_days)));
        let all_memories: f64 = weights.memories.iter().sum();
        let mut terms = Terms::default();
        terms.add(SignalGroup::Frequency, weights.intercept + all_memories * just_ordered);
        terms.add(SignalGroup::Recency, all_memories * (now[LONG] - just_ordered));
        for memory in [YEARLY, RECENT] {
            terms.add(SignalGroup::Trend, weights.memories[memory] * (now[memory] - now[LONG]));
        }
        for (term, weight) in TERMS.iter().zip(weights.terms) {
            terms.add(term.group, weight * term.value(&account.signals, &self.levels));
        }
        terms
    }

    fn believe(&self, account: &Observed, at: Day, memory: usize) -> Posterior {
        let silent_days = account.last_day().map_or(0, |last| at - last);
        Posterior::of(&account.order_days, at, silent_days, &self.populations[memory])
    }

    /// Probability of an order within each of `days` after `from`: the three memories together.
    fn shape(&self, account: &Observed, from: Day, days: &[i32]) -> Vec<f64> {
        let mut log_odds_of_order = vec![0.0; days.len()];
        for (memory, weight) in [LONG, YEARLY, RECENT].into_iter().zip(MEMORY_WEIGHTS) {
            let within = self.believe(account, from, memory).within_each(days);
            for (sum, within) in log_odds_of_order.iter_mut().zip(within) {
                *sum += weight * log_odds(within);
            }
        }
        log_odds_of_order.into_iter().map(probability).collect()
    }

    /// Probability of an order by 1, 2, 3 … days after `from`, before weekdays are considered.
    fn curve(&self, account: &Observed, from: Day) -> Vec<f64> {
        let mut cumulative = Vec::with_capacity(CURVE_LENGTH);
        let (mut reached_day, mut reached) = (0, 0.0);
        for (knot, value) in knots().iter().zip(self.shape(account, from, knots())) {
            let value = value.max(reached);
            let step = (value - reached) / f64::from(knot - reached_day);
            cumulative.extend((1..=knot - reached_day).map(|day| reached + step * f64::from(day)));
            (reached_day, reached) = (*knot, value);
        }
        cumulative
    }
}

/// The days a distribution is worked out for; it is a straight line between them.
fn knots() -> &'static [i32] {
    static KNOTS: OnceLock<Vec<i32>> = OnceLock::new();
    KNOTS.get_or_init(|| {
        let next = |day: &i32| (*day < LONGEST_DAYS).then(|| (day + knot_step(*day)).min(LONGEST_DAYS));
        std::iter::successors(Some(1), next).collect()
    })
}

/// Day by day at first, then ever more coarsely.
fn knot_step(day: i32) -> i32 {
    match day {
        ..14 => 1,
        14..28 => 2,
        28..60 => 4,
        60..180 => 8,
        180.. => 16,
    }
}

/// The renewal model with what it learnt.
struct FittedRenewal {
    learnt: Learnt,
    average: Terms,
}

impl Fitted for FittedRenewal {
    fn model_version(&self) -> String {
        format!("{}-{}", Renewal.id().code(), Renewal.version())
    }

    fn as_of(&self) -> Day {
        self.learnt.as_of
    }

    fn base_log_odds(&self) -> f64 {
        exact(-self.average.total())
    }

    fn churn(&self, account: &Observed) -> Option<Churn> {
        let judged = self.learnt.judge(account)?;
        let points = |group| (group, exact(self.average.of(group) - judged.terms.of(group)));
        Some(Churn {
            horizon_days: judged.horizon_days,
            typical_gap_days: judged.typical_gap_days,
            points: SignalGroup::ALL.map(points),
        })
    }

    fn reached_at_most(&self, account: &Observed, day: Day) -> Option<f64> {
        let last = account.last_day()?;
        // Weekdays only move orders inside a week, and the curve is a straight line up to the next knot.
        let week_end = (day - last).max(0).saturating_add(6) / 7 * 7;
        let knot = knots().iter().copied().find(|knot| *knot >= week_end).unwrap_or(LONGEST_DAYS);
        let reached = self.learnt.shape(account, last, &[knot, LONGEST_DAYS]);
        Some(reached[0] / reached[1])
    }

    fn next_order(&self, account: &Observed, from: Day) -> Option<NextOrderCurve> {
        account.last_day()?;
        let mut cumulative = self.learnt.curve(account, from);
        self.learnt.weekdays.sharpen(&mut cumulative, &account.order_days, from);
        let by_the_end = cumulative.last().copied().unwrap_or(1.0);
        cumulative
            .iter_mut()
            .for_each(|probability| *probability = (*probability / by_the_end).clamp(0.0, 1.0));
        Some(NextOrderCurve { from, cumulative, from_book: account.order_days.len() < 2 })
    }
}
