//! Everything before a call.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::paths::PathId;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::AccountId;
use bellwether_core::brief::AccountBrief;

/// Everything before a call
///
/// Where the account stands and why, what to say and to do next with the fact each rests on, and whom to talk to.
#[utoipa::path(tag = "work", params(("id" = AccountId, Path, description = "The account.")), responses((status = 200, description = "The brief.", body = AccountBrief), Refusals))]
#[get("/accounts/{id}/brief")]
pub async fn brief(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
) -> Answer<AccountBrief> {
    answer(app, move |app| app.brief(&caller, id)).await
}
