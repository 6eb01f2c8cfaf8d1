//! Regions with room to grow, and regions nobody looks after.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::territory::Territory;

/// Growth potential and service by state
///
/// What accounts could buy more if they bought as their peers do, and where contacts or reps are missing. Always of
/// the twelve months and the ninety days up to the as-of date; how both are worked out comes in words.
#[utoipa::path(tag = "states", params(FactFilter), responses((status = 200, description = "States by potential and by service.", body = Territory), Refusals))]
#[get("/territory")]
pub async fn territory(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
) -> Answer<Territory> {
    answer(app, move |app| app.territory(&caller, &facts)).await
}
