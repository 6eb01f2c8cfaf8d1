//! How fast a large book comes in and is ready: import, ledger, scores, one new order, beside the raw
//! load of the same rows by the engine's own loader in the same run.
//!
//! `cargo run --release -p bellwether-app --example large_book -- sqlite|postgres [LINES]`

mod raw;

use bellwether_app::{App, AppConfig, Caller, ImportOptions, Outbound, UploadedFile};
use bellwether_core::alert::{AlertKind, AlertQuery, AlertRow, ForYouQuery};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::import::ImportStatus;
use bellwether_core::settings::Settings;
use bellwether_testkit::database::{TestDatabase, postgres, sqlite};
use bellwether_testkit::order_lines;
use chrono::NaiveDate;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// New orders whose way is timed.
const NEW_ORDERS: u32 = 9;
/// After this time an alert that should have ended is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// After this time without a change nothing is under way.
const QUIET: Duration = Duration::from_secs(2);

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let engine = arguments.next().unwrap_or_else(|| "sqlite".to_owned());
    let rows: u64 = arguments.next().map_or(Ok(10_000_000), |text| text.parse())?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("order_lines_{rows}.csv"));
    if !path.exists() {
        order_lines::write_lines(&path, rows)?;
    }
    let database = database(&engine)?;
    println!("{engine}, {rows} order lines, {} MB of CSV", path.metadata()?.len() / 1_000_000);
    if engine == "postgres" {
        raw::postgres(&database.url, &path, rows)?;
    } else {
        raw::sqlite(&folder, &path, rows)?;
    }
    let config = AppConfig {
        database_url: database.url.clone(),
        data_dir: folder.clone(),
        max_upload_bytes: u64::MAX,
        outbound: Outbound::default(),
    };
    import(&config, &path)?;
    open_and_follow(&config, &folder)
}

fn database(engine: &str) -> Outcome<TestDatabase> {
    match engine {
        "sqlite" => Ok(sqlite()),
        "postgres" => Ok(postgres().ok_or("PostgreSQL is not installed here")?),
        other => Err(format!("{other} is no engine: sqlite or postgres").into()),
    }
}

fn import(config: &AppConfig, path: &Path) -> Outcome<()> {
    let app = App::open_at_terminal(config.clone())?;
    let file = upload(path)?;
    let start = Instant::now();
    let import = app.run_import(&Caller::system(), file, &options())?;
    let took = seconds(start);
    if import.status != ImportStatus::Done || !import.rows.balances() {
        return Err(format!("the import ended {:?}: {:?}", import.status, import.failure).into());
    }
    let added = import.rows.added;
    println!("import: {added} rows in {took:.1} s, {:.0} rows/s, indexes included", added as f64 / took);
    println!("import: at most {} MB of memory", peak_memory_kib() / 1024);
    Ok(())
}

fn open_and_follow(config: &AppConfig, folder: &Path) -> Outcome<()> {
    let start = Instant::now();
    let app = App::open(config.clone())?;
    println!("ledger: open in {:.1} s", seconds(start));
    // The rows end in the past: without this the feed would count as late, and alerts would be frozen.
    let settings = app.settings(&Caller::system())?;
    let pinned = Settings { pinned_as_of: options().covers_up_to, ..settings };
    app.update_settings(&Caller::system(), &pinned)?;
    let (lines, bytes) = app.ledger_size();
    println!("ledger: {lines} lines, {:.1} bytes a line", bytes as f64 / lines as f64);
    for attempt in ["first", "second"] {
        let start = Instant::now();
        app.dashboard(&Caller::system(), &FactFilter::default())?;
        println!("dashboard of 90 days, {attempt}: {:.1} ms", seconds(start) * 1000.0);
    }
    let start = Instant::now();
    let accounts = app.run_scoring(None)?;
    println!("scores: {accounts} accounts in {:.1} s, stored", seconds(start));
    everybody_judged(&app)?;
    let other = App::open_at_terminal(config.clone())?;
    alerts_end(&app, &other, folder)?;
    let mut lags =
        (0..NEW_ORDERS).map(|order| one_order(&app, &other, folder, order)).collect::<Outcome<Vec<f64>>>()?;
    lags.sort_by(f64::total_cmp);
    println!(
        "one order: visible {:.1} ms after its commit by another process (median of {NEW_ORDERS}, most {:.1} ms)",
        lags[lags.len() / 2],
        lags[lags.len() - 1]
    );
    println!("memory: at most {} MB with the ledger and a scoring", peak_memory_kib() / 1024);
    Ok(())
}

/// How long the look at every account takes that follows a scoring, with everything stored.
fn everybody_judged(app: &App) -> Outcome<()> {
    let start = Instant::now();
    loop {
        let cards = app.for_you(&Caller::system(), &ForYouQuery::default())?;
        if cards.total + cards.watched > 0 {
            println!(
                "alerts: every account looked at {:.1} s after its scoring, {} urgent cards, {} watched",
                seconds(start),
                cards.total,
                cards.watched
            );
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How long after the commit of an order by another process the alert about the silence before it is gone.
fn alerts_end(app: &App, other: &App, folder: &Path) -> Outcome<()> {
    let query =
        AlertQuery { kind: Some(AlertKind::ChurnRisk), limit: Some(NEW_ORDERS), ..AlertQuery::default() };
    let silent = app.alerts(&Caller::system(), &query)?.items;
    let mut lags =
        silent.iter().map(|row| one_alert(app, other, folder, row)).collect::<Outcome<Vec<f64>>>()?;
    println!("one order: its alert gone after {lags:.1?} ms, in this order");
    lags.sort_by(f64::total_cmp);
    println!(
        "one order: its alert gone {:.1} ms after its commit by another process (median of {}, most {:.1} ms)",
        lags[lags.len() / 2],
        lags.len(),
        lags[lags.len() - 1]
    );
    Ok(())
}

/// Milliseconds from the commit of an order by another process until the alert is live no more.
#[expect(clippy::disallowed_methods, reason = "a bench looks at the clock")]
fn one_alert(app: &App, other: &App, folder: &Path, row: &AlertRow) -> Outcome<f64> {
    let (path, name) = (folder.join("one_alert.csv"), &row.account.name);
    std::fs::write(
        &path,
        format!("{}\n{name},BACK-{name},2026-06-29,P3,1,10.00,6.00\n", order_lines::HEADER),
    )?;
    let import = other.run_import(&Caller::system(), upload(&path)?, &options())?;
    let committed = import.finished_at.ok_or("an import that is done has ended")?;
    let query = AlertQuery { account: Some(row.account.id), ..AlertQuery::default() };
    let start = Instant::now();
    while app.alerts(&Caller::system(), &query)?.items.iter().any(|live| live.alert.id == row.alert.id) {
        if start.elapsed() > PATIENCE {
            return Err(format!("the alert about {name} does not end").into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    Ok((now - committed).as_seconds_f64() * 1000.0)
}

/// Milliseconds from the commit of another process until this one answers with the order.
#[expect(clippy::disallowed_methods, reason = "a bench looks at the clock")]
fn one_order(app: &Arc<App>, other: &App, folder: &Path, order: u32) -> Outcome<f64> {
    let path = folder.join("one_order.csv");
    std::fs::write(&path, format!("{}\nA7,NEW{order},2026-06-29,P3,1,10.00,6.00\n", order_lines::HEADER))?;
    let before = settled_version(app);
    let watcher = Arc::clone(app);
    let seen = std::thread::spawn(move || {
        while watcher.data_version() == before {
            std::thread::sleep(Duration::from_micros(200));
        }
        Instant::now()
    });
    let import = other.run_import(&Caller::system(), upload(&path)?, &options())?;
    let committed = import.finished_at.ok_or("an import that is done has ended")?;
    let answered = (Instant::now(), chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()));
    let seen = seen.join().map_err(|_| "the watcher broke")?;
    let since_commit = (answered.1 - committed).as_seconds_f64();
    let since_answer = seen.saturating_duration_since(answered.0).as_secs_f64();
    let before_answer = answered.0.saturating_duration_since(seen).as_secs_f64();
    Ok((since_commit + since_answer - before_answer) * 1000.0)
}

/// The version once nothing has changed for a while: a scoring that is still to come must not be taken for
/// the order.
fn settled_version(app: &App) -> u64 {
    let mut version = app.data_version();
    loop {
        std::thread::sleep(QUIET);
        let now = app.data_version();
        if now == version {
            return version;
        }
        version = now;
    }
}

fn options() -> ImportOptions {
    ImportOptions { covers_up_to: NaiveDate::from_ymd_opt(2026, 6, 30), ..ImportOptions::default() }
}

fn upload(path: &Path) -> Outcome<UploadedFile> {
    let file_name = path.file_name().ok_or("a file has a name")?.to_string_lossy().into_owned();
    Ok(UploadedFile {
        path: PathBuf::from(path),
        file_name,
        bytes: path.metadata()?.len(),
        is_temporary: false,
    })
}

fn seconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64()
}

/// Most memory this process has held so far, in KiB; 0 where the system does not tell.
fn peak_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
