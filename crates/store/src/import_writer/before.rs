//! Before-images: what a row was before an import changed it, kept for the import's undo.

use crate::connection::Connection;
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::schema::import_before;
use diesel::prelude::*;
use serde::Serialize;

/// What kind of row an image is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImageKind {
    Account,
    Contact,
    Invoice,
    Line,
    Order,
    Product,
    Rep,
    Target,
}

impl ImageKind {
    /// The word in the database.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Contact => "contact",
            Self::Invoice => "invoice",
            Self::Line => "line",
            Self::Order => "order",
            Self::Product => "product",
            Self::Rep => "rep",
            Self::Target => "target",
        }
    }
}

/// A row of `import_before`.
#[derive(Debug, Insertable)]
#[diesel(table_name = import_before, treat_none_as_default_value = false)]
pub(crate) struct Image {
    import_id: i64,
    kind: &'static str,
    row_id: i64,
    account_id: i64,
    image: String,
}

impl Image {
    /// The image of one row; `account_id` is 0 for rows that belong to no account.
    pub(crate) fn of(
        import_id: i64,
        kind: ImageKind,
        row_id: i64,
        account_id: i64,
        row: &impl Serialize,
    ) -> Result<Self> {
        let image = serde_json::to_string(row)
            .map_err(|error| StoreError::Invalid(format!("before-image: {error}")))?;
        Ok(Self { import_id, kind: kind.code(), row_id, account_id, image })
    }
}

/// Keeps images.
pub(crate) fn keep(connection: &mut Connection, images: &[Image]) -> Result<()> {
    Ok(dialect::bulk_insert!(connection, import_before::table, images)?)
}
