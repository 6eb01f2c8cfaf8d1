//! Half-open periods of business dates, and the period a figure is compared with.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Business dates from `from` up to, not including, `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Period {
    /// First date inside.
    pub from: NaiveDate,
    /// First date after it.
    pub until: NaiveDate,
}

/// What a period is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The same number of days just before.
    #[default]
    Previous,
    /// The same dates one year earlier.
    SameLastYear,
}

impl Period {
    /// The `days` dates ending with `last`, inclusive.
    pub fn ending_on(last: NaiveDate, days: u64) -> Self {
        let until = last.checked_add_days(Days::new(1)).unwrap_or(last);
        Self { from: until.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN), until }
    }

    /// Number of dates inside; never negative.
    pub fn days(self) -> i64 {
        (self.until - self.from).num_days().max(0)
    }

    /// Whether the date is inside.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from <= date && date < self.until
    }

    /// Last date inside, for people, who count inclusively.
    pub fn last(self) -> NaiveDate {
        self.until.pred_opt().unwrap_or(self.until)
    }

    /// The period it is compared with.
    pub fn compared(self, comparison: Comparison) -> Self {
        match comparison {
            Comparison::Previous => {
                let days = Days::new(self.days().unsigned_abs());
                Self { from: self.from.checked_sub_days(days).unwrap_or(NaiveDate::MIN), until: self.from }
            }
            Comparison::SameLastYear => {
                let year = Months::new(12);
                Self {
                    from: self.from.checked_sub_months(year).unwrap_or(NaiveDate::MIN),
                    until: self.until.checked_sub_months(year).unwrap_or(NaiveDate::MIN),
                }
            }
        }
    }
}

/// Calendar buckets of a series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// Calendar months.
    #[default]
    Month,
    /// Quarters of the fiscal year.
    Quarter,
    /// Fiscal years.
    Year,
}

impl Granularity {
    /// First date of the bucket that holds `date`, in a fiscal year starting with `fiscal_month` (1..=12).
    pub fn bucket_start(self, date: NaiveDate, fiscal_month: u32) -> NaiveDate {
        let months_since_fiscal_start = (date.month() + 12 - fiscal_month) % 12;
        let back = match self {
            Self::Month => 0,
            Self::Quarter => months_since_fiscal_start % 3,
            Self::Year => months_since_fiscal_start,
        };
        let first_of_month = date.with_day(1).unwrap_or(date);
        first_of_month.checked_sub_months(Months::new(back)).unwrap_or(first_of_month)
    }

    /// First date of the bucket after the one that starts on `start`.
    pub fn next(self, start: NaiveDate) -> NaiveDate {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        start.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
    }

    #[test]
    fn seven_days_ending_on_a_date_include_it() {
        let week = Period::ending_on(date(2026, 6, 30), 7);
        assert_eq!((week.from, week.last(), week.days()), (date(2026, 6, 24), date(2026, 6, 30), 7));
    }

    #[test]
    fn the_previous_period_ends_where_this_one_starts() {
        let week = Period::ending_on(date(2026, 6, 30), 7);
        assert_eq!(week.compared(Comparison::Previous), Period::ending_on(date(2026, 6, 23), 7));
    }

    #[test]
    fn leap_days_compare_with_the_last_of_february() {
        let day = Period { from: date(2024, 2, 29), until: date(2024, 3, 1) };
        assert_eq!(day.compared(Comparison::SameLastYear).from, date(2023, 2, 28));
    }

    #[test]
    fn fiscal_quarters_start_with_the_fiscal_year() {
        assert_eq!(Granularity::Quarter.bucket_start(date(2026, 1, 15), 2), date(2025, 11, 1));
        assert_eq!(Granularity::Year.bucket_start(date(2026, 1, 15), 2), date(2025, 2, 1));
    }
}
