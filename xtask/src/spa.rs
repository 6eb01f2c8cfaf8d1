//! The single-page app for release: Trunk builds it, it is split into chunks and squeezed, and its weight on the
//! wire is told.

use std::fs;
use std::path::Path;

use crate::process::{Failure, output, program, run};
use crate::setup::{self, Purpose, wasm_target};
use crate::{fingerprint, places};

mod split;

/// What signing in and the first page may cost at most, in brotli bytes (HTML, CSS, JS and WASM together). Pages
/// that need more travel in chunks of their own: see `frontend/src/lazy.rs`.
const ENTRY_LIMIT_BYTES: u64 = 300_000;

/// Everything the app is made of; what is not named here does not cause a new build.
const SOURCES: &[&str] = &[
    ".cargo/config.toml",
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
    "frontend/icons",
    "frontend/index.html",
    "frontend/manifest.webmanifest",
    "frontend/package-lock.json",
    "frontend/src",
    "frontend/styles",
    "frontend/tools",
    "frontend/vendor",
    "frontend/worker",
    "xtask/src/spa",
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
/// When Trunk, the splitter or Node fails.
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
    trunk.args(["build", "--release", "--cargo-profile", "wasm-release", "--locked", "--features", "split"]);
    // Trunk reads NO_COLOR as a boolean and refuses the usual "1".
    let target = wasm_target::found()?;
    trunk.env_remove("NO_COLOR").envs(target.environment()).envs(target.release_environment());
    run(&mut trunk)?;
    split::split(target)?;
    run(program("node").arg(places::frontend().join("tools/finish.mjs")))
}

/// Prints what a first visit transfers, and what the chunks add later.
///
/// # Errors
/// When the first visit needs more than [`ENTRY_LIMIT_BYTES`].
pub fn check_entry_weight() -> Result<(), Failure> {
    let report = output(program("node").arg(places::frontend().join("tools/entry-weight.mjs")))?;
    print!("{report}");
    let bytes = entry_bytes(&report).ok_or_else(|| Failure::new("the weight of the entry is unknown"))?;
    println!("At most {ENTRY_LIMIT_BYTES} pass.");
    if bytes <= ENTRY_LIMIT_BYTES {
        Ok(())
    } else {
        Err(Failure::new(format!("the entry weighs {bytes} brotli bytes; {ENTRY_LIMIT_BYTES} are allowed")))
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
