//! Imports as jobs: begun whole, done once, and nothing left lying about.

use crate::stage::Stage;
use crate::{AppError, Caller, ImportOptions};
use bellwether_core::import::{Import, ImportStatus};
use bellwether_core::job::JobKind;
use bellwether_store::{StoreError, imports, jobs};
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;

const HEADER: &str = "account_id,order_id,order_date,item_id,quantity,revenue\n";
const TWO_ROWS: &str = "account_id,order_id,order_date,item_id,quantity,revenue\n\
                        A1,S1,2026-05-01,P1,1,10.00\nA1,S2,2026-05-02,P1,1,10.00\n";

fn started(stage: &Stage) -> Import {
    let file = stage.upload("orders.csv", TWO_ROWS);
    stage.app.start_import(&Caller::system(), file, &ImportOptions::default()).expect("it starts")
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
            stage.app.run_import(&Caller::system(), file, &options).expect("it runs").warning
        };
        for dry_run in [true, false] {
            let said = warning("empty.csv", HEADER, dry_run).expect("a file without rows is worth a word");
            assert!(said.contains("no rows") && said.contains("again"), "{}: {said}", stage.engine);
            assert_eq!(warning("orders.csv", TWO_ROWS, dry_run), None, "{}", stage.engine);
        }
    }
}
