//! When a task is due, in words, and what is sent of it.

use crate::format::day;
use bellwether_core::task::{Task, TaskInput};
use chrono::{Datelike, NaiveDate, TimeDelta};

/// The date on this device's calendar.
pub fn today() -> Option<NaiveDate> {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).ok()?;
    NaiveDate::from_ymd_opt(year, now.get_month() + 1, now.get_date())
}

/// Whether it is to be done today; what has no date always is.
pub fn is_due(due_on: Option<NaiveDate>, today: Option<NaiveDate>) -> bool {
    match (due_on, today) {
        (Some(due_on), Some(today)) => due_on <= today,
        (None, _) | (_, None) => true,
    }
}

/// Whether it should have been done before today.
pub fn is_late(due_on: Option<NaiveDate>, today: Option<NaiveDate>) -> bool {
    matches!((due_on, today), (Some(due_on), Some(today)) if due_on < today)
}

/// "Today", "Tomorrow", "Late since 20 Nov" or "27 Nov".
pub fn due_words(due_on: NaiveDate, today: NaiveDate) -> String {
    let date = day(due_on, today.year());
    match due_on - today {
        gap if gap == TimeDelta::zero() => "Today".to_owned(),
        gap if gap == TimeDelta::days(1) => "Tomorrow".to_owned(),
        gap if gap < TimeDelta::zero() => format!("Late since {date}"),
        _later => date,
    }
}

/// The task as it is sent, done or not.
pub fn input_of(task: &Task, is_done: bool) -> TaskInput {
    TaskInput {
        title: task.title.clone(),
        account: task.account.as_ref().map(|account| account.id),
        alert: task.alert,
        due_on: task.due_on,
        assignee: Some(task.assignee.id),
        is_done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date of the calendar")
    }

    #[test]
    fn a_due_date_is_told_from_where_we_stand() {
        let words = |due: &str| due_words(date(due), date("2026-11-22"));
        assert_eq!(words("2026-11-22"), "Today");
        assert_eq!(words("2026-11-23"), "Tomorrow");
        assert_eq!(words("2026-11-20"), "Late since 20 Nov");
        assert_eq!(words("2027-01-04"), "4 Jan 2027");
    }

    #[test]
    fn what_has_no_date_is_due_but_never_late() {
        let today = Some(date("2026-11-22"));
        assert!(is_due(None, today) && !is_late(None, today));
        assert!(is_due(Some(date("2026-11-21")), today) && is_late(Some(date("2026-11-21")), today));
        assert!(!is_due(Some(date("2026-11-23")), today));
    }
}
