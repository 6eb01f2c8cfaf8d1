//! API keys of the caller.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, delete, get, post, web};
use bellwether_app::App;
use bellwether_core::KeyId;
use bellwether_core::key::{ApiKey, CreatedKey, NewKey};

/// The caller's own API keys
#[utoipa::path(tag = "keys", responses((status = 200, description = "Keys without their secrets.", body = Vec<ApiKey>), Refusals))]
#[get("/keys")]
pub async fn keys(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<ApiKey>> {
    answer(app, move |app| app.keys(&caller)).await
}

/// Make a key
///
/// Its secret is shown this once. The key sees what its owner sees.
#[utoipa::path(tag = "keys", responses((status = 201, description = "The key and its secret.", body = CreatedKey), Refusals))]
#[post("/keys")]
pub async fn add_key(
    Signed(caller): Signed,
    app: web::Data<App>,
    key: web::Json<NewKey>,
) -> Result<HttpResponse, Refusal> {
    let key = run(app, move |app| app.add_key(&caller, &key)).await?;
    Ok(HttpResponse::Created().json(key))
}

/// Revoke a key
///
/// It stops working at once.
#[utoipa::path(tag = "keys", params(("id" = KeyId, Path, description = "The key.")), responses((status = 204, description = "Revoked."), Refusals))]
#[delete("/keys/{id}")]
pub async fn revoke_key(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<KeyId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.revoke_key(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
