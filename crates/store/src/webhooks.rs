//! Addresses of programs that are told about alerts.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::webhooks;
use crate::users::found;
use bellwether_core::{UserId, WebhookId};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::fmt;

/// An address of a program. Times are UTC.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookRecord {
    /// Its id.
    pub id: WebhookId,
    /// The name people read.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// The key that signs its events.
    pub secret: String,
    /// Whose view of the data it gets.
    pub owner: UserId,
    /// Whether events are sent.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at: NaiveDateTime,
}

/// The secret stays out of logs.
impl fmt::Debug for WebhookRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRecord")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("owner", &self.owner)
            .field("is_enabled", &self.is_enabled)
            .finish_non_exhaustive()
    }
}

/// A webhook to make.
#[derive(Clone, Copy)]
pub struct NewWebhook<'a> {
    /// The name people read.
    pub name: &'a str,
    /// Where events are sent.
    pub url: &'a str,
    /// The key that signs its events.
    pub secret: &'a str,
    /// Whose view of the data it gets.
    pub owner: UserId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhooks)]
struct Row {
    id: i64,
    name: String,
    url: String,
    secret: String,
    owner_id: i64,
    is_enabled: bool,
    created_at: NaiveDateTime,
}

impl From<Row> for WebhookRecord {
    fn from(row: Row) -> Self {
        Self {
            id: WebhookId(row.id),
            name: row.name,
            url: row.url,
            secret: row.secret,
            owner: UserId(row.owner_id),
            is_enabled: row.is_enabled,
            created_at: row.created_at,
        }
    }
}

/// Makes a webhook that is on; its id.
///
/// # Errors
/// `InUse` when the owner does not exist.
pub fn create(connection: &mut Connection, new: &NewWebhook, now: NaiveDateTime) -> Result<WebhookId> {
    let id: i64 = diesel::insert_into(webhooks::table)
        .values((
            webhooks::name.eq(new.name),
            webhooks::url.eq(new.url),
            webhooks::secret.eq(new.secret),
            webhooks::owner_id.eq(new.owner.0),
            webhooks::is_enabled.eq(true),
            webhooks::created_at.eq(now),
        ))
        .returning(webhooks::id)
        .get_result(connection)?;
    Ok(WebhookId(id))
}

/// One webhook.
///
/// # Errors
/// `NotFound`.
pub fn find(connection: &mut Connection, id: WebhookId) -> Result<WebhookRecord> {
    Ok(webhooks::table.find(id.0).select(Row::as_select()).first::<Row>(connection)?.into())
}

/// Webhooks by id, of everybody or of one owner.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, owner: Option<UserId>) -> Result<Vec<WebhookRecord>> {
    let mut query = webhooks::table.order(webhooks::id).select(Row::as_select()).into_boxed();
    if let Some(owner) = owner {
        query = query.filter(webhooks::owner_id.eq(owner.0));
    }
    Ok(query.load(connection)?.into_iter().map(WebhookRecord::from).collect())
}

/// Turns a webhook on or off.
///
/// # Errors
/// `NotFound`.
pub fn set_enabled(connection: &mut Connection, id: WebhookId, is_enabled: bool) -> Result<()> {
    let changed = diesel::update(webhooks::table.find(id.0))
        .set(webhooks::is_enabled.eq(is_enabled))
        .execute(connection)?;
    found(changed)
}

/// Removes a webhook; what waits for it fails when its time comes.
///
/// # Errors
/// `NotFound`.
pub fn delete(connection: &mut Connection, id: WebhookId) -> Result<()> {
    found(diesel::delete(webhooks::table.find(id.0)).execute(connection)?)
}
