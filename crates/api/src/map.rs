//! The map.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::map::{MapQuery, MapView};

/// Pins and clusters of a view
#[utoipa::path(tag = "map", params(MapQuery), responses((status = 200, description = "Marks, and the first accounts as a list.", body = MapView), Refusals))]
#[get("/map")]
pub async fn map(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<MapQuery>,
) -> Answer<MapView> {
    answer(app, move |app| app.map(&caller, &query)).await
}
