//! Numbers and dates as people read them. Money and dates come from the charts' own words, so
//! that a tile, a table and an axis never spell the same figure differently.

use bellwether_charts::Unit;
use bellwether_core::score::Band;
use bellwether_core::{Cents, Period};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// A date as "24 Jun", with the year when it is not `reference_year`.
pub fn day(date: NaiveDate, reference_year: i32) -> String {
    bellwether_charts::day_label(date, reference_year)
}

/// Both ends of a period, inclusive: "1 Apr – 30 Jun 2026". The year stands once when both share it.
pub fn span(period: Period) -> String {
    let last = period.last();
    let end = format!("{} {}", day(last, last.year()), last.year());
    if period.from == last { end } else { format!("{} – {end}", day(period.from, last.year())) }
}

/// Both ends of a band, inclusive: "24 Jun – 3 Jul", with the year where it is not `reference_year`.
pub fn band(band: Band, reference_year: i32) -> String {
    let [from, to] = [band.from, band.to].map(|date| day(date, reference_year));
    if band.from == band.to { to } else { format!("{from} – {to}") }
}

/// Money in at most about six characters, for tiles: "$1.24 M".
pub fn money_short(cents: Cents, symbol: &'static str) -> String {
    Unit::Money(symbol).short(approximate(cents.0))
}

/// Money to the cent, for tables and read-outs: "$1,240,312.55".
pub fn money_full(cents: Cents, symbol: &'static str) -> String {
    Unit::Money(symbol).full(approximate(cents.0))
}

/// A whole number with thousands separated: "12,345".
pub fn count(number: i64) -> String {
    Unit::Count.full(approximate(number))
}

/// A number of things, as the server counts them: "12,345".
pub fn tally(number: u64) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A whole number, shortened for a tile: "18.3 K".
pub fn count_short(number: i64) -> String {
    Unit::Count.short(approximate(number))
}

/// Units held in thousandths, without a fraction unless there is one: "1,204" or "3.5".
pub fn units(milli: i64) -> String {
    Unit::Thousandths.full(approximate(milli))
}

/// Many units, shortened for a tile: "1.24 M".
pub fn units_short(milli: i64) -> String {
    Unit::Thousandths.short(approximate(milli))
}

/// A fraction as a percentage: "7.4%".
pub fn percent(fraction: f64) -> String {
    Unit::Share.short(fraction)
}

/// For showing and drawing only: exact up to 2^53, which is ninety trillion in cents.
pub fn approximate(number: i64) -> f64 {
    number as f64
}

/// Days in words: "1 day", "45 days".
pub fn days(number: i64) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{} days", count(number)) }
}

/// How long ago something was: "just now", "12 min ago", "2 h ago", "3 days ago".
pub fn ago(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (now - then).num_minutes();
    match minutes {
        ..2 => "just now".to_owned(),
        2..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        2880.. => format!("{} ago", days(minutes / 1440)),
    }
}

/// The present moment, from the browser's clock.
pub fn now() -> Option<DateTime<Utc>> {
    // Whole milliseconds far below 2^53: the conversion loses nothing.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit into 64 bits for 292 million years"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date of the calendar")
    }

    #[test]
    fn thousands_are_separated_and_negative_numbers_keep_their_sign() {
        assert_eq!(
            (count(0), count(999), count(1_234_567), count(-1000)),
            ("0".into(), "999".into(), "1,234,567".into(), "−1,000".into())
        );
    }

    #[test]
    fn units_show_a_fraction_only_where_there_is_one() {
        assert_eq!(
            (units(1_204_000), units(3_500), units(1_001)),
            ("1,204".into(), "3.5".into(), "1.001".into())
        );
    }

    #[test]
    fn money_is_short_on_tiles_and_exact_in_tables() {
        let amount = Cents(124_031_255);
        assert_eq!(
            (money_short(amount, "$"), money_full(amount, "$")),
            ("$1.24 M".into(), "$1,240,312.55".into())
        );
    }

    #[test]
    fn a_period_names_its_year_once() {
        let quarter = Period { from: date("2026-04-01"), until: date("2026-07-01") };
        assert_eq!(span(quarter), "1 Apr – 30 Jun 2026");
        let winter = Period { from: date("2025-12-01"), until: date("2026-02-01") };
        assert_eq!(span(winter), "1 Dec 2025 – 31 Jan 2026");
    }

    #[test]
    fn a_band_of_one_day_is_one_date() {
        let [from, to] = ["2026-11-27", "2027-01-02"].map(date);
        assert_eq!(band(Band { from, to }, 2026), "27 Nov – 2 Jan 2027");
        assert_eq!(band(Band { from, to: from }, 2026), "27 Nov");
    }

    #[test]
    fn ages_are_told_in_the_largest_unit_that_fits() {
        let then = DateTime::from_timestamp(1_780_000_000, 0).expect("a moment of the calendar");
        let after = |minutes| ago(then, then + chrono::TimeDelta::minutes(minutes));
        assert_eq!(
            (after(1), after(59), after(150), after(2880)),
            ("just now".into(), "59 min ago".into(), "2 h ago".into(), "2 days ago".into())
        );
    }
}
