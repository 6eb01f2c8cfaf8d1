//! Who is told what, by which way, and what became of it.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, delete, get, post, put, web};
use bellwether_app::App;
use bellwether_core::notification::{
    Delivery, DeliveryQuery, NewWebhook, NotificationPreferences, Webhook, WebhookChange,
};
use bellwether_core::{DeliveryId, Page, WebhookId};

/// How I want to be told
#[utoipa::path(tag = "notifications", responses((status = 200, description = "The caller's preferences.", body = NotificationPreferences), Refusals))]
#[get("/me/notifications")]
pub async fn notification_preferences(
    Signed(caller): Signed,
    app: web::Data<App>,
) -> Answer<NotificationPreferences> {
    answer(app, move |app| app.notification_preferences(&caller)).await
}

/// Change how I want to be told
#[utoipa::path(tag = "notifications", responses((status = 200, description = "The preferences, as kept.", body = NotificationPreferences), Refusals))]
#[put("/me/notifications")]
pub async fn update_notification_preferences(
    Signed(caller): Signed,
    app: web::Data<App>,
    wanted: web::Json<NotificationPreferences>,
) -> Answer<NotificationPreferences> {
    answer(app, move |app| app.update_notification_preferences(&caller, &wanted)).await
}

/// What was sent, and what failed
///
/// The newest first. People see their own messages, admins all.
#[utoipa::path(tag = "notifications", params(DeliveryQuery), responses((status = 200, description = "A page of messages.", body = Page<Delivery>), Refusals))]
#[get("/deliveries")]
pub async fn deliveries(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<DeliveryQuery>,
) -> Answer<Page<Delivery>> {
    answer(app, move |app| app.deliveries(&caller, &query)).await
}

/// Send a message again
#[utoipa::path(tag = "notifications", params(("id" = DeliveryId, Path, description = "The message.")), responses((status = 200, description = "The message, waiting again.", body = Delivery), Refusals))]
#[post("/deliveries/{id}/resend")]
pub async fn resend_delivery(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<DeliveryId>,
) -> Answer<Delivery> {
    answer(app, move |app| app.resend_delivery(&caller, id)).await
}

/// Webhooks
///
/// For admins.
#[utoipa::path(tag = "notifications", responses((status = 200, description = "Webhooks without their keys.", body = Vec<Webhook>), Refusals))]
#[get("/webhooks")]
pub async fn webhooks(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<Webhook>> {
    answer(app, move |app| app.webhooks(&caller)).await
}

/// Make a webhook
///
/// Events are sent as the Standard Webhooks convention says: headers `webhook-id`, `webhook-timestamp` and
/// `webhook-signature`. The key that signs them is shown this once. The webhook sees what its maker sees. For
/// admins.
#[utoipa::path(tag = "notifications", responses((status = 201, description = "The webhook and its key.", body = Webhook), Refusals))]
#[post("/webhooks")]
pub async fn add_webhook(
    Signed(caller): Signed,
    app: web::Data<App>,
    webhook: web::Json<NewWebhook>,
) -> Result<HttpResponse, Refusal> {
    let made = run(app, move |app| app.add_webhook(&caller, &webhook)).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Turn a webhook on or off
///
/// For admins.
#[utoipa::path(tag = "notifications", params(("id" = WebhookId, Path, description = "The webhook.")), responses((status = 200, description = "The webhook.", body = Webhook), Refusals))]
#[put("/webhooks/{id}")]
pub async fn update_webhook(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<WebhookId>,
    change: web::Json<WebhookChange>,
) -> Answer<Webhook> {
    answer(app, move |app| app.update_webhook(&caller, id, &change)).await
}

/// Remove a webhook
///
/// With the events that wait for it. For admins.
#[utoipa::path(tag = "notifications", params(("id" = WebhookId, Path, description = "The webhook.")), responses((status = 204, description = "Removed."), Refusals))]
#[delete("/webhooks/{id}")]
pub async fn remove_webhook(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<WebhookId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.remove_webhook(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Send a test event
///
/// For admins.
#[utoipa::path(tag = "notifications", params(("id" = WebhookId, Path, description = "The webhook.")), responses((status = 200, description = "The event, on its way.", body = Delivery), Refusals))]
#[post("/webhooks/{id}/test")]
pub async fn test_webhook(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<WebhookId>,
) -> Answer<Delivery> {
    answer(app, move |app| app.test_webhook(&caller, id)).await
}
