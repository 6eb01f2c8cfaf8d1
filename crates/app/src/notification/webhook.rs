//! Addresses of programs that are told about alerts.

use super::shown as shown_delivery;
use crate::{Answer, App, AppError, Caller, clock, secret};
use bellwether_connect::webhook::check_url;
use bellwether_core::WebhookId;
use bellwether_core::notification::{Channel, Delivery, NewWebhook, Webhook, WebhookChange};
use bellwether_store::audit;
use bellwether_store::deliveries::{self, NewDelivery};
use bellwether_store::webhooks::{self, WebhookRecord};
use serde_json::json;

impl App {
    /// Every webhook.
    ///
    /// # Errors
    /// `Forbidden` unless an admin.
    pub fn webhooks(&self, caller: &Caller) -> Answer<Vec<Webhook>> {
        caller.require_admin()?;
        let (records, waiting) =
            self.store.read(|conn| Ok((webhooks::list(conn, None)?, deliveries::waiting_of(conn)?)))?;
        let shown = records.into_iter().map(|record| {
            let waiting = waiting.get(&record.id).copied().unwrap_or(0);
            shown(record, waiting)
        });
        Ok(shown.collect())
    }

    /// Makes a webhook that sees what its maker sees; the answer alone holds its key.
    ///
    /// # Errors
    /// `Forbidden` unless an admin, `Invalid` for an address that nothing may be sent to.
    pub fn add_webhook(&self, caller: &Caller, new: &NewWebhook) -> Answer<Webhook> {
        caller.require_admin()?;
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(AppError::invalid("name", "use 1 to 200 characters"));
        }
        check_url(&new.url, &self.config.outbound.allowed_hosts)
            .map_err(|refused| AppError::invalid("url", refused.to_string()))?;
        let secret = secret::webhook_key();
        let row = webhooks::NewWebhook { name, url: &new.url, secret: &secret, owner: caller.user };
        let record = self.store.write(|conn| {
            let now = clock::now();
            let id = webhooks::create(conn, &row, now)?;
            audit::record(conn, &entry(caller, "webhook added", id, name), now)?;
            webhooks::find(conn, id)
        })?;
        Ok(Webhook { secret: Some(secret), ..shown(record, 0) })
    }

    /// Turns a webhook on or off.
    ///
    /// # Errors
    /// `Forbidden` unless an admin, `NotFound`.
    pub fn update_webhook(&self, caller: &Caller, id: WebhookId, change: &WebhookChange) -> Answer<Webhook> {
        caller.require_admin()?;
        let (record, waiting) = self.store.write(|conn| {
            webhooks::set_enabled(conn, id, change.is_enabled)?;
            let action = if change.is_enabled { "webhook turned on" } else { "webhook turned off" };
            audit::record(conn, &entry(caller, action, id, ""), clock::now())?;
            let waiting = deliveries::waiting_of(conn)?.get(&id).copied().unwrap_or(0);
            Ok((webhooks::find(conn, id)?, waiting))
        })?;
        Ok(shown(record, waiting))
    }

    /// Removes a webhook; what waits for it is given up.
    ///
    /// # Errors
    /// `Forbidden` unless an admin, `NotFound`.
    pub fn remove_webhook(&self, caller: &Caller, id: WebhookId) -> Answer<()> {
        caller.require_admin()?;
        Ok(self.store.write(|conn| {
            webhooks::delete(conn, id)?;
            audit::record(conn, &entry(caller, "webhook removed", id, ""), clock::now())
        })?)
    }

    /// Sends a test event to a webhook.
    ///
    /// # Errors
    /// `Forbidden` unless an admin, `NotFound`.
    pub fn test_webhook(&self, caller: &Caller, id: WebhookId) -> Answer<Delivery> {
        caller.require_admin()?;
        let record = self.store.write_or::<_, AppError>(|conn| {
            let webhook = webhooks::find(conn, id)?;
            let now = clock::now();
            let message = NewDelivery {
                channel: Channel::Webhook,
                user: None,
                webhook: Some(id),
                recipient: webhook.name,
                subject: "A test".to_owned(),
                body: json!({ "type": "test", "timestamp": clock::utc(now), "data": {} }).to_string(),
                next_attempt_at: now,
                unique_key: None,
            };
            let written = deliveries::enqueue(conn, &message, now)?.ok_or(AppError::NotFound)?;
            Ok(deliveries::find(conn, None, written)?)
        })?;
        self.chores.wake_messenger();
        Ok(shown_delivery(record))
    }
}

fn shown(record: WebhookRecord, waiting: u64) -> Webhook {
    Webhook {
        id: record.id,
        name: record.name,
        url: record.url,
        owner: record.owner,
        is_enabled: record.is_enabled,
        created_at: clock::utc(record.created_at),
        waiting,
        secret: None,
    }
}

fn entry(caller: &Caller, action: &str, id: WebhookId, name: &str) -> audit::AuditEntry {
    audit::AuditEntry {
        user: caller.author(),
        action: action.to_owned(),
        object: id.to_string(),
        detail: json!({ "name": name }),
        request_id: String::new(),
    }
}
