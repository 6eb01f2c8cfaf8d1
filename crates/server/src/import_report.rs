//! What became of the rows of imported files, as a table for people or as JSON for programs.

use crate::failure::Failure;
use bellwether_core::import::{Field, Import, ImportKind, ImportStatus, Mapping, RowError, is_same_header};
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
    /// The headers of the file in their order, as far as they could be read.
    pub headers: Vec<String>,
}

impl Outcome {
    /// Whether nothing of the file is in.
    fn is_failed(&self) -> bool {
        match self.import.as_ref().map(|import| import.status) {
            Some(ImportStatus::Done | ImportStatus::DryRun) => false,
            Some(ImportStatus::Running | ImportStatus::Failed | ImportStatus::Undone) | None => true,
        }
    }

    /// Whether the file has rows, and every one was rejected.
    fn is_rejected(&self) -> bool {
        let rows = self.import.as_ref().map(|import| import.rows);
        !self.is_failed() && rows.is_some_and(|rows| rows.read > 0 && rows.rejected == rows.read)
    }

    fn status(&self) -> &'static str {
        self.import.as_ref().map_or("failed", |import| import.status.code())
    }
}

/// Which files brought nothing, and why; none when every file brought something or had nothing to bring.
pub fn failures(outcomes: &[Outcome], dry_run: bool) -> Option<String> {
    let all = outcomes.len();
    let words = |count: usize, why: &str| {
        let files = if all == 1 { "file" } else { "files" };
        let done = match (dry_run, count) {
            (true, _) => "cannot be imported",
            (false, 1) => "was not imported",
            (false, _) => "were not imported",
        };
        (count > 0).then(|| format!("{count} of {all} {files} {done}{why}."))
    };
    let failed = outcomes.iter().filter(|outcome| outcome.is_failed()).count();
    let rejected = outcomes.iter().filter(|outcome| outcome.is_rejected()).count();
    let why = ": every row was rejected, for the reasons above";
    let sentences: Vec<String> = words(failed, "").into_iter().chain(words(rejected, why)).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
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

/// Prints how the files were read, a table of their rows, then the reasons of rejected rows.
pub fn print_table(outcomes: &[Outcome]) {
    for outcome in outcomes {
        if let Some(import) = &outcome.import {
            println!("{}\n", mapping_table(&name_of(outcome), &import.mapping, &outcome.headers));
        }
    }
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

fn name_of(outcome: &Outcome) -> String {
    outcome.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Which column fills which field, in the order of the file, and the columns that fill none.
fn mapping_table(name: &str, mapping: &Mapping, headers: &[String]) -> String {
    let place = |column: &str| headers.iter().position(|header| is_same_header(header, column));
    let mut rows: Vec<(&str, String)> =
        mapping.columns.iter().map(|(field, column)| (column.as_str(), word_of(*field))).collect();
    rows.sort_by_key(|(column, _field)| place(column).unwrap_or(usize::MAX));
    let width =
        rows.iter().map(|(column, _field)| column.chars().count()).max().unwrap_or(0).max("column".len());
    let mut lines =
        vec![format!("{name} is read as {}", mapping.kind.code()), format!("  {:<width$}  field", "column")];
    lines.extend(rows.iter().map(|(column, field)| format!("  {column:<width$}  {field}")));
    let is_unused = |header: &&str| !mapping.columns.values().any(|column| is_same_header(header, column));
    let unused: Vec<&str> = headers.iter().map(String::as_str).filter(is_unused).collect();
    if !unused.is_empty() {
        lines.push(format!("  not used: {}", unused.join(", ")));
    }
    if let Some(day_first) = mapping.day_first {
        lines.push(format!("  dates with slashes: {} first", if day_first { "day" } else { "month" }));
    }
    if let Some(decimal_comma) = mapping.decimal_comma {
        lines.push(format!("  decimals: {}", if decimal_comma { "comma" } else { "point" }));
    }
    lines.join("\n")
}

/// The word that a mapping file uses for a field.
fn word_of(field: Field) -> String {
    serde_json::json!(field).as_str().unwrap_or_default().to_owned()
}

fn print_row(outcome: &Outcome) {
    let name = name_of(outcome);
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
    if !import.notices.is_empty() {
        println!("\nPlease check {}:", outcome.path.display());
    }
    for notice in &import.notices {
        println!("  - {}", notice.message);
    }
    println!("\n{}: {}", outcome.path.display(), next_step(import));
    for reason in &import.rejections {
        let noun = if reason.rows == 1 { "row" } else { "rows" };
        println!("  {} {noun} rejected: {}", reason.rows, reason.message);
        let mut shown = 0;
        for bad in outcome.examples.iter().filter(|bad| bad.code == reason.code) {
            println!("    row {}, column {:?}, value {:?}", bad.row, bad.column, bad.value);
            shown += 1;
        }
        let more = reason.rows.saturating_sub(shown);
        if shown > 0 && more > 0 {
            println!(
                "    and {more} more, each with its row on the Imports page and in GET /api/v1/imports/{}/errors",
                import.id
            );
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
    fn a_mapping_is_shown_in_the_order_of_the_file_with_what_is_not_used() {
        let columns =
            [(Field::Amount, "Net sales"), (Field::AccountKey, "Customer"), (Field::OrderDate, "Date")];
        let mapping = Mapping {
            columns: columns.map(|(field, column)| (field, column.to_owned())).into(),
            day_first: Some(true),
            decimal_comma: Some(false),
            ..Mapping::of_kind(ImportKind::Purchases)
        };
        let headers = ["Date", "Memo", "customer ", "Net sales"].map(str::to_owned);
        let expected = "orders.csv is read as purchases\n  \
                        column     field\n  \
                        Date       order_date\n  \
                        Customer   account_key\n  \
                        Net sales  amount\n  \
                        not used: Memo\n  \
                        dates with slashes: day first\n  \
                        decimals: point";
        assert_eq!(mapping_table("orders.csv", &mapping, &headers), expected);
    }

    #[test]
    fn amounts_have_two_decimals_and_one_sign() {
        assert_eq!(amount(123_450), "1234.50");
        assert_eq!(amount(-5), "-0.05");
    }
}
