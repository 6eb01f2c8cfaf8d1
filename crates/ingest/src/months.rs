//! Months as targets name them: `2026-06`, `06/2026`, `Jun 2026`, `202606`, or any date of the month.

use crate::dates::{self, DateOrder};
use chrono::{Datelike, NaiveDate};

/// The first date of the month.
pub(crate) fn parse(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let text = text.trim();
    let first = of_parts(text).or_else(|| dates::parse(text, order).ok().map(|moment| moment.date))?;
    first.with_day(1)
}

/// A month and a year, in either order.
fn of_parts(text: &str) -> Option<NaiveDate> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(text) && text.len() == 6 {
        return dates::parse(&format!("{text}01"), DateOrder::MonthFirst).ok().map(|moment| moment.date);
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second] = parts.as_slice() else { return None };
    let (month, year) = if is_digits(first) && first.len() == 4 { (second, first) } else { (first, second) };
    // `Jun-26` means a year; `6/26` might be a day and is refused.
    let is_short_year = is_digits(year) && year.len() == 2 && !is_digits(month);
    if !(is_digits(year) && year.len() == 4 || is_short_year) {
        return None;
    }
    let date = if is_digits(month) { format!("{year}-{month}-01") } else { format!("1 {month} {year}") };
    dates::parse(&date, DateOrder::MonthFirst).ok().map(|moment| moment.date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_people_write_them() {
        let june = NaiveDate::from_ymd_opt(2026, 6, 1);
        for text in [
            "2026-06",
            "2026-6",
            "06/2026",
            "6/2026",
            "202606",
            "Jun 2026",
            "June 2026",
            "Jun-26",
            "2026-06-15",
            "6/15/2026",
            "15 June 2026",
            "2026/06",
        ] {
            assert_eq!(parse(text, DateOrder::MonthFirst), june, "{text}");
        }
        assert_eq!(parse("1/6/2026", DateOrder::DayFirst), june);
        for text in ["", "June", "2026", "13/2026", "6/26", "2026-00", "soon"] {
            assert_eq!(parse(text, DateOrder::MonthFirst), None, "{text}");
        }
    }
}
