//! Browser tests on laptop and phone size, against the real binary with demo data in a temporary folder.

use std::process::Command;

use crate::places;
use crate::process::{Failure, Transcript, cargo, program, run, run_and_read};
use crate::setup::{self, Purpose};
use crate::spa;

/// Asks for the pictures of the documentation; every other word is Playwright's.
const SCREENS: &str = "--screens";

/// `cargo xtask e2e [--screens] [words for Playwright]`, for example `cargo xtask e2e sign_in --project phone`.
/// With `--screens` the pictures in `docs/screens` are taken anew.
///
/// # Errors
/// When a build or a test fails.
pub fn chore(arguments: &[String]) -> Result<(), Failure> {
    setup::prepare(Purpose::Tests)?;
    spa::build()?;
    build_server()?;
    let words: Vec<_> = arguments.iter().filter(|word| *word != SCREENS).cloned().collect();
    let mut command = playwright(&words)?;
    if words.len() < arguments.len() {
        command.env("BELLWETHER_SCREENS", "1");
    }
    run(&mut command)
}

/// Builds the binary the browser talks to, with the app of `frontend/dist` inside.
///
/// # Errors
/// When it does not compile.
pub fn build_server() -> Result<(), Failure> {
    run(&mut cargo(&["build", "--release", "--locked", "--package", "bellwether-server"]))
}

/// Runs the tests and keeps what they wrote.
///
/// # Errors
/// When Playwright cannot start.
pub fn run_tests(arguments: &[String]) -> Result<Transcript, Failure> {
    run_and_read(&mut playwright(arguments)?)
}

fn playwright(arguments: &[String]) -> Result<Command, Failure> {
    let browser = setup::browser().ok_or_else(|| Failure::new("no Chromium was found; set CHROMIUM"))?;
    let folder = places::browser_tests();
    let mut command = program("node");
    command.arg(folder.join("node_modules/@playwright/test/cli.js")).arg("test").args(arguments);
    command.current_dir(folder).env("CHROMIUM", browser).env("BELLWETHER_BINARY", binary());
    Ok(command)
}

/// The release binary of `bellwether`.
pub fn binary() -> std::path::PathBuf {
    places::native_target().join("release/bellwether")
}
