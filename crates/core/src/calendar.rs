//! Dates that somebody sends. Databases and calendars end somewhere; what lies beyond is refused at the edge, in one
//! way for all of them.

use chrono::{Datelike, NaiveDate};
use serde::de::{Deserialize, Deserializer, Error};

/// Years a sent date can lie in.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Whether every part of the product can hold a date.
pub fn can_hold(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

/// One date, perhaps one, or several.
pub trait Dates {
    /// Whether every date is fit.
    fn all_are(&self, is_fit: impl Fn(&NaiveDate) -> bool) -> bool;
}

impl Dates for NaiveDate {
    fn all_are(&self, is_fit: impl Fn(&NaiveDate) -> bool) -> bool {
        is_fit(self)
    }
}

impl Dates for Option<NaiveDate> {
    fn all_are(&self, is_fit: impl Fn(&NaiveDate) -> bool) -> bool {
        self.iter().all(is_fit)
    }
}

impl Dates for Vec<NaiveDate> {
    fn all_are(&self, is_fit: impl Fn(&NaiveDate) -> bool) -> bool {
        self.iter().all(is_fit)
    }
}

/// For `deserialize_with`: reads dates inside the years that every part of the product can hold.
///
/// # Errors
/// When one lies outside them, in words for whoever sent it.
pub fn bounded<'de, D: Deserializer<'de>, T: Dates + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let dates = T::deserialize(deserializer)?;
    if dates.all_are(|date| can_hold(*date)) {
        return Ok(dates);
    }
    Err(D::Error::custom(format!("a date must lie in the years {} to {}", YEARS.start(), YEARS.end())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::FactFilter;

    fn filter(from: &str) -> Result<FactFilter, serde_json::Error> {
        serde_json::from_value(serde_json::json!({ "from": from }))
    }

    #[test]
    fn dates_of_the_calendar_are_taken() {
        for date in ["1900-01-01", "2026-06-30", "2199-12-31"] {
            assert_eq!(
                filter(date).expect("inside").from.map(|from| from.to_string()).as_deref(),
                Some(date)
            );
        }
        assert_eq!(serde_json::from_str::<FactFilter>("{}").expect("absent").from, None);
    }

    #[test]
    fn dates_that_no_database_holds_are_refused_in_words() {
        for date in ["-5000-01-01", "1899-12-31", "2200-01-01", "+12000-01-01"] {
            let refused = filter(date).expect_err(date).to_string();
            assert!(refused.contains("1900 to 2199"), "{refused}");
        }
    }

    #[test]
    fn one_of_many_is_enough_to_refuse_them() {
        let holidays = serde_json::json!(["2026-12-25", "9999-12-25"]);
        assert!(bounded::<_, Vec<NaiveDate>>(holidays).is_err());
    }
}
