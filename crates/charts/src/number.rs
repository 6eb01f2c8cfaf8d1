//! Figures and dates as people read them: short on an axis, in full in a read-out.

use chrono::{Datelike, NaiveDate};

/// What the values of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of a currency with this symbol.
    Money(&'static str),
    /// Whole things.
    Count,
    /// Thousandths of a thing, as units sold are counted.
    Thousandths,
    /// A fraction of one, read as per cent.
    Share,
    /// Points of a score, such as log-odds.
    Points,
}

impl Unit {
    /// At most about seven characters: `$9,454`, `$1.24 M`. Zeros are kept, so that figures in a column line up.
    pub fn short(self, value: f64) -> String {
        match self {
            Self::Money(symbol) => signed(value, |size| format!("{symbol}{}", brief(size / 100.0))),
            Self::Count => signed(value, brief),
            Self::Thousandths => signed(value, |size| brief(size / 1000.0)),
            Self::Share | Self::Points => self.tick(value),
        }
    }

    /// A round figure of an axis, without zeros at the end: `$2 K`, `$7.5 K`.
    pub(crate) fn tick(self, value: f64) -> String {
        match self {
            Self::Money(symbol) => {
                signed(value, |size| format!("{symbol}{}", compact(size / 100.0, trimmed)))
            }
            Self::Count => signed(value, |size| compact(size, trimmed)),
            Self::Thousandths => signed(value, |size| compact(size / 1000.0, trimmed)),
            Self::Share => signed(value, |size| format!("{}%", trimmed(size * 100.0, 1))),
            Self::Points => signed(value, |size| trimmed(size, 2)),
        }
    }

    /// With every digit that counts: `$1,240,312.55`.
    pub fn full(self, value: f64) -> String {
        match self {
            Self::Money(symbol) => {
                signed(value, |size| format!("{symbol}{}", grouped(&format!("{:.2}", size / 100.0))))
            }
            Self::Count => signed(value, |size| grouped(&trimmed(size, 2))),
            Self::Thousandths => signed(value, |size| grouped(&trimmed(size / 1000.0, 3))),
            Self::Share => signed(value, |size| format!("{size:.1}%", size = size * 100.0)),
            Self::Points => signed(value, |size| format!("{size:.2}")),
        }
    }

    /// The full figure with its sign always written, for movements.
    pub fn signed_full(self, value: f64) -> String {
        if value > 0.0 { format!("+{}", self.full(value)) } else { self.full(value) }
    }

    /// The short figure with its sign always written, for movements.
    pub fn signed_short(self, value: f64) -> String {
        if value > 0.0 { format!("+{}", self.short(value)) } else { self.short(value) }
    }

    /// What the axis cannot be divided below.
    pub(crate) fn smallest_step(self) -> f64 {
        match self {
            Self::Count | Self::Money(_) => 1.0,
            Self::Thousandths => 1000.0,
            Self::Share | Self::Points => 0.0,
        }
    }
}

/// The sign people write before amounts of a currency, by its ISO 4217 code.
pub fn currency_symbol(iso_code: &str) -> &'static str {
    match iso_code {
        "USD" => "$",
        "CAD" => "CA$",
        "AUD" => "A$",
        "MXN" => "MX$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        _ => "¤",
    }
}

/// A date as `24 Jun`, with the year when it is not `reference_year`.
pub fn day_label(date: NaiveDate, reference_year: i32) -> String {
    let day = format!("{} {}", date.day(), month_name(date));
    if date.year() == reference_year { day } else { format!("{day} {}", date.year()) }
}

/// A month as `Jun 2026`.
pub fn month_label(date: NaiveDate) -> String {
    format!("{} {}", month_name(date), date.year())
}

pub(crate) fn month_name(date: NaiveDate) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let index = usize::try_from(date.month0());
    MONTHS[index.expect("a month is below twelve")]
}

fn signed(value: f64, format: impl Fn(f64) -> String) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format(value.abs());
    let is_zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// Below ten thousand no letter saves room: such figures are written whole.
const WHOLE_BELOW: f64 = 9_999.5;

/// Whole below ten thousand, from there three digits that count.
fn brief(size: f64) -> String {
    if size < WHOLE_BELOW {
        grouped(&trimmed(size, usize::from(size < 10.0)))
    } else {
        compact(size, |scaled, decimals| format!("{scaled:.decimals$}"))
    }
}

/// Three digits that count and a letter for the power.
fn compact(size: f64, spell: impl Fn(f64, usize) -> String) -> String {
    const POWERS: [(f64, &str); 4] = [(1.0, ""), (1e3, " K"), (1e6, " M"), (1e9, " B")];
    let mut text = String::new();
    for (power, letter) in POWERS {
        let scaled = size / power;
        let decimals = if letter.is_empty() { usize::from(scaled < 10.0) } else { decimals_of(scaled) };
        text = format!("{}{letter}", spell(scaled, decimals));
        // 999.7 would be written as 1000, which is 1 K.
        if scaled < 999.5 {
            break;
        }
    }
    text
}

fn decimals_of(scaled: f64) -> usize {
    if scaled < 9.995 {
        2
    } else if scaled < 99.95 {
        1
    } else {
        0
    }
}

/// At most so many decimals, without zeros at the end.
fn trimmed(size: f64, decimals: usize) -> String {
    let text = format!("{size:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Digits in groups of three.
pub(crate) fn grouped(number: &str) -> String {
    let (whole, fraction) =
        number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// `part` of `whole` things in words for a read-out.
pub(crate) fn share_text(part: f64, whole: f64) -> String {
    if whole > 0.0 { Unit::Share.full(part / whole) } else { String::from("–") }
}

/// The middle of several values; none of none.
pub(crate) fn median(values: &[u32]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(f64::from(lower), f64::from(upper)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_short_on_an_axis_and_whole_in_a_read_out() {
        let dollars = Unit::Money("$");
        assert_eq!(dollars.short(124_031_255.0), "$1.24 M");
        assert_eq!(dollars.full(124_031_255.0), "$1,240,312.55");
        assert_eq!(dollars.full(-5.0), "−$0.05");
        assert_eq!(dollars.short(0.0), "$0");
    }

    #[test]
    fn rounding_up_never_writes_a_thousand_of_a_smaller_letter() {
        assert_eq!(Unit::Count.short(999_950.0), "1.00 M");
        assert_eq!(Unit::Count.short(9_999.7), "10.0 K");
        assert_eq!(Unit::Count.tick(999.7), "1 K");
        assert_eq!(Unit::Count.short(999_400.0), "999 K");
        assert_eq!(Unit::Count.short(12_345.0), "12.3 K");
        assert_eq!(Unit::Count.short(5e12), "5000 B");
    }

    #[test]
    fn figures_below_ten_thousand_are_whole_and_larger_ones_keep_three_digits() {
        let dollars = Unit::Money("$");
        assert_eq!(dollars.short(945_420.0), "$9,454");
        assert_eq!(dollars.short(-1_500_000.0), "−$15.0 K");
        assert_eq!((dollars.tick(200_000.0), dollars.tick(750_000.0)), ("$2 K".into(), "$7.5 K".into()));
    }

    #[test]
    fn a_negative_that_rounds_to_nothing_has_no_sign() {
        assert_eq!(Unit::Share.short(-0.000_01), "0%");
        assert_eq!(Unit::Share.short(-0.052), "−5.2%");
    }

    #[test]
    fn units_are_thousandths() {
        assert_eq!(Unit::Thousandths.full(1_234_500.0), "1,234.5");
        assert_eq!(Unit::Thousandths.short(40_300_000.0), "40.3 K");
    }

    #[test]
    fn the_year_is_written_only_when_it_differs() {
        let date = NaiveDate::from_ymd_opt(2025, 6, 24).expect("a date of the calendar");
        assert_eq!((day_label(date, 2025), day_label(date, 2026)), ("24 Jun".into(), "24 Jun 2025".into()));
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(median(&[9, 1, 4, 6]), Some(5.0));
        assert_eq!(median(&[]), None);
    }
}
