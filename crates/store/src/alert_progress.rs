//! How far the alerts have followed the facts, and who was told of which account when.

use crate::connection::Connection;
use crate::counters;
use crate::error::{Result, StoreError};
use crate::schema::{account_notices, alert_progress};
use bellwether_core::{AccountId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;
use std::collections::BTreeMap;

/// The only row.
const ROW: i64 = 1;

/// What the alerts reflect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertProgress {
    /// The newest change that was looked at.
    pub seq: i64,
    /// The as-of date they were judged on; none before the first time.
    pub as_of: Option<NaiveDate>,
    /// Version of the rules they were judged by.
    pub rule_version: u32,
}

/// What the alerts reflect now.
///
/// # Errors
/// Database failures.
pub fn get(connection: &mut Connection) -> Result<AlertProgress> {
    let (seq, as_of, version): (i64, Option<NaiveDate>, i64) = alert_progress::table
        .find(ROW)
        .select((alert_progress::seq, alert_progress::as_of, alert_progress::rule_version))
        .first(connection)?;
    let rule_version = u32::try_from(version)
        .map_err(|_| StoreError::Invalid(format!("version {version} of the rules in the database")))?;
    Ok(AlertProgress { seq, as_of, rule_version })
}

/// Moves on from `before`; false when somebody else has done so already. From here to the end of the
/// transaction nobody changes facts or alerts.
///
/// # Errors
/// Database failures.
pub fn advance(connection: &mut Connection, before: &AlertProgress, after: &AlertProgress) -> Result<bool> {
    counters::lock_facts(connection)?;
    if get(connection)? != *before {
        return Ok(false);
    }
    diesel::update(alert_progress::table.find(ROW))
        .set((
            alert_progress::seq.eq(after.seq),
            alert_progress::as_of.eq(after.as_of),
            alert_progress::rule_version.eq(i64::from(after.rule_version)),
        ))
        .execute(connection)?;
    Ok(true)
}

/// When a person was last told of each account, since a date.
///
/// # Errors
/// Database failures.
pub fn notices(
    connection: &mut Connection,
    user: UserId,
    since: NaiveDate,
) -> Result<BTreeMap<AccountId, NaiveDate>> {
    let rows: Vec<(i64, NaiveDate)> = account_notices::table
        .filter(account_notices::user_id.eq(user.0))
        .filter(account_notices::noticed_on.ge(since))
        .select((account_notices::account_id, account_notices::noticed_on))
        .load(connection)?;
    Ok(rows.into_iter().map(|(account, date)| (AccountId(account), date)).collect())
}

/// Notes that a person was told of these accounts.
///
/// # Errors
/// Database failures.
pub fn note(
    connection: &mut Connection,
    user: UserId,
    accounts: &[AccountId],
    today: NaiveDate,
) -> Result<()> {
    for account in accounts {
        let row = (
            account_notices::user_id.eq(user.0),
            account_notices::account_id.eq(account.0),
            account_notices::noticed_on.eq(today),
        );
        let key = (account_notices::user_id, account_notices::account_id);
        match connection {
            Connection::Sqlite(sqlite) => diesel::insert_into(account_notices::table)
                .values(row)
                .on_conflict(key)
                .do_update()
                .set(account_notices::noticed_on.eq(excluded(account_notices::noticed_on)))
                .execute(sqlite)?,
            Connection::Postgres(postgres) => diesel::insert_into(account_notices::table)
                .values(row)
                .on_conflict(key)
                .do_update()
                .set(account_notices::noticed_on.eq(excluded(account_notices::noticed_on)))
                .execute(postgres)?,
        };
    }
    Ok(())
}
