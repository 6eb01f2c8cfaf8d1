//! Back-tests that were made: the newest one says which model judges. Older ones stay, to look back at.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::accuracy_reports;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// One back-test.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = accuracy_reports)]
pub struct StoredReport {
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// When it was made, UTC.
    pub made_at: NaiveDateTime,
    /// The model that did best.
    pub chosen: String,
    /// The report: JSON, kept byte for byte.
    pub body: String,
}

/// Keeps a back-test.
///
/// # Errors
/// Database failures.
pub fn insert(connection: &mut Connection, report: &StoredReport) -> Result<()> {
    diesel::insert_into(accuracy_reports::table).values(report).execute(connection)?;
    Ok(())
}

/// The back-test made last; none before the first.
///
/// # Errors
/// Database failures.
pub fn latest(connection: &mut Connection) -> Result<Option<StoredReport>> {
    let newest = accuracy_reports::table.order(accuracy_reports::id.desc());
    Ok(newest.select(StoredReport::as_select()).first(connection).optional()?)
}
