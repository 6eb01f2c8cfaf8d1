//! The rules people saved, every version of them. Version 1 is what the product comes with and has no row.

use crate::changes;
use crate::connection::Connection;
use crate::counters;
use crate::error::{Result, StoreError};
use crate::schema::rule_versions;
use bellwether_core::UserId;
use bellwether_core::rule_lab::Rules;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Number of the version without a row.
pub const FIRST: u32 = 1;

/// A saved version. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRules {
    /// From 2 upwards; the highest is in force.
    pub version: u32,
    /// The rules.
    pub rules: Rules,
    /// Who saved them, by name at that time; empty for the operator at the terminal.
    pub author: String,
    /// Why.
    pub note: String,
    /// When.
    pub saved_at: NaiveDateTime,
}

/// Rules to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRules<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// Who saves them; none for the operator at the terminal.
    pub author: Option<UserId>,
    /// Their name.
    pub author_name: &'a str,
    /// Why.
    pub note: &'a str,
    /// The version they were made from, when that must still be in force.
    pub based_on: Option<u32>,
}

type Row = (i64, String, String, String, NaiveDateTime);

fn stored((version, rules, author, note, saved_at): Row) -> Result<StoredRules> {
    let version = u32::try_from(version)
        .map_err(|_| StoreError::Invalid(format!("version {version} of the rules in the database")))?;
    let rules = serde_json::from_str(&rules)
        .map_err(|error| StoreError::Invalid(format!("stored rules: {error}")))?;
    Ok(StoredRules { version, rules, author, note, saved_at })
}

/// Every saved version, the newest first.
///
/// # Errors
/// Database failures, `Invalid` for rules that cannot be read.
pub fn list(connection: &mut Connection) -> Result<Vec<StoredRules>> {
    let rows: Vec<Row> = columns().order(rule_versions::version.desc()).load(connection)?;
    rows.into_iter().map(stored).collect()
}

/// The newest saved version; none while nobody has saved any.
///
/// # Errors
/// As [`list`].
pub fn latest(connection: &mut Connection) -> Result<Option<StoredRules>> {
    let row: Option<Row> = columns().order(rule_versions::version.desc()).first(connection).optional()?;
    row.map(stored).transpose()
}

/// A saved version; none for the first, which has no row, and for those that never were.
///
/// # Errors
/// As [`list`].
pub fn find(connection: &mut Connection, version: u32) -> Result<Option<StoredRules>> {
    let row: Option<Row> =
        columns().filter(rule_versions::version.eq(i64::from(version))).first(connection).optional()?;
    row.map(stored).transpose()
}

/// Saves rules as the next version, and tells other processes. Writers stand in line, so that each gets a
/// number of its own.
///
/// # Errors
/// `InUse` when another version than `based_on` is in force by now, and database failures.
pub fn insert(connection: &mut Connection, new: &NewRules, now: NaiveDateTime) -> Result<StoredRules> {
    counters::lock_facts(connection)?;
    let in_force = latest(connection)?.map_or(FIRST, |latest| latest.version);
    if new.based_on.is_some_and(|based_on| based_on != in_force) {
        return Err(StoreError::InUse(format!("version {in_force} of the rules is in force by now")));
    }
    let version = in_force + 1;
    let rules = serde_json::to_string(new.rules).map_err(|error| StoreError::Invalid(error.to_string()))?;
    diesel::insert_into(rule_versions::table)
        .values((
            rule_versions::version.eq(i64::from(version)),
            rule_versions::rules.eq(rules),
            rule_versions::author_id.eq(new.author.map(|author| author.0)),
            rule_versions::author.eq(new.author_name),
            rule_versions::note.eq(new.note),
            rule_versions::saved_at.eq(now),
        ))
        .execute(connection)?;
    changes::append_rules(connection, now)?;
    Ok(StoredRules {
        version,
        rules: *new.rules,
        author: new.author_name.to_owned(),
        note: new.note.to_owned(),
        saved_at: now,
    })
}

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    rule_versions::table.select((
        rule_versions::version,
        rule_versions::rules,
        rule_versions::author,
        rule_versions::note,
        rule_versions::saved_at,
    ))
}
