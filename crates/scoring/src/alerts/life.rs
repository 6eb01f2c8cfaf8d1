//! The life of an alert: what the findings of a day do to the alerts an account holds already.
//!
//! A finding continues the live alert of its kind and item, and of its silence. Alerts about one silence are one
//! family whichever rule raised them, and so are the two about one item: what was dismissed in a family does not
//! return while it rests on nothing new. An item that we could not supply opens nothing. While the feed is late
//! nothing opens, rises or expires.

mod ending;

use super::case::Case;
use super::{AccountFacts, AlertBook, Finding};
use bellwether_core::alert::{AlertKind, AlertState, AlertTier, Evidence, Ground};
use bellwether_core::{AlertId, ProductId};
use bellwether_ledger::{Snapshot, day};
use chrono::NaiveDate;
use ending::ending;
use std::collections::BTreeSet;

/// An alert an account holds: every live one, and those dismissed or expired, which may not return.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Its id.
    pub id: AlertId,
    /// Which rule raised it.
    pub kind: AlertKind,
    /// The item it is about.
    pub product: Option<ProductId>,
    /// Where it is in its life.
    pub state: AlertState,
    /// How urgent it was.
    pub tier: AlertTier,
    /// The facts it rests on.
    pub grounds: BTreeSet<Ground>,
    /// Out of sight until this date.
    pub snoozed_until: Option<NaiveDate>,
    /// The numbers it rests on.
    pub evidence: Evidence,
    /// The date it was raised.
    pub opened_on: NaiveDate,
}

/// What happens to an alert.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A new alert.
    Open(Finding),
    /// It goes on, with the facts of today.
    Keep {
        /// Which one.
        id: AlertId,
        /// What it rests on now; take its tier and evidence over.
        finding: Finding,
        /// Its tier went up.
        rises: bool,
        /// It was out of sight until today.
        wakes: bool,
    },
    /// The facts ended it.
    Resolve {
        /// Which one.
        id: AlertId,
        /// How, in words.
        outcome: String,
    },
    /// It ran out: the account or the item counts as lost.
    Expire {
        /// Which one.
        id: AlertId,
        /// How, in words.
        outcome: String,
    },
    /// It was out of sight until today and goes on as it was.
    Wake {
        /// Which one.
        id: AlertId,
    },
}

/// Where the facts are looked up.
#[derive(Clone, Copy)]
pub struct LifeContext<'a> {
    /// The book the findings were made with.
    pub book: &'a AlertBook,
    /// The ledger.
    pub snapshot: &'a Snapshot,
    /// Place of the account in it.
    pub place: u32,
    /// What the findings were made from.
    pub facts: &'a AccountFacts<'a>,
    /// The feed is late: nothing happens by the calendar alone.
    pub is_frozen: bool,
}

/// What happens to the alerts an account holds now that the rules found this, in the order of `held`; what is
/// new comes last.
pub fn steps(held: &[Held], findings: Vec<Finding>, context: &LifeContext) -> Vec<Step> {
    let live = || held.iter().filter(|held| held.state.is_live());
    let Some(case) = Case::new(context.book, context.snapshot, context.place, context.facts) else {
        let gone = |held: &Held| Step::Resolve { id: held.id, outcome: "the account is gone".to_owned() };
        return live().map(gone).collect();
    };
    let is_churn_shown = findings
        .iter()
        .any(|finding| finding.evidence.kind() == AlertKind::ChurnRisk && finding.tier != AlertTier::Watch);
    let mut new: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    let mut steps = Vec::new();
    let mut going_on: Vec<Family> = Vec::new();
    let mut continued: Vec<(AlertKind, Family)> = Vec::new();
    for held in live() {
        let family = Family::of(&case, &held.evidence);
        let found = new.iter_mut().find(|new| new.as_ref().is_some_and(|new| continues(&case, held, new)));
        let step = match found.and_then(Option::take) {
            Some(finding) => {
                continued.push((held.kind, family));
                Some(keep(&case, held, finding, context.is_frozen))
            }
            None if continued.contains(&(held.kind, family)) => {
                Some(Step::Resolve { id: held.id, outcome: "one alert says it already".to_owned() })
            }
            None => ending(&case, held, is_churn_shown, context.is_frozen),
        };
        if !matches!(step, Some(Step::Resolve { .. } | Step::Expire { .. })) {
            going_on.push(family);
        }
        steps.extend(step);
    }
    if !context.is_frozen {
        let is_new = |finding: &Finding| {
            let family = Family::of(&case, &finding.evidence);
            let goes_on = matches!(family, Family::Item(_)) && going_on.contains(&family);
            !goes_on && !is_unsupplied(finding) && !is_answered(&case, held, finding, family)
        };
        steps.extend(new.into_iter().flatten().filter(is_new).map(Step::Open));
    }
    steps
}

/// What an alert is about: what was answered once is not asked again by another rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Silence,
    /// By index of the item; none when the product is not known any more.
    Item(Option<u32>),
    Debt,
}

impl Family {
    fn of(case: &Case, evidence: &Evidence) -> Self {
        match evidence {
            Evidence::ChurnRisk(_) | Evidence::PatternRisk(_) | Evidence::NewAccountStalled(_) => {
                Self::Silence
            }
            Evidence::LostItem(item) | Evidence::LapsedItem(item) => Self::Item(case.item(item.product)),
            Evidence::Overdue(_) => Self::Debt,
        }
    }
}

/// The day on which what an alert is about began: the last order, the last purchase of the item.
fn began_on(evidence: &Evidence) -> Option<NaiveDate> {
    match evidence {
        Evidence::ChurnRisk(silence) => Some(silence.last_order),
        Evidence::PatternRisk(pattern) => Some(pattern.last_order),
        Evidence::NewAccountStalled(stalled) => Some(stalled.last_order),
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => Some(item.last_bought),
        Evidence::Overdue(_) => None,
    }
}

/// Whether a finding says the same as a live alert. One that began later does not: something ended the other
/// in between.
fn continues(case: &Case, held: &Held, finding: &Finding) -> bool {
    finding.evidence.kind() == held.kind
        && Family::of(case, &finding.evidence) == Family::of(case, &held.evidence)
        && began_on(&finding.evidence) <= began_on(&held.evidence)
}

fn keep(case: &Case, held: &Held, mut finding: Finding, is_frozen: bool) -> Step {
    if is_frozen {
        finding.tier = finding.tier.min(held.tier);
    }
    Step::Keep { id: held.id, rises: finding.tier > held.tier, wakes: wakes(case, held), finding }
}

fn wakes(case: &Case, held: &Held) -> bool {
    let is_due = held.snoozed_until.is_some_and(|until| until <= day::to_date(case.as_of()));
    held.state == AlertState::Snoozed && is_due
}

/// Whether a finding is about an item that we could not supply: no news, but what an open alert should say.
fn is_unsupplied(finding: &Finding) -> bool {
    match &finding.evidence {
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => item.backordered_on.is_some(),
        Evidence::ChurnRisk(_)
        | Evidence::PatternRisk(_)
        | Evidence::NewAccountStalled(_)
        | Evidence::Overdue(_) => false,
    }
}

/// Whether somebody dismissed all that a finding rests on, or the item was given up as lost.
fn is_answered(case: &Case, held: &[Held], finding: &Finding, family: Family) -> bool {
    let counts = |held: &&Held| match held.state {
        AlertState::Dismissed => true,
        AlertState::Expired => matches!(family, Family::Item(_)),
        AlertState::Open
        | AlertState::Seen
        | AlertState::Worked
        | AlertState::Snoozed
        | AlertState::Resolved => false,
    };
    let answered = held.iter().filter(counts).filter(|held| Family::of(case, &held.evidence) == family);
    let grounds: BTreeSet<&Ground> = answered.flat_map(|held| &held.grounds).collect();
    !grounds.is_empty() && finding.grounds.iter().all(|ground| grounds.contains(ground))
}

#[cfg(test)]
mod tests;
