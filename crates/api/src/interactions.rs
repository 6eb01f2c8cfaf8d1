//! Calls and visits that people log.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::run;
use actix_web::{HttpResponse, delete, post, web};
use bellwether_app::App;
use bellwether_core::interaction::{Interaction, InteractionInput};
use bellwether_core::{AccountId, InteractionId};

/// Log a call or visit
///
/// With a key of the sender's choice the same call is logged once, however often it is sent.
#[utoipa::path(tag = "work", params(("id" = AccountId, Path, description = "The account.")), responses((status = 201, description = "What was logged.", body = Interaction), Refusals))]
#[post("/accounts/{id}/interactions")]
pub async fn log_interaction(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
    interaction: web::Json<InteractionInput>,
) -> Result<HttpResponse, Refusal> {
    let logged = run(app, move |app| app.log_interaction(&caller, id, &interaction)).await?;
    Ok(HttpResponse::Created().json(logged))
}

/// Take back a call or visit
///
/// Only what the caller has logged.
#[utoipa::path(tag = "work", params(("id" = InteractionId, Path, description = "The call or visit.")), responses((status = 204, description = "Taken back."), Refusals))]
#[delete("/interactions/{id}")]
pub async fn remove_interaction(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<InteractionId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.remove_interaction(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
