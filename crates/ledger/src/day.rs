//! Business dates as plain day numbers, and half-open ranges of them.
//! A day number is four bytes and compares at once, which is what the columns need.

use bellwether_core::Period;
use chrono::{Datelike, NaiveDate};

/// Days since 1970-01-01, a business date of the organisation.
pub type Day = i32;

/// 1970-01-01 counted from the first day of the common era.
const EPOCH: i32 = 719_163;

/// The day number of a date.
pub fn from_date(date: NaiveDate) -> Day {
    date.num_days_from_ce() - EPOCH
}

/// The date of a day number; numbers outside the calendar become its nearest end.
pub fn to_date(day: Day) -> NaiveDate {
    let end = if day < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    day.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(end)
}

/// Days from `from` up to, not including, `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// First day inside.
    pub from: Day,
    /// First day after it.
    pub until: Day,
}

impl DayRange {
    /// Everything up to and including `as_of`.
    pub fn up_to(as_of: Day) -> Self {
        Self { from: Day::MIN, until: as_of.saturating_add(1) }
    }

    /// The `days` days ending with `last`, inclusive.
    pub fn ending_on(last: Day, days: i32) -> Self {
        let until = last.saturating_add(1);
        Self { from: until.saturating_sub(days), until }
    }

    /// The days of a period that are not after `as_of`: what lies ahead never counts.
    pub fn of_period(period: Period, as_of: Day) -> Self {
        let until = from_date(period.until).min(as_of.saturating_add(1));
        Self { from: from_date(period.from).min(until), until }
    }

    /// The last day inside; of an empty range the day before it begins.
    pub fn last(self) -> Day {
        self.until.max(self.from).saturating_sub(1)
    }

    /// The days of a range before and after this part of it.
    pub(crate) fn edges_in(self, whole: Self) -> [Self; 2] {
        [Self { until: self.from, ..whole }, Self { from: self.until, ..whole }]
    }

    /// Whether the day is inside.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_epoch_is_day_zero() {
        assert_eq!(to_date(0), NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date of the calendar"));
    }

    #[test]
    fn numbers_beyond_the_calendar_become_its_ends() {
        assert_eq!((to_date(i32::MIN), to_date(i32::MAX)), (NaiveDate::MIN, NaiveDate::MAX));
    }

    #[test]
    fn a_period_is_cut_after_the_as_of_day() {
        let period = Period { from: to_date(10), until: to_date(20) };
        assert_eq!(DayRange::of_period(period, 14), DayRange { from: 10, until: 15 });
        assert_eq!(DayRange::of_period(period, 5), DayRange { from: 6, until: 6 });
    }

    proptest! {
        #[test]
        fn every_day_survives_the_round_trip(day in -700_000..3_000_000i32) {
            prop_assert_eq!(from_date(to_date(day)), day);
        }
    }
}
