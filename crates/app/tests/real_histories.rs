//! Real order histories come in with the mapping guessed, and every total equals a count made
//! without our code (`real_histories/count.py`). Where the large histories are not at hand, the
//! samples in the repository are what is counted.

use bellwether_app::{App, AppConfig, Caller, ImportOptions, Outbound, UploadedFile};
use bellwether_core::account::AccountQuery;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::import::{Import, ImportStatus, RowCounts};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Deserialize)]
struct Expected {
    read: u64,
    rejected: u64,
    lines: u64,
    accounts: u64,
    orders: u64,
    revenue_cents: i64,
}

/// Too many lines for an unoptimised build; `cargo xtask bench` counts it.
const LARGE: &str = "iowa_stores_a/lines.csv.gz";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn expected(file: &str) -> BTreeMap<String, Expected> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real_histories").join(file);
    let text = std::fs::read_to_string(path).expect("the expected counts are part of the repository");
    serde_json::from_str(&text).expect("the expected counts are JSON")
}

fn open(folder: &Path) -> Arc<App> {
    let config = AppConfig {
        database_url: folder.join("book.db").display().to_string(),
        data_dir: folder.to_owned(),
        max_upload_bytes: u64::MAX,
        outbound: Outbound::default(),
    };
    App::open(config).expect("an empty database opens")
}

fn import(app: &App, path: &Path) -> Import {
    let file = UploadedFile {
        path: path.to_owned(),
        file_name: path.file_name().expect("files have names").to_string_lossy().into_owned(),
        bytes: path.metadata().expect("the file is there").len(),
        is_temporary: false,
    };
    let options =
        ImportOptions { covers_up_to: NaiveDate::from_ymd_opt(2026, 6, 30), ..ImportOptions::default() };
    app.run_import(&Caller::system(), file, &options).expect("the file is read")
}

/// Everything in the data, whatever its dates.
fn all_time() -> FactFilter {
    FactFilter {
        from: NaiveDate::from_ymd_opt(1990, 1, 1),
        to: NaiveDate::from_ymd_opt(2026, 6, 30),
        ..FactFilter::default()
    }
}

fn check(path: &Path, expected: &Expected) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let app = open(folder.path());
    let first = import(&app, path);
    assert_eq!(first.status, ImportStatus::Done, "{:?}", first.failure);
    let counts = RowCounts {
        read: expected.read,
        added: expected.lines,
        updated: 0,
        unchanged: 0,
        rejected: expected.rejected,
    };
    assert_eq!(first.rows, counts);
    assert_eq!(first.totals.accounts_added, expected.accounts);
    assert_eq!(first.totals.orders_added, expected.orders);
    assert_eq!(first.totals.amount_cents.0, expected.revenue_cents);
    assert_eq!(first.rejections.iter().map(|reason| reason.rows).sum::<u64>(), expected.rejected);

    let system = Caller::system();
    let dashboard = app.dashboard(&system, &all_time()).expect("the dashboard answers");
    assert_eq!(dashboard.kpis.revenue.current.0, expected.revenue_cents, "the ledger holds the same money");
    let accounts = app.accounts(&system, &AccountQuery::default()).expect("the list answers");
    assert_eq!(accounts.total, expected.accounts);

    let again = import(&app, path);
    let unchanged = RowCounts { added: 0, unchanged: expected.lines, ..counts };
    assert_eq!(again.rows, unchanged, "the same file again changes nothing");
    let after = app.dashboard(&system, &all_time()).expect("the dashboard answers");
    assert_eq!(after.kpis.revenue, dashboard.kpis.revenue);
}

#[test]
fn the_samples_come_in_with_the_totals_of_an_independent_count() {
    for (file, expected) in expected("samples.json") {
        check(&workspace().join("samples").join(file), &expected);
    }
}

#[test]
fn the_large_histories_come_in_with_the_totals_of_an_independent_count() {
    let data = workspace().join("../shared/data");
    if !data.is_dir() {
        println!("the large histories are not at hand; the samples were counted instead");
        return;
    }
    for (file, expected) in expected("expected.json") {
        if file != LARGE {
            println!("counting {file}");
            check(&data.join(&file), &expected);
        }
    }
}
