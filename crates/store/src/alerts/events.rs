//! What happened to an alert, and who did it.

use crate::connection::Connection;
use crate::dialect;
use crate::error::Result;
use crate::schema::{accounts, alert_events};
use crate::scope::InScope;
use bellwether_core::alert::AlertTier;
use bellwether_core::{AccountId, AlertId, Scope, UserId};
use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

/// Something that happened to an alert, to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// To which alert.
    pub alert: AlertId,
    /// Its account.
    pub account: AccountId,
    /// Who did it; none when the facts did.
    pub user: Option<UserId>,
    /// Their name at that time; empty when the facts did it.
    pub author: String,
    /// What: a short word, for example `snoozed`.
    pub what: String,
    /// More about it, in words; may be empty.
    pub detail: String,
}

/// Something that happened to an alert. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// When.
    pub at: NaiveDateTime,
    /// Who did it; none when the facts did.
    pub user: Option<UserId>,
    /// Their name at that time; empty when the facts did it.
    pub author: String,
    /// What.
    pub what: String,
    /// More about it.
    pub detail: String,
}

#[derive(Insertable)]
#[diesel(table_name = alert_events, treat_none_as_default_value = false)]
struct NewRow {
    alert_id: i64,
    account_id: i64,
    at: NaiveDateTime,
    user_id: Option<i64>,
    author: String,
    what: String,
    detail: String,
}

/// Notes what happened, one event or many.
///
/// # Errors
/// Database failures.
pub fn add_events(connection: &mut Connection, events: &[NewEvent], now: NaiveDateTime) -> Result<()> {
    let rows: Vec<NewRow> = events
        .iter()
        .map(|event| NewRow {
            alert_id: event.alert.0,
            account_id: event.account.0,
            at: now,
            user_id: event.user.map(|user| user.0),
            author: event.author.clone(),
            what: event.what.clone(),
            detail: event.detail.clone(),
        })
        .collect();
    Ok(dialect::bulk_insert!(connection, alert_events::table, rows)?)
}

type Row = (NaiveDateTime, Option<i64>, String, String, String);

/// The word of an alert that the rules raised; its detail is how urgent it was, as [`urgency`] says it.
pub const OPENED: &str = "opened";
/// The word of an alert that became more urgent; its detail as that of [`OPENED`].
pub const ROSE: &str = "rose";

/// How urgent an alert became, as the events [`OPENED`] and [`ROSE`] keep it.
pub fn urgency(tier: AlertTier) -> String {
    tier.label().to_lowercase()
}

/// When each of these alerts was last raised or became more urgent, UTC; those that did neither are not in it. For
/// the product's own work, which has found the alerts already.
///
/// # Errors
/// Database failures.
pub fn last_rises(
    connection: &mut Connection,
    alerts: &[AlertId],
) -> Result<HashMap<AlertId, NaiveDateTime>> {
    let mut found = HashMap::new();
    for chunk in alerts.chunks(crate::accounts::MOST_BINDS) {
        let rows: Vec<(i64, Option<NaiveDateTime>)> = alert_events::table
            .filter(alert_events::alert_id.eq_any(chunk.iter().map(|alert| alert.0)))
            .filter(alert_events::what.eq_any([OPENED, ROSE]))
            .group_by(alert_events::alert_id)
            .select((alert_events::alert_id, max(alert_events::at)))
            .load(connection)?;
        found.extend(rows.into_iter().filter_map(|(alert, at)| Some((AlertId(alert), at?))));
    }
    Ok(found)
}

/// What happened to an alert, the earliest first.
///
/// # Errors
/// Database failures; outside the scope nothing happened.
pub fn events(connection: &mut Connection, scope: &Scope, alert: AlertId) -> Result<Vec<EventRecord>> {
    let rows: Vec<Row> = alert_events::table
        .inner_join(accounts::table)
        .filter(alert_events::alert_id.eq(alert.0))
        .filter(InScope(scope))
        .order(alert_events::id)
        .select((
            alert_events::at,
            alert_events::user_id,
            alert_events::author,
            alert_events::what,
            alert_events::detail,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(at, user, author, what, detail)| EventRecord {
            at,
            user: user.map(UserId),
            author,
            what,
            detail,
        })
        .collect())
}
