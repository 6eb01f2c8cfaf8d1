//! Dates and times as exports write them: ISO, American, European, with month names.
//! A slashed date says by itself which order it has only when its day is above 12.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Order of day and month in dates such as `3/4/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// April 3rd is `4/3/2024`.
    MonthFirst,
    /// April 3rd is `3/4/2024`.
    DayFirst,
}

/// A date as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The date as written.
    pub(crate) date: NaiveDate,
    /// The clock time, if one is written.
    pub(crate) time: Option<NaiveTime>,
    /// Minutes east of Greenwich, if stated.
    pub(crate) utc_offset_minutes: Option<i32>,
    /// The order that this value proves.
    pub(crate) proves: Option<DateOrder>,
    /// The other day that it is with day and month the other way round.
    pub(crate) other_reading: Option<NaiveDate>,
}

/// The day in a text, and what the text says about the order of day and month.
#[derive(Debug, Clone, Copy)]
struct Day {
    date: NaiveDate,
    proves: Option<DateOrder>,
    other_reading: Option<NaiveDate>,
}

impl Day {
    /// A day written in a way that has one reading.
    fn plain(date: NaiveDate) -> Self {
        Self { date, proves: None, other_reading: None }
    }
}

impl Moment {
    /// Date and time together, if a time is written.
    pub(crate) fn date_time(self) -> Option<NaiveDateTime> {
        self.time.map(|time| self.date.and_time(time))
    }
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateFault {
    /// Not written like one.
    NotADate,
    /// Written like one, but there is no such day.
    Impossible,
    /// A date only if day and month are the other way round.
    OtherOrder,
}

/// Reads a date or a date and time.
pub(crate) fn parse(text: &str, order: DateOrder) -> Result<Moment, DateFault> {
    let text = text.trim();
    if text.len() > 50 || !text.is_ascii() {
        return Err(DateFault::NotADate);
    }
    if let Some(date) = plain_iso(text.as_bytes()) {
        return Ok(Moment { date, time: None, utc_offset_minutes: None, proves: None, other_reading: None });
    }
    let (day_part, rest) = split_date(text);
    let Day { date, proves, other_reading } = parse_date(day_part, order)?;
    let (time, utc_offset_minutes) = parse_time(rest).ok_or(DateFault::NotADate)?;
    Ok(Moment { date, time, utc_offset_minutes, proves, other_reading })
}

/// The fast road: `2010-12-01`, what most files hold.
fn plain_iso(text: &[u8]) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
    let digits = [*a, *b, *c, *d, *e, *f, *g, *h];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [a, b, c, d, e, f, g, h] = digits.map(|digit| u32::from(digit - b'0'));
    day_of(a * 1000 + b * 100 + c * 10 + d, e * 10 + f, g * 10 + h).ok()
}

/// Cuts the time off. `Dec 1, 2010 8:26` has spaces inside its date, so the cut is before the first
/// word that holds a colon.
fn split_date(text: &str) -> (&str, &str) {
    let iso_time = text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b't'));
    if iso_time && text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return (text.get(..10).unwrap_or(text), text.get(11..).unwrap_or(""));
    }
    let Some(colon) = text.find(':') else { return (text, "") };
    let Some(cut) = text.get(..colon).and_then(|before| before.rfind(' ')) else { return (text, "") };
    (text.get(..cut).unwrap_or(text).trim_end(), text.get(cut..).unwrap_or("").trim_start())
}

fn parse_date(text: &str, order: DateOrder) -> Result<Day, DateFault> {
    let mut parts = [""; 3];
    let mut count = 0;
    for part in text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()) {
        *parts.get_mut(count).ok_or(DateFault::NotADate)? = part;
        count += 1;
    }
    match (count, parts) {
        (1, [digits, ..]) => compact_date(digits),
        (3, [year, month, day]) if is_year(year) && month_number(month).is_some() => {
            day_of(number(year)?, month_number(month).ok_or(DateFault::NotADate)?, number(day)?)
        }
        (3, [year, month, day]) if is_year(year) => day_of(number(year)?, number(month)?, number(day)?),
        (3, [day, month, year]) if month_number(month).is_some() => {
            let month = month_number(month).ok_or(DateFault::NotADate)?;
            day_of(full_year(year)?, month, number(day)?)
        }
        (3, [month, day, year]) if month_number(month).is_some() => {
            let month = month_number(month).ok_or(DateFault::NotADate)?;
            day_of(full_year(year)?, month, number(day)?)
        }
        // Dots are a European habit: 24.12.2010 is never month first.
        (3, [day, month, year]) if text.contains('.') => {
            day_of(full_year(year)?, number(month)?, number(day)?)
        }
        (3, [first, second, year]) => {
            return ordered(number(first)?, number(second)?, full_year(year)?, order);
        }
        _ => Err(DateFault::NotADate),
    }
    .map(Day::plain)
}

/// `3/4/2024` in the order given, and what it proves or leaves open.
fn ordered(first: u32, second: u32, year: u32, order: DateOrder) -> Result<Day, DateFault> {
    let (month, day) = match order {
        DateOrder::MonthFirst => (first, second),
        DateOrder::DayFirst => (second, first),
    };
    match (day_of(year, month, day), day_of(year, day, month)) {
        (Ok(date), Ok(other)) => {
            Ok(Day { date, proves: None, other_reading: (other != date).then_some(other) })
        }
        (Ok(date), Err(_)) => Ok(Day { date, proves: Some(order), other_reading: None }),
        (Err(_), Ok(_)) => Err(DateFault::OtherOrder),
        (Err(fault), Err(_)) => Err(fault),
    }
}

/// `20101201`.
fn compact_date(text: &str) -> Result<NaiveDate, DateFault> {
    if text.len() != 8 {
        return Err(DateFault::NotADate);
    }
    let part = |range| text.get(range).ok_or(DateFault::NotADate).and_then(number);
    day_of(part(0..4)?, part(4..6)?, part(6..8)?)
}

/// A day of a plausible year.
fn day_of(year: u32, month: u32, day: u32) -> Result<NaiveDate, DateFault> {
    let year =
        i32::try_from(year).ok().filter(|year| (1900..2200).contains(year)).ok_or(DateFault::Impossible)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::Impossible)
}

fn number(text: &str) -> Result<u32, DateFault> {
    if text.is_empty() || text.len() > 4 {
        return Err(DateFault::NotADate);
    }
    text.bytes().try_fold(0u32, |sum, byte| match byte {
        b'0'..=b'9' => Ok(sum * 10 + u32::from(byte - b'0')),
        _ => Err(DateFault::NotADate),
    })
}

/// Four digits; "June" has four letters too.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two digits mean 1969 to 2068, the POSIX rule.
fn full_year(text: &str) -> Result<u32, DateFault> {
    let year = number(text)?;
    match text.len() {
        4 => Ok(year),
        2 if year < 69 => Ok(2000 + year),
        2 => Ok(1900 + year),
        _ => Err(DateFault::NotADate),
    }
}

fn month_number(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if text.len() < 3 || !text.as_bytes().first()?.is_ascii_alphabetic() {
        return None;
    }
    let found = (1u32..).zip(MONTHS).find(|(_, name)| {
        name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
            && (text.len() == 3 || text.len() == name.len())
    });
    // "Sept" is the one common abbreviation of four letters.
    found.map(|(number, _)| number).or_else(|| text.eq_ignore_ascii_case("sept").then_some(9))
}

/// A time such as `8:26`, `08:26:00.123`, `8:26 PM`, `08:26:00Z`, `08:26:00+02:00`; nothing for no text.
fn parse_time(text: &str) -> Option<(Option<NaiveTime>, Option<i32>)> {
    if text.is_empty() {
        return Some((None, None));
    }
    let (clock, offset) = split_offset(text)?;
    let (clock, afternoon) = split_afternoon(clock);
    let mut parts = clock.trim().split(':');
    let mut hour = number(parts.next()?).ok()?;
    let minute = number(parts.next()?).ok()?;
    let second = match parts.next() {
        None => 0,
        Some(seconds) => whole_seconds(seconds)?,
    };
    if let Some(is_afternoon) = afternoon {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    }
    if parts.next().is_some() {
        return None;
    }
    Some((Some(NaiveTime::from_hms_opt(hour, minute, second)?), offset))
}

/// `07.123` is 7: fractions of a second are dropped.
fn whole_seconds(text: &str) -> Option<u32> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    fraction.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    number(seconds).ok()
}

fn split_afternoon(text: &str) -> (&str, Option<bool>) {
    let lower = text.len().saturating_sub(2);
    match text.get(lower..) {
        Some(mark) if mark.eq_ignore_ascii_case("pm") => (text.get(..lower).unwrap_or(""), Some(true)),
        Some(mark) if mark.eq_ignore_ascii_case("am") => (text.get(..lower).unwrap_or(""), Some(false)),
        _ => (text, None),
    }
}

/// Minutes east of Greenwich at the end of a time.
fn split_offset(text: &str) -> Option<(&str, Option<i32>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let (clock, offset) = (text.get(..at)?, text.get(at + 1..)?);
    let (hours, minutes) = match offset.split_once(':') {
        Some(parts) => parts,
        None if offset.len() == 4 => (offset.get(..2)?, offset.get(2..)?),
        None => (offset, "0"),
    };
    let minutes = i32::try_from(number(hours).ok()? * 60 + number(minutes).ok()?).ok()?;
    let minutes = if text.get(at..)?.starts_with('-') { -minutes } else { minutes };
    (minutes.abs() <= 14 * 60).then_some((clock, Some(minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        parse(text, DateOrder::MonthFirst).ok().map(|moment| match moment.date_time() {
            Some(time) => time.to_string(),
            None => moment.date.to_string(),
        })
    }

    #[test]
    fn dates_are_read_as_exports_write_them() {
        let cases = [
            ("2010-12-01", "2010-12-01"),
            ("2010/12/1", "2010-12-01"),
            ("20101201", "2010-12-01"),
            ("12/1/2010", "2010-12-01"),
            ("12-01-2010", "2010-12-01"),
            ("12/1/10", "2010-12-01"),
            ("12/1/69", "1969-12-01"),
            ("1-Dec-2010", "2010-12-01"),
            ("01 December 2010", "2010-12-01"),
            ("Dec 1, 2010", "2010-12-01"),
            ("June 1, 2010", "2010-06-01"),
            ("1.12.2010", "2010-12-01"),
            ("2010-12-01 08:26:00", "2010-12-01 08:26:00"),
            ("2010-12-01T08:26:00.123", "2010-12-01 08:26:00"),
            ("2010-12-01T08:26:00-06:00", "2010-12-01 08:26:00"),
            ("12/1/2010 8:26", "2010-12-01 08:26:00"),
            ("12/1/2010 8:26 PM", "2010-12-01 20:26:00"),
            ("Dec 1, 2010 12:05 am", "2010-12-01 00:05:00"),
            ("2024-02-29", "2024-02-29"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            parse("2010-12-01T08:26:00-06:00", DateOrder::DayFirst).map(|moment| moment.utc_offset_minutes),
            Ok(Some(-360))
        );
    }

    #[test]
    fn impossible_dates_are_told_from_what_is_no_date() {
        for text in ["2023-02-29", "13/32/2010", "2/30/2010", "0/1/2010", "0210-01-01", "12.31.2010"] {
            assert_eq!(parse(text, DateOrder::MonthFirst), Err(DateFault::Impossible), "{text}");
        }
        for text in [
            "",
            "n/a",
            "soon",
            "12/2010",
            "1/2/3/4",
            "1234",
            "2010-12-01 25:00",
            "12/1/201",
            "2010-12-01 8:26:00:00",
        ] {
            assert_eq!(parse(text, DateOrder::MonthFirst), Err(DateFault::NotADate), "{text}");
        }
    }

    #[test]
    fn a_day_above_twelve_proves_the_order() {
        let proof = |text, order| parse(text, order).map(|moment| moment.proves);
        assert_eq!(proof("12/13/2010", DateOrder::MonthFirst), Ok(Some(DateOrder::MonthFirst)));
        assert_eq!(proof("13/12/2010", DateOrder::DayFirst), Ok(Some(DateOrder::DayFirst)));
        assert_eq!(proof("3/4/2010", DateOrder::DayFirst), Ok(None));
        assert_eq!(parse("13/12/2010", DateOrder::MonthFirst), Err(DateFault::OtherOrder));
    }

    #[test]
    fn a_date_with_two_readings_tells_the_other_one() {
        let other = |text| parse(text, DateOrder::MonthFirst).ok().and_then(|moment| moment.other_reading);
        assert_eq!(other("05/06/2026 8:26"), NaiveDate::from_ymd_opt(2026, 6, 5));
        for settled in ["05/05/2026", "05/13/2026", "2026-05-06", "5.6.2026", "5-Jun-2026", "20260506"] {
            assert_eq!(other(settled), None, "{settled}");
        }
    }

    proptest! {
        #[test]
        fn every_day_survives_being_written_and_read(days in 0i64..100_000) {
            let start = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a calendar day");
            let date = start + chrono::Duration::days(days);
            for (format, order) in [
                ("%Y-%m-%d", DateOrder::MonthFirst), ("%m/%d/%Y", DateOrder::MonthFirst), ("%d/%m/%Y", DateOrder::DayFirst),
                ("%d-%b-%Y", DateOrder::MonthFirst), ("%B %d, %Y", DateOrder::DayFirst), ("%d.%m.%Y", DateOrder::MonthFirst),
            ] {
                let text = date.format(format).to_string();
                prop_assert_eq!(parse(&text, order).map(|moment| moment.date), Ok(date), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,30}", close in "[0-9TZ:/. +-]{0,30}") {
            for order in [DateOrder::MonthFirst, DateOrder::DayFirst] {
                let _ = parse(&text, order);
                let _ = parse(&close, order);
            }
        }
    }
}
