//! Scorings of the whole book: when each ran, and the model it judged with.

use crate::changes;
use crate::connection::Connection;
use crate::counters;
use crate::error::Result;
use crate::schema::score_runs;
use bellwether_core::JobId;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// So many runs keep their model's parameters.
const MODELS_KEPT: i64 = 30;

/// One scoring of the book. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRun {
    /// Its id.
    pub id: i64,
    /// The model and its version.
    pub model_version: String,
    /// As of this date.
    pub as_of: NaiveDate,
    /// The job that did it.
    pub job: Option<JobId>,
    /// When it began.
    pub started_at: NaiveDateTime,
    /// When it ended.
    pub finished_at: Option<NaiveDateTime>,
    /// How many accounts.
    pub account_count: i64,
}

/// A scoring to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScoreRun {
    /// The model and its version.
    pub model_version: String,
    /// As of this date.
    pub as_of: NaiveDate,
    /// The job that does it.
    pub job: Option<JobId>,
    /// The model with all its parameters: JSON, kept byte for byte.
    pub model: Option<String>,
}

/// Notes that a scoring begins; its id. From here to the end of the transaction nobody changes facts.
/// Of the models the latest thirty stay.
///
/// # Errors
/// Database failures.
pub fn start(connection: &mut Connection, run: &NewScoreRun, now: NaiveDateTime) -> Result<i64> {
    counters::lock_facts(connection)?;
    let id = diesel::insert_into(score_runs::table)
        .values((
            score_runs::model_version.eq(&run.model_version),
            score_runs::as_of.eq(run.as_of),
            score_runs::job_id.eq(run.job.map(|job| job.0)),
            score_runs::started_at.eq(now),
            score_runs::account_count.eq(0),
            score_runs::model.eq(run.model.as_deref()),
        ))
        .returning(score_runs::id)
        .get_result(connection)?;
    forget_old_models(connection)?;
    Ok(id)
}

fn forget_old_models(connection: &mut Connection) -> Result<()> {
    let newest_forgotten: Option<i64> = score_runs::table
        .filter(score_runs::model.is_not_null())
        .order(score_runs::id.desc())
        .offset(MODELS_KEPT)
        .limit(1)
        .select(score_runs::id)
        .first(connection)
        .optional()?;
    if let Some(newest) = newest_forgotten {
        diesel::update(score_runs::table.filter(score_runs::id.le(newest)))
            .set(score_runs::model.eq(None::<String>))
            .execute(connection)?;
    }
    Ok(())
}

/// The model of a run with all its parameters; none when they are not kept.
///
/// # Errors
/// Database failures.
pub fn model(connection: &mut Connection, run: i64) -> Result<Option<String>> {
    let model: Option<Option<String>> =
        score_runs::table.find(run).select(score_runs::model).first(connection).optional()?;
    Ok(model.flatten())
}

/// Notes that a scoring ended, and tells other processes.
///
/// # Errors
/// Database failures.
pub fn finish(connection: &mut Connection, run: i64, account_count: i64, now: NaiveDateTime) -> Result<()> {
    diesel::update(score_runs::table.find(run))
        .set((score_runs::finished_at.eq(Some(now)), score_runs::account_count.eq(account_count)))
        .execute(connection)?;
    changes::append_scores(connection, now)
}

type RunRow = (i64, String, NaiveDate, Option<i64>, NaiveDateTime, Option<NaiveDateTime>, i64);

/// The newest scoring that ended.
///
/// # Errors
/// Database failures.
pub fn latest(connection: &mut Connection) -> Result<Option<ScoreRun>> {
    let row: Option<RunRow> = score_runs::table
        .filter(score_runs::finished_at.is_not_null())
        .order(score_runs::id.desc())
        .select((
            score_runs::id,
            score_runs::model_version,
            score_runs::as_of,
            score_runs::job_id,
            score_runs::started_at,
            score_runs::finished_at,
            score_runs::account_count,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, model_version, as_of, job, started_at, finished_at, account_count)| ScoreRun {
        id,
        model_version,
        as_of,
        job: job.map(JobId),
        started_at,
        finished_at,
        account_count,
    }))
}

/// The newest scoring that ended and was as of a date before this one: its id and that date.
///
/// # Errors
/// Database failures.
pub fn latest_before(connection: &mut Connection, date: NaiveDate) -> Result<Option<(i64, NaiveDate)>> {
    Ok(score_runs::table
        .filter(score_runs::finished_at.is_not_null())
        .filter(score_runs::as_of.lt(date))
        .order(score_runs::id.desc())
        .select((score_runs::id, score_runs::as_of))
        .first(connection)
        .optional()?)
}
