//! The executive page.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use actix_web::{get, web};
use bellwether_core::dashboard::{Dashboard, FactFilter, SegmentSummary};

/// The executive page in one answer
///
/// Headline figures with their movement, a series, segments, and the top accounts, reps and products.
#[utoipa::path(tag = "dashboard", params(FactFilter), responses((status = 200, description = "The page.", body = Dashboard), Refusals))]
#[get("/dashboard")]
pub async fn dashboard(Signed(caller): Signed, asked: Asked, facts: web::Query<FactFilter>) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.dashboard(caller, &facts)).await
}

/// Segments with counts and money
#[utoipa::path(tag = "dashboard", params(FactFilter), responses((status = 200, description = "Segments in display order.", body = Vec<SegmentSummary>), Refusals))]
#[get("/segments")]
pub async fn segments(Signed(caller): Signed, asked: Asked, facts: web::Query<FactFilter>) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.segments(caller, &facts)).await
}
