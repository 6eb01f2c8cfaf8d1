//! Imports as jobs: begun whole, done once, and nothing left lying about.

use crate::stage::Stage;
use crate::{AppError, Caller, FileStart, ImportOptions};
use bellwether_core::Scope;
use bellwether_core::alert::Availability;
use bellwether_core::import::{Field, Import, ImportKind, ImportStatus, Mapping, Notice};
use bellwether_core::invoice::InvoiceView;
use bellwether_core::job::JobKind;
use bellwether_ledger::{DayRange, day};
use bellwether_store::invoices::{self, Wanted};
use bellwether_store::{StoreError, imports, jobs, targets};
use chrono::{NaiveDate, TimeDelta};
use diesel::connection::SimpleConnection;

const HEADER: &str = "account_id,order_id,order_date,item_id,quantity,revenue\n";
const TWO_ROWS: &str = "account_id,order_id,order_date,item_id,quantity,revenue\n\
                        A1,S1,2026-05-01,P1,1,10.00\nA1,S2,2026-05-02,P1,1,10.00\n";

fn started(stage: &Stage) -> Import {
    let file = stage.upload("orders.csv", TWO_ROWS);
    stage.app.start_import(&Caller::system(), file, &ImportOptions::default()).expect("it starts")
}

/// Everything that the notices say; none when there are none.
fn said(notices: &[Notice]) -> Option<String> {
    let messages: Vec<&str> = notices.iter().map(|notice| notice.message.as_str()).collect();
    (!messages.is_empty()).then(|| messages.join(" "))
}

fn found(stage: &Stage, import: &Import) -> Import {
    stage.app.import(&Caller::system(), import.id).expect("the import is there")
}

/// The import's job in the hands of a worker, who asks for it so many minutes from now.
fn leased(stage: &Stage, worker: &str, minutes: i64) -> jobs::Job {
    let at = crate::clock::now() + TimeDelta::minutes(minutes);
    let lease = TimeDelta::minutes(2);
    let kinds = [JobKind::Import.code()];
    let job = stage.app.store.write(|conn| jobs::lease(conn, worker, &kinds, at, lease)).expect("asked");
    job.expect("a job is free")
}

#[test]
fn an_import_and_its_job_come_into_being_together_or_not_at_all() {
    for stage in Stage::each() {
        let store = &stage.app.store;
        let rename = |sql: &str| {
            store
                .write(|conn| conn.batch_execute(sql).map_err(StoreError::from))
                .expect("the table is renamed");
        };
        rename("ALTER TABLE jobs RENAME TO jobs_away");
        let file = stage.upload("orders.csv", TWO_ROWS);
        let refused = stage.app.start_import(&Caller::system(), file, &ImportOptions::default());
        assert!(refused.is_err(), "{}: there is no queue to put the job into", stage.engine);
        rename("ALTER TABLE jobs_away RENAME TO jobs");
        let left = store.read(|conn| imports::list(conn, 10, None)).expect("read");
        assert_eq!(left, [], "{}: an import that nobody will ever read", stage.engine);
    }
}

#[test]
fn an_import_whose_job_was_taken_over_changes_nothing_and_the_new_worker_brings_it_once() {
    for stage in Stage::each() {
        let import = started(&stage);
        let lost = leased(&stage, "silent", 0);
        let held = leased(&stage, "second", 3);
        let outcome = stage.app.run_import_job(&lost);
        assert!(matches!(outcome, Err(AppError::TakenOver)), "{}: {outcome:?}", stage.engine);
        assert_eq!(found(&stage, &import).status, ImportStatus::Running, "{}", stage.engine);
        stage.app.run_import_job(&held).expect("the new worker reads the file");
        let done = found(&stage, &import);
        assert_eq!((done.status, done.rows.added), (ImportStatus::Done, 2), "{}", stage.engine);
        let again = stage.app.run_import_job(&lost);
        assert!(again.is_err(), "{}", stage.engine);
        assert_eq!(found(&stage, &import), done, "{}: the late worker changed what was done", stage.engine);
    }
}

#[test]
fn a_file_that_fails_ends_its_job_and_leaves_no_upload() {
    for stage in Stage::each() {
        let import = started(&stage);
        std::fs::write(stage.upload_path("orders.csv"), "other\ncolumns\n").expect("written");
        stage.app.run_waiting_jobs().expect("the queue is worked off");
        assert_eq!(found(&stage, &import).status, ImportStatus::Failed, "{}", stage.engine);
        assert_eq!(stage.app.store.read(jobs::unfinished).expect("read"), [], "{}", stage.engine);
        assert!(!stage.upload_path("orders.csv").exists(), "{}", stage.engine);
    }
}

#[test]
fn leftover_uploads_go_and_those_that_jobs_still_read_stay() {
    for stage in Stage::each() {
        stage.app.remove_leftover_uploads().expect("no folder, nothing to do");
        let import = started(&stage);
        stage.upload("broken-off.csv", "account_id,ord");
        stage.app.remove_leftover_uploads().expect("tidied");
        assert!(!stage.upload_path("broken-off.csv").exists(), "{}", stage.engine);
        assert!(stage.upload_path("orders.csv").exists(), "{}: a job still reads it", stage.engine);
        stage.app.run_waiting_jobs().expect("the queue is worked off");
        assert_eq!(found(&stage, &import).status, ImportStatus::Done, "{}", stage.engine);
    }
}

#[test]
fn a_file_with_a_header_alone_is_warned_of_and_one_with_rows_is_not() {
    for stage in Stage::each() {
        let warning = |name: &str, content: &str, dry_run: bool| {
            let options = ImportOptions { dry_run, ..ImportOptions::default() };
            let file = stage.upload(name, content);
            said(&stage.app.run_import(&Caller::system(), file, &options).expect("it runs").notices)
        };
        for dry_run in [true, false] {
            let said = warning("empty.csv", HEADER, dry_run).expect("a file without rows is worth a word");
            assert!(said.contains("no rows") && said.contains("again"), "{}: {said}", stage.engine);
            assert_eq!(warning("orders.csv", TWO_ROWS, dry_run), None, "{}", stage.engine);
        }
    }
}

/// A file of `samples`, imported as what it is taken for.
fn sample(stage: &Stage, name: &str) -> Import {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    let content = std::fs::read_to_string(&path).expect("the sample is there");
    let file = stage.upload(name, &content);
    let import = stage.app.run_import(&Caller::system(), file, &ImportOptions::default()).expect("it runs");
    assert_eq!((import.status, import.rows.rejected), (ImportStatus::Done, 0), "{name}: {import:?}");
    import
}

#[test]
fn the_sample_invoices_come_in_once_are_overdue_and_can_be_taken_out() {
    for stage in Stage::each() {
        sample(&stage, "accounts.csv");
        let accounts = stage.app.store.read(bellwether_store::ledger_feed::counts).expect("counted").accounts;
        let first = sample(&stage, "invoices.csv");
        assert_eq!((first.kind, first.rows.added), (ImportKind::Invoices, 9), "{}", stage.engine);
        assert_eq!(first.totals.accounts_added, 0, "{}: every store is known", stage.engine);
        let again = sample(&stage, "invoices.csv");
        assert_eq!((again.rows.unchanged, again.rows.updated), (9, 0), "{}", stage.engine);
        let wanted = |view| Wanted {
            account: None,
            view,
            as_of: NaiveDate::from_ymd_opt(2022, 10, 16).expect("a date of the calendar"),
            grace_days: 0,
        };
        let shown = |view| {
            let count = stage.app.store.read(|conn| invoices::count(conn, &Scope::All, &wanted(view)));
            count.expect("counted")
        };
        let figures = [InvoiceView::All, InvoiceView::Open, InvoiceView::Overdue, InvoiceView::NoDueDate];
        assert_eq!(figures.map(shown), [9, 7, 5, 1], "{}", stage.engine);
        let report = stage.app.undo_import(&Caller::system(), first.id).expect("undone");
        assert_eq!((report.invoices_removed, report.kept), (9, 0), "{}", stage.engine);
        assert_eq!(shown(InvoiceView::All), 0, "{}", stage.engine);
        let left = stage.app.store.read(bellwether_store::ledger_feed::counts).expect("counted");
        assert_eq!(left.accounts, accounts, "{}", stage.engine);
    }
}

#[test]
fn the_sample_targets_come_in_once_and_can_be_taken_out() {
    for stage in Stage::each() {
        let first = sample(&stage, "targets.csv");
        assert_eq!((first.kind, first.rows.added), (ImportKind::Targets, 5), "{}", stage.engine);
        assert_eq!(sample(&stage, "targets.csv").rows.unchanged, 5, "{}", stage.engine);
        let october = NaiveDate::from_ymd_opt(2022, 10, 31).expect("a date of the calendar");
        let count = || {
            stage.app.store.read(|conn| targets::of_month(conn, &Scope::All, october)).map(|rows| rows.len())
        };
        assert_eq!(count().expect("read"), 4, "{}", stage.engine);
        let report = stage.app.undo_import(&Caller::system(), first.id).expect("undone");
        assert_eq!((report.targets_removed, count().expect("read")), (5, 0), "{}", stage.engine);
    }
}

#[test]
fn the_ledger_learns_which_products_follow_which_and_what_can_be_had() {
    for stage in Stage::each() {
        let text = "Item No,Item Name,Availability,Supersedes\nP2,Mug two,Active,P1\nP1,Mug,Discontinued,\n";
        let file = stage.upload("products.csv", text);
        stage.app.run_import(&Caller::system(), file, &ImportOptions::default()).expect("it runs");
        // A product at a terminal reads the book only when it is asked for figures.
        let book = crate::book::Book::load(&stage.app.store).expect("the book is read");
        let snapshot = book.snapshot();
        let products = snapshot.dimensions().products();
        let found =
            |key: &str| products.iter().find(|product| &*product.external_id == key).expect("it is there");
        assert_eq!(found("P2").supersedes, Some(found("P1").id), "{}", stage.engine);
        assert_eq!(found("P1").availability, Availability::Discontinued, "{}", stage.engine);
    }
}

const WITH_CREDITS: &str = "Customer No,Order No,Credits Order,Order Date,Item No,Qty,Qty Backordered,Amount\n\
    A1,1,,2026-05-01,P1,5,0,50\nA1,2,,2026-05-04,P2,3,0,30\nA1,C2,2,2026-05-06,P9,-1,0,-30\n\
    A1,3,,2026-05-20,P1,0,4,0\nB1,4,,2026-05-01,P1,5,0,50\nB1,C4,,2026-05-03,P1,-5,0,-50\n";

#[test]
fn the_ledger_knows_what_was_given_back_and_what_could_not_be_given_however_it_was_read() {
    for stage in Stage::each() {
        let import = |text: &str| {
            let file = stage.upload("purchases.csv", text);
            stage.app.run_import(&Caller::system(), file, &ImportOptions::default()).expect("it runs")
        };
        assert_eq!(import(WITH_CREDITS).rows.rejected, 0, "{}", stage.engine);
        stage.app.read_book().expect("the book is read");
        // A file about one account: its history alone is read again.
        import("Customer No,Order No,Order Date,Item No,Qty,Amount\nA1,5,2026-06-01,P1,1,10\n");
        let read_anew = crate::book::Book::load(&stage.app.store).expect("the book is read");
        let kept_in_step = stage.app.book();
        for book in [&read_anew, &*kept_in_step] {
            let snapshot = book.snapshot();
            let accounts = snapshot.dimensions().accounts();
            let place = |key: &str| accounts.iter().position(|account| &*account.external_id == key);
            let history = |key: &str| &snapshot.histories()[place(key).expect("it is there")];
            let days = |key: &str| -> Vec<String> {
                history(key).order_days(i32::MAX - 1).map(|on| day::to_date(on).to_string()).collect()
            };
            assert_eq!(days("A1"), ["2026-05-01", "2026-06-01"], "{}: order 2 was credited", stage.engine);
            assert_eq!(days("B1"), [""; 0], "{}: so was all that B1 ordered", stage.engine);
            let waiting = history("A1").backorders_in(DayRange::up_to(i32::MAX - 1));
            let waiting: Vec<String> =
                waiting.iter().map(|line| day::to_date(line.day).to_string()).collect();
            assert_eq!(waiting, ["2026-05-20"], "{}", stage.engine);
        }
        assert_eq!(read_anew.snapshot().histories(), kept_in_step.snapshot().histories(), "{}", stage.engine);
    }
}

#[test]
fn half_known_packs_are_taken_and_warned_of_with_row_column_and_remedy() {
    for stage in Stage::each() {
        let text = "Item No,Item Name,Pack Of,Pack Size\nB1,Bottle,,\nC1,Case,B1,12\nC2,Half case,B1,\nC3,Kit,N9,2\n";
        let file = stage.upload("products.csv", text);
        let import =
            stage.app.run_import(&Caller::system(), file, &ImportOptions::default()).expect("it runs");
        assert_eq!((import.rows.added, import.rows.rejected), (4, 0), "{}", stage.engine);
        let warning =
            said(&found(&stage, &import).notices).expect("half of what a pack needs is worth a word");
        for part in [
            "Row 4, column \"Pack Of\", \"B1\"",
            "Row 5, column \"Pack Of\", \"N9\"",
            "pack size",
            "import a row",
        ] {
            assert!(warning.contains(part), "{}: {warning}", stage.engine);
        }
        let book = crate::book::Book::load(&stage.app.store).expect("the book is read");
        let products = book.snapshot().dimensions().products();
        let case = products.iter().find(|product| &*product.external_id == "C1").expect("it is there");
        assert_eq!(
            (case.pack_of, case.pack_size_milli),
            (Some(products[0].id), Some(12_000)),
            "{}",
            stage.engine
        );
    }
}

#[test]
fn a_file_said_to_list_every_open_invoice_closes_the_others_unless_rows_were_rejected() {
    const FILE: &str = "Invoice No,Customer No,Invoice Date,Open Balance\n";
    for stage in Stage::each() {
        let import = |rows: &str, is_complete: bool| {
            let text = format!("{FILE}{rows}");
            let file = stage.upload("invoices.csv", &text);
            let good = format!("{FILE}2,A1,2026-05-02,20\n");
            let preview =
                bellwether_ingest::preview(good.as_bytes(), "invoices.csv", None).expect("understood");
            let mapping = Mapping { lists_every_open_invoice: is_complete, ..preview.mapping };
            let options = ImportOptions { given_mapping: Some(mapping), ..ImportOptions::default() };
            stage.app.run_import(&Caller::system(), file, &options).expect("it runs")
        };
        let open = || {
            let wanted = Wanted {
                account: None,
                view: InvoiceView::Open,
                as_of: NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar"),
                grace_days: 0,
            };
            stage.app.store.read(|conn| invoices::count(conn, &Scope::All, &wanted)).expect("counted")
        };
        import("1,A1,2026-05-01,10\n2,A1,2026-05-02,20\n3,B1,2026-05-03,30\n", false);
        assert_eq!((import("2,A1,2026-05-02,20\n", false).notices, open()), (vec![], 3), "{}", stage.engine);
        let spoilt = import("2,A1,2026-05-02,20\n3,B1,never,30\n", true);
        assert!(
            said(&spoilt.notices).is_some_and(|words| words.contains("stay open")) && open() == 3,
            "{}",
            stage.engine
        );
        let complete = import("2,A1,2026-05-02,20\n", true);
        assert!(said(&complete.notices).is_some_and(|words| words.starts_with("2 invoices")), "{complete:?}");
        assert_eq!(open(), 1, "{}", stage.engine);
        stage.app.undo_import(&Caller::system(), complete.id).expect("undone");
        assert_eq!(open(), 3, "{}", stage.engine);
    }
}

/// What preview, check and import say about a file, in that order.
fn warnings(stage: &Stage, name: &str, text: &str) -> [Option<String>; 3] {
    let ran = |dry_run| {
        let file = stage.upload(name, text);
        let options = ImportOptions { dry_run, ..ImportOptions::default() };
        said(&stage.app.run_import(&Caller::system(), file, &options).expect("it runs").notices)
    };
    let start = FileStart { bytes: text.as_bytes(), is_whole: true };
    let preview = stage.app.preview_import(&Caller::system(), name, None, None, start);
    [said(&preview.expect("understood").notices), ran(true), ran(false)]
}

#[test]
fn orders_dated_in_the_future_are_flagged_before_and_after_and_not_counted_before_their_day() {
    for stage in Stage::each() {
        let tomorrow = stage.app.book().today() + TimeDelta::days(1);
        let rows = format!("A1,S3,{tomorrow},P1,1,10.00\nA1,S4,2198-01-01,P1,1,10.00\n");
        for said in warnings(&stage, "orders.csv", &format!("{TWO_ROWS}{rows}")) {
            let said = said.expect("orders of the future are worth a word");
            let expected = format!("Row 4, column \"order_date\", \"{tomorrow}\" (and 1 more row)");
            for part in [&*expected, "dated in the future", "counts in no figure before that day"] {
                assert!(said.contains(part), "{}: {said}", stage.engine);
            }
        }
        let book = crate::book::Book::load(&stage.app.store).expect("the book is read");
        let history = &book.snapshot().histories()[0];
        let days = |last| history.order_days(day::from_date(last)).count();
        assert_eq!((days(book.today()), days(tomorrow)), (2, 3), "{}", stage.engine);
        assert_eq!(warnings(&stage, "orders.csv", TWO_ROWS), [None, None, None], "{}", stage.engine);
    }
}

#[test]
fn new_reps_categories_and_accounts_of_targets_and_invoices_are_named_before_and_after() {
    const KNOWN: &str = "Customer No,Order No,Order Date,Item No,Category,Rep,Qty,Amount\n\
                         A1,1,2026-05-01,P1,Tools,Ann,1,10\n";
    const TARGETS: &str = "Month,Rep,Category,Target\n2026-06,Ann,Tools,100\n2026-06,Anne,,100\n\
                           2026-07,Anne,Tolls,100\n";
    const INVOICES: &str = "Invoice No,Customer No,Invoice Date,Open Balance\n1,A1,2026-05-01,10\n\
                            2,A2,2026-05-01,10\n3,A3,2026-05-01,10\n";
    for stage in Stage::each() {
        assert_eq!(warnings(&stage, "orders.csv", KNOWN), [None, None, None], "{}", stage.engine);
        for said in warnings(&stage, "targets.csv", TARGETS) {
            let said = said.expect("names that nobody knows are worth a word");
            assert!(
                said.contains("1 sales rep (\"Anne\"); 1 category (\"Tolls\")."),
                "{}: {said}",
                stage.engine
            );
        }
        for said in warnings(&stage, "invoices.csv", INVOICES) {
            let said = said.expect("names that nobody knows are worth a word");
            assert!(said.contains("2 accounts (\"A2\", \"A3\")."), "{}: {said}", stage.engine);
        }
        assert_eq!(warnings(&stage, "targets.csv", TARGETS), [None, None, None], "{}", stage.engine);
        assert_eq!(warnings(&stage, "invoices.csv", INVOICES), [None, None, None], "{}", stage.engine);
    }
}

#[test]
fn the_last_row_of_a_whole_file_is_looked_at_and_one_that_may_be_cut_off_is_not() {
    for stage in Stage::each() {
        warnings(
            &stage,
            "orders.csv",
            "Customer No,Order No,Order Date,Item No,Qty,Amount\nA10,1,2026-05-01,P1,1,1\n",
        );
        let bytes =
            b"Invoice No,Invoice Date,Open Balance,Customer No\n1,2026-05-01,10,A10\n2,2026-05-01,10,A1";
        let looked = |is_whole| {
            let start = FileStart { bytes, is_whole };
            let preview = stage.app.preview_import(&Caller::system(), "invoices.csv", None, None, start);
            said(&preview.expect("understood").notices)
        };
        assert_eq!(looked(false), None, "{}: it may go on and be A10", stage.engine);
        let whole = looked(true).expect("nobody knows A1");
        assert!(whole.contains("1 account (\"A1\")."), "{}: {whole}", stage.engine);
    }
}

#[test]
fn what_a_file_leaves_open_is_told_before_and_after_and_not_once_it_is_stated() {
    const OPEN: &str = "Customer Name,Order Date,Item No,Qty,Amount\nAda,05/06/2024,P1,1,1.234\n\
                        Ada,05/06/2024,P1,1,1.234\nBob,05/06/2024,P1,-1,-2.345\n";
    const CODES: [&str; 6] = [
        "ambiguous_dates",
        "ambiguous_amounts",
        "repeated_rows",
        "negative_orders",
        "accounts_by_name",
        "orders_by_day",
    ];
    let codes =
        |notices: &[Notice]| -> Vec<String> { notices.iter().map(|notice| notice.code.clone()).collect() };
    for stage in Stage::each() {
        let options = |is_stated: bool, dry_run| ImportOptions {
            day_first: is_stated.then_some(true),
            decimal_comma: is_stated.then_some(true),
            dry_run,
            ..ImportOptions::default()
        };
        let run = |options| {
            let file = stage.upload("orders.csv", OPEN);
            stage.app.run_import(&Caller::system(), file, &options).expect("it runs")
        };
        let start = FileStart { bytes: OPEN.as_bytes(), is_whole: true };
        let preview = |mapping| {
            stage
                .app
                .preview_import(&Caller::system(), "orders.csv", None, mapping, start)
                .expect("understood")
        };
        let guess = preview(None);
        assert_eq!(codes(&guess.notices), CODES, "{}", stage.engine);
        let stated = Mapping { day_first: Some(true), decimal_comma: Some(true), ..guess.mapping };
        assert_eq!(codes(&preview(Some(stated)).notices), CODES[2..], "{}", stage.engine);
        for dry_run in [true, false] {
            let import = found(&stage, &run(options(false, dry_run)));
            assert_eq!(codes(&import.notices), CODES, "{}", stage.engine);
        }
        let import = run(options(true, false));
        assert_eq!(codes(&import.notices), CODES[2..], "{}", stage.engine);
        let amount = import.totals.amount_cents.0;
        assert_eq!(amount, 2 * 123_400 - 234_500, "{}: other days, so other orders", stage.engine);
    }
}

#[test]
fn a_file_of_no_known_kind_is_shown_and_can_be_imported_only_with_a_mapping() {
    const FILE: &str = "Debitor;Wert;Am\n1001;12,50;13.02.2024\n";
    for stage in Stage::each() {
        let system = Caller::system();
        let start = FileStart { bytes: FILE.as_bytes(), is_whole: true };
        let shown =
            stage.app.preview_import(&system, "export.csv", None, None, start).expect("it is a table");
        assert!(!shown.is_kind_known, "{shown:?}");
        let import = |given_mapping| {
            let options = ImportOptions { given_mapping, ..ImportOptions::default() };
            stage.app.run_import(&system, stage.upload("export.csv", FILE), &options)
        };
        assert!(matches!(import(None), Err(AppError::UnreadableFile { .. })), "{}", stage.engine);
        let columns = [(Field::AccountKey, "Debitor"), (Field::Amount, "wert"), (Field::OrderDate, "Am")];
        let columns = columns.map(|(field, header)| (field, header.to_owned())).into();
        let mapping = Mapping { columns, ..Mapping::of_kind(ImportKind::Purchases) };
        let looked = stage.app.preview_import(&system, "export.csv", None, Some(mapping.clone()), start);
        let looked = looked.expect("it serves the mapping");
        let fields: Vec<Option<Field>> = looked.columns.iter().map(|column| column.field).collect();
        assert_eq!(fields, [Some(Field::AccountKey), Some(Field::Amount), Some(Field::OrderDate)]);
        assert_eq!((looked.missing, looked.notices.len()), (vec![], 1), "orders are told apart by day");
        let import = import(Some(mapping)).expect("it runs");
        assert_eq!((import.rows.added, import.totals.amount_cents.0), (1, 1_250), "{}", stage.engine);
    }
}
