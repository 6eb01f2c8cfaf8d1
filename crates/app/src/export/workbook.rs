//! An Excel workbook: the table on the first sheet, what it is on the second. Texts are written as texts, so that none
//! is ever a formula; rows go to a temporary file as they come.

use super::Sheet;
use super::table::Cell;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Seek, Write};
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
            decimal: number("0.0"),
            date: number("yyyy-mm-dd"),
        }
    }
}

pub(super) fn write(
    sheet: &Sheet<'_>,
    folder: &Path,
    out: &mut (impl Write + Seek + Send),
) -> io::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(folder).map_err(io::Error::other)?;
    let looks = Looks::new();
    let table = workbook.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
    write_table(sheet, &looks, table)?;
    let about = workbook.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
    write_about(sheet, &looks, about).map_err(io::Error::other)?;
    workbook.save_to_writer(out).map_err(io::Error::other)
}

fn write_table(sheet: &Sheet<'_>, looks: &Looks, table: &mut Worksheet) -> io::Result<()> {
    write_head(sheet, looks, table).map_err(io::Error::other)?;
    let mut line = 0;
    sheet.each_row(|cells| {
        line += 1;
        for (column, cell) in (0..).zip(cells) {
            put(table, (line, column), cell, looks).map_err(io::Error::other)?;
        }
        Ok(())
    })
}

fn write_head(sheet: &Sheet<'_>, looks: &Looks, table: &mut Worksheet) -> Result<(), XlsxError> {
    table.set_name("Accounts")?.set_freeze_panes(1, 1)?;
    for (column, head) in (0..).zip(sheet.columns.heads()) {
        table.set_column_width(column, if column == 0 { WIDE } else { WIDTH })?;
        table.write_string_with_format(0, column, head, &looks.head)?;
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
        Cell::Decimal(number) => table.write_number_with_format(line, column, number, &looks.decimal)?,
        Cell::Date(day) => table.write_datetime_with_format(line, column, day, &looks.date)?,
        Cell::Empty => table,
    };
    Ok(())
}

fn write_about(sheet: &Sheet<'_>, looks: &Looks, about: &mut Worksheet) -> Result<(), XlsxError> {
    about.set_name("About")?.set_column_width(0, WIDE)?.set_column_width(1, 60.0)?;
    let mut line = 0;
    let mut say = |name: &str, cell: Cell| {
        about.write_string_with_format(line, 0, name, &looks.head)?;
        put(about, (line, 1), cell, looks)?;
        line += 1;
        Ok::<(), XlsxError>(())
    };
    let settings = sheet.book.settings();
    say("Organisation", Cell::Text(settings.organisation.clone()))?;
    say("Facts as of", Cell::Date(sheet.as_of))?;
    say("Made on", Cell::Date(sheet.book.today()))?;
    say("Accounts", Cell::Count(i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX)))?;
    say("Currency", Cell::Text(settings.currency.clone()))?;
    say("Holds", Cell::Text("Only accounts that whoever exported them may see".to_owned()))?;
    for (name, words) in sheet.filters.entries() {
        say(name, Cell::Text(words.clone()))?;
    }
    Ok(())
}

fn cut(words: &str) -> String {
    words.chars().take(LONGEST_TEXT).collect()
}
