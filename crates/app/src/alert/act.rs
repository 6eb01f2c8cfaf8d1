//! What people do with alerts.

use super::moves::{Move, What};
use super::show;
use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::alert::{Alert, AlertAction, AlertState, DismissReason, Evidence};
use bellwether_core::{AccountId, AlertId};
use bellwether_store::alerts::{self, AlertRecord, NewEvent, Verdict};
use bellwether_store::{Connection, accounts, changes};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeSet;

/// Longest note, characters.
const LONGEST_NOTE: usize = 500;
/// Longest time out of sight, days.
const LONGEST_SNOOZE_DAYS: i64 = 365;

impl App {
    /// Does something with one alert.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `Conflict` when the alert has ended.
    pub fn act_on_alert(&self, caller: &Caller, id: AlertId, action: &AlertAction) -> Answer<Alert> {
        let acted = self.act(caller, action, |conn| Ok(vec![alerts::find(conn, &caller.scope, id)?]))?;
        let record = acted.first().ok_or(AppError::NotFound)?;
        Ok(show::alert(&self.book(), caller, record))
    }

    /// Does the same with every live alert of an account that is in sight, as its card shows them; to reopen means
    /// those that were put away last.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`.
    pub fn act_on_account(
        &self,
        caller: &Caller,
        account: AccountId,
        action: &AlertAction,
    ) -> Answer<Vec<Alert>> {
        let acted = self.act(caller, action, |conn| {
            accounts::find(conn, &caller.scope, account)?;
            let held = alerts::of_accounts(conn, &[account])?;
            Ok(match action {
                AlertAction::Reopen => put_away_last(held),
                AlertAction::See
                | AlertAction::Work
                | AlertAction::Snooze { .. }
                | AlertAction::Dismiss { .. }
                | AlertAction::Judge { .. } => held.into_iter().filter(is_on_the_card).collect(),
            })
        })?;
        let book = self.book();
        Ok(acted.iter().map(|record| show::alert(&book, caller, record)).collect())
    }

    fn act(
        &self,
        caller: &Caller,
        action: &AlertAction,
        find: impl Fn(&mut Connection) -> Answer<Vec<AlertRecord>>,
    ) -> Answer<Vec<AlertRecord>> {
        let today = self.book().as_of();
        check(action, today)?;
        let author = self.name_of(caller)?;
        let acted = self.store.write_or::<_, AppError>(|conn| {
            alerts::lock(conn)?;
            let now = clock::now();
            let before = find(conn)?;
            let all: Vec<AlertRecord> =
                before.iter().map(|alert| changed(alert, action, now)).collect::<Answer<_>>()?;
            let after: Vec<AlertRecord> =
                all.iter().filter(|alert| !before.contains(alert)).cloned().collect();
            alerts::update(conn, &after)?;
            let events: Vec<NewEvent> =
                after.iter().map(|alert| event(alert, action, caller, &author)).collect();
            alerts::add_events(conn, &events, now)?;
            for alert in &after {
                answer(conn, alert, action, caller, &author, now)?;
            }
            let mut accounts: Vec<AccountId> = after.iter().map(|alert| alert.account).collect();
            accounts.dedup();
            changes::append_alerts(conn, &accounts, now)?;
            self.tell_of(conn, &self.book(), &moved(&after, action), false, now)?;
            Ok(all)
        })?;
        let counts_differently =
            matches!(action, AlertAction::Judge { was_right: false } | AlertAction::Reopen);
        self.catch_up_after(|| {
            let accounts: BTreeSet<AccountId> = acted.iter().map(|alert| alert.account).collect();
            let accounts: Vec<AccountId> = accounts.into_iter().filter(|_| counts_differently).collect();
            if accounts.is_empty() { Ok(()) } else { self.look_again(&accounts) }
        });
        Ok(acted)
    }
}

/// What webhooks are told; that somebody has looked is nobody else's business.
fn moved(after: &[AlertRecord], action: &AlertAction) -> Vec<Move> {
    let told = after.iter().filter(|_| *action != AlertAction::See);
    told.map(|alert| Move { what: What::of(action), alert: alert.clone() }).collect()
}

fn check(action: &AlertAction, today: NaiveDate) -> Answer<()> {
    match action {
        AlertAction::Snooze { until } => {
            let days = (*until - today).num_days();
            if (1..=LONGEST_SNOOZE_DAYS).contains(&days) {
                return Ok(());
            }
            let message = format!("use a date after {today}, at most {LONGEST_SNOOZE_DAYS} days ahead");
            Err(AppError::invalid("until", message))
        }
        AlertAction::Dismiss { note, .. } if note.chars().count() > LONGEST_NOTE => {
            Err(AppError::invalid("note", format!("use at most {LONGEST_NOTE} characters")))
        }
        AlertAction::See
        | AlertAction::Work
        | AlertAction::Dismiss { .. }
        | AlertAction::Reopen
        | AlertAction::Judge { .. } => Ok(()),
    }
}

/// What is snoozed is out of sight: whoever acts on the card has not meant it.
fn is_on_the_card(alert: &AlertRecord) -> bool {
    alert.state.is_live() && alert.state != AlertState::Snoozed
}

/// Those that people put away, with what was put away at the same moment.
fn put_away_last(held: Vec<AlertRecord>) -> Vec<AlertRecord> {
    let is_put_away = |alert: &&AlertRecord| {
        matches!(alert.state, AlertState::Worked | AlertState::Snoozed | AlertState::Dismissed)
    };
    let latest = held.iter().filter(is_put_away).map(|alert| alert.changed_at).max();
    held.into_iter().filter(|alert| is_put_away(&alert) && Some(alert.changed_at) == latest).collect()
}

fn changed(alert: &AlertRecord, action: &AlertAction, now: NaiveDateTime) -> Answer<AlertRecord> {
    let is_reopened = *action == AlertAction::Reopen && alert.state == AlertState::Dismissed;
    let is_judged = matches!(action, AlertAction::Judge { .. });
    if !alert.state.is_live() && !is_reopened && !is_judged {
        let message = format!("this alert has ended already ({})", alert.state.label().to_lowercase());
        return Err(AppError::Conflict { message });
    }
    let is_seen = *action == AlertAction::See && alert.state != AlertState::Open;
    if is_seen {
        return Ok(alert.clone());
    }
    let after = after(alert.clone(), action);
    // What is as it was already has not been done again.
    Ok(if after == *alert { after } else { AlertRecord { changed_at: now, ..after } })
}

fn after(alert: AlertRecord, action: &AlertAction) -> AlertRecord {
    match action {
        AlertAction::See => AlertRecord { state: AlertState::Seen, ..alert },
        AlertAction::Work => AlertRecord { state: AlertState::Worked, snoozed_until: None, ..alert },
        AlertAction::Snooze { until } => {
            AlertRecord { state: AlertState::Snoozed, snoozed_until: Some(*until), ..alert }
        }
        AlertAction::Dismiss { reason, .. } => dismissed(alert, *reason),
        AlertAction::Reopen => AlertRecord {
            state: AlertState::Open,
            snoozed_until: None,
            dismiss_reason: None,
            was_right: None,
            ..alert
        },
        AlertAction::Judge { was_right: true } => AlertRecord { was_right: Some(true), ..alert },
        AlertAction::Judge { was_right: false } if alert.state.is_live() => {
            AlertRecord { was_right: Some(false), ..dismissed(alert, DismissReason::Wrong) }
        }
        AlertAction::Judge { was_right: false } => AlertRecord { was_right: Some(false), ..alert },
    }
}

fn dismissed(alert: AlertRecord, reason: DismissReason) -> AlertRecord {
    AlertRecord { state: AlertState::Dismissed, snoozed_until: None, dismiss_reason: Some(reason), ..alert }
}

fn event(alert: &AlertRecord, action: &AlertAction, caller: &Caller, author: &str) -> NewEvent {
    let detail = match action {
        AlertAction::Snooze { until } => until.to_string(),
        AlertAction::Dismiss { reason, note } if note.is_empty() => reason.label().to_owned(),
        AlertAction::Dismiss { reason, note } => format!("{}: {note}", reason.label()),
        AlertAction::See | AlertAction::Work | AlertAction::Reopen | AlertAction::Judge { .. } => {
            String::new()
        }
    };
    NewEvent {
        alert: alert.id,
        account: alert.account,
        user: caller.author(),
        author: author.to_owned(),
        what: What::of(action).code().to_owned(),
        detail,
    }
}

/// Keeps the answer to "was that right?" with the facts of the alert, for the back-test and for what counts as
/// silence from now on.
fn answer(
    conn: &mut Connection,
    alert: &AlertRecord,
    action: &AlertAction,
    caller: &Caller,
    author: &str,
    now: NaiveDateTime,
) -> Answer<()> {
    match action {
        AlertAction::Judge { was_right } => {
            let verdict = Verdict {
                alert: alert.id,
                account: alert.account,
                kind: alert.kind,
                tier: alert.tier,
                was_right: *was_right,
                silence_days: silence_days(&alert.evidence),
                evidence: alert.evidence.clone(),
                user: caller.author(),
                author: author.to_owned(),
                at: now,
            };
            Ok(alerts::record_verdict(conn, &verdict)?)
        }
        AlertAction::Reopen => Ok(alerts::forget_verdict(conn, alert.id)?),
        AlertAction::See | AlertAction::Work | AlertAction::Snooze { .. } | AlertAction::Dismiss { .. } => {
            Ok(())
        }
    }
}

fn silence_days(evidence: &Evidence) -> Option<i32> {
    let days = match evidence {
        Evidence::ChurnRisk(silence) => silence.elapsed_days,
        Evidence::PatternRisk(pattern) => pattern.elapsed_days,
        Evidence::NewAccountStalled(stalled) => stalled.elapsed_days,
        Evidence::LostItem(_) | Evidence::LapsedItem(_) | Evidence::Overdue(_) => return None,
    };
    i32::try_from(days).ok()
}

#[cfg(test)]
mod tests;
