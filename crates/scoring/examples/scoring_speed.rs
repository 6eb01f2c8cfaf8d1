//! How long scoring a large book takes: 100 000 accounts, 1 000 000 orders, 10 000 000 lines.
//! Run with `cargo run --release -p bellwether-scoring --example scoring_speed [FILE]`; the lines go to FILE.

use bellwether_core::rule_lab::{ChurnRule, Rules};
use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId};
use bellwether_ledger::dimension::{Account, Category, DimensionsBuilder, Product};
use bellwether_ledger::{HistoryBuilder, Line, Snapshot, day};
use bellwether_scoring::backtest::backtest;
use bellwether_scoring::rule_lab::{Lab, StoredRisk};
use bellwether_scoring::{Book, Learning, ModelId, PreviousSegments, Settings, score_book, score_one};
use chrono::NaiveDate;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

const ACCOUNTS: i64 = 100_000;
const ORDERS_EACH: i64 = 10;
const LINES_EACH: i64 = 10;

/// The next number of a linear congruential generator: the same book every time.
fn next(state: &mut u64, below: i64) -> i64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33).cast_signed() % below
}

fn large_book(as_of: i32) -> Snapshot {
    let mut dimensions = DimensionsBuilder::default();
    for id in 0..40 {
        let category = dimensions.put_category(Category { id: CategoryId(id), name: "".into() });
        dimensions.put_product(Product::new(ProductId(id), "", "", Some(category)));
    }
    let mut state = 7;
    let mut histories = Vec::new();
    for account in 0..ACCOUNTS {
        dimensions.put_account(Account::new(AccountId(account), "", ""));
        let usual_gap = 5 + next(&mut state, 90);
        let mut day = i64::from(as_of) - next(&mut state, 2 * usual_gap);
        let mut history = HistoryBuilder::default();
        for order in account * ORDERS_EACH..(account + 1) * ORDERS_EACH {
            history.order(order, i32::try_from(day).expect("a day of this century"), OrderStatus::Paid);
            for _ in 0..LINES_EACH {
                let product = u32::try_from(next(&mut state, 40)).expect("below 40");
                history.line(order, Line::new(product, 1_000, 100 + next(&mut state, 50_000), None));
            }
            day -= usual_gap / 2 + next(&mut state, usual_gap);
        }
        histories.push(Arc::new(history.build().expect("consistent rows")));
    }
    Snapshot::new(1, Arc::new(dimensions.build()), histories)
}

/// One result for each half of the items, worked out side by side.
fn on_two_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let work = &work;
    std::thread::scope(|scope| {
        let halves: Vec<_> =
            items.chunks(items.len().div_ceil(2)).map(|half| scope.spawn(move || work(half))).collect();
        halves.into_iter().map(|half| half.join().expect("no thread panics")).collect()
    })
}

/// Memory of this process, where the system tells it.
fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Writes every line as account, day, category and cents, for others to be measured on the same facts.
fn write_lines(path: &str, snapshot: &Snapshot) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "account,day,category,cents")?;
    for (account, history) in snapshot.histories().iter().enumerate() {
        for order in history.orders() {
            for line in history.lines_of(order) {
                let (product, cents) = (line.product, line.revenue_cents);
                writeln!(file, "{account},{},{product},{cents}", order.day)?;
            }
        }
    }
    file.flush()
}

fn main() {
    let as_of = day::from_date(NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar"));
    let snapshot = large_book(as_of);
    if let Some(path) = std::env::args().nth(1) {
        write_lines(&path, &snapshot).expect("the file named can be written");
    }
    println!(
        "{ACCOUNTS} accounts, {} orders, {} lines, as of day {as_of}",
        snapshot.order_count(),
        snapshot.line_count()
    );
    let before = resident_mib();
    let start = Instant::now();
    let places: Vec<u32> = snapshot.dimensions().live_accounts().map(|(place, _)| place).collect();
    let parts = on_two_cores(&places, |places| Book::observe_some(&snapshot, places.iter().copied(), as_of));
    let observed = start.elapsed();
    let book = Book::joined(&snapshot, parts, as_of);
    println!("features of all accounts {observed:?} on two cores");
    for model in [ModelId::Learnt, ModelId::Boosted] {
        let settings = Settings { model, ..Settings::default() };
        let start = Instant::now();
        let fitted = model.learn(&book, &Learning::default());
        let learnt = start.elapsed();
        let judge = |part: &[_]| score_book(part, &fitted, &settings, &PreviousSegments::new());
        let scores = on_two_cores(book.accounts(), judge).concat();
        let judged = start.elapsed() - learnt;
        let start = Instant::now();
        for score in &scores[..1_000] {
            let alone = score_one(&snapshot, score.account, &fitted, &settings, None);
            assert!(alone.as_ref() == Some(score), "one account alone must be judged as among all");
        }
        let one = start.elapsed() / 1_000;
        println!("{}: refit with rolling origins {learnt:?} on one core", model.code());
        println!(
            "  {} scores with windows and reasons {judged:?} on two cores, one account {one:?}",
            scores.len()
        );
    }
    println!("memory grew by {} MiB", resident_mib().saturating_sub(before));
    let tried = Rules { churn_rule: ChurnRule::Longest, ..Rules::default() };
    let start = Instant::now();
    let lab = Lab::new(&snapshot, day::to_date(as_of), &Rules::default(), &tried);
    let places = snapshot.dimensions().live_accounts().map(|(place, _)| place);
    let preview = lab.preview(lab.tally(places, |_| StoredRisk::New), 1, |_| None);
    let alerts = preview.current.alerts + preview.tried.alerts;
    println!("rule lab preview {:?} on one core, {alerts} alerts", start.elapsed());
    let start = Instant::now();
    let accuracy = backtest(&book, &Learning::default(), &ModelId::ALL);
    println!(
        "back-test of every model on {} days {:?} on one core",
        accuracy.asked_on.len(),
        start.elapsed()
    );
}
