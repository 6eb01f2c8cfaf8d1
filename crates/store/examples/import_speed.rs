//! How fast purchases come in and facts go out, on both engines.
//!
//! `cargo run --release -p bellwether-store --example import_speed -- [LINES] [ACCOUNTS]` makes up that
//! many order lines, imports them, imports them again, loads them as the ledger does, and prints lines a
//! second and the memory needed. The rows lie in date order, as an export has them, so the accounts of a
//! batch are all over the book: the hard case for indexes.

use bellwether_core::ImportId;
use bellwether_core::import::ImportKind;
use bellwether_store::ledger_feed::{self, Accounts, IdRange};
use bellwether_store::records::{AccountAttributes, PurchaseRecord};
use bellwether_store::{ImportOutcome, ImportWriter, Result, Store, imports};
use bellwether_testkit::database;
use chrono::{Days, NaiveDate, NaiveDateTime};
use std::time::Instant;

const BATCH: u64 = 20_000;
const PRODUCTS: u64 = 5_000;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<u64>().ok());
    let lines = arguments.next().unwrap_or(1_000_000);
    let accounts = arguments.next().unwrap_or(lines / 100);
    println!("{lines} lines, {accounts} accounts");
    for database in database::each_engine() {
        let store = Store::open(&database.url)?;
        store.migrate()?;
        measure(&store, database.engine, lines, accounts)?;
    }
    Ok(())
}

fn measure(store: &Store, engine: &str, lines: u64, accounts: u64) -> Result<()> {
    let first = timed(engine, "import", lines, || import(store, lines, accounts))?;
    assert_eq!(first.rows.added, lines);
    let again = timed(engine, "the same again", lines, || import(store, lines, accounts))?;
    assert_eq!(again.rows.unchanged, lines);
    let loaded = timed(engine, "load, two threads", lines, || load(store))?;
    assert_eq!(loaded, lines);
    Ok(())
}

fn timed<T>(engine: &str, what: &str, lines: u64, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let (start, cpu_start) = (Instant::now(), cpu_seconds());
    let outcome = work()?;
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu_start);
    let rate = lines as f64 / seconds;
    println!(
        "{engine}: {what}: {seconds:.2} s, {rate:.0} lines/s; own CPU time {cpu:.2} s; peak memory {} MB",
        peak_megabytes()
    );
    Ok(outcome)
}

/// CPU time of this process so far: on a busy machine it says more than the clock. Ticks are 10 ms.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

/// Peak resident memory of this process, the generator's batch included.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes / 1_024)
}

fn import(store: &Store, lines: u64, accounts: u64) -> Result<ImportOutcome> {
    let now = NaiveDateTime::default();
    let new = imports::NewImport {
        file_name: "made up".to_owned(),
        kind: ImportKind::Purchases,
        mapping: serde_json::json!({}),
        source: "csv".to_owned(),
        bytes_total: 0,
        covers_up_to: None,
        user: None,
    };
    let id: ImportId = store.write(|connection| imports::start(connection, &new, now))?;
    store.write(|connection| {
        let mut writer = ImportWriter::begin(connection, id, ImportKind::Purchases, "csv", now)?;
        let mut start = 0;
        while start < lines {
            let batch: Vec<PurchaseRecord> =
                (start..lines.min(start + BATCH)).map(|line| record(line, lines, accounts)).collect();
            writer.write_purchases(&batch)?;
            start += BATCH;
        }
        writer.finish()
    })
}

/// A number that looks random, the same every time (SplitMix64).
fn mix(seed: u64) -> u64 {
    let mut value = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// Four lines an order, orders in date order over three years.
fn record(line: u64, lines: u64, accounts: u64) -> PurchaseRecord {
    let order = line / 4;
    let account = mix(order) % accounts;
    let product = mix(line.wrapping_mul(31)) % PRODUCTS;
    let quantity = i64::try_from(mix(line) % 20).expect("below 20") + 1;
    let start = NaiveDate::from_ymd_opt(2023, 7, 1).expect("a date of the calendar");
    PurchaseRecord {
        account_key: format!("C{account:06}"),
        account_name: Some(format!("Customer {account}")),
        order_key: format!("SO-{order:08}"),
        placed_on: start + Days::new(order * 4 * 1_095 / lines),
        placed_at: None,
        status: None,
        product_key: format!("ITEM-{product:05}"),
        product_name: Some(format!("Item {product}")),
        category: Some(format!("Category {}", product % 40)),
        subcategory: None,
        quantity_milli: quantity * 1_000,
        amount_cents: quantity * 1_250,
        cost_cents: Some(quantity * 800),
        line_key: None,
        started_by: None,
        started_by_phone: None,
        credits_order: None,
        backordered_milli: None,
        account: AccountAttributes { state: Some("IA".to_owned()), ..AccountAttributes::default() },
    }
}

/// Loads every order and line with two threads; the number of lines.
fn load(store: &Store) -> Result<u64> {
    let bounds = store.read(ledger_feed::line_id_bounds)?;
    let middle = bounds.from.midpoint(bounds.until);
    let part = |ids: IdRange| {
        store.read(|connection| {
            let mut count = 0;
            ledger_feed::load_lines(connection, Accounts::All, ids, |_| count += 1)?;
            Ok(count)
        })
    };
    std::thread::scope(|scope| {
        let first = scope.spawn(|| part(IdRange { from: bounds.from, until: middle }));
        store.read(|connection| ledger_feed::load_orders(connection, Accounts::All, IdRange::ALL, |_| {}))?;
        let second: u64 = part(IdRange { from: middle, until: bounds.until })?;
        let first: u64 = first.join().expect("the thread does not panic")?;
        Ok(first + second)
    })
}
