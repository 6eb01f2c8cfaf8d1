//! The model behind the scores.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::score::ScoringModel;

/// The model that judges now
///
/// Its name, version and every parameter it learnt, as they are stored with the scores it made.
#[utoipa::path(tag = "scoring", responses((status = 200, description = "The model.", body = ScoringModel), Refusals))]
#[get("/scoring/model")]
pub async fn scoring_model(Signed(caller): Signed, app: web::Data<App>) -> Answer<ScoringModel> {
    answer(app, move |app| app.scoring_model(&caller)).await
}
