//! Sales targets by month.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, delete, get, post, web};
use bellwether_app::App;
use bellwether_core::target::{Target, TargetInput, TargetQuery};
use bellwether_core::{Page, TargetId};

/// A page of targets
///
/// The latest month first, each with the net sales of the month so far.
#[utoipa::path(tag = "targets", params(TargetQuery), responses((status = 200, description = "Targets inside the caller's scope.", body = Page<Target>), Refusals))]
#[get("/targets")]
pub async fn targets(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<TargetQuery>,
) -> Answer<Page<Target>> {
    answer(app, move |app| app.targets(&caller, &query)).await
}

/// Set a target
///
/// One for the same month, rep, account and category is replaced.
#[utoipa::path(tag = "targets", responses((status = 200, description = "The target.", body = Target), Refusals))]
#[post("/targets")]
pub async fn set_target(
    Signed(caller): Signed,
    app: web::Data<App>,
    target: web::Json<TargetInput>,
) -> Answer<Target> {
    answer(app, move |app| app.set_target(&caller, &target)).await
}

/// Remove a target
#[utoipa::path(tag = "targets", params(("id" = TargetId, Path, description = "The target.")), responses((status = 204, description = "Removed."), Refusals))]
#[delete("/targets/{id}")]
pub async fn remove_target(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<TargetId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.remove_target(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
