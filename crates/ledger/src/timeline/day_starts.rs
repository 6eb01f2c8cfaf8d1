//! Where the rows of each day begin, of rows that lie by day.

use crate::day::{Day, DayRange};
use std::ops::Range;

/// The places of rows by day.
#[derive(Debug, Default)]
pub(super) struct DayStarts {
    first_day: Day,
    /// Of each day from the first on; one more at the end.
    starts: Box<[u32]>,
}

impl DayStarts {
    /// `starts` has the first row of each day from `first_day` on, and at its end the number of all rows.
    pub(super) fn of(first_day: Day, starts: Box<[u32]>) -> Self {
        Self { first_day, starts }
    }

    /// Of rows whose days are told in sequence; the first row is at `place`.
    pub(super) fn of_rows(place: u32, days: impl Iterator<Item = Day>) -> Self {
        let (mut first_day, mut starts) = (None, Vec::new());
        let mut end = place;
        for day in days {
            let first_day = *first_day.get_or_insert(day);
            // Days without rows begin where the next one does.
            starts.resize(day.abs_diff(first_day) as usize + 1, end);
            end += 1;
        }
        starts.push(end);
        Self::of(first_day.unwrap_or_default(), starts.into())
    }

    /// The days of a range that have a place, each with the places of its rows.
    pub(super) fn days(&self, range: DayRange) -> impl Iterator<Item = (Day, Range<usize>)> + '_ {
        let (from, until) = (self.place_of(range.from), self.place_of(range.until));
        let starts = self.starts.get(from..=until.max(from)).unwrap_or_default();
        let first = self.first_day.saturating_add_unsigned(u32::try_from(from).unwrap_or(u32::MAX));
        (first..).zip(starts.windows(2)).map(|(day, ends)| (day, ends[0] as usize..ends[1] as usize))
    }

    /// The places of all rows of a range.
    pub(super) fn rows(&self, range: DayRange) -> Range<usize> {
        let start = |day| self.starts.get(self.place_of(day)).map_or(0, |start| *start as usize);
        let (from, until) = (start(range.from), start(range.until));
        from..until.max(from)
    }

    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.starts)
    }

    /// Place of a day in the column of days, moved to its nearest end.
    fn place_of(&self, day: Day) -> usize {
        let last = self.starts.len().saturating_sub(1);
        let place = i64::from(day) - i64::from(self.first_day);
        usize::try_from(place.max(0)).map_or(last, |place| place.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_day_and_days_without_any_are_empty() {
        let starts = DayStarts::of_rows(7, [3, 3, 5, 8].into_iter());
        let rows = |from, until| starts.rows(DayRange { from, until });
        assert_eq!([rows(3, 4), rows(4, 5), rows(5, 9), rows(-9, 99)], [7..9, 9..9, 9..11, 7..11]);
        assert_eq!([rows(-9, 3), rows(9, 99), rows(5, 3)], [7..7, 11..11, 9..9]);
        let days: Vec<_> = starts.days(DayRange { from: 4, until: 99 }).collect();
        assert_eq!(days, [(4, 9..9), (5, 9..10), (6, 10..10), (7, 10..10), (8, 10..11)]);
        let none = DayStarts::of_rows(7, [].into_iter());
        assert_eq!(none.rows(DayRange { from: -9, until: 99 }), 7..7);
    }
}
