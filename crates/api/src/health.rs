//! For load balancers and supervisors: is the process alive, and can it answer.

use crate::error::{Refusal, Refusals};
use crate::use_case;
use actix_web::{HttpResponse, get, web};
use bellwether_app::App;

/// Whether the process lives
///
/// Answers without touching the database.
#[utoipa::path(tag = "health", security(()), responses((status = 204, description = "It lives."), Refusals))]
#[get("/health")]
pub async fn health() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// Whether requests can be answered
///
/// The database can be reached and its history is in memory; otherwise 503 `unavailable`.
#[utoipa::path(tag = "health", security(()), responses((status = 204, description = "Ready."), Refusals))]
#[get("/ready")]
pub async fn ready(app: web::Data<App>) -> Result<HttpResponse, Refusal> {
    use_case::run(app, App::readiness).await?;
    Ok(HttpResponse::NoContent().finish())
}
