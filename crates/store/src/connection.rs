//! One connection type over both engines. The variant follows from the URL, never from trial and
//! error: Diesel's own `establish` would turn a mistyped URL into a new SQLite file.

use crate::error::{Result, StoreError};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::R2D2Connection;
use diesel::result::Error::DatabaseError;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use std::time::Duration;

pub use crate::any_connection::AnyConnection as Connection;

/// Expands one body for both concrete connections: for the statements that the common connection
/// cannot express (batch inserts, upserts).
macro_rules! on_both {
    ($connection:expr, |$concrete:ident| $body:expr) => {
        match $connection {
            $crate::connection::Connection::Sqlite($concrete) => $body,
            $crate::connection::Connection::Postgres($concrete) => $body,
        }
    };
}
pub(crate) use on_both;

/// Which database is behind the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, one file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Connection {
    /// The engine of this connection.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// Where the database is.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// A file.
    Sqlite(String),
    /// A server's URL.
    Postgres(String),
}

/// Readers and followers wait this long for another process's commit or migration. Far above any
/// import, because an import of ten million lines holds the write lock of a file for a minute.
const SQLITE_PRAGMAS: &str = "
    PRAGMA busy_timeout = 600000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16384;
";

/// The writer alone gets a large page cache: index pages of a bulk load stay in it.
const SQLITE_WRITER_PRAGMAS: &str = "PRAGMA cache_size = -98304; PRAGMA wal_autocheckpoint = 4000;";

/// A new file is turned to write-ahead logging by whoever opens it first; the others try again this often …
const SET_UP_ATTEMPTS: u32 = 500;
/// … after so long, because SQLite itself does not wait for that.
const SET_UP_PAUSE: Duration = Duration::from_millis(20);

fn set_up(connection: &mut SqliteConnection) -> Result<()> {
    for _ in 1..SET_UP_ATTEMPTS {
        match connection.batch_execute(SQLITE_PRAGMAS) {
            Err(DatabaseError(_, told)) if told.message() == "database is locked" => {
                std::thread::sleep(SET_UP_PAUSE);
            }
            outcome => return Ok(outcome?),
        }
    }
    Ok(connection.batch_execute(SQLITE_PRAGMAS)?)
}

impl Target {
    /// Reads `postgres://…`, `postgresql://…`, `sqlite:path` or a plain path.
    pub(crate) fn from_url(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        let path = match url.strip_prefix("sqlite:") {
            Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
            None if url.contains("://") => {
                return Err(StoreError::Invalid(format!(
                    "{:?} is neither postgres:// nor sqlite:",
                    url.split("://").next()
                )));
            }
            None => url,
        };
        if path.is_empty() || path == ":memory:" {
            return Err(StoreError::Invalid("the SQLite database needs a file".to_owned()));
        }
        Ok(Self::Sqlite(path.to_owned()))
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// A new connection, ready for use.
    pub(crate) fn connect(&self) -> Result<Connection> {
        let unavailable = |error: diesel::ConnectionError| StoreError::Unavailable(error.to_string());
        match self {
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path).map_err(unavailable)?;
                set_up(&mut connection)?;
                Ok(Connection::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(unavailable)?;
                // Business dates are dates; timestamps are UTC whatever the server's own zone is.
                connection.batch_execute("SET TIME ZONE 'UTC'")?;
                Ok(Connection::Postgres(connection))
            }
        }
    }

    /// The connection that writes.
    pub(crate) fn connect_writer(&self) -> Result<Connection> {
        let mut connection = self.connect()?;
        if let Connection::Sqlite(sqlite) = &mut connection {
            sqlite.batch_execute(SQLITE_WRITER_PRAGMAS)?;
        }
        Ok(connection)
    }
}

/// How a transaction starts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Begin {
    /// One consistent moment, nothing written.
    Read,
    /// Takes SQLite's write lock at once: a deferred transaction that reads first and then writes
    /// fails with "database is locked" in spite of any timeout.
    Write,
}

impl Begin {
    fn sql(self, engine: Engine) -> &'static str {
        match (self, engine) {
            (Self::Read, Engine::Sqlite) => "BEGIN",
            (Self::Read, Engine::Postgres) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Self::Write, Engine::Sqlite) => "BEGIN IMMEDIATE",
            (Self::Write, Engine::Postgres) => "BEGIN",
        }
    }
}

/// Runs `work` in a transaction and commits it, unless it fails or `keep` says no.
pub(crate) fn in_transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    begin: Begin,
    keep: bool,
    work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let sql = begin.sql(connection.engine());
    on_both!(connection, |concrete| AnsiTransactionManager::begin_transaction_sql(concrete, sql))
        .map_err(StoreError::from)?;
    match work(connection) {
        Ok(value) if keep => {
            on_both!(connection, |concrete| AnsiTransactionManager::commit_transaction(concrete))
                .map_err(StoreError::from)?;
            Ok(value)
        }
        outcome => {
            let rolled_back =
                on_both!(connection, |concrete| AnsiTransactionManager::rollback_transaction(concrete));
            match (outcome, rolled_back) {
                // The first failure is the one that explains; a broken connection leaves the pool by itself.
                (Err(first), _) => Err(first),
                (Ok(value), Ok(())) => Ok(value),
                (Ok(_), Err(error)) => Err(StoreError::from(error).into()),
            }
        }
    }
}

/// Makes pooled connections and checks them.
#[derive(Debug)]
pub(crate) struct Manager(pub(crate) Target);

impl r2d2::ManageConnection for Manager {
    type Connection = Connection;
    type Error = StoreError;

    fn connect(&self) -> Result<Connection> {
        self.0.connect()
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<()> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        connection.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::sql_types::Text;
    use diesel::{QueryableByName, RunQueryDsl, sql_query};

    #[derive(QueryableByName)]
    struct Built {
        #[diesel(sql_type = Text)]
        compile_options: String,
    }

    #[test]
    fn readers_of_sqlite_share_no_locks_of_memory() {
        let mut connection = SqliteConnection::establish(":memory:").expect("it needs nothing");
        let built: Vec<Built> = sql_query("PRAGMA compile_options").load(&mut connection).expect("it tells");
        let has = |option: &str| built.iter().any(|built| built.compile_options == option);
        assert!(
            has("DEFAULT_MEMSTATUS=0"),
            "bytes are counted: LIBSQLITE3_FLAGS of .cargo/config.toml were lost"
        );
        assert!(!has("ENABLE_MEMORY_MANAGEMENT"), "pages are released across connections");
    }
}
