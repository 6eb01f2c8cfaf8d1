//! Two years of a history, replayed at month ends and, beside, every week.

use crate::history::Known;
use bellwether_core::rule_lab::Rules;
use bellwether_ledger::Day;
use bellwether_scoring::alerts::record::{
    Followed, Interval, ItemForecast, Reached, Standings, listed, month_ends,
};
use bellwether_scoring::alerts::{AccountFacts, AlertBook, AlertSettings, LapsedItems, LostBar};
use bellwether_scoring::{Book, Learning, ModelId, Priors, Settings};
use std::collections::BTreeSet;

/// Months replayed.
const MONTHS: usize = 24;
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
    pub list: ListRecord,
}

impl SetRecord {
    pub fn days(&self) -> f64 {
        f64::from(self.until - self.from)
    }
}

/// The list "probably lost" at month ends.
#[derive(Default)]
pub struct ListRecord {
    /// What set it, where something did.
    pub bars: Vec<LostBar>,
    /// Items listed, all told.
    pub items: u64,
    /// Those whose outcome is known.
    pub forecasts: Vec<ItemForecast>,
}

impl ListRecord {
    fn add(&mut self, book: &AlertBook, known: &Known, standings: &Standings) {
        let facts = |place| AccountFacts { standing: standings.of(place), ..AccountFacts::default() };
        let Some(list) = book.probably_lost(&known.snapshot, facts) else { return };
        self.bars.push(list.bar);
        self.items += list.items.len() as u64;
        let forecast = |lost| listed(book, &known.snapshot, lost, known.last_day);
        self.forecasts.extend(list.items.iter().filter_map(forecast));
    }
}

/// Alerts followed from some days to the next.
pub struct Pace {
    pub reached: Vec<Reached>,
}

/// Replays the rules as the product comes. Alerts that stand on the first day are not counted: nobody knows when
/// they would have opened.
pub fn replay(name: &'static str, about: &'static str, known: &Known, priors: &Priors) -> SetRecord {
    let month_ends = month_ends(known.first_day, known.last_day, MONTHS);
    let (Some(from), Some(until)) = (month_ends.first().copied(), month_ends.last().copied()) else {
        panic!("{name} is too short to be replayed");
    };
    let ends: BTreeSet<Day> = month_ends.iter().copied().collect();
    let weekly: BTreeSet<Day> = std::iter::successors(Some(from), |before| Some(before + WEEK_DAYS))
        .take_while(|day| *day <= until)
        .collect();
    let snapshot = &known.snapshot;
    let places = || snapshot.dimensions().live_accounts().map(|(place, _)| place);
    let mut paces = [&ends, &weekly].map(|days| (days, Followed::new(snapshot, known.last_day, places())));
    let mut standings = Standings::default();
    let mut fitted = None;
    let mut list = ListRecord::default();
    for today in ends.union(&weekly).copied() {
        let book = Book::observe(snapshot, today);
        if ends.contains(&today) {
            fitted = Some(ModelId::Learnt.learn(&book, &Learning { priors, ..Learning::default() }));
        }
        if let Some(fitted) = &fitted {
            standings.score(book.accounts(), fitted, &Settings::default());
        }
        let rules = AlertBook::learn(snapshot, today, settings());
        if ends.contains(&today) && today > from {
            list.add(&rules, known, &standings);
        }
        for (_, followed) in paces.iter_mut().filter(|(days, _)| days.contains(&today)) {
            followed.next(&rules, book.accounts(), &standings);
        }
    }
    let [(_, by_month), (_, by_week)] = paces;
    SetRecord {
        name,
        about,
        reps: known.reps,
        from,
        until,
        month_ends: month_ends.len() - 1,
        active: by_month.mean_active(),
        anybody: Interval::of(by_month.anybody_right, by_month.anybody_judged),
        list,
        paces: [by_month, by_week].map(|followed| Pace { reached: followed.reached }),
    }
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
