//! How fresh the data is (B25).

use crate::book::Book;
use crate::{Answer, App, Caller, clock};
use bellwether_core::freshness::Freshness;
use bellwether_ledger::day;
use chrono::{Datelike, NaiveDate, Weekday};

/// Business days a dated feed may be behind before time-driven alerts are frozen (rules, section 1).
const MOST_BUSINESS_DAYS_BEHIND: i64 = 3;

impl App {
    /// How fresh the data is, counted inside the caller's scope.
    ///
    /// # Errors
    /// None so far.
    pub fn freshness(&self, caller: &Caller) -> Answer<Freshness> {
        let book = self.book();
        let as_of = book.as_of();
        let summaries = book.summaries(as_of);
        let ever = summaries.ever(&book);
        let (mut accounts, mut orders, mut newest) = (0, 0, None);
        for index in book.visible_to(caller).indices() {
            accounts += 1;
            orders += ever.orders.get(index as usize).copied().map_or(0, u64::from);
            newest = newest.max(ever.last_order.get(index as usize).copied().flatten());
        }
        Ok(Freshness {
            as_of,
            covers_up_to: book.covers_up_to(),
            newest_order: newest.map(day::to_date),
            scored_at: book.scoring().and_then(|scoring| scoring.finished_at).map(clock::utc),
            model_version: book.scoring().map(|scoring| scoring.model_version.clone()),
            is_stale: self.is_feed_late(&book),
            accounts,
            orders,
            version: book.version(),
        })
    }

    /// Whether orders are missing that should have come: then nothing may be concluded from silence.
    pub(crate) fn is_feed_late(&self, book: &Book) -> bool {
        let is_pinned = book.settings().pinned_as_of.is_some();
        let behind = book.covers_up_to().map_or(0, |covered| business_days_between(covered, book.today()));
        !is_pinned && behind > MOST_BUSINESS_DAYS_BEHIND
    }
}

/// Mondays to Fridays after `from` up to and including `to`.
fn business_days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let days = (to - from).num_days().max(0);
    let weekdays_of_rest = from
        .iter_days()
        .skip(1)
        .take(usize::try_from(days % 7).unwrap_or_default())
        .filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
        .count();
    days / 7 * 5 + i64::try_from(weekdays_of_rest).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar")
    }

    #[test]
    fn weekends_do_not_make_a_feed_late() {
        assert_eq!(business_days_between(june(5), june(8)), 1, "Friday to Monday");
        assert_eq!(business_days_between(june(1), june(30)), 21);
        assert_eq!(business_days_between(june(8), june(5)), 0);
    }
}
