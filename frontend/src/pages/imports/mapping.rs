//! A mapping while it is corrected: which column fills which field.

use bellwether_core::import::{Field, Mapping, Preview, SavedMapping};

/// The field a column fills.
pub(super) fn field_of(mapping: &Mapping, header: &str) -> Option<Field> {
    mapping.columns.iter().find(|(_, column)| *column == header).map(|(field, _)| *field)
}

/// Lets a column fill a field, or none. A field has one column: the one that had it before loses it.
pub(super) fn assign(mapping: &mut Mapping, header: &str, field: Option<Field>) {
    mapping.columns.retain(|_, column| column != header);
    if let Some(field) = field {
        mapping.columns.insert(field, header.to_owned());
    }
}

/// Takes a saved mapping over, as far as the file has its columns.
pub(super) fn take_over(mapping: &mut Mapping, saved: &SavedMapping, preview: &Preview) {
    let has = |header: &str| preview.columns.iter().any(|column| column.header == header);
    let mut taken = saved.mapping.clone();
    taken.columns.retain(|_, header| has(header));
    *mapping = taken;
}

/// Fields the server still misses, as far as can be told before it is asked: those that it missed
/// and that nothing fills since.
pub(super) fn still_missing(preview: &Preview, mapping: &Mapping) -> Vec<Field> {
    if mapping.kind != preview.mapping.kind {
        return Vec::new();
    }
    let is_met = |field: Field| {
        mapping.columns.contains_key(&field)
            || match field {
                Field::AccountKey => {
                    mapping.columns.contains_key(&Field::AccountName) || mapping.default_account.is_some()
                }
                Field::Amount => {
                    mapping.columns.contains_key(&Field::UnitPrice)
                        && mapping.columns.contains_key(&Field::Quantity)
                }
                _ => false,
            }
    };
    preview.missing.iter().copied().filter(|field| !is_met(*field)).collect()
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
        Mapping {
            kind: ImportKind::Purchases,
            columns,
            day_first: None,
            default_account: None,
            lists_every_open_invoice: false,
            source: "csv".into(),
        }
    }

    fn preview(headers: &[&str], missing: &[Field]) -> Preview {
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
            missing: missing.to_vec(),
            warning: None,
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
        take_over(&mut draft, &saved, &preview(&["Net", "Date"], &[]));
        assert_eq!(draft.columns.len(), 1);
    }

    #[test]
    fn price_and_quantity_do_for_an_amount() {
        let preview = preview(&[], &[Field::Amount, Field::OrderDate]);
        let draft = mapping(&[(Field::UnitPrice, "Price"), (Field::Quantity, "Qty")]);
        assert_eq!(still_missing(&preview, &draft), [Field::OrderDate]);
    }

    #[test]
    fn the_name_of_a_mapping_is_the_files_without_endings() {
        assert_eq!(
            (name_for("orders.2024.csv.gz"), name_for(".csv")),
            ("orders.2024".into(), "mapping".into())
        );
    }
}
