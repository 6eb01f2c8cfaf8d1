//! What became of the rows of imported files, as a table for people or as JSON for programs.

use crate::failure::Failure;
use bellwether_core::import::{Import, ImportKind, ImportStatus, RowError};
use std::path::PathBuf;

/// One file and what became of it.
pub struct Outcome {
    /// The file.
    pub path: PathBuf,
    /// Its import, if it got that far.
    pub import: Option<Import>,
    /// Why it did not.
    pub failure: Option<String>,
    /// The first bad rows of each reason.
    pub examples: Vec<RowError>,
}

impl Outcome {
    /// Whether nothing of the file is in.
    pub fn is_failed(&self) -> bool {
        match self.import.as_ref().map(|import| import.status) {
            Some(ImportStatus::Done | ImportStatus::DryRun) => false,
            Some(ImportStatus::Running | ImportStatus::Failed | ImportStatus::Undone) | None => true,
        }
    }

    fn status(&self) -> &'static str {
        self.import.as_ref().map_or("failed", |import| import.status.code())
    }
}

/// Prints one JSON array.
pub fn print_json(outcomes: &[Outcome]) -> Result<(), Failure> {
    let values: Vec<serde_json::Value> = outcomes
        .iter()
        .map(|outcome| {
            serde_json::json!({
                "path": outcome.path.display().to_string(),
                "status": outcome.status(),
                "import": outcome.import,
                "failure": outcome.failure,
                "examples": outcome.examples,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&values).map_err(|error| Failure::Said(error.to_string()))?;
    println!("{text}");
    Ok(())
}

/// Prints a table, then the reasons of rejected rows.
pub fn print_table(outcomes: &[Outcome]) {
    println!(
        "{:<28} {:<10} {:<8} {:>10} {:>10} {:>9} {:>10} {:>9} {:>16}",
        "file", "kind", "status", "read", "added", "updated", "unchanged", "rejected", "amount"
    );
    for outcome in outcomes {
        print_row(outcome);
    }
    for outcome in outcomes {
        print_reasons(outcome);
    }
    print_hints(outcomes);
}

fn print_row(outcome: &Outcome) {
    let name = outcome.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let Some(import) = &outcome.import else {
        println!("{name:<28} {:<10} failed", "");
        return;
    };
    let rows = import.rows;
    println!(
        "{name:<28} {:<10} {:<8} {:>10} {:>10} {:>9} {:>10} {:>9} {:>16}",
        import.kind.code(),
        outcome.status(),
        rows.read,
        rows.added,
        rows.updated,
        rows.unchanged,
        rows.rejected,
        amount(import.totals.amount_cents.0),
    );
}

fn print_reasons(outcome: &Outcome) {
    let failure =
        outcome.failure.as_ref().or(outcome.import.as_ref().and_then(|import| import.failure.as_ref()));
    if let Some(failure) = failure {
        println!("\n{}: {failure}", outcome.path.display());
    }
    let Some(import) = &outcome.import else { return };
    if let Some(warning) = &import.warning {
        println!("\nWarning: {}: {warning}", outcome.path.display());
    }
    println!("\n{}: {}", outcome.path.display(), next_step(import));
    for reason in &import.rejections {
        let noun = if reason.rows == 1 { "row" } else { "rows" };
        println!("  {} {noun} rejected: {}", reason.rows, reason.message);
        for bad in outcome.examples.iter().filter(|bad| bad.code == reason.code) {
            println!("    row {}, column {:?}, value {:?}", bad.row, bad.column, bad.value);
        }
    }
}

/// What can be done with the import now.
fn next_step(import: &Import) -> String {
    match import.status {
        ImportStatus::Done => format!("bellwether undo {} takes it out again", import.id),
        ImportStatus::DryRun => "checked only; nothing was written".to_owned(),
        ImportStatus::Running | ImportStatus::Failed | ImportStatus::Undone => {
            format!("import {}", import.id)
        }
    }
}

/// What the figures will say about purchases that are in now.
fn print_hints(outcomes: &[Outcome]) {
    let imports = outcomes.iter().filter_map(|outcome| outcome.import.as_ref());
    let done: Vec<&Import> = imports.filter(|import| import.status == ImportStatus::Done).collect();
    let is_undated = |import: &&Import| import.kind == ImportKind::Purchases && import.covers_up_to.is_none();
    if done.iter().any(is_undated) {
        println!(
            "\nOrders count as complete up to today. If the file ends earlier, import it again with \
             --covers-up-to DATE; nothing is doubled."
        );
    }
    if !done.is_empty() {
        println!(
            "\nScores follow by themselves where bellwether serve runs; bellwether score computes them now."
        );
    }
}

/// An amount in minor units with two decimals.
fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_two_decimals_and_one_sign() {
        assert_eq!(amount(123_450), "1234.50");
        assert_eq!(amount(-5), "-0.05");
    }
}
