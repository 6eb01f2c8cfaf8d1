//! Background jobs: rows that workers lease, so that many may share them and none is lost with a worker.

use crate::connection::Connection;
use crate::counters;
use crate::error::{Result, StoreError};
use crate::schema::jobs;
use crate::settings::parse_json;
use bellwether_core::{ImportId, JobId};
use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde_json::Value;

/// Life of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobStatus {
    /// Waits for a worker.
    Queued,
    /// A worker has leased it.
    Running,
    /// Done.
    Done,
    /// Failed for good.
    Failed,
    /// Called off.
    Cancelled,
}

impl JobStatus {
    const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word in the database and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A job. Times are UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done, for example `score`.
    pub kind: String,
    /// How far it is.
    pub status: JobStatus,
    /// What it needs to know.
    pub parameters: Value,
    /// Steps done.
    pub progress_done: i64,
    /// Steps in all; 0 while unknown.
    pub progress_total: i64,
    /// What came out.
    pub result: Option<Value>,
    /// Why it failed.
    pub error: Option<String>,
    /// How often a worker has begun it.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: NaiveDateTime,
    /// Not before.
    pub run_after: NaiveDateTime,
    /// When a worker began it last.
    pub started_at: Option<NaiveDateTime>,
    /// When it ended.
    pub finished_at: Option<NaiveDateTime>,
    /// Until when its worker may be silent.
    pub leased_until: Option<NaiveDateTime>,
    /// Who works on it.
    pub worker: Option<String>,
    /// The import that asked for it.
    pub import: Option<ImportId>,
}

/// A job to ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// What is to be done.
    pub kind: String,
    /// What it needs to know.
    pub parameters: Value,
    /// Not before.
    pub run_after: NaiveDateTime,
    /// A job with the same key that still waits takes the place of this one.
    pub unique_key: Option<String>,
    /// The import that asks for it.
    pub import: Option<ImportId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs)]
struct Row {
    id: i64,
    kind: String,
    status: String,
    parameters: String,
    import_id: Option<i64>,
    progress_done: i64,
    progress_total: i64,
    result: Option<String>,
    error: Option<String>,
    attempts: i64,
    created_at: NaiveDateTime,
    run_after: NaiveDateTime,
    started_at: Option<NaiveDateTime>,
    finished_at: Option<NaiveDateTime>,
    worker: Option<String>,
    leased_until: Option<NaiveDateTime>,
}

impl TryFrom<Row> for Job {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: JobId(row.id),
            kind: row.kind,
            status: JobStatus::ALL
                .into_iter()
                .find(|status| status.code() == row.status)
                .ok_or_else(|| StoreError::unknown_word("job status", &row.status))?,
            parameters: parse_json(&row.parameters)?,
            progress_done: row.progress_done,
            progress_total: row.progress_total,
            result: row.result.as_deref().map(parse_json).transpose()?,
            error: row.error,
            attempts: row.attempts,
            created_at: row.created_at,
            run_after: row.run_after,
            started_at: row.started_at,
            finished_at: row.finished_at,
            leased_until: row.leased_until,
            worker: row.worker,
            import: row.import_id.map(ImportId),
        })
    }
}

/// Asks for a job; the id of the one that will run.
///
/// # Errors
/// Database failures.
pub fn enqueue(connection: &mut Connection, job: &NewJob, now: NaiveDateTime) -> Result<JobId> {
    if let Some(key) = &job.unique_key {
        counters::lock_jobs(connection)?;
        let waiting: Option<i64> = jobs::table
            .filter(jobs::unique_key.eq(key))
            .filter(jobs::status.eq(JobStatus::Queued.code()))
            .select(jobs::id)
            .first(connection)
            .optional()?;
        if let Some(id) = waiting {
            return Ok(JobId(id));
        }
    }
    let id = diesel::insert_into(jobs::table)
        .values((
            jobs::kind.eq(&job.kind),
            jobs::status.eq(JobStatus::Queued.code()),
            jobs::parameters.eq(job.parameters.to_string()),
            jobs::unique_key.eq(&job.unique_key),
            jobs::import_id.eq(job.import.map(|import| import.0)),
            jobs::progress_done.eq(0),
            jobs::progress_total.eq(0),
            jobs::attempts.eq(0),
            jobs::created_at.eq(now),
            jobs::run_after.eq(job.run_after),
        ))
        .returning(jobs::id)
        .get_result(connection)?;
    Ok(JobId(id))
}

/// Waits for a worker, or its worker has been silent past its lease.
macro_rules! is_free {
    ($now:expr) => {
        jobs::status
            .eq(JobStatus::Queued.code())
            .or(jobs::status.eq(JobStatus::Running.code()).and(jobs::leased_until.lt($now).assume_not_null()))
    };
}

/// Whether a lease would find a job of these kinds. Only reads, so that looking costs no write lock.
///
/// # Errors
/// Database failures.
pub fn is_work_waiting(connection: &mut Connection, kinds: &[&str], now: NaiveDateTime) -> Result<bool> {
    let due =
        jobs::table.filter(jobs::kind.eq_any(kinds)).filter(jobs::run_after.le(now)).filter(is_free!(now));
    Ok(diesel::select(diesel::dsl::exists(due)).get_result(connection)?)
}

/// Leases the oldest job that waits, or whose worker has been silent past its lease.
///
/// # Errors
/// Database failures.
pub fn lease(
    connection: &mut Connection,
    worker: &str,
    kinds: &[&str],
    now: NaiveDateTime,
    lease: Duration,
) -> Result<Option<Job>> {
    loop {
        let candidate: Option<(i64, i64)> = jobs::table
            .filter(jobs::kind.eq_any(kinds))
            .filter(jobs::run_after.le(now))
            .filter(is_free!(now))
            .order((jobs::run_after, jobs::id))
            .select((jobs::id, jobs::attempts))
            .first(connection)
            .optional()?;
        let Some((id, attempts)) = candidate else { return Ok(None) };
        // The number of attempts is the version: two workers that saw the same row cannot both count it up.
        let taken = diesel::update(jobs::table.filter(jobs::id.eq(id)).filter(jobs::attempts.eq(attempts)))
            .set((
                jobs::status.eq(JobStatus::Running.code()),
                jobs::worker.eq(Some(worker)),
                jobs::leased_until.eq(Some(now + lease)),
                jobs::started_at.eq(Some(now)),
                jobs::attempts.eq(attempts + 1),
            ))
            .execute(connection)?;
        if taken == 1 {
            return find(connection, JobId(id)).map(Some);
        }
    }
}

/// The job while this worker holds it: nobody has taken it over, called it off or ended it.
#[diesel::dsl::auto_type(no_type_alias)]
fn held_by<'a>(id: i64, worker: &'a str) -> _ {
    let running: &'static str = JobStatus::Running.code();
    jobs::table.filter(jobs::id.eq(id)).filter(jobs::worker.eq(worker)).filter(jobs::status.eq(running))
}

/// Extends a lease. False: the job has ended, was called off, or somebody else has taken it over.
///
/// # Errors
/// Database failures.
pub fn renew(
    connection: &mut Connection,
    id: JobId,
    worker: &str,
    now: NaiveDateTime,
    lease: Duration,
) -> Result<bool> {
    let changed = diesel::update(held_by(id.0, worker))
        .set(jobs::leased_until.eq(Some(now + lease)))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Notes how a job ended. False: somebody else has taken it over meanwhile. Called in the transaction that
/// wrote what the job was for, with the transaction given up on false, it makes sure that the work is done once.
///
/// # Errors
/// Database failures.
pub fn complete(
    connection: &mut Connection,
    id: JobId,
    worker: &str,
    outcome: std::result::Result<Value, String>,
    now: NaiveDateTime,
) -> Result<bool> {
    let (status, result, error) = match outcome {
        Ok(value) => (JobStatus::Done, Some(value.to_string()), None),
        Err(reason) => (JobStatus::Failed, None, Some(reason)),
    };
    let changed = diesel::update(held_by(id.0, worker))
        .set((
            jobs::status.eq(status.code()),
            jobs::result.eq(result),
            jobs::error.eq(error),
            jobs::finished_at.eq(Some(now)),
            jobs::leased_until.eq(None::<NaiveDateTime>),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// One job.
///
/// # Errors
/// `NotFound`.
pub fn find(connection: &mut Connection, id: JobId) -> Result<Job> {
    jobs::table.find(id.0).select(Row::as_select()).first(connection)?.try_into()
}

/// Jobs that wait or run, oldest first.
///
/// # Errors
/// Database failures.
pub fn unfinished(connection: &mut Connection) -> Result<Vec<Job>> {
    let rows = jobs::table
        .filter(jobs::status.eq_any([JobStatus::Queued.code(), JobStatus::Running.code()]))
        .order(jobs::id)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Job::try_from).collect()
}

/// Newest jobs first.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, limit: i64) -> Result<Vec<Job>> {
    let rows = jobs::table.order(jobs::id.desc()).limit(limit).select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Job::try_from).collect()
}
