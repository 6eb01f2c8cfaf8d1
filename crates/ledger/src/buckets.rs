//! Consecutive buckets of days, the columns of every chart over time.

use crate::day::{self, Day, DayRange};
use bellwether_core::period::Granularity;
use chrono::{Datelike, NaiveDate, Weekday};

/// No chart reaches further back than this: about a hundred years.
const LONGEST_DAYS: i32 = 36_600;

/// Buckets that cover a range of days without a hole. The first and the last may be cut by the range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets {
    range: DayRange,
    starts: Vec<Day>,
    /// Bucket number of every day of the range.
    bucket_of_day: Vec<u32>,
}

impl Buckets {
    /// One bucket a day.
    pub fn daily(range: DayRange) -> Self {
        let range = shortened(range);
        Self::from_starts(range, (range.from..range.until).collect())
    }

    /// One bucket a week, the first one cut so that the others start on `week_start`.
    pub fn weekly(range: DayRange, week_start: Weekday) -> Self {
        let starts_week =
            |day: &Day| *day == shortened(range).from || day::to_date(*day).weekday() == week_start;
        let range = shortened(range);
        Self::from_starts(range, (range.from..range.until).filter(starts_week).collect())
    }

    /// Calendar buckets of a fiscal year that starts with `fiscal_month` (1..=12).
    pub fn calendar(range: DayRange, granularity: Granularity, fiscal_month: u32) -> Self {
        let range = shortened(range);
        let mut starts = Vec::new();
        let mut next = range.from;
        while next < range.until {
            starts.push(next);
            let bucket = granularity.bucket_start(day::to_date(next), fiscal_month);
            next = day::from_date(granularity.next(bucket));
        }
        Self::from_starts(range, starts)
    }

    /// Days up to 92 days, weeks up to two years, months beyond: what a dashboard can draw.
    pub fn fitting(range: DayRange, week_start: Weekday) -> Self {
        match range.until.saturating_sub(range.from) {
            ..=92 => Self::daily(range),
            93..=731 => Self::weekly(range, week_start),
            732.. => Self::calendar(range, Granularity::Month, 1),
        }
    }

    /// Buckets of the same lengths over another range, so that two curves can be laid over each other.
    /// Where the other range is longer, its last bucket is longer; where it is shorter, buckets are missing.
    #[must_use]
    pub fn moved_to(&self, range: DayRange) -> Self {
        let range = shortened(range);
        let shift = range.from.saturating_sub(self.range.from);
        let starts = self.starts.iter().map(|start| start.saturating_add(shift));
        let mut starts: Vec<Day> = starts.filter(|start| *start < range.until).collect();
        if starts.is_empty() && range.from < range.until {
            starts.push(range.from);
        }
        Self::from_starts(range, starts)
    }

    /// The days covered.
    pub fn range(&self) -> DayRange {
        self.range
    }

    /// First date of each bucket.
    pub fn start_dates(&self) -> impl ExactSizeIterator<Item = NaiveDate> {
        self.starts.iter().map(|start| day::to_date(*start))
    }

    /// The days of each bucket.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = DayRange> {
        let ends = self.starts.iter().skip(1).copied().chain([self.range.until]);
        self.starts.iter().zip(ends).map(|(from, until)| DayRange { from: *from, until })
    }

    /// Number of buckets.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The bucket of a day, which must be inside the range.
    pub(crate) fn position(&self, day: Day) -> usize {
        self.bucket_of_day[day.abs_diff(self.range.from) as usize] as usize
    }

    /// The same of any day; none outside the range.
    pub(crate) fn place(&self, day: Day) -> Option<usize> {
        self.range.contains(day).then(|| self.position(day))
    }

    fn from_starts(range: DayRange, starts: Vec<Day>) -> Self {
        let mut bucket_of_day = Vec::new();
        let ends = starts.iter().skip(1).copied().chain([range.until]);
        for ((bucket, start), end) in (0..).zip(&starts).zip(ends) {
            bucket_of_day.extend((*start..end).map(|_: Day| -> u32 { bucket }));
        }
        Self { range, starts, bucket_of_day }
    }
}

fn shortened(range: DayRange) -> DayRange {
    DayRange { from: range.from.max(range.until.saturating_sub(LONGEST_DAYS)), until: range.until }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
    }

    fn range(from: NaiveDate, until: NaiveDate) -> DayRange {
        DayRange { from: day::from_date(from), until: day::from_date(until) }
    }

    #[test]
    fn months_cut_by_the_range_start_with_it() {
        let buckets = Buckets::calendar(range(date(2026, 1, 15), date(2026, 3, 2)), Granularity::Month, 1);
        let starts: Vec<_> = buckets.start_dates().collect();
        assert_eq!(starts, [date(2026, 1, 15), date(2026, 2, 1), date(2026, 3, 1)]);
    }

    #[test]
    fn weeks_start_on_the_day_of_the_organisation() {
        let buckets = Buckets::weekly(range(date(2026, 6, 24), date(2026, 7, 8)), Weekday::Mon);
        let starts: Vec<_> = buckets.start_dates().collect();
        assert_eq!(starts, [date(2026, 6, 24), date(2026, 6, 29), date(2026, 7, 6)]);
    }

    proptest! {
        #[test]
        fn every_day_is_in_the_last_bucket_that_starts_no_later(from in 0..30_000i32, days in 0..1500i32, pick in 0..4u8) {
            let range = DayRange { from, until: from + days };
            let buckets = match pick {
                0 => Buckets::daily(range),
                1 => Buckets::weekly(range, Weekday::Sun),
                2 => Buckets::calendar(range, Granularity::Quarter, 4),
                _ => Buckets::fitting(range, Weekday::Mon),
            };
            for day in from..from + days {
                let expected = buckets.starts.iter().rposition(|start| *start <= day);
                prop_assert_eq!(Some(buckets.position(day)), expected);
            }
        }
    }
}
