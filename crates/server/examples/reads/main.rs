//! How long every read endpoint takes on a large book: in process with its answer written as JSON, over HTTP on
//! loopback, and with many requests in flight; beside the same questions asked of DuckDB over the same lines in the same
//! run where a Python with it is given.
//!
//! `cargo run --release -p bellwether-server --example reads -- sqlite|postgres [LINES [PYTHON]] [--keep] [--only=MAP,UNITS]
//! [--files=FOLDER]`. With a folder its `products.csv`, `accounts.csv` and `order_lines.csv` are asked about instead, and
//! nothing is asked of DuckDB.

mod ask;
mod book;
mod loopback;
mod pace;
mod peer;
mod question;
mod report;

use bellwether_app::{App, Caller};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let (options, arguments): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let is_kept = options.iter().any(|option| option == "--keep");
    let only = options.iter().find_map(|option| option.strip_prefix("--only="));
    let files = options.iter().find_map(|option| option.strip_prefix("--files=")).map(PathBuf::from);
    let is_known =
        |option: &str| option == "--keep" || option.starts_with("--only=") || option.starts_with("--files=");
    if let Some(unknown) = options.iter().find(|option| !is_known(option)) {
        return Err(format!("{unknown} is no option: --keep, --only=ENDPOINT or --files=FOLDER").into());
    }
    let mut arguments = arguments.into_iter();
    let engine = arguments.next().unwrap_or_else(|| "sqlite".to_owned());
    let rows: u64 = arguments.next().map_or(Ok(10_000_000), |text| text.parse())?;
    let python = arguments.next().map(PathBuf::from).filter(|_| files.is_none());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
    std::fs::create_dir_all(&folder)?;
    let place = book::Place::of(&engine, &folder, rows, files)?;
    place.fill()?;
    let start = Instant::now();
    let app = App::open(place.config())?;
    println!("{engine}: open in {:.1} s", start.elapsed().as_secs_f64());
    book::score(&app)?;
    let (lines, bytes) = app.ledger_size();
    println!("{lines} lines in memory, {:.1} bytes a line", bytes as f64 / lines as f64);
    let caller = Caller::system();
    let book = question::Book::of(&app, &caller, rows)?;
    let mut peer = peer::Peer::start(python.as_deref(), &place, &book)?;
    let server = loopback::Loopback::start(&app, &place)?;
    let pace = pace::Pace::new();
    let asked = report::Asked { app: &app, caller: &caller, book: &book, server: &server, pace: &pace };
    asked.tables(&mut peer, only)?;
    server.stop();
    report::after_commits(&app, &place)?;
    drop(app);
    if !is_kept {
        place.remove()?;
    }
    Ok(())
}
