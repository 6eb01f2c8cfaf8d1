//! The jobs that run: which of them wait for each other, how a lease is kept while one runs, and how far it is.

use super::lock;
use crate::{Answer, App, AppError, clock};
use bellwether_core::import::RowCounts;
use bellwether_core::job::{JobKind, JobStatus};
use bellwether_core::{ImportId, JobId};
use bellwether_store::jobs;
use chrono::TimeDelta;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How long a worker may be silent before another one takes its job over.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often a worker says that it is alive: missing that once or twice costs it nothing.
const RENEW_EVERY: Duration = Duration::from_secs(30);

/// Jobs that run one after another. What is in different lanes does not wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Somebody waits for what comes out.
    Awaited,
    /// It takes long, and nobody looks on.
    Learning,
}

impl Lane {
    fn of(kind: JobKind) -> Self {
        match kind {
            JobKind::Import | JobKind::Score => Self::Awaited,
            JobKind::Backtest => Self::Learning,
        }
    }

    /// The kinds of jobs in it, as the database spells them.
    fn kinds(self) -> Vec<&'static str> {
        JobKind::ALL.into_iter().filter(|kind| Self::of(*kind) == self).map(JobKind::code).collect()
    }
}

/// How far running imports are; the database shows only what is committed.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    imports: Mutex<HashMap<ImportId, (RowCounts, u64)>>,
}

impl Progress {
    pub(crate) fn set(&self, import: ImportId, rows: RowCounts, bytes_read: u64) {
        lock(&self.imports).insert(import, (rows, bytes_read));
    }

    pub(crate) fn get(&self, import: ImportId) -> Option<(RowCounts, u64)> {
        lock(&self.imports).get(&import).copied()
    }

    pub(crate) fn clear(&self, import: ImportId) {
        lock(&self.imports).remove(&import);
    }
}

impl App {
    /// Runs whatever waits in the queue, and answers when it is done.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn run_waiting_jobs(&self) -> Answer<()> {
        let worker = crate::secret::token();
        let kinds = JobKind::ALL.map(JobKind::code);
        // A back-test may ask for a scoring, and a scoring for a back-test.
        while self.store.read(|conn| jobs::is_work_waiting(conn, &kinds, clock::now()))? {
            self.run_queued_jobs(&worker, Lane::Awaited)?;
            self.run_queued_jobs(&worker, Lane::Learning)?;
        }
        Ok(())
    }

    /// Runs what waits in one lane, one after another.
    pub(super) fn run_queued_jobs(&self, worker: &str, lane: Lane) -> Answer<()> {
        let kinds = lane.kinds();
        while self.store.read(|conn| jobs::is_work_waiting(conn, &kinds, clock::now()))? {
            let leased = self.store.write(|conn| jobs::lease(conn, worker, &kinds, clock::now(), LEASE))?;
            let Some(job) = leased else { break };
            let outcome = self.while_leased(&job, RENEW_EVERY, || {
                catch_unwind(AssertUnwindSafe(|| self.run_job(&job)))
                    .unwrap_or_else(|_| Err(AppError::Internal("a job broke".to_owned())))
            });
            if let Err(error) = &outcome {
                tracing::warn!(%error, kind = job.kind, "a job failed");
            }
            let result = outcome.map_err(|error| error.told());
            self.store.write(|conn| jobs::complete(conn, job.id, worker, result, clock::now()))?;
            // Alerts wait for the end of a scoring before they look at everybody.
            self.chores.wake_watch();
        }
        Ok(())
    }

    /// Renews the job's lease in the background until the work is done. While an import holds SQLite's only
    /// writer a renewal waits, and a taker of another process waits just as long; an import ends its job in
    /// the transaction that brings its rows, so that the taker then finds nothing to take.
    fn while_leased<T>(&self, job: &jobs::Job, renew_every: Duration, work: impl FnOnce() -> T) -> T {
        let (working, ended) = channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                while ended.recv_timeout(renew_every) == Err(RecvTimeoutError::Timeout) {
                    self.renew_lease(job);
                }
            });
            let outcome = work();
            drop(working);
            outcome
        })
    }

    fn renew_lease(&self, job: &jobs::Job) {
        let Some(worker) = &job.worker else { return };
        let renewed = self.store.write(|conn| jobs::renew(conn, job.id, worker, clock::now(), LEASE));
        match renewed {
            Ok(true) => {}
            Ok(false) => tracing::debug!(job = %job.id, "the lease has ended"),
            Err(error) => tracing::warn!(%error, "a lease could not be renewed; trying again"),
        }
    }

    fn run_job(&self, job: &jobs::Job) -> Answer<serde_json::Value> {
        match JobKind::from_code(&job.kind) {
            Some(JobKind::Import) => self.run_import_job(job),
            Some(JobKind::Score) => self.run_score_job(job),
            Some(JobKind::Backtest) => self.run_backtest_job(job),
            None => Err(AppError::Internal(format!("this version does not know the job {}", job.kind))),
        }
    }

    /// Puts a job into the queue and wakes the worker.
    pub(crate) fn enqueue(&self, job: &jobs::NewJob) -> Answer<JobId> {
        let id = self.store.write(|conn| jobs::enqueue(conn, job, clock::now()))?;
        self.chores.wake_worker();
        Ok(id)
    }
}

/// How far a stored job is, in the words of the wire.
pub(crate) fn status_of(status: jobs::JobStatus) -> JobStatus {
    match status {
        jobs::JobStatus::Queued => JobStatus::Queued,
        jobs::JobStatus::Running => JobStatus::Running,
        jobs::JobStatus::Done => JobStatus::Done,
        jobs::JobStatus::Failed | jobs::JobStatus::Cancelled => JobStatus::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;
    use crate::{Caller, ImportOptions, score};
    use bellwether_core::import::ImportStatus;
    use bellwether_core::job::ScoreRequest;
    use std::time::Instant;

    /// How long a renewal may take before the test gives up; far beyond what it needs.
    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn the_lease_of_a_job_moves_on_while_it_runs() {
        for stage in Stage::each() {
            let store = &stage.app.store;
            let id = stage.app.enqueue(&score::job(None)).expect("asked");
            let (now, kinds) = (clock::now(), [JobKind::Score.code()]);
            let taken = store.write(|conn| jobs::lease(conn, "one", &kinds, now, LEASE)).expect("asked");
            let job = taken.expect("a job waits");
            let has_moved_on = stage.app.while_leased(&job, Duration::from_millis(10), || {
                let start = Instant::now();
                while start.elapsed() < PATIENCE {
                    let seen = store.read(|conn| jobs::find(conn, id)).expect("read");
                    if seen.leased_until > job.leased_until {
                        return true;
                    }
                    std::thread::sleep(Duration::from_millis(10));
                }
                false
            });
            assert!(has_moved_on, "{}: a long job would be taken over and run twice", stage.engine);
        }
    }

    #[test]
    fn an_import_does_not_wait_behind_a_back_test_asked_for_before() {
        for stage in Stage::each() {
            let (app, system) = (&stage.app, Caller::system());
            app.start_backtest(&system, &ScoreRequest::default()).expect("queued");
            let text =
                "account_id,order_id,order_date,item_id,quantity,revenue\nA1,S1,2026-05-01,P1,1,10.00\n";
            let file = stage.upload("orders.csv", text);
            let import = app.start_import(&system, file, &ImportOptions::default()).expect("queued");
            app.run_queued_jobs("worker", Lane::Awaited).expect("run");
            let done = app.import(&system, import.id).expect("found");
            assert_eq!(done.status, ImportStatus::Done, "{}", stage.engine);
            let left = || -> Vec<String> {
                let jobs = app.store.read(jobs::unfinished).expect("read");
                jobs.into_iter().map(|job| job.kind).collect()
            };
            assert_eq!(left(), ["backtest"], "{}: scores came, the back-test still waits", stage.engine);
            app.run_queued_jobs("learner", Lane::Learning).expect("run");
            assert!(left().iter().all(|kind| kind == "score"), "{}: {:?}", stage.engine, left());
        }
    }

    #[test]
    fn only_back_tests_are_learnt_from_beside_the_rest() {
        assert_eq!(Lane::Learning.kinds(), ["backtest"]);
    }

    #[test]
    fn a_worker_may_miss_two_renewals() {
        assert!(TimeDelta::from_std(RENEW_EVERY * 3).expect("short") < LEASE);
    }
}
