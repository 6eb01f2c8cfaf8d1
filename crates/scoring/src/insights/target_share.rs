//! A month's target, shared out over its selling days: Monday to Friday without the organisation's holidays.

use bellwether_core::insight::TargetProgress;
use bellwether_core::{Cents, Period};
use chrono::{Datelike, Months, NaiveDate, Weekday};

/// What is aimed at in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthTarget {
    /// First date of the month.
    pub month: NaiveDate,
    /// Net sales.
    pub amount_cents: Cents,
}

/// Mondays to Fridays of the period that are no holidays.
pub fn selling_days(period: Period, holidays: &[NaiveDate]) -> i64 {
    let dates = period.from.iter_days().take_while(|date| *date < period.until);
    let working = dates.filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun));
    working.filter(|date| !holidays.contains(date)).map(|_| 1).sum()
}

/// What the targets of the months say of these dates: target × selling days inside ÷ selling days of the month,
/// over every month. None when a month with selling days among the dates has no target.
pub fn target_share(targets: &[MonthTarget], dates: Period, holidays: &[NaiveDate]) -> Option<Cents> {
    let mut share = Cents::ZERO;
    for month in months_of(dates) {
        let inside = Period { from: month.from.max(dates.from), until: month.until.min(dates.until) };
        let days = selling_days(inside, holidays);
        if days > 0 {
            let target = targets.iter().find(|target| target.month == month.from)?;
            share += part_of(target.amount_cents, days, selling_days(month, holidays));
        }
    }
    Some(share)
}

/// How far net sales are towards the target; none when nothing is aimed at on these dates.
pub fn progress(sales_cents: Cents, target_cents: Cents) -> Option<TargetProgress> {
    let reached = sales_cents.share_of(target_cents)?;
    Some(TargetProgress { target_cents, reached })
}

/// `whole × part ÷ parts`, rounded to the nearest cent.
fn part_of(whole: Cents, part: i64, parts: i64) -> Cents {
    let parts = i128::from(parts.max(1));
    let product = i128::from(whole.0) * i128::from(part);
    let rounded = (product + parts / 2).div_euclid(parts);
    Cents(i64::try_from(rounded).unwrap_or(whole.0))
}

/// The calendar months that hold any of the dates.
fn months_of(dates: Period) -> impl Iterator<Item = Period> {
    let first = dates.from.with_day(1).unwrap_or(dates.from);
    let after = |month: &NaiveDate| month.checked_add_months(Months::new(1));
    let starts = std::iter::successors(Some(first), after).take_while(move |start| *start < dates.until);
    starts.filter_map(move |from| Some(Period { from, until: after(&from)? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(month: u32, day_of_month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day_of_month).expect("a date of the calendar")
    }

    fn last_week_of_june() -> Period {
        Period::ending_on(date(6, 30), 7)
    }

    fn june() -> MonthTarget {
        MonthTarget { month: date(6, 1), amount_cents: Cents(220_000) }
    }

    #[test]
    fn selling_days_are_mondays_to_fridays_without_holidays() {
        assert_eq!(selling_days(last_week_of_june(), &[]), 5, "24 to 30 June, a weekend inside");
        assert_eq!(selling_days(last_week_of_june(), &[date(6, 26), date(6, 27)]), 4, "a Saturday is none");
    }

    #[test]
    fn targets_a_week_gets_its_selling_days_share_of_the_month() {
        assert_eq!(target_share(&[june()], last_week_of_june(), &[]), Some(Cents(50_000)), "5 of 22 days");
        let closed = [date(6, 26)];
        assert_eq!(
            target_share(&[june()], last_week_of_june(), &closed),
            Some(Cents(41_905)),
            "4 of 21 days, rounded to the cent"
        );
    }

    #[test]
    fn a_week_in_two_months_takes_its_part_of_each_target() {
        let week = Period::ending_on(date(7, 3), 7);
        let july = MonthTarget { month: date(7, 1), amount_cents: Cents(230_000) };
        // Monday 29 and Tuesday 30 June of 22 days; Wednesday to Friday of the 23 days of July.
        assert_eq!(target_share(&[june(), july], week, &[]), Some(Cents(20_000 + 30_000)));
        assert_eq!(target_share(&[june()], week, &[]), None, "half a target would look like a good week");
    }

    #[test]
    fn nothing_is_reached_of_no_target() {
        assert_eq!(progress(Cents(100), Cents(400)).map(|progress| progress.reached), Some(0.25));
        assert_eq!(progress(Cents(100), Cents::ZERO), None);
    }
}
