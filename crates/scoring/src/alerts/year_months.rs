//! Months of the year in which an item is bought: what tells a season.

use bellwether_ledger::{Day, day};
use chrono::{Datelike, Months, NaiveDate};

/// A set of months of the year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct YearMonths(u16);

impl YearMonths {
    const ALL: u16 = 0xfff;

    pub(super) fn with(self, bought: Day) -> Self {
        Self(self.0 | 1 << day::to_date(bought).month0())
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(super) fn contains(self, date: NaiveDate) -> bool {
        self.0 >> date.month0() & 1 == 1
    }

    pub(super) fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// With the months beside them.
    pub(super) fn widened(self) -> Self {
        Self((self.0 | self.0 << 1 | self.0 >> 11 | self.0 >> 1 | self.0 << 11) & Self::ALL)
    }

    /// The first day of the next month that begins a run of them.
    pub(super) fn next_start(self, after: NaiveDate) -> Option<NaiveDate> {
        let starts = (1..=12).filter_map(|months| after.with_day(1)?.checked_add_months(Months::new(months)));
        let mut before = self.contains(after);
        let mut starts = starts.filter(|start| {
            let is_in = self.contains(*start);
            let begins = is_in && !before;
            before = is_in;
            begins
        });
        starts.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(months: &[u32]) -> YearMonths {
        let date = |month: u32| NaiveDate::from_ymd_opt(2026, month, 9).expect("a date of the calendar");
        months.iter().fold(YearMonths::default(), |set, month| set.with(day::from_date(date(*month))))
    }

    #[test]
    fn months_wrap_around_the_year() {
        assert_eq!(months(&[12, 1]).widened(), months(&[11, 12, 1, 2]));
        assert_eq!(months(&[6]).widened(), months(&[5, 6, 7]));
        let april = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date of the calendar");
        let start = |set: YearMonths| set.next_start(april).map(|start| start.to_string());
        assert_eq!(start(months(&[11, 12, 1, 2])).as_deref(), Some("2026-11-01"));
        assert_eq!(start(months(&[4, 5, 3])).as_deref(), Some("2027-03-01"));
        assert_eq!(start(YearMonths::default()), None);
    }
}
