//! Alerts against what came after, on the real histories beside the clone. The outcome goes into
//! `docs/accuracy/alerts.md` between marks.

use super::page::write_between;
use crate::places;
use crate::process::{Failure, cargo, output};

const DOCUMENT: &str = "docs/accuracy/alerts.md";
const MARKS: [&str; 2] = ["<!-- measured: begin -->", "<!-- measured: end -->"];

/// Replays the rules, or says why it cannot.
///
/// # Errors
/// When the replay fails or the page cannot be written; alerts that were wrong are told in it, not an error.
pub fn measure() -> Result<(), Failure> {
    let shared = places::root().parent().map(|beside| beside.join("shared"));
    let Some(shared) = shared.filter(|shared| shared.join("data").is_dir()) else {
        println!("The histories are not beside this clone (../shared/data): nothing to measure.");
        return Ok(());
    };
    println!("Replaying two years of every history; that takes some minutes.");
    let mut replay =
        cargo(&["run", "--release", "--package", "bellwether-scoring", "--example", "alert_record", "--"]);
    let measured = output(replay.arg(shared.join("data")).arg(shared.join("tools/backtest/bt")))?;
    write_between(DOCUMENT, MARKS, measured.trim())
}
