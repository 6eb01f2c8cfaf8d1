//! Alerts: For You, lists, what people do with them, the reasons, and closures that stop an account's clocks.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use actix_web::{HttpResponse, delete, get, post, web};
use bellwether_app::App;
use bellwether_core::alert::{
    Alert, AlertAction, AlertExplanation, AlertQuery, AlertRow, Closure, ForYou, ForYouQuery, NewClosure,
};
use bellwether_core::{AccountId, AlertId, ClosureId, Page};

/// Who needs me next
///
/// One card an account, by money at stake, with every reason on it.
#[utoipa::path(tag = "alerts", params(ForYouQuery), responses((status = 200, description = "The cards.", body = ForYou), Refusals))]
#[get("/for-you")]
pub async fn for_you(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<ForYouQuery>,
) -> Answer<ForYou> {
    answer(app, move |app| app.for_you(&caller, &query)).await
}

/// A page of alerts
///
/// The one with most money at stake first; without a state those that are live.
#[utoipa::path(tag = "alerts", params(AlertQuery), responses((status = 200, description = "Alerts of the caller's accounts.", body = Page<AlertRow>), Refusals))]
#[get("/alerts")]
pub async fn alerts(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<AlertQuery>,
) -> Answer<Page<AlertRow>> {
    answer(app, move |app| app.alerts(&caller, &query)).await
}

/// Why an alert was raised
///
/// The rule in words, the numbers it used, and the orders, gaps and invoices they come from.
#[utoipa::path(tag = "alerts", params(("id" = AlertId, Path, description = "The alert.")), responses((status = 200, description = "Everything behind the alert.", body = AlertExplanation), Refusals))]
#[get("/alerts/{id}/explain")]
pub async fn explain_alert(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AlertId>,
) -> Answer<AlertExplanation> {
    answer(app, move |app| app.explain_alert(&caller, id)).await
}

/// Do something with an alert
///
/// See, work, snooze, dismiss, reopen, or say whether it was right. A dismissed alert never returns for the same
/// facts.
#[utoipa::path(tag = "alerts", params(("id" = AlertId, Path, description = "The alert.")), responses((status = 200, description = "The alert after it.", body = Alert), Refusals))]
#[post("/alerts/{id}/actions")]
pub async fn act_on_alert(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AlertId>,
    action: web::Json<AlertAction>,
) -> Answer<Alert> {
    answer(app, move |app| app.act_on_alert(&caller, id, &action)).await
}

/// Do the same with every live alert of an account
///
/// What a card offers. To reopen means the alerts that were put away last.
#[utoipa::path(tag = "alerts", params(("id" = AccountId, Path, description = "The account.")), responses((status = 200, description = "The alerts after it.", body = Vec<Alert>), Refusals))]
#[post("/accounts/{id}/alerts/actions")]
pub async fn act_on_account(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
    action: web::Json<AlertAction>,
) -> Answer<Vec<Alert>> {
    answer(app, move |app| app.act_on_account(&caller, id, &action)).await
}

/// When an account is or was closed
#[utoipa::path(tag = "alerts", params(("id" = AccountId, Path, description = "The account.")), responses((status = 200, description = "The latest first.", body = Vec<Closure>), Refusals))]
#[get("/accounts/{id}/closures")]
pub async fn closures(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
) -> Answer<Vec<Closure>> {
    answer(app, move |app| app.closures(&caller, id)).await
}

/// Close an account for a time
///
/// Its clocks stop: no silence is counted before it opens again.
#[utoipa::path(tag = "alerts", params(("id" = AccountId, Path, description = "The account.")), responses((status = 201, description = "The closure.", body = Closure), Refusals))]
#[post("/accounts/{id}/closures")]
pub async fn close_account(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
    closure: web::Json<NewClosure>,
) -> Result<HttpResponse, Refusal> {
    let closure = run(app, move |app| app.close_account(&caller, id, &closure)).await?;
    Ok(HttpResponse::Created().json(closure))
}

/// Take a closure back
#[utoipa::path(tag = "alerts", params(("id" = ClosureId, Path, description = "The closure.")), responses((status = 204, description = "Taken back."), Refusals))]
#[delete("/closures/{id}")]
pub async fn remove_closure(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<ClosureId>,
) -> Result<HttpResponse, Refusal> {
    run(app, move |app| app.remove_closure(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
