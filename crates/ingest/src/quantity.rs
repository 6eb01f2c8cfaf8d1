//! Quantities: units in thousandths, so that 2.5 boxes are exact.

use crate::decimal::Decimal;

/// A billion units in thousandths: more in one line is a typing error.
const LIMIT_MILLI: i64 = 1_000_000_000_000;

/// One unit, what a line holds when the file has no quantity.
pub(crate) const ONE_MILLI: i64 = 1_000;

/// The quantity in thousandths of a unit, half away from zero; none when it is too large.
pub(crate) fn milli(quantity: Decimal) -> Option<i64> {
    quantity.rounded(3, LIMIT_MILLI)
}

#[cfg(test)]
mod tests {
    use super::milli;
    use crate::decimal::{DecimalMark, parse};
    use proptest::prelude::*;

    #[test]
    fn quantities_are_thousandths() {
        for (text, expected) in
            [("1,000", 1_000_000), ("2.5", 2_500), ("-74215", -74_215_000), ("6", 6_000), ("1.0", 1_000)]
        {
            assert_eq!(parse(text, DecimalMark::Point).and_then(milli), Some(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_quantity_survives_being_written_and_read(quantity in -999_999_999_999i64..999_999_999_999) {
            let size = quantity.unsigned_abs();
            let text = format!("{}{}.{:03}", if quantity < 0 { "-" } else { "" }, size / 1000, size % 1000);
            prop_assert_eq!(parse(&text, DecimalMark::Point).and_then(milli), Some(quantity));
        }
    }
}
