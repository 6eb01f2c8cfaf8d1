//! Tasks, and whom they can be given to.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, delete, get, post, put, web};
use bellwether_app::App;
use bellwether_core::task::{Person, Task, TaskInput, TaskQuery};
use bellwether_core::{Page, TaskId};

/// A page of tasks
///
/// The open ones first, by the date they are due. Tasks for an account are seen by whoever sees the account, others
/// by those who have them or asked for them.
#[utoipa::path(tag = "work", params(TaskQuery), responses((status = 200, description = "Tasks the caller sees.", body = Page<Task>), Refusals))]
#[get("/tasks")]
pub async fn tasks(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<TaskQuery>,
) -> Answer<Page<Task>> {
    answer(app, move |app| app.tasks(&caller, &query)).await
}

/// Add a task
///
/// Reps give tasks to themselves, others to whoever sees the account.
#[utoipa::path(tag = "work", responses((status = 201, description = "The task.", body = Task), Refusals))]
#[post("/tasks")]
pub async fn add_task(
    Signed(caller): Signed,
    app: web::Data<App>,
    task: web::Json<TaskInput>,
) -> Result<HttpResponse, Refusal> {
    let task = run(app, move |app| app.add_task(&caller, &task)).await?;
    Ok(HttpResponse::Created().json(task))
}

/// Change a task
///
/// Everything of it, also whether it is done. Without a person it stays with the one who has it.
#[utoipa::path(tag = "work", params(("id" = TaskId, Path, description = "The task.")), responses((status = 200, description = "The task.", body = Task), Refusals))]
#[put("/tasks/{id}")]
pub async fn update_task(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<TaskId>,
    task: web::Json<TaskInput>,
) -> Answer<Task> {
    answer(app, move |app| app.update_task(&caller, id, &task)).await
}

/// Remove a task
#[utoipa::path(tag = "work", params(("id" = TaskId, Path, description = "The task.")), responses((status = 204, description = "Removed."), Refusals))]
#[delete("/tasks/{id}")]
pub async fn remove_task(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<TaskId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.remove_task(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whom a task can be given to
#[utoipa::path(tag = "work", responses((status = 200, description = "By name.", body = Vec<Person>), Refusals))]
#[get("/people")]
pub async fn people(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<Person>> {
    answer(app, move |app| app.people(&caller)).await
}
