//! Signing in and out, and who is signed in.

use crate::credentials::{self, Recognised};
use crate::error::{Refusal, Refusals};
use crate::peer;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use bellwether_app::App;
use bellwether_core::session::{Me, PasswordChange, SignIn};

/// Start a session
///
/// Sets the session cookie. The answer's `csrf_token` goes with every change made on that cookie.
#[utoipa::path(tag = "session", security(()), responses((status = 200, description = "Who is signed in.", body = Me), Refusals))]
#[post("/session")]
pub async fn sign_in(
    request: HttpRequest,
    app: web::Data<App>,
    credentials: web::Json<SignIn>,
) -> Result<HttpResponse, Refusal> {
    let address = peer::address(&request, credentials::config(&request)?.trusts_proxy);
    let (token, person) = run(app, move |app| app.sign_in(&credentials, &address)).await?;
    let cookie = credentials::session_cookie(&request, token.0)?;
    Ok(HttpResponse::Ok().cookie(cookie).json(person))
}

/// End the session
///
/// The session is dead at once, everywhere it was used.
#[utoipa::path(tag = "session", responses((status = 204, description = "Signed out."), Refusals))]
#[delete("/session")]
pub async fn sign_out(
    Recognised(caller): Recognised,
    request: HttpRequest,
    app: web::Data<App>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.sign_out(&caller)).await?;
    Ok(HttpResponse::NoContent().cookie(credentials::forgotten_cookie(&request)?).finish())
}

/// Who is signed in
///
/// The person of the session, or the owner of the API key.
#[utoipa::path(tag = "session", responses((status = 200, description = "The caller.", body = Me), Refusals))]
#[get("/me")]
pub async fn me(Recognised(caller): Recognised, app: web::Data<App>) -> Answer<Me> {
    answer(app, move |app| app.me(&caller)).await
}

/// Replace one's own password
///
/// Other sessions of the same person end, this one goes on. Needs a session; a key cannot do it. Somebody whose
/// password was handed out by another person (`must_change_password`) may do nothing before this.
#[utoipa::path(tag = "session", responses((status = 200, description = "The caller.", body = Me), Refusals))]
#[put("/me/password")]
pub async fn change_password(
    Recognised(caller): Recognised,
    request: HttpRequest,
    app: web::Data<App>,
    change: web::Json<PasswordChange>,
) -> Answer<Me> {
    let address = peer::address(&request, credentials::config(&request)?.trusts_proxy);
    answer(app, move |app| app.change_password(&caller, &change, &address)).await
}
