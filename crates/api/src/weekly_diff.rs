//! What changed since last Monday.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::weekly_diff::{WeeklyDiff, WeeklyDiffQuery};

/// What changed since a week began
///
/// Moves between segments with their money, risers and fallers, alerts raised and worked, and those that wait. For
/// managers, leadership and admins.
#[utoipa::path(tag = "work", params(WeeklyDiffQuery), responses((status = 200, description = "The comparison.", body = WeeklyDiff), Refusals))]
#[get("/weekly-diff")]
pub async fn weekly_diff(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<WeeklyDiffQuery>,
) -> Answer<WeeklyDiff> {
    answer(app, move |app| app.weekly_diff(&caller, &query)).await
}
