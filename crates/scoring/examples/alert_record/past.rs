//! Two years of a history, replayed at month ends and, beside, every week.

use crate::history::Known;
use bellwether_core::rule_lab::Rules;
use bellwether_core::{Probability, Segment};
use bellwether_ledger::{Day, day};
use bellwether_scoring::alerts::record::{Interval, Reached, Replay};
use bellwether_scoring::alerts::{AlertBook, AlertSettings, LapsedItems};
use bellwether_scoring::{
    AccountScore, Book, FittedModel, Learning, ModelId, PreviousSegments, Priors, Settings, score_book,
};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;

/// Months replayed.
const MONTHS: usize = 24;
/// What is said of an item is known after so many days: the replay ends so long before the history does.
const JUDGED_DAYS: i32 = 180;
/// Nothing is asked of a younger history, days: the churn gate.
const YOUNGEST_DAYS: i32 = 90;
const WEEK_DAYS: i32 = 7;

/// What came of the alerts of one history.
pub struct SetRecord {
    pub name: &'static str,
    pub about: &'static str,
    pub reps: usize,
    /// The day before the first one counted, and the last.
    pub from: Day,
    pub until: Day,
    pub month_ends: usize,
    /// Accounts with an order within a year, on average.
    pub active: f64,
    /// How often a churn alert about anybody would have been right.
    pub anybody: Option<Interval>,
    /// Month ends, then weeks.
    pub paces: [Pace; 2],
}

impl SetRecord {
    pub fn weeks(&self) -> f64 {
        f64::from(self.until - self.from) / f64::from(WEEK_DAYS)
    }
}

/// Alerts followed from some days to the next.
pub struct Pace {
    pub reached: Vec<Reached>,
}

/// Replays the rules as the product comes. Alerts that stand on the first day are not counted: nobody knows when
/// they would have opened.
pub fn replay(name: &'static str, about: &'static str, known: &Known, priors: &Priors) -> SetRecord {
    let month_ends = month_ends(known);
    let (Some(from), Some(until)) = (month_ends.first().copied(), month_ends.last().copied()) else {
        panic!("{name} is too short to be replayed");
    };
    let ends: BTreeSet<Day> = month_ends.iter().copied().collect();
    let weekly: BTreeSet<Day> = std::iter::successors(Some(from), |before| Some(before + WEEK_DAYS))
        .take_while(|day| *day <= until)
        .collect();
    let snapshot = &known.snapshot;
    let mut replays = [&ends, &weekly].map(|days| (days, Replay::new(snapshot, known.last_day), Vec::new()));
    let mut standings = Standings::new(priors);
    let (mut active, mut right, mut judged) = (Vec::new(), 0, 0);
    for today in ends.union(&weekly).copied() {
        let book = Book::observe(snapshot, today);
        standings.score(&book, ends.contains(&today));
        let rules = AlertBook::learn(snapshot, today, settings());
        for (_, replay, reached) in replays.iter_mut().filter(|(days, ..)| days.contains(&today)) {
            let new = replay.next(&rules, |place| standings.of(place));
            reached.extend(new.into_iter().filter(|_| today > from));
        }
        if ends.contains(&today) && today > from {
            active.push(book.accounts().iter().filter(|account| account.is_active()).count() as f64);
            let seen = replays[0].1.everybody(&rules);
            let outcomes: Vec<bool> = seen.iter().filter_map(|seen| seen.would_be_right).collect();
            judged += outcomes.len() as u64;
            right += outcomes.iter().filter(|is_right| **is_right).count() as u64;
        }
    }
    SetRecord {
        name,
        about,
        reps: known.reps,
        from,
        until,
        month_ends: month_ends.len() - 1,
        active: active.iter().sum::<f64>() / active.len().max(1) as f64,
        anybody: Interval::of(right, judged),
        paces: replays.map(|(_, _, reached)| Pace { reached }),
    }
}

/// The month ends replayed, and the one before them.
fn month_ends(known: &Known) -> Vec<Day> {
    let latest = known.last_day - JUDGED_DAYS;
    let earliest = known.first_day + YOUNGEST_DAYS;
    let mut ends: Vec<Day> = (0..)
        .map_while(|back| end_of_month(latest, back))
        .take_while(|end| *end >= earliest)
        .filter(|end| *end <= latest)
        .take(MONTHS + 1)
        .collect();
    ends.reverse();
    ends
}

/// The last day of the month so many months before the one of a day.
fn end_of_month(of: Day, months_back: u32) -> Option<Day> {
    let date = day::to_date(of);
    let first = NaiveDate::from_ymd_opt(date.year(), date.month(), 1)?;
    let next = first.checked_sub_months(Months::new(months_back))?.checked_add_months(Months::new(1))?;
    Some(day::from_date(next) - 1)
}

fn settings() -> AlertSettings {
    AlertSettings {
        rules: Rules::default(),
        rule_version: 1,
        holidays: Vec::new(),
        overdue_grace_days: 0,
        lapsed_items: LapsedItems::Auto,
        currency: "USD".to_owned(),
    }
}

/// Where every account stands, learnt anew at each month end.
struct Standings<'a> {
    priors: &'a Priors,
    fitted: Option<FittedModel>,
    scores: Vec<AccountScore>,
}

impl<'a> Standings<'a> {
    fn new(priors: &'a Priors) -> Self {
        Self { priors, fitted: None, scores: Vec::new() }
    }

    fn score(&mut self, book: &Book, learns: bool) {
        if learns {
            let learning = Learning { priors: self.priors, ..Learning::default() };
            self.fitted = Some(ModelId::Learnt.learn(book, &learning));
        }
        let Some(fitted) = &self.fitted else { return };
        let previous: PreviousSegments =
            self.scores.iter().map(|score| (score.account, score.as_previous())).collect();
        self.scores = score_book(book.accounts(), fitted, &Settings::default(), &previous);
    }

    fn of(&self, place: u32) -> Option<(Segment, Probability)> {
        // Accounts of a history are numbered by their places.
        let found = self.scores.binary_search_by_key(&i64::from(place), |score| score.account.0).ok()?;
        let score = &self.scores.get(found)?.score;
        Some((score.segment, score.churn_risk?))
    }
}
