//! Imports: one row a file, and what became of its rows.

use crate::connection::Connection;
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::jobs::JobStatus;
use crate::schema::{import_errors, imports, jobs};
use crate::settings::{self, parse_json};
use crate::users::found;
use bellwether_core::import::{ImportKind, ImportStatus, ImportTotals, RejectionCount, RowCounts, RowError};
use bellwether_core::{Cents, ImportId, JobId, UserId};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;
use serde_json::Value;

/// Bad rows kept of one import, at most; all are counted.
pub const MOST_ERRORS: i64 = 10_000;

/// One import. Times are UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// Its id.
    pub id: ImportId,
    /// Who started it.
    pub user: Option<UserId>,
    /// Name of the file.
    pub file_name: String,
    /// What it holds.
    pub kind: ImportKind,
    /// The source system.
    pub source: String,
    /// How far it is.
    pub status: ImportStatus,
    /// How it was read.
    pub mapping: Value,
    /// Rows and their fate.
    pub rows: RowCounts,
    /// What came into being.
    pub totals: ImportTotals,
    /// Rejected rows by reason.
    pub rejections: Vec<RejectionCount>,
    /// Bytes read.
    pub bytes_read: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Orders up to this date are complete, as stated or as noted by [`cover`].
    pub covers_up_to: Option<NaiveDate>,
    /// When it started.
    pub started_at: NaiveDateTime,
    /// When it ended.
    pub finished_at: Option<NaiveDateTime>,
    /// Why it failed.
    pub failure: Option<String>,
    /// What deserves a second look although nothing failed, in words.
    pub warning: Option<String>,
    /// The scoring job it started.
    pub job: Option<JobId>,
}

/// An import to start.
#[derive(Debug, Clone, PartialEq)]
pub struct NewImport {
    /// Name of the file.
    pub file_name: String,
    /// What it holds.
    pub kind: ImportKind,
    /// How it is read.
    pub mapping: Value,
    /// The source system.
    pub source: String,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Orders up to this date are complete, as stated.
    pub covers_up_to: Option<NaiveDate>,
    /// Who started it.
    pub user: Option<UserId>,
}

/// How an import ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// `Done`, `DryRun` or `Failed`.
    pub status: ImportStatus,
    /// Rows and their fate.
    pub rows: RowCounts,
    /// What came into being.
    pub totals: ImportTotals,
    /// Rejected rows by reason.
    pub rejections: Vec<RejectionCount>,
    /// Bytes read.
    pub bytes_read: u64,
    /// Why it failed.
    pub failure: Option<String>,
    /// What deserves a second look although nothing failed, in words.
    pub warning: Option<String>,
    /// The scoring job it started.
    pub job: Option<JobId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = imports)]
struct Row {
    id: i64,
    user_id: Option<i64>,
    file_name: String,
    kind: String,
    source: String,
    status: String,
    mapping: String,
    rows_read: i64,
    rows_added: i64,
    rows_updated: i64,
    rows_unchanged: i64,
    rows_rejected: i64,
    accounts_added: i64,
    orders_added: i64,
    products_added: i64,
    amount_cents: i64,
    rejections: String,
    bytes_read: i64,
    bytes_total: i64,
    covers_up_to: Option<NaiveDate>,
    started_at: NaiveDateTime,
    finished_at: Option<NaiveDateTime>,
    failure: Option<String>,
    job_id: Option<i64>,
    warning: Option<String>,
}

impl TryFrom<Row> for ImportRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: ImportId(row.id),
            user: row.user_id.map(UserId),
            kind: ImportKind::from_code(&row.kind)
                .ok_or_else(|| StoreError::unknown_word("import kind", &row.kind))?,
            status: ImportStatus::from_code(&row.status)
                .ok_or_else(|| StoreError::unknown_word("import status", &row.status))?,
            file_name: row.file_name,
            source: row.source,
            mapping: parse_json(&row.mapping)?,
            rows: RowCounts {
                read: count_of(row.rows_read)?,
                added: count_of(row.rows_added)?,
                updated: count_of(row.rows_updated)?,
                unchanged: count_of(row.rows_unchanged)?,
                rejected: count_of(row.rows_rejected)?,
            },
            totals: ImportTotals {
                accounts_added: count_of(row.accounts_added)?,
                orders_added: count_of(row.orders_added)?,
                products_added: count_of(row.products_added)?,
                amount_cents: Cents(row.amount_cents),
            },
            rejections: serde_json::from_str(&row.rejections)
                .map_err(|error| StoreError::Invalid(format!("stored rejections: {error}")))?,
            bytes_read: count_of(row.bytes_read)?,
            bytes_total: count_of(row.bytes_total)?,
            covers_up_to: row.covers_up_to,
            started_at: row.started_at,
            finished_at: row.finished_at,
            failure: row.failure,
            warning: row.warning,
            job: row.job_id.map(JobId),
        })
    }
}

fn count_of(stored: i64) -> Result<u64> {
    u64::try_from(stored).map_err(|_| StoreError::Invalid(format!("count {stored} in the database")))
}

fn stored(count: u64) -> Result<i64> {
    i64::try_from(count).map_err(|_| StoreError::Invalid(format!("count {count} is too large")))
}

/// Notes that an import starts; it is `Running`.
///
/// # Errors
/// Database failures.
pub fn start(connection: &mut Connection, import: &NewImport, now: NaiveDateTime) -> Result<ImportId> {
    let id = diesel::insert_into(imports::table)
        .values((
            (
                imports::user_id.eq(import.user.map(|user| user.0)),
                imports::file_name.eq(&import.file_name),
                imports::kind.eq(import.kind.code()),
                imports::source.eq(&import.source),
                imports::status.eq(ImportStatus::Running.code()),
                imports::mapping.eq(import.mapping.to_string()),
                imports::rejections.eq("[]"),
                imports::bytes_total.eq(stored(import.bytes_total)?),
                imports::bytes_read.eq(0),
                imports::covers_up_to.eq(import.covers_up_to),
                imports::started_at.eq(now),
            ),
            (
                imports::rows_read.eq(0),
                imports::rows_added.eq(0),
                imports::rows_updated.eq(0),
                imports::rows_unchanged.eq(0),
                imports::rows_rejected.eq(0),
                imports::accounts_added.eq(0),
                imports::orders_added.eq(0),
                imports::products_added.eq(0),
                imports::amount_cents.eq(0),
            ),
        ))
        .returning(imports::id)
        .get_result(connection)?;
    Ok(ImportId(id))
}

/// Notes how an import ended. For `Done` call it in the transaction that wrote the rows.
///
/// # Errors
/// `NotFound`.
pub fn finish(connection: &mut Connection, id: ImportId, end: &Finished, now: NaiveDateTime) -> Result<()> {
    let rejections = serde_json::to_string(&end.rejections)
        .map_err(|error| StoreError::Invalid(format!("rejections: {error}")))?;
    let changed = diesel::update(imports::table.find(id.0))
        .set((
            (
                imports::status.eq(end.status.code()),
                imports::rejections.eq(rejections),
                imports::bytes_read.eq(stored(end.bytes_read)?),
                imports::finished_at.eq(Some(now)),
                imports::failure.eq(&end.failure),
                imports::warning.eq(&end.warning),
                imports::job_id.eq(end.job.map(|job| job.0)),
            ),
            (
                imports::rows_read.eq(stored(end.rows.read)?),
                imports::rows_added.eq(stored(end.rows.added)?),
                imports::rows_updated.eq(stored(end.rows.updated)?),
                imports::rows_unchanged.eq(stored(end.rows.unchanged)?),
                imports::rows_rejected.eq(stored(end.rows.rejected)?),
                imports::accounts_added.eq(stored(end.totals.accounts_added)?),
                imports::orders_added.eq(stored(end.totals.orders_added)?),
                imports::products_added.eq(stored(end.totals.products_added)?),
                imports::amount_cents.eq(end.totals.amount_cents.0),
            ),
        ))
        .execute(connection)?;
    found(changed)
}

/// Brings the organisation's date up to which orders are complete in line with the purchase imports
/// that are done: what they state, and the business date on which a later one without a statement finished. A
/// statement goes before the imports without one that came earlier, so that importing a file again
/// with its date corrects the date.
///
/// # Errors
/// Database failures.
pub fn refresh_coverage(connection: &mut Connection) -> Result<()> {
    let done: Vec<(Option<NaiveDate>, Option<NaiveDateTime>)> = imports::table
        .filter(imports::kind.eq(ImportKind::Purchases.code()))
        .filter(imports::status.eq(ImportStatus::Done.code()))
        .order(imports::id)
        .select((imports::covers_up_to, imports::finished_at))
        .load(connection)?;
    let last_stated = done.iter().rposition(|(stated, _)| stated.is_some());
    let unstated = done.iter().skip(last_stated.map_or(0, |place| place + 1));
    let organisation = settings::get(connection)?;
    let finished =
        unstated.filter_map(|(_, finished)| finished.map(|moment| organisation.business_date(moment)));
    let covered = done.iter().filter_map(|(stated, _)| *stated).chain(finished).max();
    settings::set_covers_up_to(connection, covered)
}

/// One import.
///
/// # Errors
/// `NotFound`.
pub fn find(connection: &mut Connection, id: ImportId) -> Result<ImportRow> {
    imports::table.find(id.0).select(Row::as_select()).first(connection)?.try_into()
}

/// Newest imports first, those with an id below `before`.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, limit: i64, before: Option<ImportId>) -> Result<Vec<ImportRow>> {
    let rows = imports::table
        .filter(imports::id.lt(before.map_or(i64::MAX, |id| id.0)))
        .order(imports::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// Marks every running import as failed: at the start of the one server of this database nothing can
/// be running, so whatever was died, and its transaction with it. How many there were.
///
/// # Errors
/// Database failures.
pub fn fail_running(connection: &mut Connection, reason: &str, now: NaiveDateTime) -> Result<usize> {
    let waiting_jobs = jobs::table
        .filter(jobs::status.eq_any([JobStatus::Queued.code(), JobStatus::Running.code()]))
        .filter(jobs::import_id.is_not_null())
        .select(jobs::import_id.assume_not_null());
    let abandoned = imports::table
        .filter(imports::status.eq(ImportStatus::Running.code()))
        .filter(imports::id.ne_all(waiting_jobs));
    Ok(diesel::update(abandoned)
        .set((
            imports::status.eq(ImportStatus::Failed.code()),
            imports::failure.eq(Some(reason)),
            imports::finished_at.eq(Some(now)),
        ))
        .execute(connection)?)
}

#[derive(Insertable)]
#[diesel(table_name = import_errors, treat_none_as_default_value = false)]
struct NewError {
    import_id: i64,
    number: i64,
    row_number: i64,
    column_name: String,
    value: String,
    code: String,
    message: String,
    remedy: String,
}

/// Keeps bad rows, the first [`MOST_ERRORS`] of an import.
///
/// # Errors
/// Database failures.
pub fn add_errors(connection: &mut Connection, id: ImportId, errors: &[RowError]) -> Result<()> {
    let kept: Option<i64> = import_errors::table
        .filter(import_errors::import_id.eq(id.0))
        .select(max(import_errors::number))
        .first(connection)?;
    let first = kept.map_or(0, |number| number + 1);
    let rows = (first..MOST_ERRORS)
        .zip(errors)
        .map(|(number, error)| {
            Ok(NewError {
                import_id: id.0,
                number,
                row_number: stored(error.row)?,
                column_name: error.column.clone(),
                value: error.value.clone(),
                code: error.code.clone(),
                message: error.message.clone(),
                remedy: error.remedy.clone(),
            })
        })
        .collect::<Result<Vec<NewError>>>()?;
    Ok(dialect::bulk_insert!(connection, import_errors::table, rows)?)
}

type ErrorRow = (i64, String, String, String, String, String);

/// Bad rows of an import in file order, those after row `after_row`.
///
/// # Errors
/// Database failures.
pub fn errors(
    connection: &mut Connection,
    id: ImportId,
    after_row: u64,
    limit: i64,
) -> Result<Vec<RowError>> {
    let rows: Vec<ErrorRow> = import_errors::table
        .filter(import_errors::import_id.eq(id.0))
        .filter(import_errors::row_number.gt(stored(after_row)?))
        .order((import_errors::row_number, import_errors::number))
        .limit(limit)
        .select((
            import_errors::row_number,
            import_errors::column_name,
            import_errors::value,
            import_errors::code,
            import_errors::message,
            import_errors::remedy,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(row, column, value, code, message, remedy)| {
            Ok(RowError { row: count_of(row)?, column, value, code, message, remedy })
        })
        .collect()
}
