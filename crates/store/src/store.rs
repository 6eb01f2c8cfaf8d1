//! The store: a pool of readers and, on SQLite, one writer at a time, so that nobody is ever told
//! that the database is locked.

use crate::connection::{Begin, Connection, Engine, Manager, Target, in_transaction};
use crate::error::{Result, StoreError};
use crate::follower::{Follower, Signal};
use crate::migrate;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Connections kept for readers (on PostgreSQL for everybody).
const POOL_SIZE: u32 = 10;

/// Handle to one database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    target: Target,
    pool: r2d2::Pool<Manager>,
    /// SQLite's only writing connection. It is taken out while in use, so a panic drops it, which rolls back.
    writer: Mutex<Option<Connection>>,
    signal: Arc<Signal>,
}

impl Store {
    /// Opens the database at `url`: `postgres://…`, `postgresql://…`, `sqlite:path` or a plain path
    /// (created when it does not exist). Does not migrate.
    ///
    /// # Errors
    /// `Invalid` for an URL of another kind, `Unavailable` when nothing answers.
    pub fn open(url: &str) -> Result<Self> {
        let target = Target::from_url(url)?;
        // The first connection is made by hand for its clear error; the pool would only say "timed out".
        let first = target.connect_writer()?;
        let pool = r2d2::Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(0))
            .connection_timeout(Duration::from_secs(30))
            .test_on_check_out(matches!(target.engine(), Engine::Postgres))
            .build(Manager(target.clone()))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let writer = matches!(target.engine(), Engine::Sqlite).then_some(first);
        Ok(Self {
            inner: Arc::new(Inner { target, pool, writer: Mutex::new(writer), signal: Arc::default() }),
        })
    }

    /// As [`Store::open`], but makes no file.
    ///
    /// # Errors
    /// As [`Store::open`], and `NotFound` when there is no such SQLite database yet.
    pub fn open_existing(url: &str) -> Result<Self> {
        match Target::from_url(url)? {
            Target::Sqlite(path) if !Path::new(&path).exists() => Err(StoreError::NotFound),
            Target::Sqlite(_) | Target::Postgres(_) => Self::open(url),
        }
    }

    /// Versions of the migrations that [`Store::migrate`] would run. Only looks.
    ///
    /// # Errors
    /// Database failures.
    pub fn pending_migrations(&self) -> Result<Vec<String>> {
        self.read(migrate::pending)
    }

    /// Brings the schema up to date and returns the names of the migrations that ran. All or nothing,
    /// and safe when several processes start together.
    ///
    /// # Errors
    /// `Migration` names the one that failed.
    pub fn migrate(&self) -> Result<Vec<String>> {
        migrate::run_pending(&mut self.inner.target.connect()?)
    }

    /// Takes every migration back, and all data with them; the names, newest first.
    ///
    /// # Errors
    /// `Migration` names the one that failed.
    pub fn revert_all_migrations(&self) -> Result<Vec<String>> {
        migrate::revert_all(&mut self.inner.target.connect()?)
    }

    /// Tables and their columns as the database has them, sorted: what migrations really made.
    ///
    /// # Errors
    /// Database failures.
    pub fn columns(&self) -> Result<Vec<(String, String)>> {
        self.read(migrate::columns)
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        self.inner.target.engine()
    }

    /// Reads at one consistent moment.
    ///
    /// # Errors
    /// What `work` returns, or `Unavailable`.
    pub fn read<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        self.read_or(work)
    }

    /// As [`Store::read`], with the caller's own error type.
    ///
    /// # Errors
    /// What `work` returns, or `Unavailable`.
    pub fn read_or<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        in_transaction(&mut *self.pooled()?, Begin::Read, true, work)
    }

    /// Writes in one transaction: all of it, or nothing when `work` fails.
    ///
    /// # Errors
    /// What `work` returns, or `Unavailable`.
    pub fn write<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        self.write_or(work)
    }

    /// As [`Store::write`], with the caller's own error type.
    ///
    /// # Errors
    /// What `work` returns, or `Unavailable`.
    pub fn write_or<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.write_and(true, work)
    }

    /// Does everything `work` does and takes it back: for showing what would happen.
    ///
    /// # Errors
    /// What `work` returns, or `Unavailable`.
    pub fn dry_run<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.write_and(false, work)
    }

    /// Something that learns of every commit, of this process or another.
    ///
    /// # Errors
    /// `Unavailable` when no connection can be made.
    pub fn follower(&self) -> Result<Follower> {
        Follower::new(self.inner.target.connect()?, Arc::clone(&self.inner.signal))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` or `Database` when it does not.
    pub fn check(&self) -> Result<()> {
        self.read(|connection| crate::settings::get(connection).map(drop))
    }

    fn write_and<T, E: From<StoreError>>(
        &self,
        keep: bool,
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let outcome = match self.engine() {
            Engine::Postgres => in_transaction(&mut *self.pooled()?, Begin::Write, keep, work),
            Engine::Sqlite => {
                // A poisoned mutex is harmless: the panicking writer took its connection with it.
                let mut slot = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
                let mut connection = match slot.take() {
                    Some(connection) => connection,
                    None => self.inner.target.connect_writer()?,
                };
                let outcome = in_transaction(&mut connection, Begin::Write, keep, work);
                *slot = Some(connection);
                outcome
            }
        };
        self.inner.signal.raise();
        outcome
    }

    fn pooled(&self) -> Result<r2d2::PooledConnection<Manager>> {
        self.inner.pool.get().map_err(|error| StoreError::Unavailable(error.to_string()))
    }
}
