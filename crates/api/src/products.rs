//! Products and units. What is counted and how the list is paged come as two sets of parameters.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::Page;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::product::{ProductQuery, ProductRow, Units, UnitsQuery};

/// Products with sales, units and buyers
#[utoipa::path(tag = "products", params(FactFilter, ProductQuery), responses((status = 200, description = "Products in the order asked for.", body = Page<ProductRow>), Refusals))]
#[get("/products")]
pub async fn products(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
    query: web::Query<ProductQuery>,
) -> Answer<Page<ProductRow>> {
    answer(app, move |app| app.products(&caller, &facts, &query)).await
}

/// Units by category over time
#[utoipa::path(tag = "products", params(FactFilter, UnitsQuery), responses((status = 200, description = "Units with their movement, by category and bucket.", body = Units), Refusals))]
#[get("/units")]
pub async fn units(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
    query: web::Query<UnitsQuery>,
) -> Answer<Units> {
    answer(app, move |app| app.units(&caller, &facts, &query)).await
}
