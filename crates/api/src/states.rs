//! Sales by state.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use actix_web::{get, web};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::state::StateRollup;

/// Sales by state
#[utoipa::path(tag = "states", params(FactFilter), responses((status = 200, description = "All states in scope, most sales first.", body = StateRollup), Refusals))]
#[get("/states")]
pub async fn states(Signed(caller): Signed, asked: Asked, facts: web::Query<FactFilter>) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.states(caller, &facts)).await
}
