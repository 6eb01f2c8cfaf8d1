//! Products and units. What is counted and how the list is paged come as two sets of parameters.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::Page;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::product::{
    MomentumList, MomentumQuery, Penetration, ProductOrders, ProductOrdersQuery, ProductQuery, ProductRow,
    Units, UnitsQuery,
};

/// Products with sales, units and buyers
#[utoipa::path(tag = "products", params(FactFilter, ProductQuery), responses((status = 200, description = "Products in the order asked for.", body = Page<ProductRow>), Refusals))]
#[get("/products")]
pub async fn products(
    Signed(caller): Signed,
    asked: Asked,
    facts: web::Query<FactFilter>,
    query: web::Query<ProductQuery>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.products(caller, &facts, &query)).await
}

/// The orders behind a product or category
///
/// With what each has of it, the newest first; all of them sum to its sales and units of the period.
#[utoipa::path(tag = "products", params(FactFilter, ProductOrdersQuery), responses((status = 200, description = "A page of the orders.", body = ProductOrders), Refusals))]
#[get("/products/orders")]
pub async fn product_orders(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
    query: web::Query<ProductOrdersQuery>,
) -> Answer<ProductOrders> {
    answer(app, move |app| app.product_orders(&caller, &facts, &query)).await
}

/// Units by category over time
#[utoipa::path(tag = "products", params(FactFilter, UnitsQuery), responses((status = 200, description = "Units with their movement, by category and bucket.", body = Units), Refusals))]
#[get("/units")]
pub async fn units(
    Signed(caller): Signed,
    asked: Asked,
    facts: web::Query<FactFilter>,
    query: web::Query<UnitsQuery>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.units(caller, &facts, &query)).await
}

/// Products or categories and where they are going
///
/// New, rising, steady, falling and fading by their units, the largest change of sales first.
#[utoipa::path(tag = "products", params(FactFilter, MomentumQuery), responses((status = 200, description = "How many go each way, and the rows.", body = MomentumList), Refusals))]
#[get("/products/momentum")]
pub async fn momentum(
    Signed(caller): Signed,
    asked: Asked,
    facts: web::Query<FactFilter>,
    query: web::Query<MomentumQuery>,
) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.momentum(caller, &facts, &query)).await
}

/// How many products and categories accounts buy
#[utoipa::path(tag = "products", params(FactFilter), responses((status = 200, description = "Products and categories of each account, and who buys which category.", body = Penetration), Refusals))]
#[get("/products/penetration")]
pub async fn penetration(Signed(caller): Signed, asked: Asked, facts: web::Query<FactFilter>) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.penetration(caller, &facts)).await
}
