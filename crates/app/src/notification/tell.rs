//! Writes down whom to tell of what has just happened to alerts, in the transaction in which it happened: the
//! messages themselves are sent later, and none is lost or written twice.

use super::usual;
use crate::alert::{Move, What, sees_value, shown_row};
use crate::book::Book;
use crate::session::caller_of;
use crate::{Answer, App, AppError, Caller, Credential, clock};
use bellwether_core::alert::{AlertRow, AlertState, AlertTier};
use bellwether_core::notification::{Channel, NotificationPreferences};
use bellwether_core::{AccountId, UserId};
use bellwether_store::deliveries::{self, NewDelivery};
use bellwether_store::{Connection, StoreError, alert_progress, users, webhooks};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// An account is not told of twice within so many days.
pub(super) const AGAIN_AFTER: TimeDelta = TimeDelta::days(14);
/// Changes of one webhook message at most.
const CHANGES_A_MESSAGE: usize = 100;

/// What an e-mail will be about; written out when it is sent, with what is true and visible then.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Topic {
    /// What stands above it.
    pub(super) heading: String,
    /// The accounts.
    pub(super) accounts: Vec<AccountId>,
}

/// One message to a webhook.
#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: chrono::DateTime<chrono::Utc>,
    data: Changes<'a>,
}

#[derive(Serialize)]
struct Changes<'a> {
    changes: &'a [Change],
}

#[derive(Serialize)]
struct Change {
    what: &'static str,
    #[serde(flatten)]
    row: AlertRow,
}

impl App {
    /// Tells webhooks of everything, and people of what became urgent; nobody at once of what was found at the
    /// very first look.
    pub(crate) fn tell_of(
        &self,
        conn: &mut Connection,
        book: &Book,
        moved: &[Move],
        is_first: bool,
        now: NaiveDateTime,
    ) -> Answer<()> {
        if moved.is_empty() {
            return Ok(());
        }
        let people = users::list(conn)?;
        tell_webhooks(conn, book, moved, &people, now)?;
        if self.mailer.is_none() || is_first || !moved.iter().any(is_urgent_news) {
            return Ok(());
        }
        let wishes = Wishes::read(conn)?;
        for person in people.iter().filter(|person| person.disabled_at.is_none()) {
            tell_at_once(conn, book, moved, person, &wishes.of(person), now)?;
        }
        Ok(())
    }
}

/// How everybody wants to be told.
pub(super) struct Wishes(HashMap<UserId, Result<Option<NotificationPreferences>, StoreError>>);

impl Wishes {
    pub(super) fn read(conn: &mut Connection) -> Result<Self, StoreError> {
        users::all_notification_preferences(conn).map(Self)
    }

    /// As [`preferences_of`].
    pub(super) fn of(&self, person: &users::User) -> NotificationPreferences {
        match self.0.get(&person.id) {
            Some(Ok(Some(kept))) => kept.clone(),
            Some(Ok(None)) | None => usual(person.role),
            Some(Err(error)) => {
                tracing::warn!(%error, person = %person.id, "preferences cannot be read");
                usual(person.role)
            }
        }
    }
}

/// How a person wants to be told. What a later version of the program wrote counts as nothing said: it must not
/// keep anybody else from being told.
pub(super) fn preferences_of(
    conn: &mut Connection,
    person: &users::User,
) -> Result<NotificationPreferences, StoreError> {
    match users::notification_preferences(conn, person.id) {
        Ok(kept) => Ok(kept.unwrap_or_else(|| usual(person.role))),
        Err(StoreError::Invalid(error)) => {
            tracing::warn!(error, person = %person.id, "preferences cannot be read");
            Ok(usual(person.role))
        }
        Err(error) => Err(error),
    }
}

/// What a person sees, whoever acts in their name.
pub(super) fn caller_for(person: &users::User) -> Caller {
    caller_of(person, Credential::System)
}

fn tell_webhooks(
    conn: &mut Connection,
    book: &Book,
    moved: &[Move],
    people: &[users::User],
    now: NaiveDateTime,
) -> Answer<()> {
    for webhook in webhooks::list(conn, None)?.into_iter().filter(|webhook| webhook.is_enabled) {
        let owner = people.iter().find(|person| person.id == webhook.owner && person.disabled_at.is_none());
        let Some(caller) = owner.map(caller_for) else { continue };
        let changes: Vec<Change> = moved
            .iter()
            .filter_map(|moved| {
                Some(Change { what: moved.what.code(), row: shown_row(book, &caller, &moved.alert)? })
            })
            .collect();
        for changes in changes.chunks(CHANGES_A_MESSAGE) {
            let event =
                Event { kind: "alerts.changed", timestamp: clock::utc(now), data: Changes { changes } };
            let body =
                serde_json::to_string(&event).map_err(|error| AppError::Internal(error.to_string()))?;
            let message = NewDelivery {
                channel: Channel::Webhook,
                user: None,
                webhook: Some(webhook.id),
                recipient: webhook.name.clone(),
                subject: counted(changes.len(), "alert changed", "alerts changed"),
                body,
                next_attempt_at: now,
                unique_key: None,
            };
            deliveries::enqueue(conn, &message, now)?;
        }
    }
    Ok(())
}

fn tell_at_once(
    conn: &mut Connection,
    book: &Book,
    moved: &[Move],
    person: &users::User,
    preferences: &NotificationPreferences,
    now: NaiveDateTime,
) -> Answer<()> {
    let Some(least) = preferences.immediate_from else { return Ok(()) };
    let accounts = urgent(book, &caller_for(person), moved, least, preferences);
    let mail = NewMail { person, preferences, heading: "Accounts that need you", unique_key: None };
    mail.enqueue(conn, book, accounts, now)
}

/// An e-mail to a person about accounts they have not been told of lately.
pub(super) struct NewMail<'a> {
    pub(super) person: &'a users::User,
    pub(super) preferences: &'a NotificationPreferences,
    pub(super) heading: &'a str,
    pub(super) unique_key: Option<String>,
}

impl NewMail<'_> {
    /// Writes it, unless there is nothing new in it; `accounts` are by money at stake.
    pub(super) fn enqueue(
        self,
        conn: &mut Connection,
        book: &Book,
        accounts: Vec<AccountId>,
        now: NaiveDateTime,
    ) -> Answer<()> {
        if accounts.is_empty() {
            return Ok(());
        }
        let today = book.today();
        let told = alert_progress::notices(conn, self.person.id, today - AGAIN_AFTER)?;
        let told_today = told.values().filter(|date| **date == today).count();
        let room = (self.preferences.most_cards_a_day as usize).saturating_sub(told_today);
        let accounts: Vec<AccountId> =
            accounts.into_iter().filter(|account| !told.contains_key(account)).take(room).collect();
        if accounts.is_empty() {
            return Ok(());
        }
        let topic = Topic { heading: self.heading.to_owned(), accounts };
        let message = NewDelivery {
            channel: Channel::Email,
            user: Some(self.person.id),
            webhook: None,
            recipient: self.person.email.clone(),
            subject: counted(topic.accounts.len(), "account needs you", "accounts need you"),
            body: serde_json::to_string(&topic).map_err(|error| AppError::Internal(error.to_string()))?,
            next_attempt_at: after_quiet_hours(now, &book.settings().time_zone, self.preferences),
            unique_key: self.unique_key,
        };
        // Where today's message is written already, what is new since waits for the next one.
        if deliveries::enqueue(conn, &message, now)?.is_some() {
            alert_progress::note(conn, self.person.id, &topic.accounts, today)?;
        }
        Ok(())
    }
}

/// Whether something became urgent, and is in sight.
fn is_urgent_news(moved: &Move) -> bool {
    matches!(moved.what, What::Opened | What::Rose)
        && moved.alert.state != AlertState::Snoozed
        && moved.alert.tier > AlertTier::Watch
}

/// Accounts of the caller's that became urgent, by money at stake.
fn urgent(
    book: &Book,
    caller: &Caller,
    moved: &[Move],
    least: AlertTier,
    preferences: &NotificationPreferences,
) -> Vec<AccountId> {
    let mut stakes: BTreeMap<AccountId, i64> = BTreeMap::new();
    for Move { alert, .. } in moved.iter().filter(|moved| is_urgent_news(moved)) {
        let is_wanted = alert.tier >= least && !preferences.muted.contains(&alert.kind);
        if is_wanted && book.account_in(&caller.scope, alert.account).is_ok() {
            let value = if sees_value(caller, alert.kind) { alert.value_cents } else { 0 };
            let stake = stakes.entry(alert.account).or_default();
            *stake = value.max(*stake);
        }
    }
    let mut accounts: Vec<(AccountId, i64)> = stakes.into_iter().collect();
    accounts.sort_by_key(|(account, value)| (Reverse(*value), *account));
    accounts.into_iter().map(|(account, _)| account).collect()
}

/// The first moment from `now` on that is outside the quiet hours of the organisation's clock.
pub(super) fn after_quiet_hours(
    now: NaiveDateTime,
    time_zone: &str,
    preferences: &NotificationPreferences,
) -> NaiveDateTime {
    let (Some(from), Some(until)) = (preferences.quiet_from_hour, preferences.quiet_until_hour) else {
        return now;
    };
    let zone = clock::zone(time_zone);
    let local = now.and_utc().with_timezone(&zone).naive_local();
    let hour = local.hour();
    let is_quiet = if from < until { (from..until).contains(&hour) } else { hour >= from || hour < until };
    let Some(end) = NaiveTime::from_hms_opt(until, 0, 0).filter(|_| is_quiet) else { return now };
    let day = if hour < until { local.date() } else { local.date() + TimeDelta::days(1) };
    // An hour the clock skips ends the night an hour later.
    let ends = |time: NaiveDateTime| zone.from_local_datetime(&time).earliest();
    let end = ends(day.and_time(end)).or_else(|| ends(day.and_time(end) + TimeDelta::hours(1)));
    end.map_or(now, |end| end.naive_utc())
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    /// A moment of a day of June in Denver, which is six hours behind.
    fn denver(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar");
        date.and_hms_opt(hour, minute, 0).expect("a time of the day") + TimeDelta::hours(6)
    }

    fn sent(now: NaiveDateTime, from: Option<u32>, until: Option<u32>) -> NaiveDateTime {
        let preferences = NotificationPreferences {
            quiet_from_hour: from,
            quiet_until_hour: until,
            ..NotificationPreferences::default()
        };
        after_quiet_hours(now, "America/Denver", &preferences)
    }

    #[test]
    fn what_happens_in_the_night_is_told_in_the_morning() {
        assert_eq!(sent(denver(10, 21, 30), Some(20), Some(7)), denver(11, 7, 0));
        assert_eq!(sent(denver(11, 3, 0), Some(20), Some(7)), denver(11, 7, 0));
        assert_eq!(sent(denver(11, 7, 0), Some(20), Some(7)), denver(11, 7, 0));
        assert_eq!(sent(denver(11, 19, 59), Some(20), Some(7)), denver(11, 19, 59));
    }

    #[test]
    fn quiet_hours_may_lie_within_a_day_or_not_be_at_all() {
        assert_eq!(sent(denver(11, 12, 30), Some(12), Some(14)), denver(11, 14, 0));
        assert_eq!(sent(denver(11, 23, 0), None, None), denver(11, 23, 0));
    }
}
