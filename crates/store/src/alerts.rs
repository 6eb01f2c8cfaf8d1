//! Alerts: what the rules found and what became of it. The facts of an alert are JSON; whatever is filtered,
//! sorted or counted has a column of its own.

mod events;
mod history;
mod list;
mod verdicts;

pub use events::{EventRecord, NewEvent, OPENED, ROSE, add_events, events, last_rises, urgency};
pub use history::{Ended, count_raised_for, ended_of, raised_for, with_open_tasks, worked_from};
pub use list::{AlertCursor, AlertFilter, AlertPage, LiveAlert, live_alerts, live_among, live_of, page};
pub use verdicts::{Verdict, excused_silences, forget_verdict, record_verdict, verdicts};

use crate::connection::Connection;
use crate::counters::{self, Counter};
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::ledger_feed::Accounts;
use crate::schema::{accounts, alerts};
use crate::scope::InScope;
use bellwether_core::alert::{AlertKind, AlertState, AlertTier, Confidence, DismissReason, Evidence, Ground};
use bellwether_core::{AccountId, AlertId, ProductId, Scope};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// An alert as it is stored. Times are UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertRecord {
    /// Its id.
    pub id: AlertId,
    /// Whose.
    pub account: AccountId,
    /// Which rule raised it.
    pub kind: AlertKind,
    /// The item it is about.
    pub product: Option<ProductId>,
    /// Where it is in its life.
    pub state: AlertState,
    /// How urgent it is.
    pub tier: AlertTier,
    /// How much history it rests on.
    pub confidence: Confidence,
    /// Version of the rules that found it last.
    pub rule_version: u32,
    /// The date it was raised.
    pub opened_on: NaiveDate,
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// When it changed last.
    pub changed_at: NaiveDateTime,
    /// Out of sight until this date.
    pub snoozed_until: Option<NaiveDate>,
    /// Why it was dismissed.
    pub dismiss_reason: Option<DismissReason>,
    /// Why it ended, in words.
    pub outcome: Option<String>,
    /// What people answered to "was that right?".
    pub was_right: Option<bool>,
    /// Money at stake.
    pub value_cents: i64,
    /// The facts it stands on.
    pub grounds: BTreeSet<Ground>,
    /// The numbers it rests on.
    pub evidence: Evidence,
}

/// An alert to open; kind and item are those of its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAlert {
    /// Whose.
    pub account: AccountId,
    /// How urgent it is.
    pub tier: AlertTier,
    /// How much history it rests on.
    pub confidence: Confidence,
    /// Version of the rules that found it.
    pub rule_version: u32,
    /// The date it is raised.
    pub opened_on: NaiveDate,
    /// Facts up to this date were used.
    pub as_of: NaiveDate,
    /// Money at stake.
    pub value_cents: i64,
    /// The facts it stands on.
    pub grounds: BTreeSet<Ground>,
    /// The numbers it rests on.
    pub evidence: Evidence,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = alerts, treat_none_as_default_value = false)]
struct Row {
    id: i64,
    account_id: i64,
    kind: String,
    product_id: Option<i64>,
    state: String,
    tier: String,
    confidence: String,
    rule_version: i64,
    opened_on: NaiveDate,
    as_of: NaiveDate,
    changed_at: NaiveDateTime,
    snoozed_until: Option<NaiveDate>,
    dismiss_reason: Option<String>,
    outcome: Option<String>,
    was_right: Option<bool>,
    value_cents: i64,
    grounds: String,
    evidence: String,
}

impl TryFrom<Row> for AlertRecord {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: AlertId(row.id),
            account: AccountId(row.account_id),
            kind: kind_of(&row.kind)?,
            product: row.product_id.map(ProductId),
            state: state_of(&row.state)?,
            tier: tier_of(&row.tier)?,
            confidence: Confidence::from_code(&row.confidence)
                .ok_or_else(|| StoreError::unknown_word("confidence", &row.confidence))?,
            rule_version: u32::try_from(row.rule_version)
                .map_err(|_| StoreError::Invalid(format!("version {} of the rules", row.rule_version)))?,
            opened_on: row.opened_on,
            as_of: row.as_of,
            changed_at: row.changed_at,
            snoozed_until: row.snoozed_until,
            dismiss_reason: row
                .dismiss_reason
                .map(|word| {
                    DismissReason::from_code(&word)
                        .ok_or_else(|| StoreError::unknown_word("dismiss reason", &word))
                })
                .transpose()?,
            outcome: row.outcome,
            was_right: row.was_right,
            value_cents: row.value_cents,
            grounds: from_json("grounds", &row.grounds)?,
            evidence: from_json("evidence", &row.evidence)?,
        })
    }
}

impl TryFrom<&AlertRecord> for Row {
    type Error = StoreError;
    fn try_from(alert: &AlertRecord) -> Result<Self> {
        Ok(Self {
            id: alert.id.0,
            account_id: alert.account.0,
            kind: alert.kind.code().to_owned(),
            product_id: alert.product.map(|product| product.0),
            state: alert.state.code().to_owned(),
            tier: alert.tier.code().to_owned(),
            confidence: alert.confidence.code().to_owned(),
            rule_version: i64::from(alert.rule_version),
            opened_on: alert.opened_on,
            as_of: alert.as_of,
            changed_at: alert.changed_at,
            snoozed_until: alert.snoozed_until,
            dismiss_reason: alert.dismiss_reason.map(|reason| reason.code().to_owned()),
            outcome: alert.outcome.clone(),
            was_right: alert.was_right,
            value_cents: alert.value_cents,
            grounds: to_json(&alert.grounds)?,
            evidence: to_json(&alert.evidence)?,
        })
    }
}

fn kind_of(word: &str) -> Result<AlertKind> {
    AlertKind::from_code(word).ok_or_else(|| StoreError::unknown_word("alert kind", word))
}

fn state_of(word: &str) -> Result<AlertState> {
    AlertState::from_code(word).ok_or_else(|| StoreError::unknown_word("alert state", word))
}

fn tier_of(word: &str) -> Result<AlertTier> {
    AlertTier::from_code(word).ok_or_else(|| StoreError::unknown_word("alert tier", word))
}

fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Invalid(error.to_string()))
}

fn from_json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Invalid(format!("stored {what}: {error}")))
}

/// Words of the states that facts can still change.
fn live() -> Vec<&'static str> {
    AlertState::ALL.into_iter().filter(|state| state.is_live()).map(AlertState::code).collect()
}

/// Words of the states that are final.
fn final_states() -> Vec<&'static str> {
    AlertState::ALL.into_iter().filter(|state| !state.is_live()).map(AlertState::code).collect()
}

/// Words of the states the rules ask about: the live ones, and those that may not return.
fn standing() -> Vec<&'static str> {
    live().into_iter().chain([AlertState::Dismissed.code(), AlertState::Expired.code()]).collect()
}

/// Makes this transaction the only one that changes alerts by what it reads of them, until it ends. Facts come
/// first, always: the change log is theirs, and locks taken in another order would wait for each other for ever.
///
/// # Errors
/// Database failures.
pub fn lock(connection: &mut Connection) -> Result<()> {
    counters::lock_facts(connection)?;
    counters::lock_alerts(connection)
}

/// Opens alerts; their ids in the same order.
///
/// # Errors
/// Database failures.
pub fn insert(connection: &mut Connection, new: &[NewAlert], now: NaiveDateTime) -> Result<Vec<AlertId>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    lock(connection)?;
    let count = i64::try_from(new.len()).expect("a list in memory has fewer than 2^63 entries");
    let first = counters::take(connection, Counter::Alerts, count)?;
    let ids: Vec<AlertId> = (first..first + count).map(AlertId).collect();
    let rows: Vec<Row> =
        ids.iter().zip(new).map(|(id, new)| Row::try_from(&opened(*id, new, now))).collect::<Result<_>>()?;
    dialect::bulk_insert!(connection, alerts::table, rows)?;
    Ok(ids)
}

/// An alert as it stands when it opens.
pub fn opened(id: AlertId, new: &NewAlert, now: NaiveDateTime) -> AlertRecord {
    AlertRecord {
        id,
        account: new.account,
        kind: new.evidence.kind(),
        product: new.evidence.product(),
        state: AlertState::Open,
        tier: new.tier,
        confidence: new.confidence,
        rule_version: new.rule_version,
        opened_on: new.opened_on,
        as_of: new.as_of,
        changed_at: now,
        snoozed_until: None,
        dismiss_reason: None,
        outcome: None,
        was_right: None,
        value_cents: new.value_cents,
        grounds: new.grounds.clone(),
        evidence: new.evidence.clone(),
    }
}

/// Stores alerts that are there already, each with all it has; those that are gone stay gone. The caller has
/// read them in this transaction, after [`lock`].
///
/// # Errors
/// Database failures.
pub fn update(connection: &mut Connection, changed: &[AlertRecord]) -> Result<()> {
    for chunk in changed.chunks(crate::accounts::MOST_BINDS) {
        let ids: Vec<i64> = chunk.iter().map(|alert| alert.id.0).collect();
        let there: BTreeSet<i64> = alerts::table
            .filter(alerts::id.eq_any(ids.clone()))
            .select(alerts::id)
            .load::<i64>(connection)?
            .into_iter()
            .collect();
        let rows: Vec<Row> = chunk
            .iter()
            .filter(|alert| there.contains(&alert.id.0))
            .map(Row::try_from)
            .collect::<Result<_>>()?;
        // A row taken out and put in again costs the same on both engines, for one and for 50 000.
        diesel::delete(alerts::table.filter(alerts::id.eq_any(ids))).execute(connection)?;
        dialect::bulk_insert!(connection, alerts::table, rows)?;
    }
    Ok(())
}

/// The live, dismissed and expired alerts of some accounts, by account and id: what the rules' next findings are
/// held against. For the product's own work, which looks at every account.
///
/// # Errors
/// Database failures.
pub fn of_accounts(connection: &mut Connection, accounts: &[AccountId]) -> Result<Vec<AlertRecord>> {
    let ids: Vec<i64> = accounts.iter().map(|account| account.0).collect();
    let mut found = Vec::new();
    load(connection, Accounts::Only(&ids), |alert| found.push(alert))?;
    Ok(found)
}

/// Hands over the live, dismissed and expired alerts of every account, or of some, by account and id. As
/// [`of_accounts`].
///
/// # Errors
/// Database failures.
pub fn load(
    connection: &mut Connection,
    accounts: Accounts,
    mut each: impl FnMut(AlertRecord),
) -> Result<()> {
    let query = || {
        alerts::table
            .filter(alerts::state.eq_any(standing()))
            .order((alerts::account_id, alerts::id))
            .select(Row::as_select())
    };
    match accounts {
        Accounts::All => {
            for row in query().load_iter::<Row, DefaultLoadingMode>(connection)? {
                each(row?.try_into()?);
            }
        }
        Accounts::Only(ids) => {
            for chunk in ids.chunks(crate::accounts::MOST_BINDS) {
                for row in query().filter(alerts::account_id.eq_any(chunk)).load::<Row>(connection)? {
                    each(row.try_into()?);
                }
            }
        }
    }
    Ok(())
}

/// One alert.
///
/// # Errors
/// `NotFound`, for foreign and absent alerts alike.
pub fn find(connection: &mut Connection, scope: &Scope, id: AlertId) -> Result<AlertRecord> {
    alerts::table
        .inner_join(accounts::table)
        .filter(alerts::id.eq(id.0))
        .filter(InScope(scope))
        .select(Row::as_select())
        .first(connection)?
        .try_into()
}
