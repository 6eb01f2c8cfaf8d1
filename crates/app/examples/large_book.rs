//! How fast a large book comes in and is ready: import, ledger, one new order.
//!
//! `cargo run --release -p bellwether-app --example large_book -- FOLDER DATABASE_URL [LINES]`
//! writes a deterministic file of order lines into the folder (once), imports it into the database,
//! opens it again and adds one order from a second instance. Prints one line a figure.

use bellwether_app::{App, AppConfig, Caller, ImportOptions, UploadedFile};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::import::ImportStatus;
use chrono::{Days, NaiveDate};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

const LINES_PER_ACCOUNT: u64 = 100;
const PRODUCTS: u64 = 5_000;
const DAYS: u64 = 1_096;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("give a folder")?);
    let database_url = arguments.next().ok_or("give a database URL")?;
    let lines: u64 = arguments.next().map_or(Ok(10_000_000), |text| text.parse())?;
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("order_lines_{lines}.csv"));
    if !path.exists() {
        write_lines(&path, lines)?;
    }
    let config = AppConfig { database_url, data_dir: folder.clone(), max_upload_bytes: u64::MAX };
    import(&config, &path)?;
    open_and_follow(&config, &folder)
}

fn import(config: &AppConfig, path: &Path) -> Outcome<()> {
    let app = App::open(config.clone())?;
    let before_kib = peak_memory_kib();
    let start = Instant::now();
    let import = app.run_import(&Caller::system(), upload(path)?, &options())?;
    let seconds = start.elapsed().as_secs_f64();
    if import.status != ImportStatus::Done || !import.rows.balances() {
        return Err(format!("the import ended {:?}: {:?}", import.status, import.failure).into());
    }
    println!("import: {} lines in {seconds:.1} s, with publishing", import.rows.added);
    println!("import: memory before {} MB, at most {} MB", before_kib / 1024, peak_memory_kib() / 1024);
    Ok(())
}

fn open_and_follow(config: &AppConfig, folder: &Path) -> Outcome<()> {
    let start = Instant::now();
    let app = App::open(config.clone())?;
    println!("ledger: open in {:.1} s", start.elapsed().as_secs_f64());
    let (lines, bytes) = app.ledger_size();
    println!("ledger: {lines} lines, {:.1} bytes a line", bytes as f64 / lines as f64);
    let start = Instant::now();
    let dashboard = app.dashboard(&Caller::system(), &FactFilter::default())?;
    println!("dashboard of 90 days: {:.1} ms, revenue {}", millis(start), dashboard.kpis.revenue.current.0);
    let other = App::open(config.clone())?;
    for order in 0..5 {
        one_order(&app, &other, folder, order)?;
    }
    Ok(())
}

/// From the commit of one instance until the other one answers with it.
fn one_order(app: &Arc<App>, other: &Arc<App>, folder: &Path, order: u32) -> Outcome<()> {
    let path = folder.join("one_order.csv");
    std::fs::write(&path, format!("{HEADER}\nA7,NEW{order},2026-06-29,P3,1,10.00,6.00\n"))?;
    let before = app.data_version();
    let watcher = Arc::clone(app);
    let seen = std::thread::spawn(move || {
        while watcher.data_version() == before {
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
        Instant::now()
    });
    other.run_import(&Caller::system(), upload(&path)?, &options())?;
    let own = Instant::now();
    let seen = seen.join().map_err(|_| "the watcher broke")?;
    let lag = seen.saturating_duration_since(own).as_secs_f64() * 1000.0;
    println!("one order: visible in the other instance {lag:.1} ms after it was in the first");
    Ok(())
}

fn options() -> ImportOptions {
    ImportOptions { covers_up_to: NaiveDate::from_ymd_opt(2026, 6, 30), ..ImportOptions::default() }
}

fn upload(path: &Path) -> Outcome<UploadedFile> {
    let file_name = path.file_name().ok_or("a file has a name")?.to_string_lossy().into_owned();
    Ok(UploadedFile { path: path.to_owned(), file_name, bytes: path.metadata()?.len(), is_temporary: false })
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

const HEADER: &str = "account_id,order_id,order_date,item_id,quantity,revenue,cost";

/// Orders by date, customers mixed, one to seven lines an order: as an ERP exports them.
fn write_lines(path: &Path, lines: u64) -> Outcome<()> {
    let accounts = (lines / LINES_PER_ACCOUNT).max(1);
    let first = NaiveDate::from_ymd_opt(2023, 7, 1).ok_or("a date of the calendar")?;
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(file, "{HEADER}")?;
    let (mut written, mut order, mut state) = (0, 0_u64, 7_u64);
    while written < lines {
        order += 1;
        state = mixed(state);
        let date = first.checked_add_days(Days::new(written * DAYS / lines)).ok_or("a date of the calendar")?;
        // The square makes some accounts order much more often than others.
        let unit = (state >> 11) as f64 / (1_u64 << 53) as f64;
        let account = (unit * unit * accounts as f64) as u64;
        for line in 0..(1 + state % 7).min(lines - written) {
            let own = mixed(state ^ (line + 1));
            let (product, quantity, price) = (own % PRODUCTS, 1 + own / PRODUCTS % 24, 199 + own / 200_000 % 20_000);
            let (revenue, cost) = (quantity * price, quantity * price * 6 / 10);
            writeln!(
                file,
                "A{account},S{order},{date},P{product},{quantity},{}.{:02},{}.{:02}",
                revenue / 100,
                revenue % 100,
                cost / 100,
                cost % 100
            )?;
            written += 1;
        }
    }
    Ok(file.flush()?)
}

fn mixed(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Most memory this process has held so far, in KiB; 0 where the system does not tell.
fn peak_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
