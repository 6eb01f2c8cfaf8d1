//! Invoices and credit memos, for those who may see financial data.

use crate::credentials::Signed;
use crate::error::Refusals;
use crate::use_case::{Answer, answer};
use actix_web::{get, web};
use bellwether_app::App;
use bellwether_core::Page;
use bellwether_core::invoice::{InvoiceQuery, InvoiceRow};

/// A page of invoices
///
/// The newest first: of the caller's accounts, and of the accounts that pay for them.
#[utoipa::path(tag = "invoices", params(InvoiceQuery), responses((status = 200, description = "Invoices and credit memos.", body = Page<InvoiceRow>), Refusals))]
#[get("/invoices")]
pub async fn invoices(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<InvoiceQuery>,
) -> Answer<Page<InvoiceRow>> {
    answer(app, move |app| app.invoices(&caller, &query)).await
}
