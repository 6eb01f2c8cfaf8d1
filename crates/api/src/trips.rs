//! Trips.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{post, web};
use bellwether_app::App;
use bellwether_core::trip::{Trip, TripRequest};

/// Plan a trip
///
/// Puts stops in an order that saves time, never longer than the order given, with legs, arrivals and what is at risk
/// at each. Nothing is stored. The same stops always get the same order.
#[utoipa::path(tag = "work", responses((status = 200, description = "The stops in the order to drive.", body = Trip), Refusals))]
#[post("/trips")]
pub async fn plan_trip(
    Signed(caller): Signed,
    app: web::Data<App>,
    trip: web::Json<TripRequest>,
) -> Answer<Trip> {
    answer(app, move |app| app.plan_trip(&caller, &trip)).await
}
