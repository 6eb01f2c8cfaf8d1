//! Background threads: one does small chores that no request should wait for, two run jobs: those that people wait
//! for, and beside them the long ones that only learn.

use crate::notification::run_messenger;
use crate::{Answer, App, AppError, clock};
use bellwether_core::import::RowCounts;
use bellwether_core::job::{JobKind, JobStatus};
use bellwether_core::{ImportId, JobId, KeyId};
use bellwether_store::{changes, deliveries, jobs, keys, sessions};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

/// How often the job thread looks by itself for work of other processes and for the daily scoring.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long a worker may be silent before another one takes its job over.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often a worker says that it is alive: missing that once or twice costs it nothing.
const RENEW_EVERY: Duration = Duration::from_secs(30);

/// The log of changes, and of messages sent or given up, is kept for so long.
const LOGS_KEPT: TimeDelta = TimeDelta::days(90);

enum Chore {
    TouchSession(i64),
    TouchKey(KeyId),
}

/// Hands small work to the background, and wakes its threads.
pub(crate) struct Chores {
    chores: Mutex<Sender<Chore>>,
    worker: Mutex<Sender<()>>,
    learner: Mutex<Sender<()>>,
    watch: Mutex<Sender<()>>,
    messenger: Mutex<Sender<()>>,
}

/// The other end of [`Chores`].
pub(crate) struct Inbox {
    chores: Receiver<Chore>,
    worker: Receiver<()>,
    learner: Receiver<()>,
    watch: Receiver<()>,
    messenger: Receiver<()>,
}

/// Both ends of the chores.
pub(crate) fn chores() -> (Chores, Inbox) {
    let (chores, chores_inbox) = channel();
    let (worker, worker_inbox) = channel();
    let (learner, learner_inbox) = channel();
    let (watch, watch_inbox) = channel();
    let (messenger, messenger_inbox) = channel();
    let ends = Chores {
        chores: Mutex::new(chores),
        worker: Mutex::new(worker),
        learner: Mutex::new(learner),
        watch: Mutex::new(watch),
        messenger: Mutex::new(messenger),
    };
    let inbox = Inbox {
        chores: chores_inbox,
        worker: worker_inbox,
        learner: learner_inbox,
        watch: watch_inbox,
        messenger: messenger_inbox,
    };
    (ends, inbox)
}

impl Chores {
    pub(crate) fn touch_session(&self, id: i64) {
        self.hand_over(Chore::TouchSession(id));
    }

    pub(crate) fn touch_key(&self, id: KeyId) {
        self.hand_over(Chore::TouchKey(id));
    }

    /// A chore is lost only when the program is ending, where it no longer matters.
    fn hand_over(&self, chore: Chore) {
        _ = lock(&self.chores).send(chore);
    }

    /// Tells the threads of jobs that there is work.
    pub(crate) fn wake_worker(&self) {
        _ = lock(&self.worker).send(());
        _ = lock(&self.learner).send(());
    }

    /// Tells the thread that watches over alerts that there are other facts.
    pub(crate) fn wake_watch(&self) {
        _ = lock(&self.watch).send(());
    }

    /// Tells the thread that sends messages that there are some.
    pub(crate) fn wake_messenger(&self) {
        _ = lock(&self.messenger).send(());
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the threads; they end when the app is dropped.
pub(crate) fn start(app: &Arc<App>, inbox: Inbox) -> Answer<()> {
    let Inbox { chores, worker, learner, watch, messenger } = inbox;
    let weak = Arc::downgrade(app);
    spawn("chores", move || do_chores(&weak, &chores))?;
    let weak = Arc::downgrade(app);
    spawn("jobs", move || run_jobs(&weak, &worker))?;
    let weak = Arc::downgrade(app);
    spawn("back-tests", move || learn(&weak, &learner))?;
    let weak = Arc::downgrade(app);
    spawn("alerts", move || watch_alerts(&weak, &watch))?;
    let weak = Arc::downgrade(app);
    spawn("messages", move || run_messenger(&weak, &messenger))
}

/// Does a thread's work once; neither an error nor a panic ends the thread.
pub(crate) fn survive(failure: &str, work: impl FnOnce() -> Answer<()>) {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "{failure}; trying again"),
        Err(_panic) => tracing::error!("{failure}: the work broke; trying again"),
    }
}

/// Keeps alerts in step with the facts, at once after every commit and with the calendar.
fn watch_alerts(app: &Weak<App>, wake: &Receiver<()>) {
    loop {
        let Some(app) = app.upgrade() else { break };
        survive("alerts could not be followed", || app.follow_alerts());
        drop(app);
        if wake.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Disconnected) {
            break;
        }
        // One look answers every call until now.
        while wake.try_recv().is_ok() {}
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Answer<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map(drop)
        .map_err(|error| AppError::Internal(format!("a thread could not be started: {error}")))
}

fn do_chores(app: &Weak<App>, inbox: &Receiver<Chore>) {
    while let Ok(chore) = inbox.recv() {
        let Some(app) = app.upgrade() else { break };
        let now = clock::now();
        let done = app.store.write(|conn| match chore {
            Chore::TouchSession(id) => sessions::touch(conn, id, now),
            Chore::TouchKey(id) => keys::touch(conn, id, now),
        });
        if let Err(error) = done {
            tracing::warn!(%error, "could not note when a session or key was last used");
        }
    }
}

fn run_jobs(app: &Weak<App>, wake: &Receiver<()>) {
    let worker = crate::secret::token();
    let mut tidied_on = None;
    loop {
        let Some(app) = app.upgrade() else { break };
        let today = app.book().today();
        if tidied_on.replace(today) != Some(today) {
            survive("old logs could not be forgotten", || app.forget_old_logs(today));
        }
        let done = app.store_rejudged().and_then(|()| app.enqueue_daily_scoring());
        if let Err(error) = done.and_then(|()| app.run_queued_jobs(&worker, Lane::Awaited)) {
            tracing::warn!(%error, "jobs could not be run; trying again");
        }
        drop(app);
        if wake.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Disconnected) {
            break;
        }
    }
}

fn learn(app: &Weak<App>, wake: &Receiver<()>) {
    let worker = crate::secret::token();
    loop {
        let Some(app) = app.upgrade() else { break };
        survive("back-tests could not be run", || app.run_queued_jobs(&worker, Lane::Learning));
        drop(app);
        if wake.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Disconnected) {
            break;
        }
        // One look answers every call until now.
        while wake.try_recv().is_ok() {}
    }
}

/// Jobs that run one after another. What is in different lanes does not wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
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

    /// Forgets what nobody will look at any more.
    pub(crate) fn forget_old_logs(&self, today: NaiveDate) -> Answer<()> {
        let before = today.and_time(NaiveTime::MIN) - LOGS_KEPT;
        let (changes, messages) = self
            .store
            .write(|conn| Ok((changes::forget(conn, before)?, deliveries::forget(conn, before)?)))?;
        tracing::debug!(changes, messages, "old logs forgotten");
        Ok(())
    }

    fn run_queued_jobs(&self, worker: &str, lane: Lane) -> Answer<()> {
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
