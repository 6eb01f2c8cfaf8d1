//! Orders: drafts, what was placed today, and what was placed before.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::paths::PathId;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::order::{OrderDetail, OrderSummary, OrdersQuery};
use bellwether_core::{OrderId, Page};

/// A page of orders
///
/// The newest first; among the current ones open drafts of any age come before what was placed on the as-of date.
#[utoipa::path(tag = "orders", params(OrdersQuery), responses((status = 200, description = "Orders of the caller's accounts.", body = Page<OrderSummary>), Refusals))]
#[get("/orders")]
pub async fn orders(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<OrdersQuery>,
) -> Answer<Page<OrderSummary>> {
    answer(app, move |app| app.orders(&caller, &query)).await
}

/// One whole order
#[utoipa::path(tag = "orders", params(("id" = OrderId, Path, description = "The order.")), responses((status = 200, description = "The order with its lines.", body = OrderDetail), Refusals))]
#[get("/orders/{id}")]
pub async fn order(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<OrderId>,
) -> Answer<OrderDetail> {
    answer(app, move |app| app.order(&caller, id)).await
}
