//! What only many values together tell: which decimal mark a file uses, which order its dates have,
//! whether a column of numbers went through a program that wrote `17850.0` for 17850.

use crate::dates::{self, DateOrder};
use crate::decimal::{self, DecimalMark};
use std::cmp::Ordering;

/// Counts of what single values prove.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Proof {
    pub(crate) first: u64,
    pub(crate) second: u64,
}

impl Proof {
    /// What most values prove, the first where as many prove either; none when no value does.
    fn verdict<T>(self, first: T, second: T) -> Option<T> {
        match self.first.cmp(&self.second) {
            _ if self.first + self.second == 0 => None,
            Ordering::Less => Some(second),
            Ordering::Equal | Ordering::Greater => Some(first),
        }
    }
}

/// The decimal mark that most values prove; none when no value does.
pub(crate) fn decimal_mark<'v>(values: impl Iterator<Item = &'v str>) -> Option<DecimalMark> {
    let mut proof = Proof::default();
    for value in values {
        match decimal::proven_mark(value) {
            Some(DecimalMark::Point) => proof.first += 1,
            Some(DecimalMark::Comma) => proof.second += 1,
            None => {}
        }
    }
    proof.verdict(DecimalMark::Point, DecimalMark::Comma)
}

/// The order of day and month that most values prove; none when no value does.
pub(crate) fn date_order<'v>(values: impl Iterator<Item = &'v str>) -> Option<DateOrder> {
    let mut proof = Proof::default();
    for value in values {
        match dates::parse(value, DateOrder::MonthFirst) {
            Ok(moment) if moment.proves.is_some() => proof.first += 1,
            Err(dates::DateFault::OtherOrder) => proof.second += 1,
            Ok(_) | Err(_) => {}
        }
    }
    proof.verdict(DateOrder::MonthFirst, DateOrder::DayFirst)
}

/// `17850` of `17850.0`.
pub(crate) fn without_float_tail(value: &str) -> Option<&str> {
    let digits = value.strip_suffix(".0")?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Whether every value there is ends in `.0`. A column without any value in sight counts as one, for
/// nothing but numbers is ever changed by it.
pub(crate) fn is_float_column<'v>(mut values: impl Iterator<Item = &'v str>) -> bool {
    values.all(|value| without_float_tail(value).is_some())
}

/// Whether the values are US ZIP codes, some of which lost their leading zeros to a spreadsheet.
pub(crate) fn is_zip_column<'v>(values: impl Iterator<Item = &'v str>) -> bool {
    let (mut full, mut other) = (0u64, 0u64);
    for value in values {
        let value = without_float_tail(value).unwrap_or(value);
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        match value.len() {
            5 | 10 if is_number => full += 1,
            3 | 4 | 8 | 9 if is_number => {}
            _ => other += 1,
        }
    }
    full > 0 && other == 0
}
