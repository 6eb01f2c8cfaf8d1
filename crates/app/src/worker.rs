//! Background threads: one does small chores that no request should wait for, two run jobs: those that people wait
//! for, and beside them the long ones that only learn.

mod jobs;

use crate::notification::run_messenger;
use crate::{Answer, App, AppError, clock};
use bellwether_core::KeyId;
use bellwether_store::{changes, deliveries, keys, sessions};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use jobs::Lane;
pub(crate) use jobs::{Progress, status_of};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

/// How often the job thread looks by itself for work of other processes and for the daily scoring.
const LOOK_EVERY: Duration = Duration::from_secs(30);

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

impl App {
    /// Forgets what nobody will look at any more.
    pub(crate) fn forget_old_logs(&self, today: NaiveDate) -> Answer<()> {
        let before = today.and_time(NaiveTime::MIN) - LOGS_KEPT;
        let (changes, messages) = self
            .store
            .write(|conn| Ok((changes::forget(conn, before)?, deliveries::forget(conn, before)?)))?;
        tracing::debug!(changes, messages, "old logs forgotten");
        Ok(())
    }
}
