//! Reading a file in: one thread parses while another writes, everything in one transaction.

use super::convert::Importable;
use super::remarks::{self, Remarks};
use super::second_look::{date_column, in_future, new_names, not_covered};
use super::{Order, unreadable};
use crate::{Answer, App, AppError, clock, score};
use bellwether_core::import::{
    Field, ImportKind, ImportStatus, ImportTotals, Notice, RejectionCount, RowCounts, RowError,
};
use bellwether_core::{AccountId, ImportId, JobId};
use bellwether_ingest::{
    AccountRecord, Batch, FileError, InvoiceRecord, ProductRecord, PurchaseRecord, Reader, RepRecord,
    TargetRecord,
};
use bellwether_store::import_writer::ImportWriter;
use bellwether_store::{Connection, StoreError, accounts, imports, jobs};
use bellwether_territory::{Geocoder, geocoder};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows parsed and written at a time.
const ROWS_A_BATCH: usize = 20_000;
/// Batches parsed ahead of the writer; with the batch size this bounds memory.
const BATCHES_AHEAD: usize = 2;
/// Bad rows kept with their details; beyond it they are counted by reason.
const MOST_ERRORS_KEPT: usize = 10_000;
/// Accounts located at a time.
const ADDRESSES_A_BATCH: i64 = 5_000;

/// Bad rows: the first ones in full, all of them by reason.
#[derive(Default)]
struct Rejections {
    kept: Vec<RowError>,
    by_reason: BTreeMap<String, (String, u64)>,
    rows: u64,
}

impl Rejections {
    fn add(&mut self, errors: Vec<RowError>) {
        for error in errors {
            self.rows += 1;
            let counted = self
                .by_reason
                .entry(error.code.clone())
                .or_insert_with(|| (format!("{} {}", error.message, error.remedy), 0));
            counted.1 += 1;
            if self.kept.len() < MOST_ERRORS_KEPT {
                self.kept.push(error);
            }
        }
    }

    fn counts(&self) -> Vec<RejectionCount> {
        self.by_reason
            .iter()
            .map(|(code, (message, rows))| RejectionCount {
                code: code.clone(),
                message: message.clone(),
                rows: *rows,
            })
            .collect()
    }
}

/// What a whole file came to.
struct Outcome {
    rows: RowCounts,
    totals: ImportTotals,
    rejections: Rejections,
    notices: Vec<Notice>,
    bytes_read: u64,
}

impl App {
    pub(crate) fn run_import_job(&self, job: &jobs::Job) -> Answer<Value> {
        let import =
            job.import.ok_or_else(|| AppError::Internal("an import job without an import".to_owned()))?;
        let order: Order = serde_json::from_value(job.parameters.clone())
            .map_err(|error| AppError::Internal(error.to_string()))?;
        self.read_in(import, &order, Some(job))?;
        Ok(result_of(import))
    }

    /// Reads the file in and records what became of it, also when that is a failure. The job it runs as, if
    /// any, ends in the same transaction: whoever has lost the job changes nothing.
    pub(super) fn read_in(&self, id: ImportId, order: &Order, job: Option<&jobs::Job>) -> Answer<()> {
        let outcome = self.read_and_publish(id, order, job);
        self.progress.clear(id);
        outcome
    }

    fn read_and_publish(&self, id: ImportId, order: &Order, job: Option<&jobs::Job>) -> Answer<()> {
        let outcome = match order.mapping.kind {
            ImportKind::Purchases => self.read_kind::<PurchaseRecord>(id, order, job),
            ImportKind::Accounts => self.read_kind::<AccountRecord>(id, order, job),
            ImportKind::Products => self.read_kind::<ProductRecord>(id, order, job),
            ImportKind::Reps => self.read_kind::<RepRecord>(id, order, job),
            ImportKind::Invoices => self.read_kind::<InvoiceRecord>(id, order, job),
            ImportKind::Targets => self.read_kind::<TargetRecord>(id, order, job),
        };
        let outcome = match outcome {
            Ok(()) | Err(AppError::TakenOver) => outcome,
            Err(error) => self.record_failure(id, &error.told(), job).and(Err(error)),
        };
        if matches!(outcome, Err(AppError::TakenOver)) {
            // The file now belongs to whoever has the job.
            return outcome;
        }
        if order.file.is_temporary
            && let Err(error) = std::fs::remove_file(&order.file.path)
        {
            tracing::warn!(%error, "an upload could not be removed after reading");
        }
        outcome?;
        if !order.dry_run {
            self.publish_facts()?;
            self.chores.wake_worker();
        }
        Ok(())
    }

    fn record_failure(&self, id: ImportId, failure: &str, job: Option<&jobs::Job>) -> Answer<()> {
        let finished = imports::Finished {
            status: ImportStatus::Failed,
            rows: RowCounts::default(),
            totals: ImportTotals::default(),
            rejections: Vec::new(),
            bytes_read: 0,
            failure: Some(failure.to_owned()),
            warning: None,
            job: None,
        };
        self.store.write_or(|conn| {
            end_job(conn, job, Err(failure.to_owned()))?;
            Ok(imports::finish(conn, id, &finished, clock::now())?)
        })
    }

    fn read_kind<R: Importable>(&self, id: ImportId, order: &Order, job: Option<&jobs::Job>) -> Answer<()> {
        let file = File::open(&order.file.path).map_err(|error| unreadable(&order.file.file_name, &error))?;
        let mut reader = Reader::open(file, &order.mapping)?;
        let (sender, batches) = sync_channel(BATCHES_AHEAD);
        std::thread::scope(|scope| {
            // Dropped with this closure, so that after a failure the parser stops instead of waiting.
            let batches = batches;
            scope.spawn(move || parse::<R>(&mut reader, &sender));
            if order.dry_run {
                let outcome = self.store.dry_run(|conn| self.write_all::<R>(conn, id, order, &batches))?;
                return self.store.write_or(|conn| {
                    end_job(conn, job, Ok(result_of(id)))?;
                    Ok(record(conn, id, ImportStatus::DryRun, &outcome, None)?)
                });
            }
            self.store.write_or(|conn| {
                let outcome = self.write_all::<R>(conn, id, order, &batches)?;
                end_job(conn, job, Ok(result_of(id)))?;
                let scoring = jobs::enqueue(conn, &score::job(None), clock::now())?;
                record(conn, id, ImportStatus::Done, &outcome, Some(scoring))?;
                Ok(imports::refresh_coverage(conn)?)
            })
        })
    }

    fn write_all<R: Importable>(
        &self,
        conn: &mut Connection,
        id: ImportId,
        order: &Order,
        batches: &Receiver<Result<Batch<R>, FileError>>,
    ) -> Answer<Outcome> {
        let mut rejections = Rejections::default();
        let (mut remarks, mut bases) = (Remarks::default(), BTreeMap::new());
        let mut bytes_read = 0;
        let mut writer =
            ImportWriter::begin(conn, id, order.mapping.kind, &order.mapping.source, clock::now())?;
        let mut is_complete = false;
        let book = self.book();
        let zone = clock::zone(&book.settings().time_zone);
        let today = book.today();
        for batch in batches {
            let batch = batch?;
            // The empty batch is the end of the file; without it the parser broke off.
            is_complete = batch.is_empty();
            rejections.add(batch.errors);
            remarks.add(batch.remarks);
            remarks.add_notices(batch.notices);
            bytes_read = batch.bytes_read;
            let mut records: Vec<R::Stored> = Vec::with_capacity(batch.records.len());
            for (row, record) in batch.records {
                if let Some(base) = record.base_key() {
                    bases.entry(base.to_owned()).or_insert(row);
                }
                let stored = record.stored(zone);
                let placed_on = R::placed_on(&stored);
                let column = date_column(&order.mapping);
                remarks.add(placed_on.and_then(|date| in_future(row, column, date, today)));
                remarks.add(placed_on.and_then(|date| not_covered(row, column, date, order.covers_up_to)));
                records.push(stored);
            }
            R::write(&mut writer, &records)?;
            let mut rows = writer.progress();
            rows.read += rejections.rows;
            rows.rejected = rejections.rows;
            self.progress.set(id, rows, bytes_read);
        }
        if !is_complete {
            return Err(AppError::Internal("the parser broke off before the end of the file".to_owned()));
        }
        remarks.add_notices(settle(&mut writer, order, rejections.rows, today)?);
        let written = writer.finish()?;
        remarks.add_notices(new_names(order.mapping.kind, &written.newcomers));
        let column = order.mapping.columns.get(&Field::PackOfKey).map_or("", String::as_str);
        remarks.add(
            written
                .unknown_bases
                .iter()
                .filter_map(|base| Some(unknown_base(*bases.get(base)?, column, base))),
        );
        locate_new_accounts(conn)?;
        let mut rows = written.rows;
        rows.read += rejections.rows;
        rows.rejected = rejections.rows;
        Ok(Outcome { rows, totals: written.totals, rejections, notices: remarks.notices(), bytes_read })
    }
}

/// Takes invoices that a complete file leaves out as open no more, and says what was done; nothing for other files.
/// A row that was rejected may be the very invoice that is missing, and a file without rows says nothing.
fn settle(
    writer: &mut ImportWriter<'_>,
    order: &Order,
    rejected: u64,
    today: NaiveDate,
) -> Result<Option<Notice>, StoreError> {
    if order.mapping.kind != ImportKind::Invoices || !order.mapping.lists_every_open_invoice {
        return Ok(None);
    }
    let notice = |code: &str, message: String| Some(Notice { code: code.to_owned(), message });
    if rejected > 0 || writer.progress().read == 0 {
        let left = "Rows were rejected or there are none, so invoices that the file does not list stay open.";
        let remedy = "Correct the file and import it again.";
        return Ok(notice("unlisted_invoices_open", format!("{left} {remedy}")));
    }
    // What was made out after the day the file covers is not in it because it could not be.
    let which = match writer.settle_unlisted_invoices(order.covers_up_to.unwrap_or(today))? {
        0 => return Ok(None),
        1 => "1 invoice or credit memo that the file does not list is".to_owned(),
        many => format!("{many} invoices and credit memos that the file does not list are"),
    };
    Ok(notice("unlisted_invoices_closed", format!("{which} taken as open no more.")))
}

/// The remark on a product that others are packs of and that no row describes.
fn unknown_base(row: u64, column: &str, base: &str) -> RowError {
    RowError {
        row,
        column: column.to_owned(),
        value: base.to_owned(),
        code: "unknown_base".to_owned(),
        message: "No row describes the product that is in the pack.".to_owned(),
        remedy: "Check its number, or import a row of its own.".to_owned(),
    }
}

/// Parses the file until it ends, breaks, or nobody listens any more.
fn parse<R: Importable>(reader: &mut Reader<'_>, sender: &SyncSender<Result<Batch<R>, FileError>>) {
    loop {
        let batch = reader.next_batch::<R>(ROWS_A_BATCH);
        let is_last = batch.as_ref().map_or(true, Batch::is_empty);
        if sender.send(batch).is_err() || is_last {
            break;
        }
    }
}

fn record(
    conn: &mut Connection,
    id: ImportId,
    status: ImportStatus,
    outcome: &Outcome,
    job: Option<JobId>,
) -> Result<(), StoreError> {
    let finished = imports::Finished {
        status,
        rows: outcome.rows,
        totals: outcome.totals,
        rejections: outcome.rejections.counts(),
        bytes_read: outcome.bytes_read,
        failure: None,
        warning: remarks::stored(&outcome.notices),
        job,
    };
    imports::finish(conn, id, &finished, clock::now())?;
    imports::add_errors(conn, id, &outcome.rejections.kept)
}

/// Ends the job that an import runs as.
///
/// # Errors
/// `TakenOver` when somebody else has it now; the transaction must not be kept then.
fn end_job(conn: &mut Connection, job: Option<&jobs::Job>, outcome: Result<Value, String>) -> Answer<()> {
    let Some(job) = job else { return Ok(()) };
    let worker = job.worker.as_deref().ok_or(AppError::TakenOver)?;
    if jobs::complete(conn, job.id, worker, outcome, clock::now())? {
        Ok(())
    } else {
        Err(AppError::TakenOver)
    }
}

/// What an import's job remembers when it is done.
fn result_of(import: ImportId) -> Value {
    json!({ "import": import })
}

/// Gives accounts without coordinates those of their ZIP code, else of their city.
fn locate_new_accounts(conn: &mut Connection) -> Result<(), StoreError> {
    let geocoder = Geocoder::embedded();
    let mut after = AccountId(0);
    loop {
        let addresses = accounts::ungeocoded(conn, after, ADDRESSES_A_BATCH)?;
        let Some(last) = addresses.last() else { return Ok(()) };
        after = last.account;
        let found: Vec<(AccountId, f64, f64, &str)> = addresses
            .iter()
            .filter(|address| is_american(&address.country))
            .filter_map(|address| {
                let place = geocoder.locate(&address.postal_code, &address.city, &address.state)?;
                Some((address.account, place.latitude, place.longitude, precision(place.precision)))
            })
            .collect();
        accounts::set_coordinates(conn, &found, clock::now())?;
    }
}

/// The table knows American places only; a five-digit code from elsewhere looks like a ZIP code.
fn is_american(country: &str) -> bool {
    matches!(
        country.to_ascii_lowercase().as_str(),
        "" | "us" | "usa" | "u.s." | "u.s.a." | "united states" | "united states of america"
    )
}

fn precision(precision: geocoder::Precision) -> &'static str {
    match precision {
        geocoder::Precision::Zip => "zip",
        geocoder::Precision::City => "city",
        geocoder::Precision::State => "state",
    }
}
