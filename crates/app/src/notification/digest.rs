//! The daily e-mail: what became urgent since its reader was told last, at the hour they chose.

use super::messenger::{ranked, urgent_alerts};
use super::tell::{AGAIN_AFTER, NewMail, Wishes, caller_for};
use crate::alert::Stake;
use crate::book::Book;
use crate::{Answer, App, AppError, clock};
use bellwether_core::notification::NotificationPreferences;
use bellwether_core::{AccountId, AlertId, UserId};
use bellwether_store::alerts::{self, LiveAlert};
use bellwether_store::{Connection, alert_progress, users};
use chrono::{NaiveDate, NaiveDateTime, Timelike};
use std::collections::{BTreeMap, BTreeSet};

impl App {
    /// Writes the daily e-mail of everybody whose hour has come and who has something new; `done` remembers who
    /// has been looked at today.
    pub(super) fn write_digests(&self, done: &mut BTreeSet<(NaiveDate, UserId)>) -> Answer<()> {
        if self.mailer.is_none() {
            return Ok(());
        }
        // Who has been looked at is done for the day: another server may have found something just now.
        self.catch_up()?;
        let book = self.book();
        let today = book.today();
        done.retain(|(date, _)| *date == today);
        let hour = clock::local(&book.settings().time_zone).hour();
        let (people, wishes) = self.store.read(|conn| Ok((users::list(conn)?, Wishes::read(conn)?)))?;
        for person in people.iter().filter(|person| person.disabled_at.is_none()) {
            let key = (today, person.id);
            if done.contains(&key) {
                continue;
            }
            let preferences = wishes.of(person);
            if preferences.has_digest && hour >= preferences.digest_hour {
                self.write_digest(&book, person, &preferences)?;
                done.insert(key);
            }
        }
        Ok(())
    }

    fn write_digest(
        &self,
        book: &Book,
        person: &users::User,
        preferences: &NotificationPreferences,
    ) -> Answer<()> {
        let caller = caller_for(person);
        let live = urgent_alerts(book, &caller, preferences);
        let stakes = ranked(&caller, &live);
        if stakes.is_empty() {
            return Ok(());
        }
        self.store.write_or::<_, AppError>(|conn| {
            let accounts = news(conn, book, person, &stakes, &live)?;
            let mail = NewMail {
                person,
                preferences,
                heading: "New on your list",
                unique_key: Some(format!("digest {} {}", person.id, book.today())),
            };
            mail.enqueue(conn, book, accounts, clock::now())
        })
    }
}

/// The accounts at stake of which the person has not been told since they became urgent, in their order.
fn news(
    conn: &mut Connection,
    book: &Book,
    person: &users::User,
    stakes: &[Stake],
    live: &[LiveAlert],
) -> Answer<Vec<AccountId>> {
    // Since the first day that could be meant: whoever was ever told is told again only of what is new.
    let told = alert_progress::notices(conn, person.id, NaiveDate::default())?;
    let is_long_ago =
        |account: &AccountId| told.get(account).is_some_and(|told_on| *told_on < book.today() - AGAIN_AFTER);
    let asked: Vec<AlertId> =
        live.iter().filter(|alert| is_long_ago(&alert.account)).map(|alert| alert.id).collect();
    let rises = alerts::last_rises(conn, &asked)?;
    let mut rose_on: BTreeMap<AccountId, NaiveDate> = BTreeMap::new();
    for (alert, at) in live.iter().filter_map(|alert| Some((alert, rises.get(&alert.id)?))) {
        let date = rose_on.entry(alert.account).or_default();
        *date = (*date).max(local_date(book, *at));
    }
    let accounts = stakes.iter().map(|stake| stake.account);
    Ok(accounts.filter(|account| is_news(told.get(account), rose_on.get(account))).collect())
}

fn local_date(book: &Book, at: NaiveDateTime) -> NaiveDate {
    at.and_utc().with_timezone(&clock::zone(&book.settings().time_zone)).date_naive()
}

/// Whether an account is new to somebody who was told of it on a date, if ever, and whose reasons rose last on
/// another. Of what rises on the day of a message, the message has told when it leaves.
fn is_news(told_on: Option<&NaiveDate>, rose_on: Option<&NaiveDate>) -> bool {
    told_on.is_none_or(|told_on| rose_on.is_some_and(|rose_on| rose_on > told_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar")
    }

    #[test]
    fn what_somebody_was_told_of_is_news_again_only_when_it_rose_since() {
        assert!(is_news(None, None));
        assert!(is_news(Some(&june(1)), Some(&june(16))));
        assert!(!is_news(Some(&june(1)), Some(&june(1))), "it rose, and they were told");
        assert!(!is_news(Some(&june(16)), Some(&june(1))));
        assert!(!is_news(Some(&june(1)), None));
    }
}
