//! Sales by state.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::state::StateRollup;

/// Sales by state
#[utoipa::path(tag = "states", params(FactFilter), responses((status = 200, description = "All states in scope, most sales first.", body = StateRollup), Refusals))]
#[get("/states")]
pub async fn states(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
) -> Answer<StateRollup> {
    answer(app, move |app| app.states(&caller, &facts)).await
}
