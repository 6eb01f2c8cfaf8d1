//! A mapping while it is corrected: which column fills which field.

use bellwether_core::import::{Field, Mapping, Preview, SavedMapping, is_same_header};

/// The field a column fills.
pub(super) fn field_of(mapping: &Mapping, header: &str) -> Option<Field> {
    mapping.columns.iter().find(|(_, column)| is_same_header(column, header)).map(|(field, _)| *field)
}

/// Lets a column fill a field, or none. A field has one column: the one that had it before loses it.
pub(super) fn assign(mapping: &mut Mapping, header: &str, field: Option<Field>) {
    mapping.columns.retain(|_, column| !is_same_header(column, header));
    if let Some(field) = field {
        mapping.columns.insert(field, header.to_owned());
    }
}

/// Takes a saved mapping over, as far as the file has its columns.
pub(super) fn take_over(mapping: &mut Mapping, saved: &SavedMapping, preview: &Preview) {
    let mut taken = saved.mapping.clone();
    taken.columns.retain(|_, header| has_column(preview, header));
    *mapping = taken;
}

/// The saved mapping that says most about a file that has all of its columns.
pub(super) fn fitting<'s>(saved: &'s [SavedMapping], preview: &Preview) -> Option<&'s SavedMapping> {
    let fits = |saved: &&SavedMapping| {
        let columns = &saved.mapping.columns;
        !columns.is_empty() && columns.values().all(|header| has_column(preview, header))
    };
    saved.iter().filter(fits).max_by_key(|saved| saved.mapping.columns.len())
}

fn has_column(preview: &Preview, header: &str) -> bool {
    preview.columns.iter().any(|column| is_same_header(&column.header, header))
}

/// A name for the mapping of a file: the file's own without its endings.
pub(super) fn name_for(file_name: &str) -> String {
    let name = file_name.trim_end_matches(".gz");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_empty() { "mapping".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::import::{ColumnGuess, ImportKind};
    use std::collections::BTreeMap;

    fn mapping(columns: &[(Field, &str)]) -> Mapping {
        let columns: BTreeMap<Field, String> =
            columns.iter().map(|(field, header)| (*field, (*header).to_owned())).collect();
        Mapping { columns, ..Mapping::of_kind(ImportKind::Purchases) }
    }

    fn preview(headers: &[&str]) -> Preview {
        let column = |header: &&str| ColumnGuess {
            header: (*header).to_owned(),
            field: None,
            reason: String::new(),
            samples: Vec::new(),
        };
        Preview {
            mapping: mapping(&[]),
            columns: headers.iter().map(column).collect(),
            delimiter: ",".into(),
            encoding: "UTF-8".into(),
            missing: Vec::new(),
            is_kind_known: true,
            notices: Vec::new(),
        }
    }

    #[test]
    fn a_field_moves_to_the_column_chosen_last() {
        let mut mapping = mapping(&[(Field::Amount, "Total")]);
        assign(&mut mapping, "Net", Some(Field::Amount));
        assert_eq!((field_of(&mapping, "Total"), field_of(&mapping, "Net")), (None, Some(Field::Amount)));
        assign(&mut mapping, "Net", None);
        assert!(mapping.columns.is_empty());
    }

    #[test]
    fn a_saved_mapping_fills_only_columns_the_file_has() {
        let saved = SavedMapping {
            name: "erp".into(),
            mapping: mapping(&[(Field::Amount, "Net"), (Field::City, "Town")]),
        };
        let mut draft = mapping(&[]);
        take_over(&mut draft, &saved, &preview(&["Net", "Date"]));
        assert_eq!(draft.columns.len(), 1);
    }

    #[test]
    fn the_saved_mapping_that_says_most_about_the_headers_is_offered() {
        let saved = |name: &str, columns| SavedMapping { name: name.into(), mapping: mapping(columns) };
        let all = [
            saved("empty", &[]),
            saved("little", &[(Field::Amount, "Net")]),
            saved("most", &[(Field::Amount, "net "), (Field::OrderDate, "Date")]),
            saved("other", &[(Field::Amount, "Net"), (Field::OrderDate, "Date"), (Field::City, "Town")]),
        ];
        let offered = |headers: &[&str]| fitting(&all, &preview(headers)).map(|saved| saved.name.clone());
        assert_eq!(offered(&["Date", "Net", "Memo"]).as_deref(), Some("most"));
        assert_eq!(offered(&["Net"]).as_deref(), Some("little"));
        assert_eq!(offered(&["Memo"]), None);
    }

    #[test]
    fn the_name_of_a_mapping_is_the_files_without_endings() {
        assert_eq!(
            (name_for("orders.2024.csv.gz"), name_for(".csv")),
            ("orders.2024".into(), "mapping".into())
        );
    }
}
