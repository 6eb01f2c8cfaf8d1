//! Saved views.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, delete, get, post, put, web};
use bellwether_app::App;
use bellwether_core::ViewId;
use bellwether_core::view::{SavedView, SavedViewInput};

/// Saved views
///
/// The caller's own and those that are shared, by name. What a view shows stays inside each reader's own scope.
#[utoipa::path(tag = "work", responses((status = 200, description = "Views of every page.", body = Vec<SavedView>), Refusals))]
#[get("/views")]
pub async fn views(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<SavedView>> {
    answer(app, move |app| app.views(&caller)).await
}

/// Save a view
///
/// Conflicts with one of the same name that the caller has for the page.
#[utoipa::path(tag = "work", responses((status = 201, description = "The view.", body = SavedView), Refusals))]
#[post("/views")]
pub async fn add_view(
    Signed(caller): Signed,
    app: web::Data<App>,
    view: web::Json<SavedViewInput>,
) -> Result<HttpResponse, Refusal> {
    let view = run(app, move |app| app.add_view(&caller, &view)).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Change a saved view
///
/// Everything of it, for whoever made it.
#[utoipa::path(tag = "work", params(("id" = ViewId, Path, description = "The view.")), responses((status = 200, description = "The view.", body = SavedView), Refusals))]
#[put("/views/{id}")]
pub async fn update_view(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<ViewId>,
    view: web::Json<SavedViewInput>,
) -> Answer<SavedView> {
    answer(app, move |app| app.update_view(&caller, id, &view)).await
}

/// Remove a saved view
///
/// For whoever made it; admins remove shared ones too.
#[utoipa::path(tag = "work", params(("id" = ViewId, Path, description = "The view.")), responses((status = 204, description = "Removed."), Refusals))]
#[delete("/views/{id}")]
pub async fn remove_view(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<ViewId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.remove_view(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
