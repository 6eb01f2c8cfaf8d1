//! Messages on their way: rows that senders lease, so that many may share them and none is lost with a sender.

mod list;

pub use list::{DeliveryFilter, DeliveryPage, DeliveryRecord, find, page, waiting_of};

use crate::connection::{Connection, on_both};
use crate::error::{Result, StoreError};
use crate::schema::{deliveries, webhooks};
use crate::users::found;
use bellwether_core::notification::{Channel, DeliveryStatus};
use bellwether_core::{DeliveryId, UserId, WebhookId};
use chrono::{Duration, NaiveDateTime, SubsecRound};
use diesel::prelude::*;

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
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
    /// The message itself: a text of the sender's choosing, JSON for webhooks.
    pub body: String,
    /// Not before, UTC.
    pub next_attempt_at: NaiveDateTime,
    /// A second message with the same key is never written.
    pub unique_key: Option<String>,
}

/// A message that one sender holds for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeasedDelivery {
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
    /// The message itself.
    pub body: String,
    /// Attempts, this one included.
    pub attempts: u32,
    /// When it was written, UTC.
    pub created_at: NaiveDateTime,
    /// Until when nobody else takes it, UTC: what [`sent`], [`retry`] and [`failed`] recognise the holder by.
    pub leased_until: NaiveDateTime,
}

/// Writes a message. None: one with the same key is there already.
///
/// # Errors
/// Database failures.
pub fn enqueue(
    connection: &mut Connection,
    new: &NewDelivery,
    now: NaiveDateTime,
) -> Result<Option<DeliveryId>> {
    let values = (
        deliveries::channel.eq(new.channel.code()),
        deliveries::user_id.eq(new.user.map(|user| user.0)),
        deliveries::webhook_id.eq(new.webhook.map(|webhook| webhook.0)),
        deliveries::recipient.eq(&new.recipient),
        deliveries::subject.eq(&new.subject),
        deliveries::body.eq(&new.body),
        deliveries::status.eq(DeliveryStatus::Waiting.code()),
        deliveries::attempts.eq(0),
        deliveries::created_at.eq(now),
        deliveries::next_attempt_at.eq(Some(new.next_attempt_at)),
        deliveries::unique_key.eq(&new.unique_key),
    );
    let id: Option<i64> = on_both!(connection, |concrete| diesel::insert_into(deliveries::table)
        .values(values)
        .on_conflict(deliveries::unique_key)
        .do_nothing()
        .returning(deliveries::id)
        .get_result(concrete)
        .optional())?;
    Ok(id.map(DeliveryId))
}

/// Waits, its time has come, and no sender holds it.
macro_rules! is_due {
    ($now:expr) => {
        deliveries::status
            .eq(DeliveryStatus::Waiting.code())
            .and(deliveries::next_attempt_at.le($now).assume_not_null())
            .and(deliveries::leased_until.is_null().or(deliveries::leased_until.lt($now)).assume_not_null())
    };
}

/// Whether a lease would find a message of this channel. Only reads, so that looking costs no write lock.
///
/// # Errors
/// Database failures.
pub fn is_due(connection: &mut Connection, channel: Channel, now: NaiveDateTime) -> Result<bool> {
    let due = deliveries::table.filter(deliveries::channel.eq(channel.code())).filter(is_due!(now));
    Ok(diesel::select(diesel::dsl::exists(due)).get_result(connection)?)
}

type LeaseRow = (i64, Option<i64>, Option<i64>, String, String, String, i64, NaiveDateTime);

/// Leases messages of one channel whose time has come, the longest due first, at most `limit`. The lease must
/// outlast all attempts made with it.
///
/// # Errors
/// Database failures.
pub fn lease(
    connection: &mut Connection,
    channel: Channel,
    now: NaiveDateTime,
    lease: Duration,
    limit: i64,
) -> Result<Vec<LeasedDelivery>> {
    // PostgreSQL keeps microseconds; the holder is recognised by exactly what is stored.
    let leased_until = (now + lease).trunc_subsecs(6);
    let candidates: Vec<LeaseRow> = deliveries::table
        .filter(deliveries::channel.eq(channel.code()))
        .filter(is_due!(now))
        .order((deliveries::next_attempt_at, deliveries::id))
        .limit(limit)
        .select((
            deliveries::id,
            deliveries::user_id,
            deliveries::webhook_id,
            deliveries::recipient,
            deliveries::subject,
            deliveries::body,
            deliveries::attempts,
            deliveries::created_at,
        ))
        .load(connection)?;
    let mut leased = Vec::with_capacity(candidates.len());
    for row in candidates {
        let attempts = row.6 + 1;
        // Two senders that saw the same row cannot both take it: the second no longer finds it due.
        let taken = diesel::update(deliveries::table.filter(deliveries::id.eq(row.0)).filter(is_due!(now)))
            .set((deliveries::attempts.eq(attempts), deliveries::leased_until.eq(Some(leased_until))))
            .execute(connection)?;
        if taken == 1 {
            leased.push(held(channel, row, attempts, leased_until)?);
        }
    }
    Ok(leased)
}

fn held(
    channel: Channel,
    row: LeaseRow,
    attempts: i64,
    leased_until: NaiveDateTime,
) -> Result<LeasedDelivery> {
    let (id, user, webhook, recipient, subject, body, _, created_at) = row;
    Ok(LeasedDelivery {
        id: DeliveryId(id),
        channel,
        user: user.map(UserId),
        webhook: webhook.map(WebhookId),
        recipient,
        subject,
        body,
        attempts: count_of(attempts)?,
        created_at,
        leased_until,
    })
}

fn count_of(attempts: i64) -> Result<u32> {
    u32::try_from(attempts).map_err(|_| StoreError::Invalid(format!("{attempts} attempts in the database")))
}

/// The message while this sender holds it.
#[diesel::dsl::auto_type(no_type_alias)]
fn held_by(delivery: &LeasedDelivery) -> _ {
    let id: i64 = delivery.id.0;
    let leased_until: NaiveDateTime = delivery.leased_until;
    let waiting: &'static str = DeliveryStatus::Waiting.code();
    deliveries::table
        .filter(deliveries::id.eq(id))
        .filter(deliveries::leased_until.eq(leased_until))
        .filter(deliveries::status.eq(waiting))
}

/// Notes that the receiver took it. False: the lease had run out and somebody else has it.
///
/// # Errors
/// Database failures.
pub fn sent(connection: &mut Connection, delivery: &LeasedDelivery, now: NaiveDateTime) -> Result<bool> {
    let changed = diesel::update(held_by(delivery))
        .set((
            deliveries::status.eq(DeliveryStatus::Sent.code()),
            deliveries::sent_at.eq(Some(now)),
            deliveries::next_attempt_at.eq(None::<NaiveDateTime>),
            deliveries::leased_until.eq(None::<NaiveDateTime>),
            deliveries::error.eq(None::<String>),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Notes what went wrong and when to try again. False: as [`sent`].
///
/// # Errors
/// Database failures.
pub fn retry(
    connection: &mut Connection,
    delivery: &LeasedDelivery,
    at: NaiveDateTime,
    error: &str,
) -> Result<bool> {
    let changed = diesel::update(held_by(delivery))
        .set((
            deliveries::next_attempt_at.eq(Some(at)),
            deliveries::leased_until.eq(None::<NaiveDateTime>),
            deliveries::error.eq(Some(error)),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Gives a message up. False: as [`sent`].
///
/// # Errors
/// Database failures.
pub fn failed(connection: &mut Connection, delivery: &LeasedDelivery, error: &str) -> Result<bool> {
    let changed = diesel::update(held_by(delivery))
        .set((
            deliveries::status.eq(DeliveryStatus::Failed.code()),
            deliveries::next_attempt_at.eq(None::<NaiveDateTime>),
            deliveries::leased_until.eq(None::<NaiveDateTime>),
            deliveries::error.eq(Some(error)),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Forgets messages that were sent or given up, written before a moment; how many.
///
/// # Errors
/// Database failures.
pub fn forget(connection: &mut Connection, before: NaiveDateTime) -> Result<usize> {
    let done = [DeliveryStatus::Sent.code(), DeliveryStatus::Failed.code()];
    let old =
        deliveries::table.filter(deliveries::created_at.lt(before)).filter(deliveries::status.eq_any(done));
    Ok(diesel::delete(old).execute(connection)?)
}

/// Takes the content out of every message to the webhooks of a person whose rights have changed, and gives up
/// those that wait: they were written for other eyes.
///
/// # Errors
/// Database failures.
pub fn withdraw_of_owner(connection: &mut Connection, owner: UserId) -> Result<()> {
    let own = webhooks::table.filter(webhooks::owner_id.eq(owner.0)).select(webhooks::id.nullable());
    diesel::update(deliveries::table.filter(deliveries::webhook_id.eq_any(own)))
        .set(deliveries::body.eq(""))
        .execute(connection)?;
    let waiting = deliveries::table
        .filter(deliveries::webhook_id.eq_any(own))
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()));
    diesel::update(waiting)
        .set((
            deliveries::status.eq(DeliveryStatus::Failed.code()),
            deliveries::next_attempt_at.eq(None::<NaiveDateTime>),
            deliveries::error.eq(Some("Its maker may see something else since it was written.")),
        ))
        .execute(connection)?;
    Ok(())
}

/// Sends a message again, or at once when it waits for its next attempt; its attempts count from the start.
///
/// # Errors
/// `NotFound`, and `InUse` while a sender holds it.
pub fn resend(connection: &mut Connection, id: DeliveryId, now: NaiveDateTime) -> Result<()> {
    let leased: Option<NaiveDateTime> =
        deliveries::table.find(id.0).select(deliveries::leased_until).first(connection)?;
    if leased.is_some_and(|until| until >= now) {
        return Err(StoreError::InUse("the message is being sent at this moment".to_owned()));
    }
    let free = deliveries::table
        .filter(deliveries::id.eq(id.0))
        .filter(deliveries::leased_until.is_null().or(deliveries::leased_until.lt(now)).assume_not_null());
    let changed = diesel::update(free)
        .set((
            deliveries::status.eq(DeliveryStatus::Waiting.code()),
            deliveries::attempts.eq(0),
            deliveries::next_attempt_at.eq(Some(now)),
            deliveries::leased_until.eq(None::<NaiveDateTime>),
            deliveries::sent_at.eq(None::<NaiveDateTime>),
        ))
        .execute(connection)?;
    found(changed)
}
