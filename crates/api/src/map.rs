//! The map. What is shown of the world and which accounts come as two sets of parameters.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use actix_web::{get, web};
use bellwether_core::account::AccountQuery;
use bellwether_core::map::{MapHistograms, MapQuery, MapView};

/// Pins and clusters of a view
///
/// Takes the filters of the account list; its sorting and paging are ignored.
#[utoipa::path(tag = "map", params(MapQuery, AccountQuery), responses((status = 200, description = "Marks, and the first accounts as a list.", body = MapView), Refusals))]
#[get("/map")]
pub async fn map(
    Signed(caller): Signed,
    asked: Asked,
    view: web::Query<MapQuery>,
    accounts: web::Query<AccountQuery>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.map(caller, &view, &accounts)).await
}

/// How the accounts that match are spread, for sliders
///
/// Each histogram counts the accounts that match every filter but its own bounds. Sorting and paging are ignored.
#[utoipa::path(tag = "map", params(AccountQuery), responses((status = 200, description = "Accounts by order value, orders and sales of twelve months.", body = MapHistograms), Refusals))]
#[get("/map/histograms")]
pub async fn map_histograms(
    Signed(caller): Signed,
    asked: Asked,
    accounts: web::Query<AccountQuery>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.map_histograms(caller, &accounts)).await
}
