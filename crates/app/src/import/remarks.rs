//! What deserves a second look in rows that were taken: one sentence a reason, with its first row and the remedy.

use bellwether_core::import::RowError;
use std::collections::BTreeMap;

/// Remarks by reason: the first one, and how many rows there were.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    by_code: BTreeMap<String, (RowError, u64)>,
    words: Vec<String>,
}

impl Remarks {
    pub(super) fn add(&mut self, remarks: impl IntoIterator<Item = RowError>) {
        for remark in remarks {
            let counted = self.by_code.entry(remark.code.clone()).or_insert((remark, 0));
            counted.1 += 1;
        }
    }

    /// Adds a sentence about the file as a whole.
    pub(super) fn add_words(&mut self, words: Option<String>) {
        self.words.extend(words);
    }

    /// All of it in words; none when there is nothing to say.
    pub(super) fn text(&self) -> Option<String> {
        let of_rows = self.by_code.values().map(|(first, rows)| sentence(first, *rows));
        let sentences: Vec<String> = of_rows.chain(self.words.iter().cloned()).collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }
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
        assert_eq!(remarks.text(), None);
        remarks.add([remark(3), remark(9)]);
        let expected = "Row 3, column \"Pack Size\", \"12\" (and 1 more row): Of which product? Fill it in.";
        assert_eq!(remarks.text().as_deref(), Some(expected));
    }
}
