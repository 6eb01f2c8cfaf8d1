//! Migrations, embedded in the binary: the same names for both engines, run at start.

use crate::connection::{Begin, Connection, Engine, in_transaction};
use crate::dialect::Statement;
use crate::error::{Result, StoreError};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Key of PostgreSQL's advisory lock that lets one process migrate at a time ("bwmigrat").
const LOCK: i64 = 0x6277_6d69_6772_6174;

fn source(engine: Engine) -> EmbeddedMigrations {
    match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    }
}

/// Runs `work` in one transaction that no other migrating process can enter, so that a process
/// killed in the middle leaves the old schema.
fn alone<T>(connection: &mut Connection, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
    in_transaction(connection, Begin::Write, true, |connection| {
        if let Connection::Postgres(postgres) = connection {
            postgres.batch_execute(&format!("SELECT pg_advisory_xact_lock({LOCK})"))?;
        }
        work(connection)
    })
}

/// Applies what is missing; the names of what ran.
pub(crate) fn run_pending(connection: &mut Connection) -> Result<Vec<String>> {
    alone(connection, |connection| {
        let migrations = source(connection.engine());
        let ran = connection.run_pending_migrations(migrations).map_err(failed)?;
        Ok(ran.iter().map(ToString::to_string).collect())
    })
}

#[derive(diesel::QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Versions of what [`run_pending`] would apply. Diesel's own question makes its table where there is none;
/// this one only looks.
pub(crate) fn pending(connection: &mut Connection) -> Result<Vec<String>> {
    let known: Vec<Box<dyn Migration<Sqlite>>> = source(connection.engine()).migrations().map_err(failed)?;
    let applied: Vec<Applied> = if columns(connection)?.is_empty() {
        Vec::new()
    } else {
        diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load(connection)?
    };
    let versions = known.iter().map(|migration| migration.name().version().to_string());
    Ok(versions.filter(|version| applied.iter().all(|applied| &applied.version != version)).collect())
}

/// Takes every migration back; all data goes.
pub(crate) fn revert_all(connection: &mut Connection) -> Result<Vec<String>> {
    alone(connection, |connection| {
        let migrations = source(connection.engine());
        let reverted = connection.revert_all_migrations(migrations).map_err(failed)?;
        Ok(reverted.iter().map(ToString::to_string).collect())
    })
}

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

const COLUMNS: Statement = Statement {
    sqlite: "SELECT t.name AS table_name, c.name AS column_name FROM sqlite_schema AS t \
             JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' \
             AND t.name NOT LIKE '__diesel%' ORDER BY 1, 2",
    postgres: "SELECT c.table_name::text AS table_name, c.column_name::text AS column_name \
               FROM information_schema.columns AS c WHERE c.table_schema = current_schema() \
               AND c.table_name NOT LIKE '\\_\\_diesel%' ORDER BY 1, 2",
};

/// Every table and column that is there.
pub(crate) fn columns(connection: &mut Connection) -> Result<Vec<(String, String)>> {
    let rows: Vec<Column> = diesel::sql_query(COLUMNS.text(connection)).load(connection)?;
    let mut columns: Vec<(String, String)> =
        rows.into_iter().map(|row| (row.table_name, row.column_name)).collect();
    // The engines sort texts by different rules.
    columns.sort();
    Ok(columns)
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Migration(error.to_string())
}
