//! How well predictions turned out.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::accuracy::Accuracy;

/// How well predictions turned out
///
/// The latest back-test: every model, asked on earlier days when it knew nothing later, against what came. Before
/// the first one, and while the history is too short, `too_short` says so and there are no models. It names no
/// account, so everybody may read it.
#[utoipa::path(tag = "scoring", responses((status = 200, description = "The latest back-test.", body = Accuracy), Refusals))]
#[get("/accuracy")]
pub async fn accuracy(Signed(caller): Signed, app: web::Data<App>) -> Answer<Accuracy> {
    answer(app, move |app| app.accuracy(&caller)).await
}
