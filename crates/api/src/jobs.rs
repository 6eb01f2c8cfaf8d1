//! Background jobs.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, get, post, web};
use bellwether_app::App;
use bellwether_core::JobId;
use bellwether_core::job::{Job, ScoreRequest};

/// The latest jobs
///
/// Newest first.
#[utoipa::path(tag = "jobs", responses((status = 200, description = "Jobs.", body = Vec<Job>), Refusals))]
#[get("/jobs")]
pub async fn jobs(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<Job>> {
    answer(app, move |app| app.jobs(&caller)).await
}

/// One job
#[utoipa::path(tag = "jobs", params(("id" = JobId, Path, description = "The job.")), responses((status = 200, description = "The job.", body = Job), Refusals))]
#[get("/jobs/{id}")]
pub async fn job(Signed(caller): Signed, app: web::Data<App>, PathId(id): PathId<JobId>) -> Answer<Job> {
    answer(app, move |app| app.job(&caller, id)).await
}

/// Score every account in the background
#[utoipa::path(tag = "jobs", responses((status = 202, description = "The job, just queued.", body = Job), Refusals))]
#[post("/jobs/score")]
pub async fn start_scoring(
    Signed(caller): Signed,
    app: web::Data<App>,
    request: web::Json<ScoreRequest>,
) -> Result<HttpResponse, Refusal> {
    let queued = run(app, move |app| app.start_scoring(&caller, &request)).await?;
    Ok(HttpResponse::Accepted().json(queued))
}

/// Back-test every model in the background
///
/// The model that does best judges from the next scoring on.
#[utoipa::path(tag = "jobs", responses((status = 202, description = "The job, just queued.", body = Job), Refusals))]
#[post("/jobs/backtest")]
pub async fn start_backtest(
    Signed(caller): Signed,
    app: web::Data<App>,
    request: web::Json<ScoreRequest>,
) -> Result<HttpResponse, Refusal> {
    let queued = run(app, move |app| app.start_backtest(&caller, &request)).await?;
    Ok(HttpResponse::Accepted().json(queued))
}
