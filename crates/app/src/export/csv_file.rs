//! Comma-separated values: UTF-8 with a byte order mark, one head, one line for each row and nothing else, so that
//! whatever reads tables can read it. The as-of date is its last column; the filters are told beside the file.

use super::cell::Cell;
use super::{Table, Take, no_room};
use crate::Answer;
use bellwether_core::Cents;
use std::io::{BufWriter, Write};

/// Tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// What makes a spreadsheet take a text for a formula, also in the wide forms that some of them read alike.
const FORMULA_STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

pub(super) fn write(
    table: &Table,
    rows: impl FnOnce(Take<'_>) -> Answer<()>,
    out: &mut impl Write,
) -> Answer<()> {
    let mut out = BufWriter::new(out);
    out.write_all(BYTE_ORDER_MARK).map_err(no_room)?;
    let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    lines.write_record(table.heads.iter().map(|head| harmless(head))).map_err(no_room)?;
    rows(&mut |cells| lines.write_record(cells.into_iter().map(written)).map_err(no_room))?;
    lines.flush().map_err(no_room)
}

fn written(cell: Cell) -> String {
    match cell {
        Cell::Text(words) => harmless(&words),
        Cell::Money(cents) => decimal(cents),
        Cell::Count(number) => number.to_string(),
        Cell::Share(share) => format!("{share:.4}"),
        Cell::Units(milli) => format!("{}", milli as f64 / 1_000.0),
        Cell::Decimal(number) => format!("{number:.1}"),
        Cell::Date(day) => day.to_string(),
        Cell::Empty => String::new(),
    }
}

/// An amount in whole units with two decimals.
fn decimal(Cents(cents): Cents) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let amount = cents.unsigned_abs();
    format!("{sign}{}.{:02}", amount / 100, amount % 100)
}

/// A text that no spreadsheet takes for a formula: an apostrophe before it says that it is text.
fn harmless(words: &str) -> String {
    let is_split = words.starts_with(['\t', '\r', '\n']);
    if is_split || words.trim_start().starts_with(FORMULA_STARTS) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_formulas_are_marked_and_numbers_are_not() {
        let formulas = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =HYPERLINK(\"x\")",
            "＝1",
            "-",
            "\u{a0}=1",
        ];
        for formula in formulas {
            assert_eq!(written(Cell::Text(formula.to_owned())), format!("'{formula}"));
        }
        for words in ["Kum & Go", "A=1", "7-Eleven", "1,5", "'quoted'"] {
            assert_eq!(written(Cell::Text(words.to_owned())), words);
        }
        assert_eq!(written(Cell::Money(Cents(-123_456))), "-1234.56");
        assert_eq!(written(Cell::Money(Cents(-5))), "-0.05");
        assert_eq!(written(Cell::Count(-3)), "-3");
        assert_eq!(written(Cell::Share(0.25)), "0.2500");
        assert_eq!([125, 2_000, -1_500].map(|milli| written(Cell::Units(milli))), ["0.125", "2", "-1.5"]);
    }
}
