//! The single-page app for release: Trunk builds it, Node squeezes it, and its weight on the wire is told.

use std::fs;
use std::path::Path;

use crate::process::{Failure, output, program, run};
use crate::setup::{self, Purpose, wasm_target};
use crate::{fingerprint, places};

/// What the first page should cost at most, in brotli bytes (HTML, CSS, JS and WASM together).
const ENTRY_GOAL_BYTES: u64 = 300_000;
/// What has been reached on the way there: lowered with every saving, never raised.
const ENTRY_CEILING_BYTES: u64 = 340_000;

/// Everything the app is made of; what is not named here does not cause a new build.
const SOURCES: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/charts",
    "crates/client",
    "crates/core",
    "crates/ledger",
    "crates/maplibre",
    "crates/scoring",
    "frontend/Cargo.toml",
    "frontend/icon.svg",
    "frontend/index.html",
    "frontend/package-lock.json",
    "frontend/src",
    "frontend/styles",
    "frontend/tools",
    "frontend/vendor",
];

/// `cargo xtask spa`.
///
/// # Errors
/// When the build fails or the entry is too heavy.
pub fn chore() -> Result<(), Failure> {
    setup::prepare(Purpose::Build)?;
    build()?;
    check_entry_weight()
}

/// Builds into `frontend/dist`, with a brotli and a gzip twin beside every file worth it; does nothing when
/// nothing changed since it last did.
///
/// # Errors
/// When Trunk or Node fails.
pub fn build() -> Result<(), Failure> {
    let dist = places::frontend().join("dist");
    // Not in the folder itself, which goes into the binary.
    let stamp = places::frontend().join("node_modules/.app-built-from");
    let sources = fingerprint::of(SOURCES)?;
    let is_current = fs::read_to_string(&stamp).is_ok_and(|built_from| built_from == sources);
    if is_current && dist.join("index.html").is_file() {
        println!("The app in frontend/dist is up to date.");
        return Ok(());
    }
    build_anew(&dist)?;
    fs::write(stamp, sources)?;
    Ok(())
}

fn build_anew(dist: &Path) -> Result<(), Failure> {
    // A left-over of a broken build must not end up in the binary.
    if dist.is_dir() {
        fs::remove_dir_all(dist)?;
    }
    fs::create_dir_all(dist)?;
    let mut trunk = program("trunk");
    trunk.args(["build", "--release", "--cargo-profile", "wasm-release", "--locked"]);
    // Trunk reads NO_COLOR as a boolean and refuses the usual "1".
    let target = wasm_target::found()?;
    trunk.env_remove("NO_COLOR").envs(target.environment()).envs(target.release_environment());
    run(&mut trunk)?;
    run(program("node").arg(places::frontend().join("tools/finish.mjs")))
}

/// Prints what a first visit transfers, beside the goal.
///
/// # Errors
/// When it is more than [`ENTRY_CEILING_BYTES`].
pub fn check_entry_weight() -> Result<(), Failure> {
    let report = output(program("node").arg(places::frontend().join("tools/entry-weight.mjs")))?;
    print!("{report}");
    let bytes = entry_bytes(&report).ok_or_else(|| Failure::new("the weight of the entry is unknown"))?;
    println!("The goal is {ENTRY_GOAL_BYTES}; at most {ENTRY_CEILING_BYTES} pass.");
    if bytes <= ENTRY_CEILING_BYTES {
        Ok(())
    } else {
        Err(Failure::new(format!("the entry weighs {bytes} brotli bytes; {ENTRY_CEILING_BYTES} are allowed")))
    }
}

/// The figure in the line `Entry transfer: N brotli bytes`.
fn entry_bytes(report: &str) -> Option<u64> {
    let line = report.lines().find_map(|line| line.strip_prefix("Entry transfer: "))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::entry_bytes;

    #[test]
    fn the_weight_is_read_from_its_own_line() {
        assert_eq!(entry_bytes("  x.js 12\nEntry transfer: 123456 brotli bytes\n"), Some(123_456));
        assert_eq!(entry_bytes("  x.js 12\n"), None);
    }
}
