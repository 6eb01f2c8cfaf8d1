//! Runs everything that must hold, goes on after a failure, and ends with one line that counts it all.

use crate::process::{Failure, cargo, output, run_and_read};
use crate::setup::{self, Purpose};
use crate::tally::{self, Tally};
use crate::{bless, e2e, lint, places, spa, wasm};

/// `cargo xtask test`.
///
/// # Errors
/// When anything failed; the line with the counts is printed all the same.
pub fn chore() -> Result<(), Failure> {
    let mut tally = Tally::default();
    match set_up() {
        Ok(()) => stages(&mut tally),
        Err(failure) => _ = tally.check("setting up", Err(failure)),
    }
    finish(&tally)
}

fn set_up() -> Result<(), Failure> {
    setup::prepare(Purpose::Tests)?;
    println!("WASM: {}.", setup::wasm_target::found()?.description());
    Ok(())
}

fn stages(tally: &mut Tally) {
    stage("Formatting and lints");
    tally.check("format", lint::format());
    tally.check("clippy", lint::clippy());
    match lint::dependencies() {
        Some(result) => _ = tally.check("dependency rules", result),
        None => println!("cargo-deny is not installed: licences and sources are not checked."),
    }
    stage("Tests of the crates");
    crates(tally);
    tally.check("openapi.json is up to date", bless::openapi_is_current());
    stage("WebAssembly");
    for package in wasm::packages() {
        tally.check(&format!("{package} for wasm32"), wasm::check(package));
    }
    browser(tally);
}

fn stage(name: &str) {
    println!("\n── {name}");
}

/// Unit, property, database and API tests: by nextest where it is installed, else by cargo itself.
fn crates(tally: &mut Tally) {
    println!("{}", shared_data_note());
    if output(&mut cargo(&["nextest", "--version"])).is_ok() {
        let arguments = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "--color", "never"];
        tally.tests("unit tests", run_and_read(&mut cargo(&arguments)), tally::of_nextest);
    } else {
        let arguments =
            ["test", "--workspace", "--locked", "--all-targets", "--no-fail-fast", "--color", "never"];
        tally.tests("unit tests", run_and_read(&mut cargo(&arguments)), tally::of_cargo_test);
    }
}

/// Tests use the large histories when they lie beside the clone, and the sample of the repository when not.
fn shared_data_note() -> &'static str {
    if places::root().join("../shared/data").is_dir() {
        "Large histories: ../shared/data is here and is used."
    } else {
        "Large histories: ../shared/data is not here; the repository's samples are used."
    }
}

/// The app, its weight, and the browser tests, each only when the one before stands.
fn browser(tally: &mut Tally) {
    stage("Single-page app");
    if !tally.check("single-page app builds", spa::build()) {
        return;
    }
    tally.check("entry weight", spa::check_entry_weight());
    stage("Browser tests");
    if tally.check("server builds", e2e::build_server()) {
        tally.tests("browser tests", e2e::run_tests(&[]), tally::of_playwright);
    }
}

fn finish(tally: &Tally) -> Result<(), Failure> {
    println!();
    for broken in tally.broken() {
        println!("failed: {broken}");
    }
    println!("{tally}");
    if tally.broken().is_empty() { Ok(()) } else { Err(Failure::told()) }
}
