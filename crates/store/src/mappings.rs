//! Column mappings kept under a name.

use crate::connection::{Connection, on_both};
use crate::error::Result;
use crate::schema::mappings;
use crate::settings::parse_json;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// Keeps a mapping under `name`, replacing an older one.
///
/// # Errors
/// Database failures.
pub fn save(connection: &mut Connection, name: &str, mapping: &Value, now: NaiveDateTime) -> Result<()> {
    let text = mapping.to_string();
    on_both!(connection, |concrete| {
        diesel::insert_into(mappings::table)
            .values((mappings::name.eq(name), mappings::mapping.eq(&text), mappings::saved_at.eq(now)))
            .on_conflict(mappings::name)
            .do_update()
            .set((mappings::mapping.eq(&text), mappings::saved_at.eq(now)))
            .execute(concrete)?
    });
    Ok(())
}

/// Every mapping, by name.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection) -> Result<Vec<(String, Value)>> {
    let rows: Vec<(String, String)> =
        mappings::table.order(mappings::name).select((mappings::name, mappings::mapping)).load(connection)?;
    rows.into_iter().map(|(name, text)| Ok((name, parse_json(&text)?))).collect()
}

/// The mapping of a name.
///
/// # Errors
/// Database failures.
pub fn find(connection: &mut Connection, name: &str) -> Result<Option<Value>> {
    let text: Option<String> =
        mappings::table.find(name).select(mappings::mapping).first(connection).optional()?;
    text.map(|text| parse_json(&text)).transpose()
}
