//! The account list and one account.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::kept::{Asked, KeptAnswer};
use crate::paths::PathId;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::account::{AccountDetail, AccountQuery, AccountRow, LevelQuery};
use bellwether_core::explain::{ExplainQuery, Explanation};
use bellwether_core::{AccountId, Page};

/// A page of accounts
#[utoipa::path(tag = "accounts", params(AccountQuery), responses((status = 200, description = "Accounts in the order asked for.", body = Page<AccountRow>), Refusals))]
#[get("/accounts")]
pub async fn accounts(Signed(caller): Signed, asked: Asked, query: web::Query<AccountQuery>) -> KeptAnswer {
    asked.answer(caller, move |app, caller| app.accounts(caller, &query)).await
}

/// Everything about one account
///
/// An account of somebody else is not found, in the same words as one that does not exist. At the level of parents the
/// answer is about the group the account belongs to, under the account that stands for it.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path, description = "The account."), LevelQuery), responses((status = 200, description = "The account.", body = AccountDetail), Refusals))]
#[get("/accounts/{id}")]
pub async fn account(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
    query: web::Query<LevelQuery>,
) -> Answer<AccountDetail> {
    answer(app, move |app| app.account(&caller, id, &query)).await
}

/// Why an account is judged as it is
///
/// Base and contributions add up exactly to the log-odds of the shown risk. With a date, what moved since then:
/// the account as it stood on that day, judged with the parameters of today, so that the differences add up to
/// the change of the risk's log-odds. What moved is absent when the account had not ordered by that day, and lists
/// nothing while the account was too new to be judged.
#[utoipa::path(tag = "accounts", params(("id" = AccountId, Path, description = "The account."), ExplainQuery), responses((status = 200, description = "Everything behind the score.", body = Explanation), Refusals))]
#[get("/accounts/{id}/explain")]
pub async fn explain(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<AccountId>,
    query: web::Query<ExplainQuery>,
) -> Answer<Explanation> {
    answer(app, move |app| app.explain(&caller, id, &query)).await
}
