//! The short commands: undo, score, openapi.

use crate::configuration::Place;
use crate::failure::Failure;
use bellwether_app::{App, Caller};
use bellwether_core::ImportId;
use chrono::NaiveDate;

/// Takes an import out again and says what was kept.
pub fn undo(place: &Place, import: ImportId) -> Result<(), Failure> {
    let report = App::open_at_terminal(place.app_config())?.undo_import(&Caller::system(), import)?;
    println!("Removed:  {} lines, {} orders", report.lines_removed, report.orders_removed);
    println!("          {} accounts, {} products", report.accounts_removed, report.products_removed);
    println!("Restored: {} rows", report.restored);
    println!("Kept:     {} rows that somebody changed or used since", report.kept);
    Ok(())
}

/// Scores every account.
pub fn score(place: &Place, as_of: Option<NaiveDate>) -> Result<(), Failure> {
    let accounts = App::open_at_terminal(place.app_config())?.run_scoring(as_of)?;
    println!("Scored {accounts} accounts.");
    Ok(())
}

/// Prints the OpenAPI document.
pub fn openapi() -> Result<(), Failure> {
    let text = bellwether_api::document().to_pretty_json();
    println!("{}", text.map_err(|error| Failure::Said(error.to_string()))?);
    Ok(())
}
