//! People who sign in, as an admin sees them.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, get, post, put, web};
use bellwether_app::App;
use bellwether_core::UserId;
use bellwether_core::user::{User, UserInput};

/// Everyone who can sign in
#[utoipa::path(tag = "users", responses((status = 200, description = "Users.", body = Vec<User>), Refusals))]
#[get("/users")]
pub async fn users(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<User>> {
    answer(app, move |app| app.users(&caller)).await
}

/// Add a person
#[utoipa::path(tag = "users", responses((status = 201, description = "The person.", body = User), Refusals))]
#[post("/users")]
pub async fn add_user(
    Signed(caller): Signed,
    app: web::Data<App>,
    user: web::Json<UserInput>,
) -> Result<HttpResponse, Refusal> {
    let user = run(app, move |app| app.add_user(&caller, &user)).await?;
    Ok(HttpResponse::Created().json(user))
}

/// Change a person
///
/// Their sessions end when role, book or state change.
#[utoipa::path(tag = "users", params(("id" = UserId, Path, description = "The person.")), responses((status = 200, description = "The person as they are now.", body = User), Refusals))]
#[put("/users/{id}")]
pub async fn update_user(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<UserId>,
    user: web::Json<UserInput>,
) -> Answer<User> {
    answer(app, move |app| app.update_user(&caller, id, &user)).await
}
