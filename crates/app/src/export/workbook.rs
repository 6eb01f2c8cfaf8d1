//! An Excel workbook: the table on the first sheet, what it is on the second. Texts are written as texts, so that none
//! is ever a formula; rows go to a temporary file as they come.

use super::cell::Cell;
use super::{About, Table, Take, no_room};
use crate::Answer;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{Seek, Write};
use std::path::Path;

/// Longest text of a cell, characters; the format allows hardly more.
const LONGEST_TEXT: usize = 32_000;
/// Width of the columns, in characters.
const WIDTH: f64 = 14.0;
const WIDE: f64 = 28.0;

/// How each kind of cell looks.
struct Looks {
    head: Format,
    money: Format,
    count: Format,
    share: Format,
    units: Format,
    decimal: Format,
    date: Format,
}

impl Looks {
    fn new() -> Self {
        let number = |format: &str| Format::new().set_num_format(format);
        Self {
            head: Format::new().set_bold(),
            money: number("#,##0.00"),
            count: number("#,##0"),
            share: number("0.0%"),
            units: number("#,##0.###"),
            decimal: number("0.0"),
            date: number("yyyy-mm-dd"),
        }
    }
}

pub(super) fn write(
    table: &Table,
    about: &About,
    rows: impl FnOnce(Take<'_>) -> Answer<()>,
    folder: &Path,
    out: &mut (impl Write + Seek + Send),
) -> Answer<()> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(folder).map_err(no_room)?;
    let looks = Looks::new();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(no_room)?;
    let count = write_rows(table, rows, &looks, sheet)?;
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(no_room)?;
    write_about(table, about, count, &looks, sheet).map_err(no_room)?;
    workbook.save_to_writer(out).map_err(no_room)
}

/// Answers how many rows there were.
fn write_rows(
    table: &Table,
    rows: impl FnOnce(Take<'_>) -> Answer<()>,
    looks: &Looks,
    sheet: &mut Worksheet,
) -> Answer<u32> {
    write_head(table, looks, sheet).map_err(no_room)?;
    let mut line = 0;
    rows(&mut |cells| {
        line += 1;
        (0..)
            .zip(cells)
            .try_for_each(|(column, cell)| put(sheet, (line, column), cell, looks).map_err(no_room))
    })?;
    Ok(line)
}

fn write_head(table: &Table, looks: &Looks, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(table.of)?.set_freeze_panes(1, 1)?;
    for (column, head) in (0..).zip(&table.heads) {
        sheet.set_column_width(column, if column == 0 { WIDE } else { WIDTH })?;
        sheet.write_string_with_format(0, column, head, &looks.head)?;
    }
    Ok(())
}

fn put(
    table: &mut Worksheet,
    (line, column): (u32, u16),
    cell: Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => table.write_string(line, column, cut(&words))?,
        Cell::Money(cents) => {
            // A spreadsheet has no other numbers; they hold every amount below 90 trillion to the cent.
            table.write_number_with_format(line, column, cents.0 as f64 / 100.0, &looks.money)?
        }
        Cell::Count(number) => table.write_number_with_format(line, column, number as f64, &looks.count)?,
        Cell::Share(share) => table.write_number_with_format(line, column, share, &looks.share)?,
        Cell::Units(milli) => {
            table.write_number_with_format(line, column, milli as f64 / 1_000.0, &looks.units)?
        }
        Cell::Decimal(number) => table.write_number_with_format(line, column, number, &looks.decimal)?,
        Cell::Date(day) => table.write_datetime_with_format(line, column, day, &looks.date)?,
        Cell::Empty => table,
    };
    Ok(())
}

fn write_about(
    table: &Table,
    about: &About,
    count: u32,
    looks: &Looks,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    sheet.set_name("About")?.set_column_width(0, WIDE)?.set_column_width(1, 60.0)?;
    let mut line = 0;
    let mut say = |name: &str, cell: Cell| {
        sheet.write_string_with_format(line, 0, name, &looks.head)?;
        put(sheet, (line, 1), cell, looks)?;
        line += 1;
        Ok::<(), XlsxError>(())
    };
    say("Organisation", Cell::Text(about.organisation.clone()))?;
    say("Facts as of", Cell::Date(table.as_of))?;
    say("Made on", Cell::Date(about.made_on))?;
    say(table.of, Cell::Count(count.into()))?;
    say("Currency", Cell::Text(about.currency.clone()))?;
    say("Holds", Cell::Text("Only what whoever exported it may see".to_owned()))?;
    for (name, words) in table.filters.entries() {
        say(name, Cell::Text(words.clone()))?;
    }
    Ok(())
}

fn cut(words: &str) -> String {
    words.chars().take(LONGEST_TEXT).collect()
}
