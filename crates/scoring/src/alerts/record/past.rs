//! The past of a book, day by day: when the rules are asked, where accounts stood then, and what came of it all.

use super::{Reached, Replay};
use crate::alerts::AlertBook;
use crate::book::Observed;
use crate::model::FittedModel;
use crate::sample::spread_evenly;
use crate::score::{PreviousSegments, Settings, score_book};
use bellwether_core::score::Score;
use bellwether_core::{Probability, Segment};
use bellwether_ledger::{Account, Day, Snapshot, day};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::HashMap;

/// What is said of an item is known after so many days: nothing is asked later than so long before the last day.
const JUDGED_DAYS: i32 = 180;
/// Nothing is asked of a younger history, days: the churn gate.
const YOUNGEST_DAYS: i32 = 90;
/// Draws other accounts than those models learn from.
const SALT: u64 = 4;

/// At most so many month ends whose outcome is known on the last day, and the one before them, earliest first.
pub fn month_ends(first_day: Day, last_day: Day, months: usize) -> Vec<Day> {
    let latest = last_day.saturating_sub(JUDGED_DAYS);
    let earliest = first_day.saturating_add(YOUNGEST_DAYS);
    let mut ends: Vec<Day> = (0..)
        .map_while(|back| end_of_month(latest, back))
        .take_while(|end| *end >= earliest)
        .filter(|end| *end <= latest)
        .take(months + 1)
        .collect();
    ends.reverse();
    ends
}

/// About `most` accounts, spread evenly over the book and the same for everybody who asks; all of a smaller book.
pub fn places(snapshot: &Snapshot, most: usize) -> Vec<u32> {
    let all = snapshot.dimensions().live_accounts().count();
    let part = most as f64 / all.max(1) as f64;
    let is_drawn = |account: &Account| all <= most || spread_evenly(account.id.0, SALT) < part;
    let live = snapshot.dimensions().live_accounts();
    live.filter(|(_, account)| is_drawn(account)).map(|(place, _)| place).collect()
}

/// The last day of the month so many months before the one of a day.
fn end_of_month(of: Day, months_back: u32) -> Option<Day> {
    let date = day::to_date(of);
    let first = NaiveDate::from_ymd_opt(date.year(), date.month(), 1)?;
    let next = first.checked_sub_months(Months::new(months_back))?.checked_add_months(Months::new(1))?;
    Some(day::from_date(next) - 1)
}

/// Where accounts stood on a day, each told from where it stood on the day before.
#[derive(Debug, Default)]
pub struct Standings {
    by_place: HashMap<u32, (Segment, Probability)>,
    previous: PreviousSegments,
}

impl Standings {
    /// Judges the accounts on the next day with what was learnt by then.
    pub fn score(&mut self, accounts: &[Observed], fitted: &FittedModel, settings: &Settings) {
        let scored = score_book(accounts, fitted, settings, &self.previous);
        let standing = |score: &Score| Some((score.segment, score.churn_risk?));
        self.by_place = accounts
            .iter()
            .zip(&scored)
            .filter_map(|(account, scored)| Some((account.place, standing(&scored.score)?)))
            .collect();
        self.previous = scored.iter().map(|scored| (scored.account, scored.as_previous())).collect();
    }

    /// Segment and churn risk of the account at a place; none of one too new to have a risk.
    pub fn of(&self, place: u32) -> Option<(Segment, Probability)> {
        self.by_place.get(&place).copied()
    }
}

/// What came of the alerts about some accounts. Those that stand on the first day are not counted: nobody knows
/// when they would have opened.
pub struct Followed<'a> {
    replay: Replay<'a>,
    /// Days asked so far, earliest first; the first is not counted.
    pub days: Vec<Day>,
    /// Every tier reached since.
    pub reached: Vec<Reached>,
    /// Accounts with an order within a year, summed over the days counted.
    pub active: u64,
    /// Accounts that a churn alert could have been about, summed over the days counted, whose outcome is known …
    pub anybody_judged: u64,
    /// … and about which it would have been right.
    pub anybody_right: u64,
}

impl<'a> Followed<'a> {
    /// Before the first day, of the accounts at some places. Nothing after `last_day` can be judged.
    pub fn new(snapshot: &'a Snapshot, last_day: Day, places: impl IntoIterator<Item = u32>) -> Self {
        Self {
            replay: Replay::of_some(snapshot, last_day, places),
            days: Vec::new(),
            reached: Vec::new(),
            active: 0,
            anybody_judged: 0,
            anybody_right: 0,
        }
    }

    /// The next day: `book` was learnt as of it, and the accounts were observed and scored on it.
    pub fn next(&mut self, book: &AlertBook, accounts: &[Observed], standings: &Standings) {
        let reached = self.replay.next(book, |place| standings.of(place));
        let is_counted = !self.days.is_empty();
        self.days.push(book.as_of());
        if !is_counted {
            return;
        }
        self.reached.extend(reached);
        self.active += accounts.iter().filter(|account| account.is_active()).count() as u64;
        for is_right in self.replay.everybody(book).into_iter().filter_map(|seen| seen.would_be_right) {
            self.anybody_judged += 1;
            self.anybody_right += u64::from(is_right);
        }
    }

    /// Takes in what came of other accounts on the same days.
    pub fn join(&mut self, other: Self) {
        self.reached.extend(other.reached);
        self.active += other.active;
        self.anybody_judged += other.anybody_judged;
        self.anybody_right += other.anybody_right;
    }

    /// Accounts with an order within a year, on average.
    pub fn mean_active(&self) -> f64 {
        self.active as f64 / self.days.len().saturating_sub(1).max(1) as f64
    }

    /// Days from the first to the last one asked.
    pub fn length_days(&self) -> f64 {
        self.days.first().zip(self.days.last()).map_or(0.0, |(first, last)| f64::from(last - first))
    }
}

#[cfg(test)]
mod tests;
