//! What stands in a cell. It knows what it is, so that numbers stay numbers and dates dates, whatever the file is.

use bellwether_core::Cents;
use chrono::NaiveDate;

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words, whatever they look like.
    Text(String),
    /// An amount of the organisation's currency.
    Money(Cents),
    /// A number without a fraction.
    Count(i64),
    /// A share between 0 and 1.
    Share(f64),
    /// Units, in thousandths.
    Units(i64),
    /// A number with one decimal.
    Decimal(f64),
    /// A day.
    Date(NaiveDate),
    /// Nothing is known.
    Empty,
}

/// Words, or nothing.
pub(super) fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
}

/// A day, if it is known.
pub(super) fn date(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Date)
}
