//! What people answered to "was that right?", with the facts of that moment, for the rules' back-test and
//! for the silences that somebody called normal.

use super::{from_json, kind_of, tier_of, to_json};
use crate::connection::Connection;
use crate::error::{Result, StoreError};
use crate::ledger_feed::Accounts;
use crate::schema::{accounts, alert_verdicts, alerts};
use crate::scope::InScope;
use bellwether_core::alert::{AlertKind, AlertTier, Evidence};
use bellwether_core::{AccountId, AlertId, Scope, UserId};
use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

/// One answer. Times are UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// About which alert.
    pub alert: AlertId,
    /// Its account.
    pub account: AccountId,
    /// Which rule raised it.
    pub kind: AlertKind,
    /// How urgent it was then.
    pub tier: AlertTier,
    /// The answer.
    pub was_right: bool,
    /// Days of silence then, for alerts about silence.
    pub silence_days: Option<i32>,
    /// The numbers it rested on then.
    pub evidence: Evidence,
    /// Who answered.
    pub user: Option<UserId>,
    /// Their name at that time.
    pub author: String,
    /// When.
    pub at: NaiveDateTime,
}

/// Stores an answer in place of an earlier one about the same alert, and notes it on the alert itself.
///
/// # Errors
/// Database failures.
pub fn record_verdict(connection: &mut Connection, verdict: &Verdict) -> Result<()> {
    forget_verdict(connection, verdict.alert)?;
    diesel::insert_into(alert_verdicts::table)
        .values((
            alert_verdicts::alert_id.eq(verdict.alert.0),
            alert_verdicts::account_id.eq(verdict.account.0),
            alert_verdicts::kind.eq(verdict.kind.code()),
            alert_verdicts::tier.eq(verdict.tier.code()),
            alert_verdicts::was_right.eq(verdict.was_right),
            alert_verdicts::silence_days.eq(verdict.silence_days.map(i64::from)),
            alert_verdicts::evidence.eq(to_json(&verdict.evidence)?),
            alert_verdicts::user_id.eq(verdict.user.map(|user| user.0)),
            alert_verdicts::author.eq(&verdict.author),
            alert_verdicts::at.eq(verdict.at),
        ))
        .execute(connection)?;
    note(connection, verdict.alert, Some(verdict.was_right))
}

/// Takes an answer back.
///
/// # Errors
/// Database failures.
pub fn forget_verdict(connection: &mut Connection, alert: AlertId) -> Result<()> {
    diesel::delete(alert_verdicts::table.filter(alert_verdicts::alert_id.eq(alert.0))).execute(connection)?;
    note(connection, alert, None)
}

fn note(connection: &mut Connection, alert: AlertId, was_right: Option<bool>) -> Result<()> {
    diesel::update(alerts::table.filter(alerts::id.eq(alert.0)))
        .set(alerts::was_right.eq(was_right))
        .execute(connection)?;
    Ok(())
}

/// The longest silence that people called normal since `since`: of alerts about silence that were wrong,
/// in days, by account. For the product's own work, which looks at every account.
///
/// # Errors
/// Database failures.
pub fn excused_silences(
    connection: &mut Connection,
    accounts: Accounts,
    since: NaiveDateTime,
) -> Result<HashMap<AccountId, i32>> {
    let kinds = [AlertKind::ChurnRisk, AlertKind::PatternRisk, AlertKind::NewAccountStalled];
    let kinds = kinds.map(AlertKind::code);
    let query = || {
        alert_verdicts::table
            .filter(alert_verdicts::was_right.eq(false))
            .filter(alert_verdicts::kind.eq_any(kinds))
            .filter(alert_verdicts::at.ge(since))
            .filter(alert_verdicts::silence_days.is_not_null())
            .group_by(alert_verdicts::account_id)
            .select((alert_verdicts::account_id, max(alert_verdicts::silence_days)))
    };
    let rows: Vec<(i64, Option<i64>)> = match accounts {
        Accounts::All => query().load(connection)?,
        Accounts::Only(ids) => {
            let mut rows = Vec::new();
            for chunk in ids.chunks(crate::accounts::MOST_BINDS) {
                let some: Vec<(i64, Option<i64>)> =
                    query().filter(alert_verdicts::account_id.eq_any(chunk)).load(connection)?;
                rows.extend(some);
            }
            rows
        }
    };
    rows.into_iter()
        .filter_map(|(account, days)| Some((account, days?)))
        .map(|(account, days)| Ok((AccountId(account), days_of(days)?)))
        .collect()
}

fn days_of(days: i64) -> Result<i32> {
    i32::try_from(days).map_err(|_| StoreError::Invalid(format!("{days} days of silence in the database")))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = alert_verdicts)]
struct Row {
    alert_id: i64,
    account_id: i64,
    kind: String,
    tier: String,
    was_right: bool,
    silence_days: Option<i64>,
    evidence: String,
    user_id: Option<i64>,
    author: String,
    at: NaiveDateTime,
}

impl TryFrom<Row> for Verdict {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            alert: AlertId(row.alert_id),
            account: AccountId(row.account_id),
            kind: kind_of(&row.kind)?,
            tier: tier_of(&row.tier)?,
            was_right: row.was_right,
            silence_days: row.silence_days.map(days_of).transpose()?,
            evidence: from_json("evidence", &row.evidence)?,
            user: row.user_id.map(UserId),
            author: row.author,
            at: row.at,
        })
    }
}

/// Every answer of the scope, the earliest first.
///
/// # Errors
/// Database failures.
pub fn verdicts(connection: &mut Connection, scope: &Scope) -> Result<Vec<Verdict>> {
    let rows: Vec<Row> = alert_verdicts::table
        .inner_join(accounts::table)
        .filter(InScope(scope))
        .order((alert_verdicts::at, alert_verdicts::alert_id))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Verdict::try_from).collect()
}
