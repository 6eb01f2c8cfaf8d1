//! Who is told what, by which way, and what became of it (F5, B5).

mod digest;
mod letter;
mod messenger;
mod tell;
#[cfg(test)]
mod tests;
mod webhook;

pub(crate) use messenger::run_messenger;

use crate::{Answer, App, AppError, Caller, Outbound, clock, paging};
use bellwether_connect::mail::{Mailer, MailerError};
use bellwether_connect::webhook::Poster;
use bellwether_core::notification::{Delivery, DeliveryQuery, NotificationPreferences};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::{DeliveryId, Page, Role};
use bellwether_store::deliveries::{self, DeliveryFilter, DeliveryRecord};
use bellwether_store::{StoreError, users};

/// Names the list in its cursors.
const LIST: &str = "deliveries";

impl App {
    /// How the caller wants to be told.
    ///
    /// # Errors
    /// `NotFound` for the operator at the terminal, who is nobody.
    pub fn notification_preferences(&self, caller: &Caller) -> Answer<NotificationPreferences> {
        let kept = self.store.read(|conn| users::notification_preferences(conn, caller.user))?;
        let preferences = kept.unwrap_or_else(|| usual(caller.role));
        Ok(NotificationPreferences { is_mail_set_up: self.mailer.is_some(), ..preferences })
    }

    /// Changes how the caller wants to be told.
    ///
    /// # Errors
    /// `Invalid` with the field and what it accepts.
    pub fn update_notification_preferences(
        &self,
        caller: &Caller,
        wanted: &NotificationPreferences,
    ) -> Answer<NotificationPreferences> {
        check(wanted)?;
        self.store.write(|conn| users::set_notification_preferences(conn, caller.user, wanted))?;
        self.notification_preferences(caller)
    }

    /// Messages, the newest first: the caller's own, for admins everybody's.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn deliveries(&self, caller: &Caller, query: &DeliveryQuery) -> Answer<Page<Delivery>> {
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let limit = u32::try_from(limit).map_err(|error| AppError::Internal(error.to_string()))?;
        let filter = DeliveryFilter {
            user: (caller.role != Role::Admin).then_some(caller.user),
            status: query.status,
            channel: query.channel,
        };
        let before = paging::place_of(query.cursor.as_deref(), LIST)?.map(|(_, id)| DeliveryId(id));
        let page = self.store.read(|conn| deliveries::page(conn, &filter, before, limit))?;
        Ok(Page {
            items: page.deliveries.into_iter().map(shown).collect(),
            total: page.total,
            next_cursor: page.next.map(|next| paging::cursor_after(LIST, (0, next.0))).transpose()?,
        })
    }

    /// Sends a message again, or at once when it waits for its next attempt.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is somebody else's, `Conflict` while it is being sent.
    pub fn resend_delivery(&self, caller: &Caller, id: DeliveryId) -> Answer<Delivery> {
        let own = (caller.role != Role::Admin).then_some(caller.user);
        let record = self.store.write_or::<_, AppError>(|conn| {
            deliveries::find(conn, own, id)?;
            deliveries::resend(conn, id, clock::now()).map_err(busy)?;
            Ok(deliveries::find(conn, own, id)?)
        })?;
        self.chores.wake_messenger();
        Ok(shown(record))
    }
}

/// What people prefer who have not said anything: leadership and admins are not woken by single accounts.
pub(crate) fn usual(role: Role) -> NotificationPreferences {
    match role {
        Role::Rep | Role::Manager => NotificationPreferences::default(),
        Role::Leadership | Role::Admin => NotificationPreferences {
            immediate_from: None,
            has_digest: false,
            ..NotificationPreferences::default()
        },
    }
}

fn check(wanted: &NotificationPreferences) -> Answer<()> {
    let is_hour = |hour: u32| hour < 24;
    if !is_hour(wanted.digest_hour) {
        return Err(AppError::invalid("digest_hour", "use an hour from 0 to 23"));
    }
    match (wanted.quiet_from_hour, wanted.quiet_until_hour) {
        (None, None) => {}
        (Some(from), Some(until)) if is_hour(from) && is_hour(until) && from != until => {}
        _ => {
            return Err(AppError::invalid(
                "quiet_from_hour",
                "give two different hours from 0 to 23, or none",
            ));
        }
    }
    if !(1..=100).contains(&wanted.most_cards_a_day) {
        return Err(AppError::invalid("most_cards_a_day", "use 1 to 100"));
    }
    Ok(())
}

fn busy(error: StoreError) -> AppError {
    match error {
        StoreError::InUse(message) => AppError::Conflict { message },
        other => other.into(),
    }
}

fn shown(record: DeliveryRecord) -> Delivery {
    Delivery {
        id: record.id,
        channel: record.channel,
        recipient: record.recipient,
        subject: record.subject,
        status: record.status,
        attempts: record.attempts,
        created_at: clock::utc(record.created_at),
        next_attempt_at: record.next_attempt_at.map(clock::utc),
        sent_at: record.sent_at.map(clock::utc),
        error: record.error,
    }
}

/// Where e-mails leave, if the operator has set it up.
pub(crate) fn mailer(outbound: &Outbound) -> Answer<Option<Mailer>> {
    let Some(url) = &outbound.smtp_url else { return Ok(None) };
    let unusable = |error: MailerError| AppError::Unavailable { message: error.to_string() };
    Mailer::from_url(url, &outbound.mail_from).map(Some).map_err(unusable)
}

/// Where events leave for webhooks.
pub(crate) fn poster(outbound: &Outbound) -> Answer<Poster> {
    Poster::new(&outbound.allowed_hosts).map_err(|message| AppError::Unavailable { message })
}
