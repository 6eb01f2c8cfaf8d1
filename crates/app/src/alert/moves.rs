//! Carries out what a round decided: alerts open, go on, end, and each keeps what happened to it.

use crate::Answer;
use bellwether_core::alert::{AlertAction, AlertState};
use bellwether_core::{AccountId, AlertId};
use bellwether_scoring::alerts::Finding;
use bellwether_scoring::alerts::life::Step;
use bellwether_store::Connection;
use bellwether_store::alerts::{self, AlertRecord, NewAlert, NewEvent};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeSet;

/// What every finding of a round has in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) as_of: NaiveDate,
    pub(super) rule_version: u32,
}

/// What happens to the alerts of one account.
pub(super) struct Decided {
    pub(super) account: AccountId,
    /// Its alerts as they stand.
    pub(super) held: Vec<AlertRecord>,
    pub(super) steps: Vec<Step>,
}

/// What happened to an alert that people notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Opened,
    Rose,
    Woke,
    Resolved,
    Expired,
    Seen,
    Worked,
    Snoozed,
    Dismissed,
    Reopened,
    CalledRight,
    CalledWrong,
}

impl What {
    /// What an action of people is.
    pub(super) fn of(action: &AlertAction) -> Self {
        match action {
            AlertAction::See => Self::Seen,
            AlertAction::Work => Self::Worked,
            AlertAction::Snooze { .. } => Self::Snoozed,
            AlertAction::Dismiss { .. } => Self::Dismissed,
            AlertAction::Reopen => Self::Reopened,
            AlertAction::Judge { was_right: true } => Self::CalledRight,
            AlertAction::Judge { was_right: false } => Self::CalledWrong,
        }
    }

    /// The word in the database and in webhooks.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Opened => alerts::OPENED,
            Self::Rose => alerts::ROSE,
            Self::Woke => "woke",
            Self::Resolved => "resolved",
            Self::Expired => "expired",
            Self::Seen => "seen",
            Self::Worked => "worked",
            Self::Snoozed => "snoozed",
            Self::Dismissed => "dismissed",
            Self::Reopened => "reopened",
            Self::CalledRight => "called_right",
            Self::CalledWrong => "called_wrong",
        }
    }

    /// What people read of a word in the database; the word itself when a later version wrote it.
    pub(super) fn label(code: &str) -> &str {
        match code {
            alerts::OPENED => "Raised",
            alerts::ROSE => "Became more urgent",
            "woke" => "Back from being snoozed",
            "resolved" => "Ended",
            "expired" => "Ran out",
            "seen" => "Seen",
            "worked" => "Being worked",
            "snoozed" => "Snoozed until",
            "dismissed" => "Dismissed",
            "reopened" => "Reopened",
            "called_right" => "Called right",
            "called_wrong" => "Called wrong",
            other => other,
        }
    }
}

/// An alert after something happened to it.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    pub(crate) what: What,
    pub(crate) alert: AlertRecord,
}

impl Move {
    pub(crate) fn account(&self) -> AccountId {
        self.alert.account
    }
}

/// What became of the alerts of a round.
pub(super) struct Stored {
    /// What people notice of it.
    pub(super) moved: Vec<Move>,
    /// The accounts of these, and those of which an alert is more or less urgent or about other money now.
    pub(super) accounts: BTreeSet<AccountId>,
}

/// Stores the steps of every account.
pub(super) fn store(
    conn: &mut Connection,
    terms: &Terms,
    decided: Vec<Decided>,
    now: NaiveDateTime,
) -> Answer<Stored> {
    let (mut changed, mut moved, mut new) = (Vec::new(), Vec::new(), Vec::new());
    let mut accounts = BTreeSet::new();
    for Decided { account, held, steps } in decided {
        for step in steps {
            match step {
                Step::Open(finding) => new.push(opened(account, finding, terms)),
                Step::Keep { id, finding, rises, wakes } => {
                    let Some(before) = alert_of(&held, id) else { continue };
                    let after = kept(before, finding, wakes, terms);
                    let after = if rises || wakes { AlertRecord { changed_at: now, ..after } } else { after };
                    if after != *before {
                        changed.push(after.clone());
                    }
                    if (after.tier, after.value_cents) != (before.tier, before.value_cents) {
                        accounts.insert(account);
                    }
                    let what = if rises { Some(What::Rose) } else { wakes.then_some(What::Woke) };
                    moved.extend(what.map(|what| Move { what, alert: after }));
                }
                Step::Resolve { id, outcome } => {
                    let alert =
                        alert_of(&held, id).map(|alert| ended(alert, AlertState::Resolved, outcome, now));
                    changed.extend(alert.clone());
                    moved.extend(alert.map(|alert| Move { what: What::Resolved, alert }));
                }
                Step::Expire { id, outcome } => {
                    let alert =
                        alert_of(&held, id).map(|alert| ended(alert, AlertState::Expired, outcome, now));
                    changed.extend(alert.clone());
                    moved.extend(alert.map(|alert| Move { what: What::Expired, alert }));
                }
                Step::Wake { id } => {
                    let alert =
                        alert_of(&held, id).map(|alert| AlertRecord { changed_at: now, ..woken(alert) });
                    changed.extend(alert.clone());
                    moved.extend(alert.map(|alert| Move { what: What::Woke, alert }));
                }
            }
        }
    }
    alerts::update(conn, &changed)?;
    moved.extend(open(conn, &new, now)?);
    let events: Vec<NewEvent> = moved.iter().map(event).collect();
    alerts::add_events(conn, &events, now)?;
    accounts.extend(moved.iter().map(Move::account));
    Ok(Stored { moved, accounts })
}

fn alert_of(held: &[AlertRecord], id: AlertId) -> Option<&AlertRecord> {
    held.iter().find(|alert| alert.id == id)
}

fn opened(account: AccountId, finding: Finding, terms: &Terms) -> NewAlert {
    NewAlert {
        account,
        tier: finding.tier,
        confidence: finding.confidence,
        rule_version: terms.rule_version,
        opened_on: terms.as_of,
        as_of: terms.as_of,
        value_cents: finding.value_cents,
        grounds: finding.grounds,
        evidence: finding.evidence,
    }
}

fn open(conn: &mut Connection, new: &[NewAlert], now: NaiveDateTime) -> Answer<Vec<Move>> {
    let ids = alerts::insert(conn, new, now)?;
    let records = ids.into_iter().zip(new).map(|(id, new)| alerts::opened(id, new, now));
    Ok(records.map(|alert| Move { what: What::Opened, alert }).collect())
}

fn kept(before: &AlertRecord, finding: Finding, wakes: bool, terms: &Terms) -> AlertRecord {
    let before = if wakes { woken(before) } else { before.clone() };
    AlertRecord {
        tier: finding.tier,
        confidence: finding.confidence,
        rule_version: terms.rule_version,
        as_of: terms.as_of,
        value_cents: finding.value_cents,
        grounds: finding.grounds,
        evidence: finding.evidence,
        ..before
    }
}

fn woken(alert: &AlertRecord) -> AlertRecord {
    AlertRecord { state: AlertState::Open, snoozed_until: None, ..alert.clone() }
}

fn ended(alert: &AlertRecord, state: AlertState, outcome: String, now: NaiveDateTime) -> AlertRecord {
    AlertRecord { state, outcome: Some(outcome), snoozed_until: None, changed_at: now, ..alert.clone() }
}

fn event(moved: &Move) -> NewEvent {
    let is_urgency = matches!(moved.what, What::Opened | What::Rose);
    let detail = match &moved.alert.outcome {
        Some(outcome) => outcome.clone(),
        None if is_urgency => alerts::urgency(moved.alert.tier),
        None => String::new(),
    };
    NewEvent {
        alert: moved.alert.id,
        account: moved.alert.account,
        user: None,
        author: String::new(),
        what: moved.what.code().to_owned(),
        detail,
    }
}
