//! Amounts of money: exact decimals rounded once, half away from zero, to cents.

use crate::decimal::Decimal;

/// Ten billion in cents: larger lines are typing errors, and ten million of them still sum in an `i64`
/// for all but the very largest.
const LIMIT_CENTS: i64 = 1_000_000_000_000;

/// The amount in cents; none when it is too large to be an amount.
pub(crate) fn cents(amount: Decimal) -> Option<i64> {
    amount.rounded(2, LIMIT_CENTS)
}

#[cfg(test)]
mod tests {
    use super::cents;
    use crate::decimal::{DecimalMark, parse, proven_mark};
    use proptest::prelude::*;

    fn point(text: &str) -> Option<i64> {
        parse(text, DecimalMark::Point).and_then(cents)
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases = [
            ("$1,234.50", 123_450),
            ("(45.00)", -4_500),
            ("($45.00)", -4_500),
            ("$(45.00)", -4_500),
            ("-$45", -4_500),
            ("45.00-", -4_500),
            ("45.00 CR", -4_500),
            ("1234", 123_400),
            ("1,234", 123_400),
            ("1.234,50", 123_450),
            ("12,50", 1_250),
            ("1 234,50 €", 123_450),
            ("1'234.50", 123_450),
            ("USD 12.00", 1_200),
            ("12.00 EUR", 1_200),
            ("261.96", 26_196),
            ("731.9399999999999", 73_194),
            ("-0.34880000000000033", -35),
            ("0.005", 1),
            ("-0.005", -1),
            ("0.0049999999999999999", 0),
            ("1.2E+05", 12_000_000),
            ("4.440892098500626e-16", 0),
            (".5", 50),
            ("5.", 500),
        ];
        for (text, expected) in cases {
            assert_eq!(point(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_file_that_proves_commas_turns_the_ambiguous_number() {
        let comma = |text| parse(text, DecimalMark::Comma).and_then(cents);
        assert_eq!(comma("1.234"), Some(123_400));
        assert_eq!(comma("1,234"), Some(123));
        assert_eq!(comma("0.123"), Some(12));
        assert_eq!(proven_mark("1.234,50"), Some(DecimalMark::Comma));
        assert_eq!(proven_mark("12,5"), Some(DecimalMark::Comma));
        assert_eq!(proven_mark("1,234.50"), Some(DecimalMark::Point));
        assert_eq!(proven_mark("1,234,567"), Some(DecimalMark::Point));
        assert_eq!(proven_mark("1,234"), None);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "abc",
            "12a",
            "1,23,456",
            "--5",
            "(-5)",
            "5%",
            "1.2.3,4",
            "$",
            "99999999999999999999",
            "1e99",
        ] {
            assert_eq!(point(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_survives_being_written_and_read(amount in -999_999_999_999i64..999_999_999_999) {
            let (sign, size) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
            let plain = format!("{sign}{}.{:02}", size / 100, size % 100);
            prop_assert_eq!(point(&plain), Some(amount));
            let whole = (size / 100).to_string();
            let grouped: Vec<&str> = whole.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
            let dressed = format!("{}.{:02}", grouped.join(","), size % 100);
            let dressed = if amount < 0 { format!("(${dressed})") } else { format!("${dressed}") };
            prop_assert_eq!(point(&dressed), Some(amount));
            let european = format!("{sign}{},{:02}", grouped.join("."), size % 100);
            prop_assert_eq!(parse(&european, DecimalMark::Comma).and_then(cents), Some(amount));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,40}", digits in "[-+()$€0-9.,eE ']{0,40}") {
            for mark in [DecimalMark::Point, DecimalMark::Comma] {
                let _ = parse(&text, mark).and_then(cents);
                let _ = parse(&digits, mark).and_then(cents);
            }
            let _ = proven_mark(&text);
            let _ = proven_mark(&digits);
        }
    }
}
