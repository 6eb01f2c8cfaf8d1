//! How fast the engines' own loaders take the same rows, with no key, no check and no matching.

use crate::{Outcome, seconds};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const TABLE: &str = "CREATE TABLE raw_lines (account_id text, order_id text, order_date date, item_id text, \
                     quantity bigint, revenue numeric, cost numeric)";

/// `sqlite3 .import` into a new file; silent where the program is not installed.
pub fn sqlite(folder: &Path, lines: &Path, rows: u64) -> Outcome<()> {
    let database = folder.join("raw.db");
    if database.exists() {
        std::fs::remove_file(&database)?;
    }
    let import = format!(".import --csv --skip 1 {} raw_lines", lines.display());
    let mut command = Command::new("sqlite3");
    command.arg(&database).arg(TABLE).arg(import);
    report("sqlite3 .import", &mut command, rows)?;
    Ok(std::fs::remove_file(&database)?)
}

/// `COPY` into a table without index.
pub fn postgres(url: &str, lines: &Path, rows: u64) -> Outcome<()> {
    let copy = format!("\\copy raw_lines from '{}' csv header", lines.display());
    let mut command = Command::new("psql");
    command.arg(url).args(["-q", "-c", TABLE, "-c", &copy, "-c", "DROP TABLE raw_lines"]);
    report("COPY", &mut command, rows)
}

fn report(name: &str, command: &mut Command, rows: u64) -> Outcome<()> {
    let start = Instant::now();
    match command.stdout(Stdio::null()).status() {
        Err(_) => println!("{name}: not installed here"),
        Ok(status) if status.success() => {
            let took = seconds(start);
            println!("{name}: {rows} rows in {took:.1} s, {:.0} rows/s", rows as f64 / took);
        }
        Ok(status) => return Err(format!("{name} ended with {status}").into()),
    }
    Ok(())
}
