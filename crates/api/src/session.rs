//! Signing in and out, and who is signed in.

use crate::credentials::{self, Signed};
use crate::error::{Refusal, Refusals};
use crate::peer;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use bellwether_app::App;
use bellwether_core::session::{Me, SignIn};

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
    Signed(caller): Signed,
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
pub async fn me(Signed(caller): Signed, app: web::Data<App>) -> Answer<Me> {
    answer(app, move |app| app.me(&caller)).await
}
