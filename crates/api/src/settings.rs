//! The organisation: its settings, how fresh its data is, and what can be filtered by.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, put, web};
use bellwether_app::App;
use bellwether_core::freshness::Freshness;
use bellwether_core::rep::FilterChoices;
use bellwether_core::settings::Settings;

/// The organisation's settings
#[utoipa::path(tag = "settings", responses((status = 200, description = "The settings.", body = Settings), Refusals))]
#[get("/settings")]
pub async fn settings(Signed(caller): Signed, app: web::Data<App>) -> Answer<Settings> {
    answer(app, move |app| app.settings(&caller)).await
}

/// Change the organisation's settings
///
/// For admins.
#[utoipa::path(tag = "settings", responses((status = 200, description = "The settings as they are now.", body = Settings), Refusals))]
#[put("/settings")]
pub async fn update_settings(
    Signed(caller): Signed,
    app: web::Data<App>,
    changed: web::Json<Settings>,
) -> Answer<Settings> {
    answer(app, move |app| app.update_settings(&caller, &changed)).await
}

/// How fresh the data is
#[utoipa::path(tag = "settings", responses((status = 200, description = "Dates and counts in the caller's scope.", body = Freshness), Refusals))]
#[get("/freshness")]
pub async fn freshness(Signed(caller): Signed, app: web::Data<App>) -> Answer<Freshness> {
    answer(app, move |app| app.freshness(&caller)).await
}

/// What the caller can filter by
///
/// Only values inside the caller's scope.
#[utoipa::path(tag = "settings", responses((status = 200, description = "Reps, regions, states and categories.", body = FilterChoices), Refusals))]
#[get("/filters")]
pub async fn filter_choices(Signed(caller): Signed, app: web::Data<App>) -> Answer<FilterChoices> {
    answer(app, move |app| app.filter_choices(&caller)).await
}
