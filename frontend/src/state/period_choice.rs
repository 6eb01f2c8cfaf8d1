//! The period a person picked, as it stands in the address, and the dates it means.

use bellwether_core::Period;
use chrono::{Datelike, NaiveDate};

/// A period as people pick it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodChoice {
    /// So many days that end with the as-of date.
    Days(u64),
    /// The calendar year of the as-of date so far.
    YearToDate,
    /// From one date to another, inclusive.
    Custom(NaiveDate, NaiveDate),
}

impl PeriodChoice {
    /// What is shown when nothing is picked.
    pub const DEFAULT: Self = Self::Days(90);
    /// The choices offered by one click.
    pub const OFFERED: [Self; 5] =
        [Self::Days(7), Self::Days(30), Self::Days(90), Self::Days(365), Self::YearToDate];

    /// The choice in an address: `period=30d`, `period=ytd`, or `from` and `to`.
    /// Anything unreadable means the default, as when nothing is there.
    pub fn from_address(period: Option<&str>, from: Option<&str>, to: Option<&str>) -> Self {
        let date = |text: Option<&str>| text.and_then(|text| text.parse::<NaiveDate>().ok());
        if let (Some(from), Some(to)) = (date(from), date(to))
            && from <= to
        {
            return Self::Custom(from, to);
        }
        Self::OFFERED
            .into_iter()
            .find(|offered| Some(offered.code().as_str()) == period)
            .unwrap_or(Self::DEFAULT)
    }

    /// The word in the address.
    pub fn code(self) -> String {
        match self {
            Self::Days(days) => format!("{days}d"),
            Self::YearToDate => "ytd".to_owned(),
            Self::Custom(from, to) => format!("{from}/{to}"),
        }
    }

    /// The words people read.
    pub fn label(self) -> String {
        match self {
            Self::Days(days) => format!("Last {days} days"),
            Self::YearToDate => "Year to date".to_owned(),
            Self::Custom(..) => "Custom".to_owned(),
        }
    }

    /// The dates it means as of a date.
    pub fn period(self, as_of: NaiveDate) -> Period {
        match self {
            Self::Days(days) => Period::ending_on(as_of, days),
            Self::YearToDate => {
                let first = NaiveDate::from_ymd_opt(as_of.year(), 1, 1).unwrap_or(as_of);
                Period { from: first, until: Period::ending_on(as_of, 1).until }
            }
            Self::Custom(from, to) => Period { from, until: Period::ending_on(to, 1).until },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date of the calendar")
    }

    #[test]
    fn an_empty_address_means_ninety_days() {
        assert_eq!(PeriodChoice::from_address(None, None, None), PeriodChoice::Days(90));
    }

    #[test]
    fn every_offered_choice_survives_the_address() {
        for offered in PeriodChoice::OFFERED {
            assert_eq!(PeriodChoice::from_address(Some(&offered.code()), None, None), offered);
        }
    }

    #[test]
    fn dates_in_the_address_win_over_a_named_period() {
        let picked = PeriodChoice::from_address(Some("7d"), Some("2026-01-05"), Some("2026-02-01"));
        assert_eq!(picked.period(date("2026-06-30")).last(), date("2026-02-01"));
    }

    #[test]
    fn dates_the_wrong_way_round_mean_the_default() {
        let picked = PeriodChoice::from_address(None, Some("2026-02-01"), Some("2026-01-05"));
        assert_eq!(picked, PeriodChoice::DEFAULT);
    }

    #[test]
    fn the_year_to_date_starts_in_january_and_includes_the_as_of_date() {
        let period = PeriodChoice::YearToDate.period(date("2026-06-30"));
        assert_eq!((period.from, period.last()), (date("2026-01-01"), date("2026-06-30")));
    }
}
