//! What the values of a file leave open: dates and numbers that can be read in two ways, and whether any of them
//! settles it for all.

use crate::dates::Moment;
use crate::decimal::{self, Decimal, DecimalMark};
use crate::error::printable;
use bellwether_core::import::Notice;
use chrono::NaiveDate;
use std::cell::{Cell, RefCell};

/// The first value that can be read in two ways.
#[derive(Debug, Clone)]
struct Example<T> {
    row: u64,
    column: String,
    value: String,
    read: T,
    other: T,
}

impl<T> Example<T> {
    fn place(&self) -> String {
        format!("\"{}\" in row {}, column \"{}\"", self.value, self.row, self.column)
    }
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'s> {
    pub(crate) row: u64,
    pub(crate) column: &'s str,
    pub(crate) value: &'s str,
}

impl Spot<'_> {
    fn example<T>(self, read: T, other: T) -> Example<T> {
        Example { row: self.row, column: printable(self.column), value: printable(self.value), read, other }
    }
}

/// The doubts about one file.
#[derive(Debug)]
pub(crate) struct Doubts {
    /// Dates that fit only the order in use, and only the other one.
    pub(crate) dates_proving: Cell<u64>,
    pub(crate) dates_against: Cell<u64>,
    date: RefCell<Option<Example<NaiveDate>>>,
    is_mark_settled: Cell<bool>,
    /// A number has only the reading with the other mark.
    is_mark_against: Cell<bool>,
    number: RefCell<Option<Example<Decimal>>>,
}

impl Doubts {
    /// Doubts of a file whose order of day and month is stated, and whose decimal mark is stated or proven.
    pub(crate) fn new(is_order_stated: bool, is_mark_settled: bool) -> Self {
        Self {
            dates_proving: Cell::new(u64::from(is_order_stated)),
            dates_against: Cell::new(0),
            date: RefCell::default(),
            is_mark_settled: Cell::new(is_mark_settled),
            is_mark_against: Cell::new(false),
            number: RefCell::default(),
        }
    }

    /// Takes note of a date that was read.
    pub(crate) fn note_date(&self, spot: Spot<'_>, moment: &Moment) {
        if moment.proves.is_some() {
            self.dates_proving.set(self.dates_proving.get() + 1);
        } else if let Some(other) = moment.other_reading {
            self.date.borrow_mut().get_or_insert_with(|| spot.example(moment.date, other));
        }
    }

    /// Takes note of a number that was read with `mark`.
    pub(crate) fn note_number(&self, spot: Spot<'_>, read: Decimal, mark: DecimalMark) {
        if self.is_mark_settled.get() {
            return;
        }
        match decimal::proven_mark(spot.value) {
            Some(proven) if proven == mark => self.is_mark_settled.set(true),
            Some(_) => self.is_mark_against.set(true),
            None if self.number.borrow().is_none() => {
                let other = decimal::parse(spot.value, mark.other()).filter(|other| *other != read);
                *self.number.borrow_mut() = other.map(|other| spot.example(read, other));
            }
            None => {}
        }
    }

    /// What is still open, in words.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let is_date_open = self.dates_proving.get() == 0;
        let date = self.date.borrow();
        let date = date.as_ref().filter(|_| is_date_open).map(|example| self.ambiguous_dates(example));
        let number = self.number.borrow();
        let is_number_open = !self.is_mark_settled.get();
        let number =
            number.as_ref().filter(|_| is_number_open).map(|example| self.ambiguous_amounts(example));
        date.into_iter().chain(number).collect()
    }

    fn ambiguous_dates(&self, example: &Example<NaiveDate>) -> Notice {
        let doubt = match self.dates_against.get() {
            0 => "No date of the file settles whether the month or the day comes first.",
            _some => {
                "Some dates of the file fit only with the day first, but none with the month first alone."
            }
        };
        let words = |date: NaiveDate| date.format("%B %-d, %Y").to_string();
        Notice {
            code: "ambiguous_dates".to_owned(),
            message: format!(
                "{doubt} {} was read month first, as {}; day first it is {}. If the day comes first, say so: \"Dates \
                 with slashes\" on the Imports page, --day-first at the terminal, \"day_first\": true in a mapping.",
                example.place(),
                words(example.read),
                words(example.other),
            ),
        }
    }

    fn ambiguous_amounts(&self, example: &Example<Decimal>) -> Notice {
        let doubt = if self.is_mark_against.get() {
            "Some numbers of the file fit only with a decimal comma, but none with a decimal point alone."
        } else {
            "No number of the file settles whether a point or a comma separates the decimals."
        };
        Notice {
            code: "ambiguous_amounts".to_owned(),
            message: format!(
                "{doubt} {} was read with a decimal point, as {}; with a decimal comma it is {}. If the comma \
                 separates the decimals, say so: \"Decimals\" on the Imports page, --decimal-comma at the terminal, \
                 \"decimal_comma\": true in a mapping.",
                example.place(),
                example.read.plain(),
                example.other.plain(),
            ),
        }
    }
}
