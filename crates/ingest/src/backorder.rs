//! What a file says of lines that could not be given whole: a quantity, yes or no, or the status of the line.

use crate::decimal::{self, DecimalMark};
use crate::quantity;
use crate::synonyms::words;

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// So much is back-ordered, in thousandths of a unit; nought for none.
    Quantity(i64),
    /// The line is back-ordered.
    Yes,
    /// It is not.
    No,
}

/// What a value says; none when it says nothing that is known.
pub(crate) fn parse(value: &str, mark: DecimalMark) -> Option<Told> {
    if let Some(number) = decimal::parse(value, mark) {
        return quantity::milli(number).map(|milli| Told::Quantity(milli.max(0)));
    }
    match words(value).as_str() {
        "yes" | "y" | "true" | "t" | "x" | "backordered" | "back ordered" | "backorder" | "back order"
        | "on backorder" | "on back order" | "bo" | "b o" | "out of stock" => Some(Told::Yes),
        "no" | "n" | "false" | "f" | "none" | "open" | "new" | "pending" | "released" | "allocated"
        | "reserved" | "picked" | "packed" | "ready" | "shipped" | "delivered" | "invoiced" | "billed"
        | "closed" | "complete" | "completed" | "fulfilled" | "filled" | "cancelled" | "canceled"
        | "returned" => Some(Told::No),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_answers_and_statuses_are_understood_and_others_are_not_guessed() {
        let told = |value| parse(value, DecimalMark::Point);
        assert_eq!(
            [told("2.5"), told("0"), told("-3")],
            [2_500, 0, 0].map(|milli| Some(Told::Quantity(milli)))
        );
        assert_eq!([told("Y"), told("BackOrdered"), told("B/O")], [Some(Told::Yes); 3]);
        assert_eq!([told("no"), told("Shipped")], [Some(Told::No); 2]);
        assert_eq!(told("perhaps"), None);
    }
}
