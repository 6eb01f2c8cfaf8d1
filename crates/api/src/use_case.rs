//! Calls a use case: they block on the database, so they run on the threads kept for that.

use crate::error::Refusal;
use actix_web::web;
use bellwether_app::{App, AppError};

/// What a handler gives back.
pub type Answer<T> = Result<web::Json<T>, Refusal>;

/// The result of a use case.
pub async fn run<T: Send + 'static>(
    app: web::Data<App>,
    call: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
) -> Result<T, Refusal> {
    let outcome = web::block(move || call(&app)).await;
    outcome.map_err(|_panicked| Refusal::Internal("a use case panicked".to_owned()))?.map_err(Refusal::App)
}

/// The result of a use case, as the body of an answer.
pub async fn answer<T: Send + 'static>(
    app: web::Data<App>,
    call: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
) -> Answer<T> {
    run(app, call).await.map(web::Json)
}
