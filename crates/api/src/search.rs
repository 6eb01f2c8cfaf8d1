//! One search over everything.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::search::{SearchHits, SearchQuery};

/// Search everything
///
/// Accounts, people, orders and products that hold every word, the best first.
#[utoipa::path(tag = "work", params(SearchQuery), responses((status = 200, description = "What was found.", body = SearchHits), Refusals))]
#[get("/search")]
pub async fn search(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<SearchQuery>,
) -> Answer<SearchHits> {
    answer(app, move |app| app.search(&caller, &query)).await
}
