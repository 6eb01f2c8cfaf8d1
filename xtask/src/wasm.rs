//! Checks that what runs in the browser compiles for it: the pure crates, the client, the map, the app.

use crate::process::{Failure, cargo, run};
use crate::setup::{self, Purpose, wasm_target};

/// The packages that must compile for wasm32.
const PACKAGES: [&str; 8] = [
    "bellwether-core",
    "bellwether-charts",
    "bellwether-ledger",
    "bellwether-scoring",
    "bellwether-territory",
    "bellwether-client",
    "bellwether-maplibre",
    "bellwether-frontend",
];

/// `cargo xtask wasm`.
///
/// # Errors
/// When a package does not compile.
pub fn chore() -> Result<(), Failure> {
    setup::prepare(Purpose::Build)?;
    PACKAGES.into_iter().try_for_each(check)
}

/// The names of the packages, for the tally of the tests.
pub fn packages() -> impl Iterator<Item = &'static str> {
    PACKAGES.into_iter()
}

/// Checks one package, on its own so that no other lends it a feature.
///
/// # Errors
/// When it does not compile.
pub fn check(package: &str) -> Result<(), Failure> {
    let mut command = cargo(&["check", "--quiet", "--locked", "--target", "wasm32-unknown-unknown"]);
    command.args(["--package", package]).envs(wasm_target::found()?.environment());
    run(&mut command)
}
