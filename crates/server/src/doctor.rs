//! `bellwether doctor`: is everything in order, and what is in the database. It only looks: it makes no folder,
//! no database and no table, and runs no job.

use crate::configuration::Place;
use crate::failure::Failure;
use bellwether_app::{App, AppError, Caller};
use bellwether_core::import::ImportStatus;
use std::fs;
use std::path::Path;

/// Checks the data folder and the database, and prints what was found.
pub fn doctor(place: &Place) -> Result<(), Failure> {
    let folder = place.data_dir();
    check("data folder is there", || present(&folder))?;
    check("data folder can be written", || writable(&folder))?;
    let app = check("database opens, its schema is up to date, its history loads", || open(place))?;
    check("database answers", || app.readiness().map_err(Failure::App))?;
    check("ledger and database agree to the cent", || agreement(&app))?;
    let freshness = app.freshness(&Caller::system())?;
    println!("      {} accounts, {} orders, as of {}", freshness.accounts, freshness.orders, freshness.as_of);
    match freshness.scored_at {
        Some(at) => println!("      scored at {}", at.format("%Y-%m-%d %H:%M UTC")),
        None => println!("      not scored yet: run bellwether score"),
    }
    let (users, imports) = (app.users(&Caller::system())?.len(), app.imports(&Caller::system())?);
    let checks = imports.iter().filter(|import| import.status == ImportStatus::DryRun).count();
    println!("      {users} people who can sign in, imports: {}, checks: {checks}", imports.len() - checks);
    Ok(())
}

/// Sums everything in memory and by SQL.
fn agreement(app: &App) -> Result<(), Failure> {
    let sums = app.reconcile()?;
    if sums.ledger == sums.database {
        return Ok(());
    }
    Err(Failure::Said(format!("In memory: {:?}\nBy SQL:    {:?}", sums.ledger, sums.database)))
}

fn check<T>(what: &str, run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let outcome = run();
    println!("{}  {what}", if outcome.is_ok() { "ok  " } else { "FAIL" });
    outcome
}

fn present(folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() {
        return Ok(());
    }
    Err(Failure::Said(format!(
        "There is no data folder {}. If the data is elsewhere, name it with --data; if this is a new \
         installation, bellwether serve makes it.",
        folder.display()
    )))
}

fn writable(folder: &Path) -> Result<(), Failure> {
    let probe = folder.join(".doctor");
    let tried = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
    tried.map_err(|error| Failure::file(folder, &error))
}

fn open(place: &Place) -> Result<App, Failure> {
    App::open_to_look(place.app_config()).map_err(|error| match error {
        AppError::NotFound => Failure::Said(format!(
            "There is no database in {} yet. If the data is elsewhere, name it with --data or \
             --database-url; if this is a new installation, bellwether serve or bellwether import makes it.",
            place.data_dir().display()
        )),
        other => Failure::App(other),
    })
}
