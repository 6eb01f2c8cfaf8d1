//! Learns of commits: at once inside the process, through `PRAGMA data_version` (SQLite) or
//! LISTEN/NOTIFY (PostgreSQL) when another process made them.

use crate::changes;
use crate::connection::Connection;
use crate::error::Result;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the database is asked whether another process wrote: most of the wait for an order of somebody
/// else. Asking costs microseconds.
const POLL: Duration = Duration::from_millis(5);

/// Raised after every write of this process.
#[derive(Default)]
pub(crate) struct Signal {
    writes: Mutex<u64>,
    raised: Condvar,
}

impl Signal {
    pub(crate) fn raise(&self) {
        *self.writes.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.raised.notify_all();
    }

    /// Waits until more than `seen` writes happened, at most `timeout`; the number of writes now.
    fn wait(&self, seen: u64, timeout: Duration) -> u64 {
        let guard = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        let (guard, _) = self
            .raised
            .wait_timeout_while(guard, timeout, |writes| *writes <= seen)
            .unwrap_or_else(PoisonError::into_inner);
        *guard
    }
}

/// Waits for changes of facts by anybody.
pub struct Follower {
    connection: Connection,
    signal: Arc<Signal>,
    writes: u64,
    data_version: i64,
    seq: i64,
}

#[derive(diesel::QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Follower {
    pub(crate) fn new(mut connection: Connection, signal: Arc<Signal>) -> Result<Self> {
        if let Connection::Postgres(postgres) = &mut connection {
            postgres.batch_execute(&format!("LISTEN {}", changes::CHANNEL))?;
        }
        let seq = changes::latest(&mut connection)?;
        Ok(Self { connection, signal, writes: 0, data_version: -1, seq })
    }

    /// Waits until facts changed, at most `timeout`. True: ask `changes::after` what. Changes made
    /// between two calls are not missed.
    ///
    /// # Errors
    /// When the database cannot be asked; make a new follower then.
    pub fn wait(&mut self, timeout: Duration) -> Result<bool> {
        let deadline = Instant::now() + timeout;
        loop {
            if self.somebody_wrote()? {
                let seq = changes::latest(&mut self.connection)?;
                if seq > self.seq {
                    self.seq = seq;
                    return Ok(true);
                }
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            self.writes = self.signal.wait(self.writes, left.min(POLL));
        }
    }

    fn somebody_wrote(&mut self) -> Result<bool> {
        match &mut self.connection {
            Connection::Sqlite(sqlite) => {
                let row: DataVersion = diesel::sql_query("PRAGMA data_version").get_result(sqlite)?;
                let moved = row.data_version != self.data_version;
                self.data_version = row.data_version;
                Ok(moved)
            }
            Connection::Postgres(postgres) => {
                let mut any = false;
                for notification in postgres.notifications_iter() {
                    notification?;
                    any = true;
                }
                Ok(any)
            }
        }
    }
}
