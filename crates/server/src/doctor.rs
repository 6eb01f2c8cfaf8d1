//! `bellwether doctor`: is everything in order, and what is in the database.

use crate::configuration::Place;
use crate::failure::Failure;
use bellwether_app::{App, Caller};
use std::fs;
use std::path::Path;

/// Checks the data folder and the database, and prints what was found.
pub fn doctor(place: &Place) -> Result<(), Failure> {
    let folder = place.data_dir();
    check("data folder can be written", || writable(&folder))?;
    let app = check("database opens, its schema is up to date, its history loads", || {
        App::open(place.app_config()).map_err(Failure::App)
    })?;
    check("database answers", || app.readiness().map_err(Failure::App))?;
    check("ledger and database agree to the cent", || agreement(&app))?;
    let freshness = app.freshness(&Caller::system())?;
    println!("      {} accounts, {} orders, as of {}", freshness.accounts, freshness.orders, freshness.as_of);
    match freshness.scored_at {
        Some(at) => println!("      scored at {}", at.format("%Y-%m-%d %H:%M UTC")),
        None => println!("      not scored yet: run bellwether score"),
    }
    let (users, imports) = (app.users(&Caller::system())?.len(), app.imports(&Caller::system())?.len());
    println!("      {users} people who can sign in, {imports} imports");
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

fn writable(folder: &Path) -> Result<(), Failure> {
    let probe = folder.join(".doctor");
    let tried = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&probe, b""))
        .and_then(|()| fs::remove_file(&probe));
    tried.map_err(|error| Failure::file(folder, &error))
}
