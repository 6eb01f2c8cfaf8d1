//! What alerts were worth: the rules are replayed on past days, an alert is
//! followed from one to the next as in life, and each time it reaches a tier it is held against what came after.
//! The rules see nothing later than the day they are asked on; only the judgement does.

mod judgement;
mod listed;
mod past;
mod report;
mod rule;
mod tally;

pub use listed::listed;
pub use past::{Followed, Standings, month_ends, places};
pub use report::report;
pub use rule::RuleRecord;
pub use tally::{Count, Interval, Order};

use super::case::Case;
use super::life::{Held, LifeContext, Step, steps};
use super::{AccountFacts, AlertBook, Finding};
use bellwether_core::alert::{AlertKind, AlertState, AlertTier};
use bellwether_core::{AlertId, Probability, Segment};
use bellwether_ledger::{Day, Snapshot, day};
use judgement::Judge;

/// An alert that reached a tier, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// The rule that raised it.
    pub kind: AlertKind,
    /// The tier it reached.
    pub tier: AlertTier,
    /// Place of its account.
    pub place: u32,
    /// The day on which it was seen to have reached the tier.
    pub on: Day,
    /// The tier it rose from; none when it opened with this one.
    pub risen_from: Option<AlertTier>,
    /// Whether it was right; none when too little is known of the days after.
    pub is_right: Option<bool>,
    /// Days until the account or the item counted as lost; none when it did not, or not yet.
    pub lead_days: Option<i32>,
    /// Whether something else than the account explains it: an item that was replaced, is out of season, could not
    /// be supplied or that everybody stops buying.
    pub is_explained: bool,
    /// What was said of an item, where it can be judged.
    pub forecast: Option<ItemForecast>,
}

/// How probable it was said to be that an item stays out of the orders of 90 days, and whether it did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemForecast {
    /// What was said.
    pub probability: Probability,
    /// Whether it stayed out of them.
    pub stayed_away: bool,
}

/// An account that could have been alerted about, on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Place of the account.
    pub place: u32,
    /// Whether a churn alert would have been right; none when too little is known of the days after.
    pub would_be_right: Option<bool>,
}

/// The rules, followed through the past of a book.
pub struct Replay<'a> {
    snapshot: &'a Snapshot,
    /// The last day the ledger knows anything of.
    last_day: Day,
    places: Vec<u32>,
    held: Vec<Vec<Held>>,
    alerts: i64,
}

impl<'a> Replay<'a> {
    /// Before the first day, of every account. Nothing after `last_day` can be judged.
    pub fn new(snapshot: &'a Snapshot, last_day: Day) -> Self {
        Self::of_some(snapshot, last_day, snapshot.dimensions().live_accounts().map(|(place, _)| place))
    }

    /// The same of the accounts at some places alone; what the rules learn from is still the whole book.
    pub fn of_some(snapshot: &'a Snapshot, last_day: Day, places: impl IntoIterator<Item = u32>) -> Self {
        let held = snapshot.dimensions().accounts().iter().map(|_| Vec::new()).collect();
        Self { snapshot, last_day, places: places.into_iter().collect(), held, alerts: 0 }
    }

    /// The next day: everything that reached a tier on it. `book` was learnt as of that day, and `standing` says
    /// where the account at a place stood on it.
    pub fn next(
        &mut self,
        book: &AlertBook,
        standing: impl Fn(u32) -> Option<(Segment, Probability)>,
    ) -> Vec<Reached> {
        let mut reached = Vec::new();
        for place in self.places.iter().copied() {
            let facts = AccountFacts { standing: standing(place), ..AccountFacts::default() };
            let Some(case) = Case::new(book, self.snapshot, place, &facts) else { continue };
            let findings = book.findings(self.snapshot, place, &facts);
            let Some(held) = self.held.get_mut(place as usize) else { continue };
            let context =
                LifeContext { book, snapshot: self.snapshot, place, facts: &facts, is_frozen: false };
            let judge = Judge::new(&case, self.last_day);
            for step in steps(held, findings, &context) {
                let risen = take(held, step, book.as_of(), &mut self.alerts);
                reached.extend(risen.map(|(finding, from)| judge.judged(&finding, from)));
            }
        }
        reached
    }

    /// Accounts old enough for the churn rule that do not count as lost, on the day of the book: those a churn alert
    /// could be about.
    pub fn everybody(&self, book: &AlertBook) -> Vec<Seen> {
        let facts = AccountFacts::default();
        let seen = |place| {
            let case = Case::new(book, self.snapshot, place, &facts)?;
            let would_be_right = Judge::new(&case, self.last_day).of_anybody()?;
            Some(Seen { place, would_be_right })
        };
        self.places.iter().copied().filter_map(seen).collect()
    }
}

/// Does what a step says; the finding when the alert reached a tier by it, and the tier it had before.
fn take(
    held: &mut Vec<Held>,
    step: Step,
    as_of: Day,
    alerts: &mut i64,
) -> Option<(Finding, Option<AlertTier>)> {
    match step {
        Step::Open(finding) => {
            *alerts += 1;
            held.push(opened(AlertId(*alerts), &finding, as_of));
            Some((finding, None))
        }
        Step::Keep { id, finding, rises, wakes: _ } => {
            let alert = held.iter_mut().find(|alert| alert.id == id)?;
            let before = std::mem::replace(&mut alert.tier, finding.tier);
            alert.evidence = finding.evidence.clone();
            alert.grounds.clone_from(&finding.grounds);
            rises.then_some((finding, Some(before)))
        }
        Step::Resolve { id, outcome: _ } => {
            held.retain(|alert| alert.id != id);
            None
        }
        Step::Expire { id, outcome: _ } => {
            // Kept: an item given up as lost is no news again.
            if let Some(alert) = held.iter_mut().find(|alert| alert.id == id) {
                alert.state = AlertState::Expired;
            }
            None
        }
        Step::Wake { id: _ } => None,
    }
}

fn opened(id: AlertId, finding: &Finding, as_of: Day) -> Held {
    Held {
        id,
        kind: finding.evidence.kind(),
        product: finding.evidence.product(),
        state: AlertState::Open,
        tier: finding.tier,
        grounds: finding.grounds.clone(),
        snoozed_until: None,
        evidence: finding.evidence.clone(),
        opened_on: day::to_date(as_of),
    }
}

#[cfg(test)]
mod tests;
