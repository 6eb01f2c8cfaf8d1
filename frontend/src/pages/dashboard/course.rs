//! The course of a period without what only looks like news: single days of a long period, and buckets at its ends
//! that hold only part of their days.

use bellwether_charts::average::trailing;
use bellwether_core::Period;
use bellwether_core::dashboard::SeriesPoint;
use chrono::Datelike;

/// Over how many days daily figures are averaged.
pub const AVERAGED_DAYS: usize = 7;
/// Periods of fewer days are drawn as they are.
const LEAST_DAYS: usize = 28;
/// The server gives days up to so many, then weeks.
const MOST_DAYS: i64 = 92;
/// And months for periods longer than so many days.
const MOST_DAYS_IN_WEEKS: i64 = 731;

/// What a point of a series stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

impl Bucket {
    /// The one a period is drawn in.
    pub fn of(period: Period) -> Self {
        match (period.until - period.from).num_days() {
            ..=MOST_DAYS => Self::Day,
            days if days <= MOST_DAYS_IN_WEEKS => Self::Week,
            _ => Self::Month,
        }
    }

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

/// Over how many points the series of a period is drawn.
pub fn averaged_over(period: Period, points: usize) -> usize {
    if Bucket::of(period) == Bucket::Day && points >= LEAST_DAYS { AVERAGED_DAYS } else { 1 }
}

/// Whether the first and the last bucket hold only part of their days.
pub fn partial_ends(period: Period, series: &[SeriesPoint]) -> (bool, bool) {
    let (Some(first), Some(last)) = (series.first(), series.last()) else { return (false, false) };
    match Bucket::of(period) {
        Bucket::Day => (false, false),
        Bucket::Week => {
            let second = series.get(1).map_or(period.until, |point| point.date);
            ((second - first.date).num_days() < 7, (period.until - last.date).num_days() < 7)
        }
        Bucket::Month => (first.date.day() != 1, period.until.day() != 1),
    }
}

/// The values of a small picture: averaged where days are restless, and without partial ends.
pub fn calm(period: Period, series: &[SeriesPoint], values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let averages = trailing(&values, averaged_over(period, series.len()));
    let (cuts_first, cuts_last) = partial_ends(period, series);
    let last = if cuts_last { averages.len().saturating_sub(1) } else { averages.len() };
    averages.get(usize::from(cuts_first)..last).unwrap_or(&[]).iter().copied().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::Cents;
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date of the calendar")
    }

    fn series(dates: &[&str]) -> Vec<SeriesPoint> {
        let point = |text: &&str| SeriesPoint {
            date: date(text),
            revenue_cents: Cents(100),
            orders: 2,
            units_milli: 3000,
        };
        dates.iter().map(point).collect()
    }

    fn period(from: &str, until: &str) -> Period {
        Period { from: date(from), until: date(until) }
    }

    #[test]
    fn a_week_is_partial_when_the_period_begins_or_ends_within_it() {
        let weeks = series(&["2026-01-07", "2026-01-12", "2026-05-04"]);
        assert_eq!(partial_ends(period("2026-01-07", "2026-05-08"), &weeks), (true, true));
        let weeks = series(&["2026-01-05", "2026-01-12", "2026-05-04"]);
        assert_eq!(partial_ends(period("2026-01-05", "2026-05-11"), &weeks), (false, false));
    }

    #[test]
    fn a_month_is_partial_when_the_period_ends_within_it_and_a_day_never_is() {
        let months = series(&["2023-01-01", "2026-06-01"]);
        assert_eq!(partial_ends(period("2023-01-01", "2026-06-15"), &months), (false, true));
        assert_eq!(
            partial_ends(period("2026-06-01", "2026-06-03"), &series(&["2026-06-01"])),
            (false, false)
        );
    }

    #[test]
    fn partial_weeks_are_left_out_of_small_pictures() {
        let weeks = series(&["2026-01-07", "2026-01-12", "2026-05-04"]);
        let orders = weeks.iter().map(|point| point.orders as f64);
        assert_eq!(calm(period("2026-01-07", "2026-05-08"), &weeks, orders), [2.0]);
    }
}
