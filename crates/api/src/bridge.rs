//! What changed between two periods, and the accounts behind each figure.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use actix_web::{get, web};
use bellwether_core::bridge::{Breakdown, BreakdownQuery, Bridge, Concentration};
use bellwether_core::dashboard::FactFilter;

/// From the net sales of one period to those of another
///
/// Lost and new accounts, volume, price and mix: the parts sum to the change to the cent.
#[utoipa::path(tag = "dashboard", params(FactFilter), responses((status = 200, description = "The parts in display order.", body = Bridge), Refusals))]
#[get("/dashboard/bridge")]
pub async fn bridge(Signed(caller): Signed, asked: Asked, facts: web::Query<FactFilter>) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.bridge(caller, &facts)).await
}

/// The accounts behind a figure
///
/// The largest first; all of them sum to the figure. Profit needs the right to see margins.
#[utoipa::path(tag = "dashboard", params(FactFilter, BreakdownQuery), responses((status = 200, description = "A page of the accounts.", body = Breakdown), Refusals))]
#[get("/dashboard/breakdown")]
pub async fn breakdown(
    Signed(caller): Signed,
    asked: Asked,
    facts: web::Query<FactFilter>,
    query: web::Query<BreakdownQuery>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.breakdown(caller, &facts, &query)).await
}

/// How much hangs on few accounts
///
/// Shares of the largest 10, 20 and 50 accounts, and of the largest states.
#[utoipa::path(tag = "accounts", params(FactFilter), responses((status = 200, description = "The shares.", body = Concentration), Refusals))]
#[get("/accounts/concentration")]
pub async fn concentration(
    Signed(caller): Signed,
    asked: Asked,
    facts: web::Query<FactFilter>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.concentration(caller, &facts)).await
}
