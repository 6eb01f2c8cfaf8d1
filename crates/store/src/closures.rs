//! Times in which accounts are closed: their clocks stop.

use crate::accounts as account_rows;
use crate::changes;
use crate::connection::Connection;
use crate::counters;
use crate::error::{Result, StoreError};
use crate::ledger_feed::Accounts;
use crate::schema::{account_closures, accounts};
use crate::scope::InScope;
use crate::users::found;
use bellwether_core::{AccountId, ClosureId, Scope};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A time in which an account is closed. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureRecord {
    /// Its id.
    pub id: ClosureId,
    /// Which account.
    pub account: AccountId,
    /// First day closed.
    pub from: NaiveDate,
    /// First day open again.
    pub until: NaiveDate,
    /// Why, in the person's words.
    pub note: String,
    /// Who said so, by name at that time.
    pub author: String,
    /// When they said so.
    pub created_at: NaiveDateTime,
}

/// A closure to note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClosure {
    /// Which account.
    pub account: AccountId,
    /// First day closed.
    pub from: NaiveDate,
    /// First day open again.
    pub until: NaiveDate,
    /// Why.
    pub note: String,
    /// Who says so.
    pub author: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = account_closures)]
struct Row {
    id: i64,
    account_id: i64,
    from_day: NaiveDate,
    until_day: NaiveDate,
    note: String,
    author: String,
    created_at: NaiveDateTime,
}

impl From<Row> for ClosureRecord {
    fn from(row: Row) -> Self {
        Self {
            id: ClosureId(row.id),
            account: AccountId(row.account_id),
            from: row.from_day,
            until: row.until_day,
            note: row.note,
            author: row.author,
            created_at: row.created_at,
        }
    }
}

/// Notes a closure, and in the change log that the account changed.
///
/// # Errors
/// `NotFound` outside the scope, `Invalid` when it ends before it begins.
pub fn add(
    connection: &mut Connection,
    scope: &Scope,
    closure: &NewClosure,
    now: NaiveDateTime,
) -> Result<ClosureId> {
    if closure.until <= closure.from {
        return Err(StoreError::Invalid("a closure that ends before it begins".to_owned()));
    }
    counters::lock_facts(connection)?;
    account_rows::find(connection, scope, closure.account)?;
    let id: i64 = diesel::insert_into(account_closures::table)
        .values((
            account_closures::account_id.eq(closure.account.0),
            account_closures::from_day.eq(closure.from),
            account_closures::until_day.eq(closure.until),
            account_closures::note.eq(&closure.note),
            account_closures::author.eq(&closure.author),
            account_closures::created_at.eq(now),
        ))
        .returning(account_closures::id)
        .get_result(connection)?;
    changes::append_accounts(connection, [closure.account.0].into_iter(), now)?;
    Ok(ClosureId(id))
}

/// Takes a closure back, and notes in the change log that the account changed.
///
/// # Errors
/// `NotFound`, for closures of foreign accounts too.
pub fn remove(connection: &mut Connection, scope: &Scope, id: ClosureId, now: NaiveDateTime) -> Result<()> {
    counters::lock_facts(connection)?;
    let account: i64 = account_closures::table
        .inner_join(accounts::table)
        .filter(account_closures::id.eq(id.0))
        .filter(InScope(scope))
        .select(account_closures::account_id)
        .first(connection)?;
    found(diesel::delete(account_closures::table.find(id.0)).execute(connection)?)?;
    changes::append_accounts(connection, [account].into_iter(), now)
}

/// Closures of one account, the latest first.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn list(connection: &mut Connection, scope: &Scope, account: AccountId) -> Result<Vec<ClosureRecord>> {
    let rows: Vec<Row> = account_closures::table
        .inner_join(accounts::table)
        .filter(account_closures::account_id.eq(account.0))
        .filter(InScope(scope))
        .order((account_closures::from_day.desc(), account_closures::id.desc()))
        .select(Row::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(ClosureRecord::from).collect())
}

/// Closures of every account, or of some, by account and first day. For the product's own work, which looks at
/// every account.
///
/// # Errors
/// Database failures.
pub fn load(connection: &mut Connection, accounts: Accounts) -> Result<Vec<ClosureRecord>> {
    let query = || {
        account_closures::table
            .order((account_closures::account_id, account_closures::from_day, account_closures::id))
            .select(Row::as_select())
    };
    let mut rows: Vec<Row> = Vec::new();
    match accounts {
        Accounts::All => rows = query().load(connection)?,
        Accounts::Only(ids) => {
            for chunk in ids.chunks(account_rows::MOST_BINDS) {
                rows.extend(
                    query().filter(account_closures::account_id.eq_any(chunk)).load::<Row>(connection)?,
                );
            }
        }
    }
    Ok(rows.into_iter().map(ClosureRecord::from).collect())
}
