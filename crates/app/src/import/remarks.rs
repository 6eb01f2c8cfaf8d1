//! What deserves a second look although nothing failed: one notice a reason, in rows with the first of them and the
//! remedy.

use crate::AppError;
use bellwether_core::import::{ImportStatus, Notice, RowCounts, RowError};
use serde_json::json;
use std::collections::BTreeMap;

/// Remarks on rows by reason, the first one and how many rows there were; and notices about the file as a whole.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    by_code: BTreeMap<String, (RowError, u64)>,
    of_file: Vec<Notice>,
}

impl Remarks {
    pub(super) fn add(&mut self, remarks: impl IntoIterator<Item = RowError>) {
        for remark in remarks {
            let counted = self.by_code.entry(remark.code.clone()).or_insert((remark, 0));
            counted.1 += 1;
        }
    }

    /// Adds what there is to say about the file as a whole.
    pub(super) fn add_notices(&mut self, notices: impl IntoIterator<Item = Notice>) {
        self.of_file.extend(notices);
    }

    /// All of it.
    pub(super) fn notices(self) -> Vec<Notice> {
        let of_rows = self.by_code.into_iter().map(|(code, (first, rows))| {
            let message = sentence(&first, rows);
            Notice { code, message }
        });
        of_rows.chain(self.of_file).collect()
    }
}

/// As the database keeps them; nothing where there are none.
pub(super) fn stored(notices: &[Notice]) -> Option<String> {
    (!notices.is_empty()).then(|| json!(notices).to_string())
}

/// The notices of an import, from what the database keeps.
///
/// # Errors
/// `Internal` when that is none of it.
pub(super) fn of_import(
    kept: Option<&str>,
    status: ImportStatus,
    rows: RowCounts,
) -> Result<Vec<Notice>, AppError> {
    match kept {
        // Imports of older versions keep one text.
        Some(text) if !text.starts_with('[') => {
            Ok(vec![Notice { code: "remark".to_owned(), message: text.to_owned() }])
        }
        Some(json) => {
            serde_json::from_str(json).map_err(|error| AppError::Internal(format!("stored notices: {error}")))
        }
        None => Ok(no_rows(status, rows).into_iter().collect()),
    }
}

fn no_rows(status: ImportStatus, rows: RowCounts) -> Option<Notice> {
    let has_ended_well = match status {
        ImportStatus::Done | ImportStatus::DryRun => true,
        ImportStatus::Running | ImportStatus::Failed | ImportStatus::Undone => false,
    };
    (has_ended_well && rows.read == 0).then(|| Notice {
        code: "no_rows".to_owned(),
        message:
            "The file has a header but no rows below it, so there was nothing to import. Check that the \
                  export was complete, then import it again."
                .to_owned(),
    })
}

fn sentence(first: &RowError, rows: u64) -> String {
    let place = match (first.column.as_str(), first.value.as_str()) {
        ("", _) => format!("Row {}", first.row),
        (column, "") => format!("Row {}, column \"{column}\"", first.row),
        (column, value) => format!("Row {}, column \"{column}\", \"{value}\"", first.row),
    };
    let more = match rows {
        ..=1 => String::new(),
        2 => " (and 1 more row)".to_owned(),
        rows => format!(" (and {} more rows)", rows - 1),
    };
    format!("{place}{more}: {} {}", first.message, first.remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_once_with_its_first_row_and_remedy() {
        let remark = |row| RowError {
            row,
            column: "Pack Size".to_owned(),
            value: "12".to_owned(),
            code: "pack_without_base".to_owned(),
            message: "Of which product?".to_owned(),
            remedy: "Fill it in.".to_owned(),
        };
        let mut remarks = Remarks::default();
        remarks.add([remark(3), remark(9)]);
        let expected = "Row 3, column \"Pack Size\", \"12\" (and 1 more row): Of which product? Fill it in.";
        let notices = remarks.notices();
        assert_eq!(notices, [Notice { code: "pack_without_base".to_owned(), message: expected.to_owned() }]);
        let kept = stored(&notices);
        let read = of_import(kept.as_deref(), ImportStatus::Done, RowCounts::default()).expect("it is ours");
        assert_eq!(read, notices, "what is kept is read again");
    }

    #[test]
    fn the_text_of_an_older_version_is_shown_as_it_stands() {
        let rows = RowCounts { read: 1, ..RowCounts::default() };
        let notices = |kept| of_import(kept, ImportStatus::Done, rows).expect("it is ours");
        assert_eq!(
            notices(Some("Row 3: look.")).first().map(|notice| &*notice.message),
            Some("Row 3: look.")
        );
        assert_eq!(notices(None), []);
    }
}
