//! Which column of a file fills which field, and how its values are written.

use super::{Field, ImportKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How one file is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Mapping {
    /// What the file holds.
    pub kind: ImportKind,
    /// Column header of each field. Columns not named are ignored.
    pub columns: BTreeMap<Field, String>,
    /// Whether slashed dates are day first; absent: decided from the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_first: Option<bool>,
    /// Whether a comma separates the decimals, as in `1.234,50`; absent: decided from the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_comma: Option<bool>,
    /// Account number for rows without one; absent: such rows are rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_account: Option<String>,
    /// Name of the source system, inside which external numbers are unique.
    #[serde(default = "default_source")]
    pub source: String,
    /// A file of invoices names every one of the source that is open: those of earlier files that it leaves out
    /// are not open any more. Nothing of it is done for a file with rejected rows or without rows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lists_every_open_invoice: bool,
}

impl Mapping {
    /// A mapping of no column yet.
    pub fn of_kind(kind: ImportKind) -> Self {
        Self {
            kind,
            columns: BTreeMap::new(),
            day_first: None,
            decimal_comma: None,
            default_account: None,
            source: default_source(),
            lists_every_open_invoice: false,
        }
    }

    /// The required fields that nothing is mapped to; one of several that would do stands for all.
    pub fn missing(&self) -> Vec<Field> {
        let has = |field: Field| self.columns.contains_key(&field);
        let has_account =
            || has(Field::AccountKey) || has(Field::AccountName) || self.default_account.is_some();
        let needed = match self.kind {
            ImportKind::Purchases => vec![
                (Field::AccountKey, has_account()),
                (Field::OrderDate, has(Field::OrderDate)),
                (Field::Amount, has(Field::Amount) || (has(Field::UnitPrice) && has(Field::Quantity))),
            ],
            ImportKind::Accounts => {
                vec![(Field::AccountKey, has(Field::AccountKey) || has(Field::AccountName))]
            }
            ImportKind::Products => {
                vec![(Field::ProductKey, has(Field::ProductKey) || has(Field::ProductName))]
            }
            ImportKind::Reps => vec![(Field::RepName, has(Field::RepKey) || has(Field::RepName))],
            ImportKind::Invoices => vec![
                (Field::InvoiceKey, has(Field::InvoiceKey)),
                (Field::AccountKey, has_account()),
                (Field::InvoiceDate, has(Field::InvoiceDate)),
                (
                    Field::OpenBalance,
                    has(Field::OpenBalance) || (has(Field::Amount) && has(Field::InvoiceStatus)),
                ),
            ],
            ImportKind::Targets => {
                vec![(Field::Month, has(Field::Month)), (Field::Amount, has(Field::Amount))]
            }
        };
        needed.into_iter().filter(|(_, is_met)| !is_met).map(|(field, _)| field).collect()
    }
}

/// The source when nobody names one.
pub fn default_source() -> String {
    "csv".to_owned()
}

/// Whether two headers name one column: case and outer blanks do not matter.
pub fn is_same_header(left: &str, right: &str) -> bool {
    left.trim().eq_ignore_ascii_case(right.trim())
}

/// A mapping kept under a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SavedMapping {
    /// The name.
    pub name: String,
    /// How files are read with it.
    pub mapping: Mapping,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(kind: ImportKind, fields: &[Field]) -> Vec<Field> {
        let columns = fields.iter().map(|field| (*field, format!("{field:?}"))).collect();
        Mapping { columns, ..Mapping::of_kind(kind) }.missing()
    }

    #[test]
    fn what_may_stand_for_a_required_field_is_not_missed() {
        let all = [Field::AccountKey, Field::OrderDate, Field::Amount];
        assert_eq!(missing(ImportKind::Purchases, &[]), all);
        assert_eq!(missing(ImportKind::Purchases, &[Field::AccountName, Field::UnitPrice]), all[1..]);
        let price = [Field::AccountName, Field::OrderDate, Field::UnitPrice, Field::Quantity];
        assert_eq!(missing(ImportKind::Purchases, &price), []);
        let invoice = [Field::InvoiceKey, Field::AccountKey, Field::InvoiceDate, Field::Amount];
        assert_eq!(missing(ImportKind::Invoices, &invoice), [Field::OpenBalance]);
        assert_eq!(missing(ImportKind::Reps, &[Field::RepKey]), []);
    }
}
