//! The rule laboratory: versions of the rules, and what others would have done.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, get, post, web};
use bellwether_app::App;
use bellwether_core::rule_lab::{NewRulesVersion, Rules, RulesPreview, RulesVersion};

/// Every version of the rules
///
/// The newest first, which is in force; the last is what the product comes with. For managers, leadership and
/// admins.
#[utoipa::path(tag = "rules", responses((status = 200, description = "The versions.", body = Vec<RulesVersion>), Refusals))]
#[get("/rules")]
pub async fn rules(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<RulesVersion>> {
    answer(app, move |app| app.rules(&caller)).await
}

/// What rules would have done
///
/// Replays the last twelve months over the caller's accounts, beside the rules in force. Nothing is kept. For
/// managers, leadership and admins.
#[utoipa::path(tag = "rules", responses((status = 200, description = "The comparison.", body = RulesPreview), Refusals))]
#[post("/rules/preview")]
pub async fn preview_rules(
    Signed(caller): Signed,
    app: web::Data<App>,
    tried: web::Json<Rules>,
) -> Answer<RulesPreview> {
    answer(app, move |app| app.preview_rules(&caller, &tried)).await
}

/// Put rules in force
///
/// Saves them as the next version and queues a scoring of every account by them. For leadership and admins.
#[utoipa::path(tag = "rules", responses((status = 201, description = "The version, now in force.", body = RulesVersion), Refusals))]
#[post("/rules")]
pub async fn save_rules(
    Signed(caller): Signed,
    app: web::Data<App>,
    new: web::Json<NewRulesVersion>,
) -> Result<HttpResponse, Refusal> {
    let saved = run(app, move |app| app.save_rules(&caller, &new)).await?;
    Ok(HttpResponse::Created().json(saved))
}
