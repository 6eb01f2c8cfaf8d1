//! Stored scores: the latest of every account, and how they moved.

use crate::changes::{self, ChangeKind};
use crate::connection::Connection;
use crate::counters;
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::schema::{accounts, score_history, scores};
use crate::scope::InScope;
use crate::score_runs;
use bellwether_core::{AccountId, Scope, Segment};
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Double, Nullable, Text};
use std::collections::{BTreeSet, HashMap};

/// After more changes than this, what was judged before them is left to the next scoring.
const MOST_CHANGES: i64 = 10_000;
/// A smaller movement of the risk makes no entry in the history.
const RISK_STEP: f64 = 0.001;

/// The score of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRow {
    /// Whose.
    pub account: AccountId,
    /// As of this date.
    pub as_of: NaiveDate,
    /// The model and its version.
    pub model_version: String,
    /// Where the account stands.
    pub segment: Segment,
    /// Probability of churn, 0 to 1; none for new accounts and accounts without orders.
    pub churn_risk: Option<f64>,
    /// 0 to 100; none when not measured.
    pub health: Option<f64>,
    /// First day of the 80 % band of the next order.
    pub window_from: Option<NaiveDate>,
    /// Last day of that band.
    pub window_until: Option<NaiveDate>,
    /// The most likely day.
    pub window_likely: Option<NaiveDate>,
    /// When to get in touch.
    pub outreach_on: Option<NaiveDate>,
    /// Signals and contributions: JSON, kept byte for byte.
    pub body: String,
}

/// One entry of an account's score history.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreHistory {
    /// As of this date.
    pub as_of: NaiveDate,
    /// The model and its version.
    pub model_version: String,
    /// Where the account stood.
    pub segment: Segment,
    /// Probability of churn, 0 to 1; none for new accounts and accounts without orders.
    pub churn_risk: Option<f64>,
    /// 0 to 100; none when not measured.
    pub health: Option<f64>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = scores, treat_none_as_default_value = false)]
struct Row {
    account_id: i64,
    run_id: i64,
    as_of: NaiveDate,
    model_version: String,
    segment: String,
    churn_risk: Option<f64>,
    health: Option<f64>,
    window_from: Option<NaiveDate>,
    window_until: Option<NaiveDate>,
    window_likely: Option<NaiveDate>,
    outreach_on: Option<NaiveDate>,
    body: String,
}

#[derive(Insertable)]
#[diesel(table_name = score_history, treat_none_as_default_value = false)]
struct NewHistory {
    account_id: i64,
    run_id: i64,
    as_of: NaiveDate,
    model_version: String,
    segment: &'static str,
    churn_risk: Option<f64>,
    health: Option<f64>,
}

impl TryFrom<Row> for ScoreRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            account: AccountId(row.account_id),
            as_of: row.as_of,
            model_version: row.model_version,
            segment: segment_of(&row.segment)?,
            churn_risk: row.churn_risk,
            health: row.health,
            window_from: row.window_from,
            window_until: row.window_until,
            window_likely: row.window_likely,
            outreach_on: row.outreach_on,
            body: row.body,
        })
    }
}

fn segment_of(word: &str) -> Result<Segment> {
    Segment::from_code(word).ok_or_else(|| StoreError::unknown_word("segment", word))
}

/// Stores the latest score of each account given, and an entry in its history when the segment or the
/// risk moved. The accounts are different ones.
///
/// # Errors
/// Database failures.
pub fn replace(connection: &mut Connection, run: i64, rows: &[ScoreRow]) -> Result<()> {
    counters::lock_facts(connection)?;
    for chunk in rows.chunks(crate::accounts::MOST_BINDS) {
        let ids: Vec<i64> = chunk.iter().map(|row| row.account.0).collect();
        let before: HashMap<i64, (String, Option<f64>)> = scores::table
            .filter(scores::account_id.eq_any(ids.clone()))
            .select((scores::account_id, (scores::segment, scores::churn_risk)))
            .load::<(i64, (String, Option<f64>))>(connection)?
            .into_iter()
            .collect();
        let moved: Vec<NewHistory> = chunk
            .iter()
            .filter(|row| has_moved(row, before.get(&row.account.0)))
            .map(|row| history_of(run, row))
            .collect();
        diesel::delete(scores::table.filter(scores::account_id.eq_any(ids))).execute(connection)?;
        let latest: Vec<Row> = chunk.iter().map(|row| latest_of(run, row)).collect();
        dialect::bulk_insert!(connection, scores::table, latest)?;
        forget_history_of(connection, run, &moved)?;
        dialect::bulk_insert!(connection, score_history::table, moved)?;
    }
    Ok(())
}

/// Stores what was judged anew with the model of `run`, from facts up to change `seq`. Tells nobody: whoever
/// follows the facts judges the same. Answers which accounts were not stored, because their facts have changed
/// again, or all of them because a later scoring has judged them; whoever judges those stores them.
///
/// # Errors
/// Database failures.
pub fn refresh(
    connection: &mut Connection,
    run: i64,
    seq: u64,
    rows: &[ScoreRow],
) -> Result<BTreeSet<AccountId>> {
    counters::lock_facts(connection)?;
    let all = || rows.iter().map(|row| row.account).collect();
    if score_runs::latest(connection)?.is_none_or(|latest| latest.id != run) {
        return Ok(all());
    }
    let later = changes::after(connection, i64::try_from(seq).unwrap_or(i64::MAX), MOST_CHANGES)?;
    let mut outdated = BTreeSet::new();
    for change in &later {
        match change.kind {
            ChangeKind::Account(account) => _ = outdated.insert(account),
            ChangeKind::Bulk => return Ok(all()),
            ChangeKind::Dimensions | ChangeKind::Scores | ChangeKind::Rules | ChangeKind::Alerts(_) => {}
        }
    }
    if later.len() as i64 >= MOST_CHANGES {
        return Ok(all());
    }
    let (left, stored): (Vec<_>, Vec<_>) =
        rows.iter().cloned().partition(|row| outdated.contains(&row.account));
    replace(connection, run, &stored)?;
    Ok(left.into_iter().map(|row| row.account).collect())
}

/// A run has one entry an account: the last one counts.
fn forget_history_of(connection: &mut Connection, run: i64, moved: &[NewHistory]) -> Result<()> {
    let ids: Vec<i64> = moved.iter().map(|entry| entry.account_id).collect();
    let entries = score_history::table.filter(score_history::account_id.eq_any(ids));
    diesel::delete(entries.filter(score_history::run_id.eq(run))).execute(connection)?;
    Ok(())
}

fn has_moved(row: &ScoreRow, before: Option<&(String, Option<f64>)>) -> bool {
    before.is_none_or(|(segment, risk)| {
        let risk_moved = match (row.churn_risk, *risk) {
            (Some(now), Some(then)) => (now - then).abs() >= RISK_STEP,
            (now, then) => now.is_some() != then.is_some(),
        };
        segment != row.segment.code() || risk_moved
    })
}

fn history_of(run_id: i64, row: &ScoreRow) -> NewHistory {
    NewHistory {
        account_id: row.account.0,
        run_id,
        as_of: row.as_of,
        model_version: row.model_version.clone(),
        segment: row.segment.code(),
        churn_risk: row.churn_risk,
        health: row.health,
    }
}

fn latest_of(run_id: i64, row: &ScoreRow) -> Row {
    Row {
        account_id: row.account.0,
        run_id,
        as_of: row.as_of,
        model_version: row.model_version.clone(),
        segment: row.segment.code().to_owned(),
        churn_risk: row.churn_risk,
        health: row.health,
        window_from: row.window_from,
        window_until: row.window_until,
        window_likely: row.window_likely,
        outreach_on: row.outreach_on,
        body: row.body.clone(),
    }
}

/// Hands over the latest score of every account in the scope, by account id.
///
/// # Errors
/// Database failures.
pub fn load_all(connection: &mut Connection, scope: &Scope, mut each: impl FnMut(ScoreRow)) -> Result<()> {
    let rows = scores::table
        .inner_join(accounts::table)
        .filter(InScope(scope))
        .order(scores::account_id)
        .select(Row::as_select())
        .load_iter::<Row, diesel::connection::DefaultLoadingMode>(connection)?;
    for row in rows {
        each(row?.try_into()?);
    }
    Ok(())
}

/// Hands over the latest score of some accounts, of those that the scope holds.
///
/// # Errors
/// Database failures.
pub fn load_only(
    connection: &mut Connection,
    scope: &Scope,
    accounts: &[i64],
    mut each: impl FnMut(ScoreRow),
) -> Result<()> {
    for chunk in accounts.chunks(crate::accounts::MOST_BINDS) {
        let rows: Vec<Row> = scores::table
            .inner_join(accounts::table)
            .filter(InScope(scope))
            .filter(scores::account_id.eq_any(chunk))
            .select(Row::as_select())
            .load(connection)?;
        for row in rows {
            each(row.try_into()?);
        }
    }
    Ok(())
}

/// The latest score of one account.
///
/// # Errors
/// Database failures; outside the scope there is none.
pub fn find(connection: &mut Connection, scope: &Scope, account: AccountId) -> Result<Option<ScoreRow>> {
    let row = scores::table
        .inner_join(accounts::table)
        .filter(scores::account_id.eq(account.0))
        .filter(InScope(scope))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(ScoreRow::try_from).transpose()
}

type HistoryRow = (NaiveDate, String, String, Option<f64>, Option<f64>);

/// How the score of one account moved, newest first.
///
/// # Errors
/// Database failures; outside the scope there is nothing.
pub fn history(
    connection: &mut Connection,
    scope: &Scope,
    account: AccountId,
    limit: i64,
) -> Result<Vec<ScoreHistory>> {
    let rows: Vec<HistoryRow> = score_history::table
        .inner_join(accounts::table)
        .filter(score_history::account_id.eq(account.0))
        .filter(InScope(scope))
        .order(score_history::run_id.desc())
        .limit(limit)
        .select((
            score_history::as_of,
            score_history::model_version,
            score_history::segment,
            score_history::churn_risk,
            score_history::health,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(as_of, model_version, segment, churn_risk, health)| {
            Ok(ScoreHistory { as_of, model_version, segment: segment_of(&segment)?, churn_risk, health })
        })
        .collect()
}

/// Where an account stood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stood {
    /// Which account.
    pub account: AccountId,
    /// Its segment.
    pub segment: Segment,
    /// Probability of churn, 0 to 1; none for new accounts and accounts without orders.
    pub churn_risk: Option<f64>,
}

type StoodRow = (i64, Option<String>, Option<f64>);

/// Hands over where every account of the scope stood after a scoring, of those that had been scored by then. For
/// each account one look into its history, which is why the answer is worth keeping.
///
/// # Errors
/// Database failures.
pub fn stood_at(
    connection: &mut Connection,
    scope: &Scope,
    run: i64,
    mut each: impl FnMut(Stood),
) -> Result<()> {
    let latest = |column: &str| {
        format!(
            "(SELECT h.{column} FROM score_history h WHERE h.account_id = scores.account_id AND h.run_id <= {run} \
             ORDER BY h.run_id DESC LIMIT 1)"
        )
    };
    let rows = scores::table
        .inner_join(accounts::table)
        .filter(InScope(scope))
        .select((
            scores::account_id,
            sql::<Nullable<Text>>(&latest("segment")),
            sql::<Nullable<Double>>(&latest("churn_risk")),
        ))
        .load_iter::<StoodRow, diesel::connection::DefaultLoadingMode>(connection)?;
    for row in rows {
        let (account, segment, churn_risk) = row?;
        let Some(segment) = segment else { continue };
        each(Stood { account: AccountId(account), segment: segment_of(&segment)?, churn_risk });
    }
    Ok(())
}
