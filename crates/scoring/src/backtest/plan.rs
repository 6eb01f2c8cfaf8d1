//! On which days models are asked, and about how many days ahead.

use crate::book::Book;
use crate::model::Learning;
use crate::numbers::{median, whole_days};
use bellwether_core::rule_lab::Rules;
use bellwether_ledger::{Day, day};

/// Days on which models are asked at most …
const MOST_ORIGINS: i32 = 6;
/// … and in a book of more active accounts than these, where fewer days give forecasts enough.
const ORIGINS_OF_A_LARGE_BOOK: i32 = 4;
const LARGE_BOOK: usize = 20_000;
/// With fewer forecasts nothing is said.
const LEAST_FORECASTS: usize = 100;
/// Days between them where the history is long enough; more when windows reach far.
const STEP_DAYS: i32 = 60;
/// Days between them at least.
const LEAST_STEP_DAYS: i32 = 7;
/// Days of history a model must have had to be asked.
const LEAST_HISTORY_DAYS: i32 = 60;
/// The horizon in typical gaps of the median account.
const HORIZON_GAPS: f64 = 3.0;
/// Shortest and longest horizon, days.
const HORIZON_DAYS: (i32, i32) = (30, 90);
/// The horizon is at most this part of the history.
const HORIZONS_IN_HISTORY: i32 = 4;
/// Typical gap of a book in which nobody has ordered twice, days.
const GAP_OF_NOBODY: f64 = 30.0;

/// The days and the horizon of a back-test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Days on which the models are asked, earliest first; none when the history is too short.
    pub asked_on: Vec<Day>,
    /// Days within which an order is to come.
    pub horizon_days: i32,
    /// The rules that place accounts in segments.
    pub rules: Rules,
    /// Why nothing is asked, in words.
    pub too_short: Option<String>,
}

impl Plan {
    /// Outcomes of the latest day asked about end on the as-of date; the earliest is old enough that windows
    /// have ended too.
    pub fn of(book: &Book, learning: &Learning) -> Self {
        let Some(first) = book.first_day() else {
            return Self::nothing(HORIZON_DAYS.0, "There are no orders yet.".to_owned());
        };
        let horizon_days = horizon_days(book, book.as_of() - first);
        let asked_on = origins(book, learning, first, horizon_days);
        let forecasts: usize = asked_on.iter().map(|origin| active_on(book, *origin)).sum();
        let since = day::to_date(first).format("%-d %b %Y");
        if asked_on.is_empty() {
            let why = format!(
                "The first order is of {since}. To ask about the past and to see what came, about three months \
                 of orders are needed."
            );
            return Self::nothing(horizon_days, why);
        }
        if forecasts < LEAST_FORECASTS {
            let why = format!(
                "Orders since {since} allow {forecasts} forecasts whose outcome is known by now. With fewer than \
                 {LEAST_FORECASTS}, chance would decide which model looks good."
            );
            return Self::nothing(horizon_days, why);
        }
        Self { asked_on, horizon_days, rules: Rules::default(), too_short: None }
    }

    /// With the rules in force instead of those the product comes with.
    #[must_use]
    pub fn judged_by(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// Only the latest of its days, for who is in a hurry.
    #[must_use]
    pub fn latest(mut self, days: usize) -> Self {
        self.asked_on.drain(..self.asked_on.len().saturating_sub(days));
        self
    }

    fn nothing(horizon_days: i32, why: String) -> Self {
        Self { asked_on: Vec::new(), horizon_days, rules: Rules::default(), too_short: Some(why) }
    }
}

fn active_on(book: &Book, origin: Day) -> usize {
    book.accounts().iter().filter(|account| account.was_active(origin)).count()
}

fn origins(book: &Book, learning: &Learning, first: Day, horizon_days: i32) -> Vec<Day> {
    let is_large = active_on(book, book.as_of()) > LARGE_BOOK;
    let most = if is_large { ORIGINS_OF_A_LARGE_BOOK } else { MOST_ORIGINS };
    let latest = book.as_of() - horizon_days;
    let room = latest - first - LEAST_HISTORY_DAYS;
    let until_windows_end = learning.longest_days(book) - horizon_days + 2 * STEP_DAYS;
    let reach = (STEP_DAYS * (MOST_ORIGINS - 1)).max(until_windows_end).min(room);
    let step = (reach / (most - 1)).max(LEAST_STEP_DAYS);
    (0..most).rev().map(|back| back * step).filter(|back| *back <= room).map(|back| latest - back).collect()
}

/// Three typical gaps of the median active account, as far as the history carries it.
fn horizon_days(book: &Book, history_days: i32) -> i32 {
    let active = book.accounts().iter().filter(|account| account.is_active());
    let typical = median(active.filter_map(|account| account.signals.cadence.median_days).collect());
    let (shortest, longest) = HORIZON_DAYS;
    whole_days(HORIZON_GAPS * typical.unwrap_or(GAP_OF_NOBODY), shortest, longest)
        .min(history_days / HORIZONS_IN_HISTORY)
        .max(1)
}
