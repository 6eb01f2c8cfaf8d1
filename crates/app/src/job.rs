//! Jobs, as people see them.

use crate::{Answer, App, AppError, Caller, clock, worker};
use bellwether_core::JobId;
use bellwether_core::job::{Job, JobKind, JobStatus};
use bellwether_store::jobs;

/// How many jobs the list shows.
const SHOWN: i64 = 100;

impl App {
    /// The latest jobs, newest first.
    ///
    /// # Errors
    /// `Forbidden` unless leadership or admin.
    pub fn jobs(&self, caller: &Caller) -> Answer<Vec<Job>> {
        caller.require_overview()?;
        let rows = self.store.read(|conn| jobs::list(conn, SHOWN))?;
        rows.into_iter().map(|row| self.shown(row)).collect()
    }

    /// One job.
    ///
    /// # Errors
    /// `Forbidden` unless leadership or admin, `NotFound`.
    pub fn job(&self, caller: &Caller, id: JobId) -> Answer<Job> {
        caller.require_overview()?;
        let row = self.store.read(|conn| jobs::find(conn, id))?;
        self.shown(row)
    }

    pub(crate) fn shown(&self, row: jobs::Job) -> Answer<Job> {
        let kind = JobKind::from_code(&row.kind)
            .ok_or_else(|| AppError::Internal(format!("unknown kind of job {}", row.kind)))?;
        let progress = row.import.and_then(|import| self.progress.get(import));
        let (done, total) = match progress {
            Some((rows, _)) => (rows.read, 0),
            None => (row.progress_done.unsigned_abs(), row.progress_total.unsigned_abs()),
        };
        // As with its import: done for people once they can see what it did.
        let status = if progress.is_some() { JobStatus::Running } else { worker::status_of(row.status) };
        Ok(Job {
            id: row.id,
            kind,
            status,
            done,
            total,
            message: row.error.unwrap_or_default(),
            created_at: clock::utc(row.created_at),
            started_at: row.started_at.map(clock::utc),
            finished_at: row.finished_at.map(clock::utc),
        })
    }
}
