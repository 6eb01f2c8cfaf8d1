//! The change log: which facts changed, in commit order, so that every process can keep its ledger in step.

use crate::alert_progress;
use crate::connection::Connection;
use crate::counters::{self, Counter};
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::schema::changes;
use bellwether_core::AccountId;
use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// PostgreSQL's notification channel.
pub(crate) const CHANNEL: &str = "bellwether_changes";

/// Above this many accounts one `Bulk` entry replaces the single ones: reloading all is cheaper then.
const BULK_FROM: usize = 1_000;

/// Above this many accounts with other alerts one entry without an account stands for all.
const ALERTS_BULK_FROM: usize = 100;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The account or its orders.
    Account(AccountId),
    /// So many accounts that everything should be loaded again.
    Bulk,
    /// Products, categories, reps or regions.
    Dimensions,
    /// Stored scores.
    Scores,
    /// The rules or settings in force.
    Rules,
    /// Alerts of one account, or of many when none is named.
    Alerts(Option<AccountId>),
}

/// One entry of the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its number; rises in commit order.
    pub seq: i64,
    /// What changed.
    pub kind: ChangeKind,
}

#[derive(Insertable)]
#[diesel(table_name = changes, treat_none_as_default_value = false)]
struct NewChange {
    seq: i64,
    kind: &'static str,
    account_id: Option<i64>,
    at: NaiveDateTime,
}

/// Number of the newest change; 0 before the first.
///
/// # Errors
/// Database failures.
pub fn latest(connection: &mut Connection) -> Result<i64> {
    let seq: Option<i64> = changes::table.select(max(changes::seq)).first(connection)?;
    Ok(seq.unwrap_or(0))
}

/// The changes after `seq`, oldest first, at most `limit` and one. Where some of them are forgotten already, a
/// `Bulk` stands for them.
///
/// # Errors
/// Database failures.
pub fn after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<Change>> {
    let rows: Vec<(i64, String, Option<i64>)> = changes::table
        .filter(changes::seq.gt(seq))
        .order(changes::seq)
        .limit(limit)
        .select((changes::seq, changes::kind, changes::account_id))
        .load(connection)?;
    let forgotten = rows.first().map(|(first, ..)| first - 1).filter(|before| *before > seq);
    let stand_in = forgotten.map(|seq| Ok(Change { seq, kind: ChangeKind::Bulk }));
    let kept =
        rows.into_iter().map(|(seq, kind, account)| Ok(Change { seq, kind: kind_of(&kind, account)? }));
    stand_in.into_iter().chain(kept).collect()
}

/// The newest change up to `seq` that concerned the whole book: facts in bulk or scores; 0 when there was none.
///
/// # Errors
/// Database failures.
pub fn last_of_everything(connection: &mut Connection, seq: i64) -> Result<i64> {
    let found: Option<i64> = changes::table
        .filter(changes::kind.eq_any(["bulk", "scores"]))
        .filter(changes::seq.le(seq))
        .order(changes::seq.desc())
        .select(changes::seq)
        .first(connection)
        .optional()?;
    Ok(found.unwrap_or(0))
}

/// The accounts that changed after the newest scoring, at most `limit`, those that changed last.
///
/// # Errors
/// Database failures.
pub fn accounts_since_scores(connection: &mut Connection, limit: i64) -> Result<BTreeSet<AccountId>> {
    let scores: Option<i64> =
        changes::table.filter(changes::kind.eq("scores")).select(max(changes::seq)).first(connection)?;
    let accounts: Vec<Option<i64>> = changes::table
        .filter(changes::seq.gt(scores.unwrap_or(0)))
        .filter(changes::kind.eq("account"))
        .order(changes::seq.desc())
        .limit(limit)
        .select(changes::account_id)
        .load(connection)?;
    Ok(accounts.into_iter().flatten().map(AccountId).collect())
}

/// Forgets changes from before a moment, but none that alerts have still to follow or that is newer than the
/// newest scoring; how many.
///
/// # Errors
/// Database failures.
pub fn forget(connection: &mut Connection, before: NaiveDateTime) -> Result<usize> {
    let scores: Option<i64> =
        changes::table.filter(changes::kind.eq("scores")).select(max(changes::seq)).first(connection)?;
    let followed = alert_progress::get(connection)?.seq;
    let old = changes::table
        .filter(changes::at.lt(before))
        .filter(changes::seq.lt(followed.min(scores.unwrap_or(0))));
    Ok(diesel::delete(old).execute(connection)?)
}

fn kind_of(word: &str, account: Option<i64>) -> Result<ChangeKind> {
    match (word, account) {
        ("account", Some(account)) => Ok(ChangeKind::Account(AccountId(account))),
        ("bulk", _) => Ok(ChangeKind::Bulk),
        ("dimensions", _) => Ok(ChangeKind::Dimensions),
        ("scores", _) => Ok(ChangeKind::Scores),
        ("rules", _) => Ok(ChangeKind::Rules),
        ("alerts", account) => Ok(ChangeKind::Alerts(account.map(AccountId))),
        _ => Err(StoreError::unknown_word("change", word)),
    }
}

/// Notes that these accounts changed. The caller holds the facts lock or does not care for the order.
pub(crate) fn append_accounts(
    connection: &mut Connection,
    accounts: impl Iterator<Item = i64>,
    now: NaiveDateTime,
) -> Result<()> {
    let accounts: Vec<i64> = accounts.take(BULK_FROM + 1).collect();
    if accounts.len() > BULK_FROM {
        return append(connection, vec![("bulk", None)], now);
    }
    append(connection, accounts.into_iter().map(|id| ("account", Some(id))).collect(), now)
}

/// Notes that products, categories, reps or regions changed.
pub(crate) fn append_dimensions(connection: &mut Connection, now: NaiveDateTime) -> Result<()> {
    append(connection, vec![("dimensions", None)], now)
}

/// Notes that scores changed.
pub(crate) fn append_scores(connection: &mut Connection, now: NaiveDateTime) -> Result<()> {
    append(connection, vec![("scores", None)], now)
}

/// Notes that other rules or settings are in force.
///
/// # Errors
/// Database failures.
pub fn append_rules(connection: &mut Connection, now: NaiveDateTime) -> Result<()> {
    append(connection, vec![("rules", None)], now)
}

/// Notes that alerts of these accounts changed.
///
/// # Errors
/// Database failures.
pub fn append_alerts(connection: &mut Connection, accounts: &[AccountId], now: NaiveDateTime) -> Result<()> {
    if accounts.len() > ALERTS_BULK_FROM {
        return append(connection, vec![("alerts", None)], now);
    }
    append(connection, accounts.iter().map(|account| ("alerts", Some(account.0))).collect(), now)
}

fn append(
    connection: &mut Connection,
    entries: Vec<(&'static str, Option<i64>)>,
    now: NaiveDateTime,
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    counters::lock_facts(connection)?;
    let count = i64::try_from(entries.len()).expect("a list in memory has fewer than 2^63 entries");
    let first = counters::take(connection, Counter::Changes, count)?;
    let rows: Vec<NewChange> = (first..)
        .zip(entries)
        .map(|(seq, (kind, account_id))| NewChange { seq, kind, account_id, at: now })
        .collect();
    dialect::bulk_insert!(connection, changes::table, rows)?;
    if let Connection::Postgres(postgres) = connection {
        postgres.batch_execute(&format!("SELECT pg_notify('{CHANNEL}', '')"))?;
    }
    Ok(())
}
