//! One row seen through the mapping: fields by name, cleaned and typed, faults in words.

use crate::dates::{self, DateFault, DateOrder, Moment};
use crate::decimal::{self, Decimal, DecimalMark};
use crate::doubts::{Doubts, Spot};
use crate::error::shorten;
use crate::records::RecordReader;
use crate::tally::Part;
use crate::{facts, guess, money, months, terms};
use bellwether_core::import::{Field, ImportKind, Mapping, RowError};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::fmt::Debug;

/// A record that rows of one kind of file become.
pub trait Record: Sized + Debug {
    /// The kind of file.
    const KIND: ImportKind;

    /// Reads one row.
    ///
    /// # Errors
    /// The first fault of the row, with its column, value and remedy.
    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>>;

    /// What the record is about, where a file may name it only once.
    fn identity(&self) -> Option<Identity> {
        None
    }

    /// What the row adds to an order, where the signs of the amounts alone say whether it is one.
    fn part(&self) -> Option<Part<'_>> {
        None
    }

    /// Whether the same row twice counts twice.
    fn counts_again(&self) -> bool {
        false
    }
}

/// What a record is about, and the fault of a second row about the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Equal for two records about the same.
    pub key: String,
    /// The field to point at.
    pub field: Field,
    /// Stable code of the fault.
    pub code: &'static str,
    /// What is wrong with the second row.
    pub message: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// Fields there can be.
const FIELD_COUNT: usize = Field::PackSize as usize + 1;
/// Longest external number.
const MOST_KEY_BYTES: usize = 200;

/// Where a field stands in the file and what its column needs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) column: Option<usize>,
    /// Numbers went through a program that wrote `17850.0`.
    pub(crate) is_float: bool,
    /// ZIP codes that may have lost leading zeros.
    pub(crate) is_zip: bool,
}

/// Everything that is the same for all rows of a file.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) places: [Place; FIELD_COUNT],
    pub(crate) headers: Vec<String>,
    pub(crate) decimal_mark: DecimalMark,
    pub(crate) date_order: DateOrder,
    pub(crate) default_account: Option<String>,
    pub(crate) doubts: Doubts,
    /// What deserves a second look in the row being read, though it is taken.
    pub(crate) remarks: RefCell<Vec<RowError>>,
}

impl Plan {
    /// Judges the columns by the first rows.
    pub(crate) fn new(
        mapping: &Mapping,
        headers: Vec<String>,
        columns: &[guess::Column<'_>],
        indices: &[(Field, usize)],
    ) -> Self {
        let values = |field: Field| {
            let index = indices.iter().find(|(candidate, _)| *candidate == field).map(|(_, index)| *index);
            index
                .and_then(|index| columns.get(index))
                .into_iter()
                .flat_map(|column| column.values.iter().copied())
        };
        let mut places = [Place::default(); FIELD_COUNT];
        for (field, index) in indices {
            let place = Place {
                column: Some(*index),
                is_float: facts::is_float_column(values(*field)),
                is_zip: *field == Field::PostalCode && facts::is_zip_column(values(*field)),
            };
            if let Some(slot) = places.get_mut(*field as usize) {
                *slot = place;
            }
        }
        let stated_mark = mapping
            .decimal_comma
            .map(|is_comma| if is_comma { DecimalMark::Comma } else { DecimalMark::Point });
        let mark = stated_mark.or_else(|| facts::decimal_mark(guess::NUMBERS.into_iter().flat_map(values)));
        let stated = mapping
            .day_first
            .map(|day_first| if day_first { DateOrder::DayFirst } else { DateOrder::MonthFirst });
        Self {
            places,
            headers,
            decimal_mark: mark.unwrap_or(DecimalMark::Point),
            date_order: stated
                .or_else(|| facts::date_order(guess::DATES.into_iter().flat_map(values)))
                .unwrap_or(DateOrder::MonthFirst),
            default_account: mapping.default_account.clone(),
            doubts: Doubts::new(stated.is_some(), mark.is_some()),
            remarks: RefCell::default(),
        }
    }
}

/// One row of the file.
pub(crate) struct Row<'r> {
    pub(crate) number: u64,
    pub(crate) plan: &'r Plan,
    pub(crate) record: &'r dyn Values,
}

/// Values of a record by column.
pub(crate) trait Values {
    fn value(&self, column: usize) -> &str;
}

impl<R: std::io::Read> Values for RecordReader<R> {
    fn value(&self, column: usize) -> &str {
        RecordReader::value(self, column)
    }
}

impl<'r> Row<'r> {
    fn place(&self, field: Field) -> Place {
        self.plan.places.get(field as usize).copied().unwrap_or_default()
    }

    /// The value of a field, trimmed; none when the field is not mapped or holds nothing.
    pub(crate) fn text(&self, field: Field) -> Option<&'r str> {
        let value = self.record.value(self.place(field).column?).trim();
        (!value.is_empty() && !guess::is_blank_word(value)).then_some(value)
    }

    /// The same, owned.
    pub(crate) fn owned(&self, field: Field) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// An external number, freed of what spreadsheets did to it.
    pub(crate) fn key(&self, field: Field) -> Result<Option<&'r str>, Box<RowError>> {
        let Some(mut value) = self.text(field) else { return Ok(None) };
        if self.place(field).is_float {
            value = facts::without_float_tail(value).unwrap_or(value);
        }
        if value.len() > MOST_KEY_BYTES {
            let message =
                format!("This is longer than the {MOST_KEY_BYTES} characters a number or code may have.");
            return Err(self.fault(
                field,
                "key_too_long",
                &message,
                "Check that the right column is mapped.",
            ));
        }
        if is_rounded_number(value) {
            return Err(self.fault(
                field,
                "rounded_number",
                "A spreadsheet has rounded this number; its last digits are lost.",
                "Format the column as text and export it again.",
            ));
        }
        Ok(Some(value))
    }

    /// The same, owned.
    pub(crate) fn owned_key(&self, field: Field) -> Result<Option<String>, Box<RowError>> {
        Ok(self.key(field)?.map(str::to_owned))
    }

    /// A ZIP code with the leading zeros that a spreadsheet took.
    pub(crate) fn postal_code(&self) -> Option<String> {
        let place = self.place(Field::PostalCode);
        let value = self.text(Field::PostalCode)?;
        let value = if place.is_float { facts::without_float_tail(value).unwrap_or(value) } else { value };
        let is_short = place.is_zip && value.len() < 5 && value.bytes().all(|byte| byte.is_ascii_digit());
        Some(if is_short { format!("{value:0>5}") } else { value.to_owned() })
    }

    /// An exact number.
    pub(crate) fn decimal(&self, field: Field) -> Result<Option<Decimal>, Box<RowError>> {
        let Some(value) = self.text(field) else { return Ok(None) };
        let mark = self.plan.decimal_mark;
        match decimal::parse(value, mark) {
            Some(number) => {
                self.plan.doubts.note_number(self.spot(field, value), number, mark);
                Ok(Some(number))
            }
            None if field == Field::Quantity => {
                Err(self.fault(field, "bad_quantity", "This is not a quantity.", "Write it as 12 or 2.5."))
            }
            None => Err(self.fault(
                field,
                "bad_amount",
                "This is not an amount of money.",
                "Write it as 1234.50 or $1,234.50.",
            )),
        }
    }

    /// An amount in cents.
    pub(crate) fn cents(&self, field: Field, amount: Option<Decimal>) -> Result<Option<i64>, Box<RowError>> {
        let Some(amount) = amount else { return Ok(None) };
        money::cents(amount).map(Some).ok_or_else(|| self.too_large(field))
    }

    /// The fault of a number beyond every limit.
    pub(crate) fn too_large(&self, field: Field) -> Box<RowError> {
        self.fault(
            field,
            "number_too_large",
            "This number is too large to be true.",
            "Check the columns and the decimal mark.",
        )
    }

    /// Degrees within `-limit..=limit`.
    pub(crate) fn degrees(&self, field: Field, limit: f64) -> Result<Option<f64>, Box<RowError>> {
        let Some(value) = self.text(field) else { return Ok(None) };
        match value.parse::<f64>() {
            Ok(degrees) if degrees.is_finite() && degrees.abs() <= limit => Ok(Some(degrees)),
            Ok(_) | Err(_) => Err(self.fault(
                field,
                "bad_coordinate",
                "This is not a position on Earth.",
                "Write degrees such as 41.6475.",
            )),
        }
    }

    /// The header of a field's column; empty when the field is not mapped.
    pub(crate) fn header(&self, field: Field) -> &'r str {
        let header = self.place(field).column.and_then(|column| self.plan.headers.get(column));
        header.map_or("", String::as_str)
    }

    /// The order date.
    pub(crate) fn moment(&self, field: Field) -> Result<Moment, Box<RowError>> {
        self.moment_if_any(field)?.ok_or_else(|| {
            self.fault(
                field,
                "missing_date",
                "There is no order date.",
                "Fill in the date on which the order was placed.",
            )
        })
    }

    /// Days to pay within, as terms of payment say them.
    pub(crate) fn terms_days(&self) -> Result<Option<i64>, Box<RowError>> {
        let Some(words) = self.text(Field::PaymentTerms) else { return Ok(None) };
        let words = facts::without_float_tail(words).unwrap_or(words);
        terms::days(words).map(Some).ok_or_else(|| {
            self.fault(
                Field::PaymentTerms,
                "unknown_terms",
                "These terms of payment do not come to a number of days.",
                "Write them as Net 30, 30 or Due on receipt, or leave the column unmapped.",
            )
        })
    }

    /// A date, if the row has one.
    pub(crate) fn moment_if_any(&self, field: Field) -> Result<Option<Moment>, Box<RowError>> {
        let Some(value) = self.text(field) else { return Ok(None) };
        let fault = match dates::parse(value, self.plan.date_order) {
            Ok(moment) => {
                self.plan.doubts.note_date(self.spot(field, value), &moment);
                return Ok(Some(moment));
            }
            Err(fault) => fault,
        };
        Err(match fault {
            DateFault::NotADate => {
                self.fault(field, "bad_date", "This is not a date.", "Write it as 2024-05-31 or 5/31/2024.")
            }
            DateFault::Impossible => self.fault(
                field,
                "impossible_date",
                "There is no such day in the years 1900 to 2199.",
                "Correct the day, the month or the year.",
            ),
            DateFault::OtherOrder => {
                let against = &self.plan.doubts.dates_against;
                against.set(against.get() + 1);
                self.fault(
                    field,
                    "date_order",
                    "This is a date only if day and month are the other way round than in the rest of the file.",
                    "Correct it, or state in the mapping whether the day comes first.",
                )
            }
        })
    }

    /// The month of a field.
    pub(crate) fn month(&self, field: Field) -> Option<NaiveDate> {
        let value = self.text(field)?;
        if let Ok(moment) = dates::parse(value, self.plan.date_order) {
            self.plan.doubts.note_date(self.spot(field, value), &moment);
        }
        months::parse(value, self.plan.date_order)
    }

    fn spot<'s>(&'s self, field: Field, value: &'s str) -> Spot<'s> {
        Spot { row: self.number, column: self.header(field), value }
    }

    /// Notes what deserves a second look although the row is taken.
    pub(crate) fn remark(&self, field: Field, code: &str, message: &str, remedy: &str) {
        self.plan.remarks.borrow_mut().push(*self.fault(field, code, message, remedy));
    }

    /// A fault of one value.
    pub(crate) fn fault(&self, field: Field, code: &str, message: &str, remedy: &str) -> Box<RowError> {
        let column = self.place(field).column;
        Box::new(RowError {
            row: self.number,
            column: column
                .and_then(|column| self.plan.headers.get(column))
                .cloned()
                .unwrap_or_else(String::new),
            value: column.map_or_else(String::new, |column| shorten(self.record.value(column).trim())),
            code: code.to_owned(),
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        })
    }
}

/// `1.23457E+11`
fn is_rounded_number(value: &str) -> bool {
    let Some((mantissa, exponent)) = value.split_once("E+").or_else(|| value.split_once("e+")) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1 && is_number(whole) && is_number(fraction) && is_number(exponent)
}

/// A name made fit for telling accounts or products apart: one blank between words, lower case.
pub(crate) fn key_of_name(name: &str) -> String {
    let joined: Vec<&str> = name.split_whitespace().collect();
    let mut key = joined.join(" ").to_lowercase();
    while key.len() > MOST_KEY_BYTES {
        key.pop();
    }
    key
}
