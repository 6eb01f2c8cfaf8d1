//! Signed-in browsers. Only a hash of the token is stored.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::sessions;
use bellwether_core::UserId;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A signed-in browser. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub user: UserId,
    /// Hash of the cookie's value.
    pub token_sha256: String,
    /// What writing requests must repeat.
    pub csrf_token: String,
    /// When it began.
    pub created_at: NaiveDateTime,
    /// Last request seen.
    pub last_seen_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// The browser, as it calls itself.
    pub user_agent: String,
}

/// A session to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Whose it is.
    pub user: UserId,
    /// Hash of the cookie's value.
    pub token_sha256: String,
    /// What writing requests must repeat.
    pub csrf_token: String,
    /// When it begins.
    pub created_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// The browser, as it calls itself.
    pub user_agent: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: i64,
    user_id: i64,
    token_sha256: String,
    csrf_token: String,
    created_at: NaiveDateTime,
    last_seen_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    user_agent: String,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id,
            user: UserId(row.user_id),
            token_sha256: row.token_sha256,
            csrf_token: row.csrf_token,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            user_agent: row.user_agent,
        }
    }
}

/// Begins a session; its id.
///
/// # Errors
/// Database failures.
pub fn create(connection: &mut Connection, session: &NewSession) -> Result<i64> {
    Ok(diesel::insert_into(sessions::table)
        .values((
            sessions::user_id.eq(session.user.0),
            sessions::token_sha256.eq(&session.token_sha256),
            sessions::csrf_token.eq(&session.csrf_token),
            sessions::created_at.eq(session.created_at),
            sessions::last_seen_at.eq(session.created_at),
            sessions::expires_at.eq(session.expires_at),
            sessions::user_agent.eq(&session.user_agent),
        ))
        .returning(sessions::id)
        .get_result(connection)?)
}

/// The session of a token's hash, expired or not.
///
/// # Errors
/// Database failures.
pub fn by_token(connection: &mut Connection, token_sha256: &str) -> Result<Option<Session>> {
    let row = sessions::table
        .filter(sessions::token_sha256.eq(token_sha256))
        .select(SessionRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(Session::from))
}

/// The session of an id, expired or not.
///
/// # Errors
/// Database failures.
pub fn by_id(connection: &mut Connection, id: i64) -> Result<Option<Session>> {
    let row = sessions::table.find(id).select(SessionRow::as_select()).first(connection).optional()?;
    Ok(row.map(Session::from))
}

/// Sessions of one person, newest first.
///
/// # Errors
/// Database failures.
pub fn list_of_user(connection: &mut Connection, user: UserId) -> Result<Vec<Session>> {
    let rows = sessions::table
        .filter(sessions::user_id.eq(user.0))
        .order(sessions::id.desc())
        .select(SessionRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// Notes that the session was used.
///
/// # Errors
/// Database failures.
pub fn touch(connection: &mut Connection, id: i64, now: NaiveDateTime) -> Result<()> {
    diesel::update(sessions::table.find(id)).set(sessions::last_seen_at.eq(now)).execute(connection)?;
    Ok(())
}

/// Ends a session; ending it twice is no failure.
///
/// # Errors
/// Database failures.
pub fn delete(connection: &mut Connection, id: i64) -> Result<()> {
    diesel::delete(sessions::table.find(id)).execute(connection)?;
    Ok(())
}

/// Ends every session of a person; how many there were.
///
/// # Errors
/// Database failures.
pub fn delete_of_user(connection: &mut Connection, user: UserId) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::user_id.eq(user.0))).execute(connection)?)
}

/// Ends every session of a person but one; how many there were.
///
/// # Errors
/// Database failures.
pub fn delete_others(connection: &mut Connection, user: UserId, kept: i64) -> Result<usize> {
    let others = sessions::table.filter(sessions::user_id.eq(user.0)).filter(sessions::id.ne(kept));
    Ok(diesel::delete(others).execute(connection)?)
}

/// Removes sessions that ended before `now`; how many.
///
/// # Errors
/// Database failures.
pub fn delete_expired(connection: &mut Connection, now: NaiveDateTime) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(connection)?)
}
