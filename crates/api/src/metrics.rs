//! What every figure means.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use actix_web::get;
use bellwether_core::metric::Metrics;

/// How every figure is worked out
///
/// The formula in words, what it is worked out from, where its rows are, and the as-of date; by the settings and rules
/// in force. Those of profit are told to who may see profits. What moved the score of one account, or opened one alert,
/// is at `/accounts/{id}/explain` and `/alerts/{id}/explain`.
#[utoipa::path(tag = "dashboard", responses((status = 200, description = "The metrics.", body = Metrics), Refusals))]
#[get("/metrics/explain")]
pub async fn explain_metrics(Signed(caller): Signed, asked: Asked) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.explain_metrics(caller)).await
}
