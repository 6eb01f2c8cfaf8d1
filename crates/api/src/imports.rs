//! Imports: preview, upload, what became of the rows, undo, saved mappings.

use crate::credentials::Signed;
use crate::error::{Fault, Refusal, Refusals, json_fault};
use crate::paths::PathId;
use crate::use_case::{Answer, answer, run};
use crate::{ApiConfig, upload};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use bellwether_app::{App, AppError, FileStart, ImportOptions};
use bellwether_core::import::{Import, ImportKind, Mapping, Preview, RowError, SavedMapping, UndoReport};
use bellwether_core::{ImportId, Page};
use chrono::NaiveDate;
use serde::Deserialize;

/// Most bytes a preview reads.
const MAX_PREVIEW_BYTES: u64 = 1024 * 1024;

/// What a preview is told about the file.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// Name of the file.
    #[param(min_length = 1, max_length = 255)]
    file_name: String,
    /// What it holds; absent: guessed.
    kind: Option<ImportKind>,
    /// A `Mapping` as JSON, to see what comes of the file when it is read so; goes before `kind`; absent: guessed.
    given_mapping: Option<String>,
    /// Whether the bytes sent are all of the file; else a last row without a line end, which may be cut off, is not
    /// looked at.
    #[serde(default)]
    is_whole: bool,
}

/// How an uploaded file is to be taken.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// Name of the file, shown in the list of imports.
    #[param(min_length = 1, max_length = 255)]
    file_name: String,
    /// What it holds; absent: guessed.
    kind: Option<ImportKind>,
    /// Name of a saved mapping; absent: guessed.
    mapping: Option<String>,
    /// Check everything, write nothing.
    #[serde(default)]
    dry_run: bool,
    /// Orders up to this date are complete; absent: today.
    #[serde(default, deserialize_with = "bellwether_core::calendar::bounded")]
    covers_up_to: Option<NaiveDate>,
}

/// Where the bad rows go on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ErrorsQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What a file seems to be
///
/// Send its first bytes (256 KiB are plenty) as they are; nothing is imported. Where it is not recognised what the
/// file holds (`is_kind_known`), ask again with its `kind`, or with a mapping.
#[utoipa::path(tag = "imports", params(PreviewQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, description = "Kind, columns and what is missing.", body = Preview), Refusals))]
#[post("/imports/preview")]
pub async fn preview_import(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<PreviewQuery>,
    request: HttpRequest,
    body: web::Payload,
) -> Answer<Preview> {
    upload::refuse_announced(&request, MAX_PREVIEW_BYTES)?;
    let mapping = query.given_mapping.as_deref().map(mapping_of).transpose()?;
    let first_bytes = upload::read(body, MAX_PREVIEW_BYTES).await?;
    answer(app, move |app| {
        let start = FileStart { bytes: &first_bytes, is_whole: query.is_whole };
        app.preview_import(&caller, &query.file_name, query.kind, mapping, start)
    })
    .await
}

fn mapping_of(json: &str) -> Result<Mapping, AppError> {
    serde_json::from_str(json).map_err(|error| {
        let Fault { field, message } = json_fault(json.as_bytes(), &error);
        let field = field.map_or_else(String::new, |field| format!(".{field}"));
        AppError::Invalid { field: format!("given_mapping{field}"), message }
    })
}

/// Upload a file and start its import
///
/// Send the file as it is, plain or gzip; it is read while it arrives. The answer comes at once, the import
/// goes on in the background.
#[utoipa::path(tag = "imports", params(UploadQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 202, description = "The import, just started.", body = Import), Refusals))]
#[post("/imports")]
pub async fn start_import(
    Signed(caller): Signed,
    app: web::Data<App>,
    query: web::Query<UploadQuery>,
    config: web::Data<ApiConfig>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Refusal> {
    upload::refuse_announced(&request, config.max_upload_bytes)?;
    let query = query.into_inner();
    let options = ImportOptions {
        kind: query.kind,
        mapping: query.mapping,
        dry_run: query.dry_run,
        covers_up_to: query.covers_up_to,
        ..ImportOptions::default()
    };
    let asking = caller.clone();
    run(app.clone(), move |app| app.may_import(&asking)).await?;
    let upload = upload::store(body, query.file_name, &config).await?;
    let file = upload.file();
    let started = run(app, move |app| app.start_import(&caller, file, &options)).await?;
    upload.hand_over()?;
    Ok(HttpResponse::Accepted().json(started))
}

/// The latest imports
///
/// Newest first. Checks are among them, as `dry_run`.
#[utoipa::path(tag = "imports", responses((status = 200, description = "Imports.", body = Vec<Import>), Refusals))]
#[get("/imports")]
pub async fn imports(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<Import>> {
    answer(app, move |app| app.imports(&caller)).await
}

/// One import
///
/// While it runs, its counts grow.
#[utoipa::path(tag = "imports", params(("id" = ImportId, Path, description = "The import.")), responses((status = 200, description = "The import.", body = Import), Refusals))]
#[get("/imports/{id}")]
pub async fn import(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<ImportId>,
) -> Answer<Import> {
    answer(app, move |app| app.import(&caller, id)).await
}

/// The bad rows of an import
///
/// Each with row number, column, value and remedy.
#[utoipa::path(tag = "imports", params(("id" = ImportId, Path, description = "The import."), ErrorsQuery), responses((status = 200, description = "Bad rows in the order of the file.", body = Page<RowError>), Refusals))]
#[get("/imports/{id}/errors")]
pub async fn import_errors(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<ImportId>,
    query: web::Query<ErrorsQuery>,
) -> Answer<Page<RowError>> {
    answer(app, move |app| app.import_errors(&caller, id, query.cursor.as_deref())).await
}

/// Take an import out again
///
/// Removes what it added, restores what it changed, and says what it kept because somebody changed it since.
#[utoipa::path(tag = "imports", params(("id" = ImportId, Path, description = "The import.")), responses((status = 200, description = "What was undone.", body = UndoReport), Refusals))]
#[post("/imports/{id}/undo")]
pub async fn undo_import(
    Signed(caller): Signed,
    app: web::Data<App>,
    PathId(id): PathId<ImportId>,
) -> Answer<UndoReport> {
    answer(app, move |app| app.undo_import(&caller, id)).await
}

/// Mappings kept under a name
#[utoipa::path(tag = "imports", responses((status = 200, description = "Mappings by name.", body = Vec<SavedMapping>), Refusals))]
#[get("/mappings")]
pub async fn mappings(Signed(caller): Signed, app: web::Data<App>) -> Answer<Vec<SavedMapping>> {
    answer(app, move |app| app.mappings(&caller)).await
}

/// Keep a mapping under a name
///
/// An older mapping of that name is replaced.
#[utoipa::path(tag = "imports", responses((status = 200, description = "The mapping as it is now.", body = SavedMapping), Refusals))]
#[put("/mappings")]
pub async fn save_mapping(
    Signed(caller): Signed,
    app: web::Data<App>,
    mapping: web::Json<SavedMapping>,
) -> Answer<SavedMapping> {
    answer(app, move |app| app.save_mapping(&caller, &mapping)).await
}
