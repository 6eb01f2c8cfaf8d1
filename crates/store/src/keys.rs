//! API keys. Only a hash is stored; the prefix lets people and scanners recognise a key.

use crate::connection::Connection;
use crate::error::{Result, StoreError};
use crate::schema::api_keys;
use crate::users::found;
use bellwether_core::{KeyId, Role, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An API key. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: KeyId,
    /// Whose it is; it never sees more than its owner.
    pub owner: UserId,
    /// What it is for.
    pub name: String,
    /// The first characters.
    pub prefix: String,
    /// What it may do at most.
    pub role: Role,
    /// Parts of the API it may use; empty means all.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: Option<NaiveDateTime>,
    /// Last request seen.
    pub last_used_at: Option<NaiveDateTime>,
    /// When it was revoked.
    pub revoked_at: Option<NaiveDateTime>,
}

/// A key to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Whose it is.
    pub owner: UserId,
    /// What it is for.
    pub name: String,
    /// The first characters.
    pub prefix: String,
    /// Hash of the whole key.
    pub sha256: String,
    /// What it may do at most.
    pub role: Role,
    /// Parts of the API it may use; empty means all.
    pub scopes: Vec<String>,
    /// When it ends by itself.
    pub expires_at: Option<NaiveDateTime>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
struct KeyRow {
    id: i64,
    owner_id: i64,
    name: String,
    prefix: String,
    role: String,
    scopes: String,
    created_at: NaiveDateTime,
    expires_at: Option<NaiveDateTime>,
    last_used_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

impl TryFrom<KeyRow> for ApiKey {
    type Error = StoreError;
    fn try_from(row: KeyRow) -> Result<Self> {
        Ok(Self {
            id: KeyId(row.id),
            owner: UserId(row.owner_id),
            name: row.name,
            prefix: row.prefix,
            role: Role::from_code(&row.role).ok_or_else(|| StoreError::unknown_word("role", &row.role))?,
            scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        })
    }
}

/// Stores a key.
///
/// # Errors
/// Database failures.
pub fn create(connection: &mut Connection, key: &NewKey, now: NaiveDateTime) -> Result<KeyId> {
    let id = diesel::insert_into(api_keys::table)
        .values((
            api_keys::owner_id.eq(key.owner.0),
            api_keys::name.eq(&key.name),
            api_keys::prefix.eq(&key.prefix),
            api_keys::key_sha256.eq(&key.sha256),
            api_keys::role.eq(key.role.code()),
            api_keys::scopes.eq(key.scopes.join(" ")),
            api_keys::created_at.eq(now),
            api_keys::expires_at.eq(key.expires_at),
        ))
        .returning(api_keys::id)
        .get_result(connection)?;
    Ok(KeyId(id))
}

/// The key of a hash, revoked, expired or not.
///
/// # Errors
/// Database failures.
pub fn by_sha256(connection: &mut Connection, sha256: &str) -> Result<Option<ApiKey>> {
    let row = api_keys::table
        .filter(api_keys::key_sha256.eq(sha256))
        .select(KeyRow::as_select())
        .first(connection)
        .optional()?;
    row.map(ApiKey::try_from).transpose()
}

/// The key of an id, revoked, expired or not.
///
/// # Errors
/// Database failures.
pub fn by_id(connection: &mut Connection, id: KeyId) -> Result<Option<ApiKey>> {
    let row = api_keys::table.find(id.0).select(KeyRow::as_select()).first(connection).optional()?;
    row.map(ApiKey::try_from).transpose()
}

/// Keys of one person, or everybody's, newest first.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, owner: Option<UserId>) -> Result<Vec<ApiKey>> {
    let mut query = api_keys::table.order(api_keys::id.desc()).select(KeyRow::as_select()).into_boxed();
    if let Some(owner) = owner {
        query = query.filter(api_keys::owner_id.eq(owner.0));
    }
    query.load(connection)?.into_iter().map(ApiKey::try_from).collect()
}

/// Revokes a key for good.
///
/// # Errors
/// `NotFound`.
pub fn revoke(connection: &mut Connection, id: KeyId, now: NaiveDateTime) -> Result<()> {
    found(
        diesel::update(api_keys::table.find(id.0))
            .set(api_keys::revoked_at.eq(Some(now)))
            .execute(connection)?,
    )
}

/// Notes that the key was used.
///
/// # Errors
/// Database failures.
pub fn touch(connection: &mut Connection, id: KeyId, now: NaiveDateTime) -> Result<()> {
    diesel::update(api_keys::table.find(id.0))
        .set(api_keys::last_used_at.eq(Some(now)))
        .execute(connection)?;
    Ok(())
}
