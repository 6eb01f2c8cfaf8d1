//! Lists as files.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::use_case::run;
use actix_web::body::SizedStream;
use actix_web::http::header::{self, ContentEncoding, HeaderName};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, web};
use bellwether_app::{App, ExportedFile};
use bellwether_core::account::AccountQuery;
use bellwether_core::bridge::BreakdownQuery;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::export::{ExportQuery, FileQuery};
use bellwether_core::order::OrdersQuery;
use bellwether_core::product::ProductQuery;
use futures_util::stream;
use std::fs::File;
use std::io::{self, Read};

/// Bytes read and sent at a time.
const PIECE: usize = 256 * 1024;
/// Tells the filters of the file in words.
const FILTERS: HeaderName = HeaderName::from_static("bellwether-filters");

/// The account list as a file
///
/// Every account that matches, in the order asked for; limit and cursor are ignored. Comma-separated values hold the
/// table alone: the as-of date is the last column, the header `Bellwether-Filters` and the file's name tell the filters.
/// An Excel workbook tells both on its second sheet. At most 250 000 accounts, one file at a time for each person.
#[utoipa::path(tag = "accounts", params(AccountQuery, ExportQuery), responses((status = 200, description = "The file, as an attachment.", content_type = "text/csv", body = Vec<u8>), Refusals))]
#[get("/accounts/export")]
pub async fn export_accounts(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<AccountQuery>,
    export: web::Query<ExportQuery>,
) -> Result<HttpResponse, Refusal> {
    let file = run(app, move |app| app.export_accounts(&caller, &query, &export)).await?;
    Ok(attachment(file))
}

/// The states of a period as a file
///
/// As the account list as a file.
#[utoipa::path(tag = "dashboard", params(FactFilter, FileQuery), responses((status = 200, description = "The file, as an attachment.", content_type = "text/csv", body = Vec<u8>), Refusals))]
#[get("/states/export")]
pub async fn export_states(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
    file: web::Query<FileQuery>,
) -> Result<HttpResponse, Refusal> {
    Ok(attachment(run(app, move |app| app.export_states(&caller, &facts, &file)).await?))
}

/// The accounts behind a figure as a file
///
/// All of them, the largest first, as the account list as a file. Profit needs the right to see margins.
#[utoipa::path(tag = "dashboard", params(FactFilter, BreakdownQuery, FileQuery), responses((status = 200, description = "The file, as an attachment.", content_type = "text/csv", body = Vec<u8>), Refusals))]
#[get("/dashboard/breakdown/export")]
pub async fn export_breakdown(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
    query: web::Query<BreakdownQuery>,
    file: web::Query<FileQuery>,
) -> Result<HttpResponse, Refusal> {
    Ok(attachment(run(app, move |app| app.export_breakdown(&caller, &facts, &query, &file)).await?))
}

/// The products of a period as a file
///
/// Every product that matches, in the order asked for, as the account list as a file.
#[utoipa::path(tag = "products", params(FactFilter, ProductQuery, FileQuery), responses((status = 200, description = "The file, as an attachment.", content_type = "text/csv", body = Vec<u8>), Refusals))]
#[get("/products/export")]
pub async fn export_products(
    Signed(caller): Signed,
    app: web::Data<App>,
    facts: web::Query<FactFilter>,
    query: web::Query<ProductQuery>,
    file: web::Query<FileQuery>,
) -> Result<HttpResponse, Refusal> {
    Ok(attachment(run(app, move |app| app.export_products(&caller, &facts, &query, &file)).await?))
}

/// Orders as a file
///
/// Every order that matches, the newest first, as the account list as a file.
#[utoipa::path(tag = "orders", params(OrdersQuery, FileQuery), responses((status = 200, description = "The file, as an attachment.", content_type = "text/csv", body = Vec<u8>), Refusals))]
#[get("/orders/export")]
pub async fn export_orders(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<OrdersQuery>,
    file: web::Query<FileQuery>,
) -> Result<HttpResponse, Refusal> {
    Ok(attachment(run(app, move |app| app.export_orders(&caller, &query, &file)).await?))
}

/// The file, sent as it is read, so that memory does not grow with it.
fn attachment(file: ExportedFile) -> HttpResponse {
    // The name is made of letters, digits, hyphens and dots.
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(file.media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((FILTERS, file.filters));
    if file.is_compressed {
        answer.insert_header(ContentEncoding::Identity);
    }
    let pieces = stream::try_unfold(file.content, |content| async {
        let read = web::block(move || piece(content)).await;
        read.map_err(|_panicked| io::Error::other("reading the file panicked"))?
    });
    answer.body(SizedStream::new(file.bytes, pieces))
}

/// What comes next; none at the end.
fn piece(mut content: File) -> io::Result<Option<(Bytes, File)>> {
    let mut piece = vec![0; PIECE];
    let length = content.read(&mut piece)?;
    piece.truncate(length);
    Ok((length > 0).then(|| (Bytes::from(piece), content)))
}
