//! Ids of facts. Who asks holds the facts lock, so ids and change numbers are in commit order.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::id_counters;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Keys of the advisory locks with which PostgreSQL transactions stand in line ("bwfacts", …).
const FACTS: i64 = 0x0062_7766_6163_7473;
const JOBS: i64 = FACTS + 1;
const PEOPLE: i64 = FACTS + 2;
const ALERTS: i64 = FACTS + 3;

/// What ids are handed out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counter {
    Accounts,
    Alerts,
    Categories,
    Changes,
    Contacts,
    Interactions,
    Invoices,
    OrderLines,
    Orders,
    Products,
    Regions,
    Reps,
    /// One number a writing transaction: tells whether a row was changed since.
    Revisions,
    Targets,
}

impl Counter {
    fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Alerts => "alerts",
            Self::Categories => "categories",
            Self::Changes => "changes",
            Self::Contacts => "contacts",
            Self::Interactions => "interactions",
            Self::Invoices => "invoices",
            Self::OrderLines => "order_lines",
            Self::Orders => "orders",
            Self::Products => "products",
            Self::Regions => "regions",
            Self::Reps => "reps",
            Self::Revisions => "revisions",
            Self::Targets => "targets",
        }
    }
}

/// Makes this transaction the only one changing facts until it ends. SQLite's write lock does it already.
pub(crate) fn lock_facts(connection: &mut Connection) -> Result<()> {
    lock(connection, FACTS)
}

/// As [`lock_facts`], for those who look whether a job waits before they ask for one.
pub(crate) fn lock_jobs(connection: &mut Connection) -> Result<()> {
    lock(connection, JOBS)
}

/// As [`lock_facts`], for those who look whether an admin is left before they take one away.
pub(crate) fn lock_people(connection: &mut Connection) -> Result<()> {
    lock(connection, PEOPLE)
}

/// As [`lock_facts`], for those who change alerts by what they read of them. Taken after that lock, never before.
pub(crate) fn lock_alerts(connection: &mut Connection) -> Result<()> {
    lock(connection, ALERTS)
}

fn lock(connection: &mut Connection, key: i64) -> Result<()> {
    if let Connection::Postgres(postgres) = connection {
        postgres.batch_execute(&format!("SELECT pg_advisory_xact_lock({key})"))?;
    }
    Ok(())
}

/// The id that comes next.
pub(crate) fn next(connection: &mut Connection, counter: Counter) -> Result<i64> {
    Ok(id_counters::table.find(counter.name()).select(id_counters::next_id).first(connection)?)
}

/// States which id comes next after a writer has handed out some itself.
pub(crate) fn set_next(connection: &mut Connection, counter: Counter, next_id: i64) -> Result<()> {
    diesel::update(id_counters::table.find(counter.name()))
        .set(id_counters::next_id.eq(next_id))
        .execute(connection)?;
    Ok(())
}

/// Takes `count` ids; the first of them.
pub(crate) fn take(connection: &mut Connection, counter: Counter, count: i64) -> Result<i64> {
    let first = next(connection, counter)?;
    set_next(connection, counter, first + count)?;
    Ok(first)
}
