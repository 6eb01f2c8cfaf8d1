//! What was sent, what waits and what failed. Lists leave the messages themselves out.

use super::count_of;
use crate::connection::Connection;
use crate::error::{Result, StoreError};
use crate::schema::{deliveries, webhooks};
use bellwether_core::notification::{Channel, DeliveryStatus};
use bellwether_core::{DeliveryId, UserId, WebhookId};
use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::helper_types::IntoBoxed;
use diesel::prelude::*;
use std::collections::HashMap;

/// A message as lists show it. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// Its id.
    pub id: DeliveryId,
    /// The way it goes.
    pub channel: Channel,
    /// The person it is for.
    pub user: Option<UserId>,
    /// The webhook it is for.
    pub webhook: Option<WebhookId>,
    /// An e-mail address, or the name of a webhook.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// How far it is.
    pub status: DeliveryStatus,
    /// Attempts so far.
    pub attempts: u32,
    /// When it was written.
    pub created_at: NaiveDateTime,
    /// When it is tried next, while it waits.
    pub next_attempt_at: Option<NaiveDateTime>,
    /// When the receiver took it.
    pub sent_at: Option<NaiveDateTime>,
    /// What went wrong last.
    pub error: Option<String>,
}

/// Which messages a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// Only those to this person and to their webhooks.
    pub user: Option<UserId>,
    /// Only this status.
    pub status: Option<DeliveryStatus>,
    /// Only this channel.
    pub channel: Option<Channel>,
}

/// One page of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryPage {
    /// Newest first.
    pub deliveries: Vec<DeliveryRecord>,
    /// How many match in all.
    pub total: u64,
    /// Where the next page starts; none on the last one.
    pub next: Option<DeliveryId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = deliveries)]
struct Row {
    id: i64,
    channel: String,
    user_id: Option<i64>,
    webhook_id: Option<i64>,
    recipient: String,
    subject: String,
    status: String,
    attempts: i64,
    created_at: NaiveDateTime,
    next_attempt_at: Option<NaiveDateTime>,
    sent_at: Option<NaiveDateTime>,
    error: Option<String>,
}

impl TryFrom<Row> for DeliveryRecord {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: DeliveryId(row.id),
            channel: Channel::from_code(&row.channel)
                .ok_or_else(|| StoreError::unknown_word("channel", &row.channel))?,
            user: row.user_id.map(UserId),
            webhook: row.webhook_id.map(WebhookId),
            recipient: row.recipient,
            subject: row.subject,
            status: DeliveryStatus::from_code(&row.status)
                .ok_or_else(|| StoreError::unknown_word("delivery status", &row.status))?,
            attempts: count_of(row.attempts)?,
            created_at: row.created_at,
            next_attempt_at: row.next_attempt_at,
            sent_at: row.sent_at,
            error: row.error,
        })
    }
}

type Backend = <Connection as diesel::Connection>::Backend;
type Boxed = IntoBoxed<'static, deliveries::table, Backend>;

fn chosen(filter: &DeliveryFilter) -> Boxed {
    let mut query = deliveries::table.into_boxed();
    if let Some(user) = filter.user {
        let own = webhooks::table.filter(webhooks::owner_id.eq(user.0)).select(webhooks::id.nullable());
        query = query
            .filter(deliveries::user_id.eq(user.0).or(deliveries::webhook_id.eq_any(own)).assume_not_null());
    }
    if let Some(status) = filter.status {
        query = query.filter(deliveries::status.eq(status.code()));
    }
    if let Some(channel) = filter.channel {
        query = query.filter(deliveries::channel.eq(channel.code()));
    }
    query
}

/// Messages, newest first, those before `before`, at most `limit`.
///
/// # Errors
/// Database failures.
pub fn page(
    connection: &mut Connection,
    filter: &DeliveryFilter,
    before: Option<DeliveryId>,
    limit: u32,
) -> Result<DeliveryPage> {
    let total: i64 = chosen(filter).select(count_star()).first(connection)?;
    let mut query = chosen(filter);
    if let Some(before) = before {
        query = query.filter(deliveries::id.lt(before.0));
    }
    let rows: Vec<Row> = query
        .order(deliveries::id.desc())
        .limit(i64::from(limit) + 1)
        .select(Row::as_select())
        .load(connection)?;
    let has_more = rows.len() > limit as usize;
    let deliveries: Vec<DeliveryRecord> =
        rows.into_iter().take(limit as usize).map(DeliveryRecord::try_from).collect::<Result<_>>()?;
    let next = deliveries.last().map(|last| last.id).filter(|_| has_more);
    Ok(DeliveryPage { deliveries, total: total.cast_unsigned(), next })
}

/// One message, of everybody or only when it is for this person or their webhooks.
///
/// # Errors
/// `NotFound`, for foreign and absent messages alike.
pub fn find(connection: &mut Connection, user: Option<UserId>, id: DeliveryId) -> Result<DeliveryRecord> {
    chosen(&DeliveryFilter { user, ..DeliveryFilter::default() })
        .filter(deliveries::id.eq(id.0))
        .select(Row::as_select())
        .first::<Row>(connection)?
        .try_into()
}

/// How many messages wait for each webhook; webhooks without any are absent.
///
/// # Errors
/// Database failures.
pub fn waiting_of(connection: &mut Connection) -> Result<HashMap<WebhookId, u64>> {
    let rows: Vec<(Option<i64>, i64)> = deliveries::table
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()))
        .filter(deliveries::webhook_id.is_not_null())
        .group_by(deliveries::webhook_id)
        .select((deliveries::webhook_id, count_star()))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(webhook, waiting)| Some((WebhookId(webhook?), waiting.cast_unsigned())))
        .collect())
}
