//! Sales representatives: one row is one person and the region covered.

use crate::row::{Record, Row};
use bellwether_core::import::{Field, ImportKind, RowError};

/// One rep. Texts are trimmed and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepRecord {
    /// The rep's number. Without one it is the name as written, because account files then name reps the same way.
    pub rep_key: String,
    /// The rep's name.
    pub name: Option<String>,
    /// Sales region.
    pub region: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

impl Record for RepRecord {
    const KIND: ImportKind = ImportKind::Reps;

    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>> {
        let name = row.owned(Field::RepName);
        let missing = || {
            row.fault(
                Field::RepName,
                "missing_rep",
                "The row names nobody.",
                "Fill in the name or the number.",
            )
        };
        Ok(Self {
            rep_key: row.owned_key(Field::RepKey)?.or_else(|| name.clone()).ok_or_else(missing)?,
            name,
            region: row.owned(Field::Region),
            email: row.owned(Field::Email),
            phone: row.owned(Field::Phone),
        })
    }
}
