//! Dates of the showcase: counted back from today on working days. Gaps are whole weeks, so that all
//! order days of an account fall on the weekday of its last one.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The date some days before another.
pub(super) fn before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).expect("the demo stays within the calendar")
}

/// The date some days after another.
pub(super) fn after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).expect("the demo stays within the calendar")
}

/// The last working day that is at least so many days before today: at most two days earlier still.
pub(super) fn working_day(today: NaiveDate, days_ago: u64) -> NaiveDate {
    let date = before(today, days_ago);
    match date.weekday() {
        Weekday::Sat => before(date, 1),
        Weekday::Sun => before(date, 2),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => date,
    }
}

/// Order days, oldest first: the last one, and one before it for each gap, the latest gap first.
pub(super) fn ending_on(last: NaiveDate, gaps: &[u64]) -> Vec<NaiveDate> {
    let mut day = last;
    let mut days = vec![last];
    for gap in gaps {
        day = before(day, *gap);
        days.push(day);
    }
    days.reverse();
    days
}

/// Order days at a steady gap, oldest first.
pub(super) fn steady(last: NaiveDate, gap: u64, gaps: usize) -> Vec<NaiveDate> {
    ending_on(last, &vec![gap; gaps])
}

/// A year of fortnightly orders, the last one a few days ago: nothing to say about its rhythm.
pub(super) fn content(today: NaiveDate) -> Vec<NaiveDate> {
    steady(working_day(today, 4), 14, 30)
}
