//! What deserves a second look although a file can be taken: orders dated in the future, and names that nobody knows
//! yet, which may be typed wrong.

use super::FileStart;
use super::convert::Importable;
use super::remarks::Remarks;
use crate::{Answer, App, clock};
use bellwether_core::import::{Field, ImportKind, Mapping, Notice, RowError};
use bellwether_ingest::{
    AccountRecord, InvoiceRecord, ProductRecord, PurchaseRecord, RepRecord, TargetRecord, first_rows,
};
use bellwether_store::import_writer::{NewNames, Newcomers};
use chrono::NaiveDate;

impl App {
    /// What deserves a second look in the first rows of a file; nothing is written, and no import is waited for.
    ///
    /// # Errors
    /// `UnreadableFile` when the headers of the file do not serve the mapping.
    pub(super) fn second_look(&self, mapping: &Mapping, start: FileStart<'_>) -> Answer<Vec<Notice>> {
        match mapping.kind {
            ImportKind::Purchases => self.look::<PurchaseRecord>(mapping, start),
            ImportKind::Accounts => self.look::<AccountRecord>(mapping, start),
            ImportKind::Products => self.look::<ProductRecord>(mapping, start),
            ImportKind::Reps => self.look::<RepRecord>(mapping, start),
            ImportKind::Invoices => self.look::<InvoiceRecord>(mapping, start),
            ImportKind::Targets => self.look::<TargetRecord>(mapping, start),
        }
    }

    fn look<R: Importable>(&self, mapping: &Mapping, start: FileStart<'_>) -> Answer<Vec<Notice>> {
        let book = self.book();
        let zone = clock::zone(&book.settings().time_zone);
        let first = first_rows::<R>(start.bytes, start.is_whole, mapping)?;
        let rows: Vec<(u64, R::Stored)> =
            first.records.into_iter().map(|(row, record)| (row, record.stored(zone))).collect();
        let mut remarks = Remarks::default();
        let column = date_column(mapping);
        remarks.add(
            rows.iter()
                .filter_map(|(row, stored)| in_future(*row, column, R::placed_on(stored)?, book.today())),
        );
        remarks.add_notices(first.notices);
        let records: Vec<R::Stored> = rows.into_iter().map(|(_, stored)| stored).collect();
        let newcomers = self.store.read(|conn| R::unknown_names(conn, &mapping.source, &records))?;
        remarks.add_notices(new_names(mapping.kind, &newcomers));
        Ok(remarks.notices())
    }
}

/// The header of the column that orders are dated by.
pub(super) fn date_column(mapping: &Mapping) -> &str {
    mapping.columns.get(&Field::OrderDate).map_or("", String::as_str)
}

/// The remark on an order that is dated after today (rules, section 1).
pub(super) fn in_future(row: u64, column: &str, placed_on: NaiveDate, today: NaiveDate) -> Option<RowError> {
    (placed_on > today).then(|| RowError {
        row,
        column: column.to_owned(),
        value: placed_on.to_string(),
        code: "future_date".to_owned(),
        message: "The order is dated in the future.".to_owned(),
        remedy: "It is kept, and counts in no figure before that day. If the date is wrong, correct it and \
                 import the file again."
            .to_owned(),
    })
}

/// The remark on an order that is dated after the day up to which orders were said to be complete.
pub(super) fn not_covered(
    row: u64,
    column: &str,
    placed_on: NaiveDate,
    covers_up_to: Option<NaiveDate>,
) -> Option<RowError> {
    let covered = covers_up_to.filter(|covered| placed_on > *covered)?;
    Some(RowError {
        row,
        column: column.to_owned(),
        value: placed_on.to_string(),
        code: "after_covers_up_to".to_owned(),
        message: format!("The order is dated after {covered}, up to which orders were said to be complete."),
        remedy:
            "It is kept, and counts in no figure until an import is complete up to its day. If the day that \
                 was said is wrong, undo this import and say the right one."
                .to_owned(),
    })
}

/// Which names a file of targets or invoices brings up for the first time; other files are there to bring new ones.
pub(super) fn new_names(kind: ImportKind, newcomers: &Newcomers) -> Option<Notice> {
    let parts = match kind {
        ImportKind::Targets => vec![
            told(&newcomers.reps, "sales rep", "sales reps"),
            told(&newcomers.categories, "category", "categories"),
            told(&newcomers.accounts, "account", "accounts"),
        ],
        ImportKind::Invoices => vec![told(&newcomers.accounts, "account", "accounts")],
        ImportKind::Purchases | ImportKind::Accounts | ImportKind::Products | ImportKind::Reps => Vec::new(),
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| Notice {
        code: "new_names".to_owned(),
        message: format!(
            "Nobody knew these names before, so the file makes new records for them: {}. If one is typed wrong, \
             correct the file; if it is in already, undo the import first.",
            parts.join("; ")
        ),
    })
}

fn told(names: &NewNames, one: &str, many: &str) -> Option<String> {
    let noun = if names.count == 1 { one } else { many };
    let quoted: Vec<String> = names.first.iter().map(|name| format!("\"{name}\"")).collect();
    let more = match names.count - quoted.len() as u64 {
        0 => String::new(),
        left => format!(" and {left} more"),
    };
    (names.count > 0).then(|| format!("{} {noun} ({}{more})", names.count, quoted.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_names_are_counted_and_five_of_them_are_told() {
        let names = |count: u64, first: &[&str]| NewNames {
            count,
            first: first.iter().map(|name| (*name).to_owned()).collect(),
        };
        let newcomers = Newcomers {
            reps: names(1, &["Jon"]),
            accounts: names(7, &["A", "B", "C", "D", "E"]),
            ..Newcomers::default()
        };
        let words = new_names(ImportKind::Targets, &newcomers).expect("there are some").message;
        assert!(
            words
                .contains("1 sales rep (\"Jon\"); 7 accounts (\"A\", \"B\", \"C\", \"D\", \"E\" and 2 more)"),
            "{words}"
        );
        assert_eq!(new_names(ImportKind::Accounts, &newcomers), None);
        assert_eq!(new_names(ImportKind::Targets, &Newcomers::default()), None);
    }

    #[test]
    fn an_order_of_today_is_not_of_the_future() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar");
        assert_eq!(in_future(2, "Date", day(3), day(3)), None);
        assert_eq!(in_future(2, "Date", day(4), day(3)).expect("it is").value, "2026-06-04");
    }
}
