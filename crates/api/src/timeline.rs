//! What happened with an account.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::paths::PathId;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::timeline::{TimelineEntry, TimelineQuery};
use bellwether_core::{AccountId, Page};

/// What happened with an account
///
/// Orders, calls and visits, alerts, invoices and tasks done, the newest first.
#[utoipa::path(tag = "work", params(("id" = AccountId, Path, description = "The account."), TimelineQuery), responses((status = 200, description = "A page of the timeline.", body = Page<TimelineEntry>), Refusals))]
#[get("/accounts/{id}/timeline")]
pub async fn timeline(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
    query: web::Query<TimelineQuery>,
) -> Answer<Page<TimelineEntry>> {
    answer(app, move |app| app.timeline(&caller, id, &query)).await
}
