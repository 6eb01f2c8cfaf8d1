//! How fresh the data is (B25).

use crate::book::Book;
use crate::{Answer, App, Caller, clock};
use bellwether_core::Period;
use bellwether_core::freshness::Freshness;
use bellwether_ledger::day;
use bellwether_scoring::insights::selling_days;
use chrono::NaiveDate;

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
        let settings = book.settings();
        let behind = |covered| business_days_between(covered, book.today(), &settings.holidays);
        let days_behind = book.covers_up_to().map_or(0, behind);
        settings.pinned_as_of.is_none() && days_behind > MOST_BUSINESS_DAYS_BEHIND
    }
}

/// Selling days after `from` up to and including `to`.
fn business_days_between(from: NaiveDate, to: NaiveDate, holidays: &[NaiveDate]) -> i64 {
    let after = |date: NaiveDate| date.succ_opt().unwrap_or(date);
    selling_days(Period { from: after(from), until: after(to) }, holidays)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar")
    }

    #[test]
    fn weekends_do_not_make_a_feed_late() {
        assert_eq!(business_days_between(june(5), june(8), &[]), 1, "Friday to Monday");
        assert_eq!(business_days_between(june(1), june(30), &[]), 21);
        assert_eq!(business_days_between(june(8), june(5), &[]), 0);
    }

    #[test]
    fn holidays_do_not_make_a_feed_late() {
        assert_eq!(business_days_between(june(5), june(9), &[june(6), june(8)]), 1, "the 6th is a Saturday");
    }
}
