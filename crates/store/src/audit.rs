//! Who did what, when. Entries are only ever added.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::audit_log;
use crate::settings::parse_json;
use bellwether_core::UserId;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Who; none for the product itself and for unknown people.
    pub user: Option<UserId>,
    /// What, for example `sign_in.failed`.
    pub action: String,
    /// To what, for example an id.
    pub object: String,
    /// Particulars, never secrets.
    pub detail: Value,
    /// The request.
    pub request_id: String,
}

/// An entry as it was stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAuditEntry {
    /// Rises with time.
    pub id: i64,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// What happened.
    pub entry: AuditEntry,
}

/// Adds an entry.
///
/// # Errors
/// Database failures.
pub fn record(connection: &mut Connection, entry: &AuditEntry, now: NaiveDateTime) -> Result<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::at.eq(now),
            audit_log::user_id.eq(entry.user.map(|user| user.0)),
            audit_log::action.eq(&entry.action),
            audit_log::object.eq(&entry.object),
            audit_log::detail.eq(entry.detail.to_string()),
            audit_log::request_id.eq(&entry.request_id),
        ))
        .execute(connection)?;
    Ok(())
}

type Row = (i64, NaiveDateTime, Option<i64>, String, String, String, String);

/// Newest entries first, those with an id below `before`.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, limit: i64, before: Option<i64>) -> Result<Vec<StoredAuditEntry>> {
    let rows: Vec<Row> = audit_log::table
        .filter(audit_log::id.lt(before.unwrap_or(i64::MAX)))
        .order(audit_log::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter()
        .map(|(id, at, user, action, object, detail, request_id)| {
            let detail = parse_json(&detail)?;
            let entry = AuditEntry { user: user.map(UserId), action, object, detail, request_id };
            Ok(StoredAuditEntry { id, at, entry })
        })
        .collect()
}
