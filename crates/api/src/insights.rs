//! Insights: the weekly rollup and the lowest performing customers.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::insight::{
    LowestPerforming, LowestQuery, ProbablyLost, ProbablyLostQuery, RollupQuery, WeeklyRollup,
};

/// Sales of one week against the one before
#[utoipa::path(tag = "insights", params(RollupQuery), responses((status = 200, description = "The week, like for like.", body = WeeklyRollup), Refusals))]
#[get("/insights/weekly-rollup")]
pub async fn weekly_rollup(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<RollupQuery>,
) -> Answer<WeeklyRollup> {
    answer(app, move |app| app.weekly_rollup(&caller, &query)).await
}

/// The lowest performing customers
///
/// Ranking by GP % needs the right to see margins, in an organisation that edits prices.
#[utoipa::path(tag = "insights", params(LowestQuery), responses((status = 200, description = "The lowest first, and who cannot be ranked.", body = LowestPerforming), Refusals))]
#[get("/insights/lowest-performing")]
pub async fn lowest_performing(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<LowestQuery>,
) -> Answer<LowestPerforming> {
    answer(app, move |app| app.lowest_performing(&caller, &query)).await
}

/// Items that accounts have probably lost
///
/// With or without an alert. From which probability on an item is listed is set by the organisation's own past.
#[utoipa::path(tag = "insights", params(ProbablyLostQuery), responses((status = 200, description = "The most money first.", body = ProbablyLost), Refusals))]
#[get("/insights/probably-lost")]
pub async fn probably_lost(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<ProbablyLostQuery>,
) -> Answer<ProbablyLost> {
    answer(app, move |app| app.probably_lost(&caller, &query)).await
}
