//! Who is told what, by which way, and what became of it.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::notification::{
    Delivery, DeliveryQuery, NewWebhook, NotificationPreferences, Webhook, WebhookChange,
};
use bellwether_core::{DeliveryId, Page, WebhookId};

impl Client {
    /// How I want to be told.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn notification_preferences(&self) -> Answer<NotificationPreferences> {
        self.get("me/notifications").await
    }

    /// Changes how I want to be told.
    ///
    /// # Errors
    /// `invalid`.
    pub async fn update_notification_preferences(
        &self,
        wanted: &NotificationPreferences,
    ) -> Answer<NotificationPreferences> {
        self.send(Method::Put, "me/notifications", wanted).await
    }

    /// Messages, the newest first.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_cursor`.
    pub async fn deliveries(&self, query: &DeliveryQuery) -> Answer<Page<Delivery>> {
        self.find("deliveries", query).await
    }

    /// Sends a message again.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn resend_delivery(&self, id: DeliveryId) -> Answer<Delivery> {
        self.take(self.call(Method::Post, &format!("deliveries/{id}/resend"))).await
    }

    /// Webhooks.
    ///
    /// # Errors
    /// `forbidden` unless an admin.
    pub async fn webhooks(&self) -> Answer<Vec<Webhook>> {
        self.get("webhooks").await
    }

    /// Makes a webhook; the answer alone holds the key that signs its events.
    ///
    /// # Errors
    /// `forbidden` unless an admin, `invalid`.
    pub async fn add_webhook(&self, webhook: &NewWebhook) -> Answer<Webhook> {
        self.send(Method::Post, "webhooks", webhook).await
    }

    /// Turns a webhook on or off.
    ///
    /// # Errors
    /// `forbidden` unless an admin, `not_found`.
    pub async fn update_webhook(&self, id: WebhookId, change: &WebhookChange) -> Answer<Webhook> {
        self.send(Method::Put, &format!("webhooks/{id}"), change).await
    }

    /// Removes a webhook.
    ///
    /// # Errors
    /// `forbidden` unless an admin, `not_found`.
    pub async fn remove_webhook(&self, id: WebhookId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("webhooks/{id}"))).await.map(drop)
    }

    /// Sends a test event to a webhook.
    ///
    /// # Errors
    /// `forbidden` unless an admin, `not_found`.
    pub async fn test_webhook(&self, id: WebhookId) -> Answer<Delivery> {
        self.take(self.call(Method::Post, &format!("webhooks/{id}/test"))).await
    }
}
