//! The account list and one account.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::paths::PathId;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::account::{AccountDetail, AccountQuery, AccountRow};
use bellwether_core::{AccountId, Page};

/// A page of accounts
#[utoipa::path(tag = "accounts", params(AccountQuery), responses((status = 200, description = "Accounts in the order asked for.", body = Page<AccountRow>), Refusals))]
#[get("/accounts")]
pub async fn accounts(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<AccountQuery>,
) -> Answer<Page<AccountRow>> {
    answer(app, move |app| app.accounts(&caller, &query)).await
}

/// Everything about one account
///
/// An account of somebody else is not found, in the same words as one that does not exist.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path, description = "The account.")), responses((status = 200, description = "The account.", body = AccountDetail), Refusals))]
#[get("/accounts/{id}")]
pub async fn account(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
) -> Answer<AccountDetail> {
    answer(app, move |app| app.account(&caller, id)).await
}
