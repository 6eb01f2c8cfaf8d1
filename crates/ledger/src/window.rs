//! The period asked about and the one it is held against, both cut at the as-of date.

use crate::day::{self, DayRange};
use bellwether_core::Period;
use bellwether_core::period::Comparison;
use chrono::NaiveDate;
use std::ops::AddAssign;

/// Two ranges of days, of which the one compared with neither begins nor ends after the other. Make it with
/// [`Window::of`] or [`Window::against`], so that both are cut at the as-of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// What is asked about.
    pub current: DayRange,
    /// What it is compared with.
    pub previous: DayRange,
}

impl Window {
    /// The part of `period` that is not after `as_of`, and what it is compared with. A period that is
    /// still running is compared with as many days of the other one (rules, section 7).
    pub fn of(period: Period, comparison: Comparison, as_of: NaiveDate) -> Self {
        let elapsed = DayRange::of_period(period, day::from_date(as_of)).period();
        Self::against(elapsed, elapsed.compared(comparison), as_of)
    }

    /// A period and one before it.
    pub fn against(period: Period, before: Period, as_of: NaiveDate) -> Self {
        let [current, previous] =
            [period, before].map(|period| DayRange::of_period(period, day::from_date(as_of)));
        Self { current, previous }
    }
}

impl DayRange {
    /// The same as dates.
    pub fn period(self) -> Period {
        Period { from: day::to_date(self.from), until: day::to_date(self.until) }
    }
}

/// How two pieces of work that do not depend on each other are done. This crate has no threads; whoever has them hands
/// in a way that uses them ([`crate::Filter::worked_by`]).
pub type Pair = fn(&mut (dyn FnMut() + Send), &mut (dyn FnMut() + Send));

pub(crate) fn one_after_the_other(first: &mut (dyn FnMut() + Send), second: &mut (dyn FnMut() + Send)) {
    first();
    second();
}

/// The same figure of both ranges of a [`Window`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared<T> {
    /// Of the period asked about.
    pub current: T,
    /// Of the period it is compared with.
    pub previous: T,
}

impl<T: AddAssign> AddAssign for Compared<T> {
    fn add_assign(&mut self, other: Self) {
        self.current += other.current;
        self.previous += other.previous;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
    }

    #[test]
    fn a_running_period_is_compared_with_as_many_days() {
        let june = Period { from: date(2026, 6, 1), until: date(2026, 7, 1) };
        let window = Window::of(june, Comparison::Previous, date(2026, 6, 10));
        assert_eq!(window.current.period(), Period { from: date(2026, 6, 1), until: date(2026, 6, 11) });
        assert_eq!(window.previous.period(), Period { from: date(2026, 5, 22), until: date(2026, 6, 1) });
        let last_year = Window::of(june, Comparison::SameLastYear, date(2026, 6, 10));
        assert_eq!(last_year.previous.period(), Period { from: date(2025, 6, 1), until: date(2025, 6, 11) });
    }

    #[test]
    fn a_period_ahead_is_empty() {
        let june = Period { from: date(2026, 6, 1), until: date(2026, 7, 1) };
        let window = Window::of(june, Comparison::Previous, date(2026, 5, 1));
        assert_eq!(window.current.period().days(), 0);
    }
}
