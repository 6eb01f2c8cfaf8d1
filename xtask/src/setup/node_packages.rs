//! What comes from npm, always as the committed lock files say: the map, the states, wasm-opt, esbuild, Playwright.
//! A copy of the lock file beside the packages tells whether they are still the right ones.

use std::fs;
use std::path::Path;

use crate::places;
use crate::process::{Failure, program, run};

/// The packages of the app, and the files made from them in `frontend/vendor`.
///
/// # Errors
/// When npm or the script fails.
pub fn ensure_frontend() -> Result<(), Failure> {
    let folder = places::frontend();
    install(&folder)?;
    let script = folder.join("tools/vendor.mjs");
    let recipe = [
        folder.join("package-lock.json"),
        script.clone(),
        folder.join("tools/state-codes.mjs"),
        folder.join("tools/cities.mjs"),
        places::root().join("crates/territory/data/cities.csv"),
    ];
    let mut wanted = String::new();
    for file in recipe {
        wanted.push_str(&fs::read_to_string(file)?);
    }
    let stamp = folder.join("node_modules/.vendored");
    if folder.join("vendor").is_dir() && is_stamped(&stamp, &wanted) {
        return Ok(());
    }
    println!("Preparing the map's files in frontend/vendor.");
    run(program("node").arg(script))?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// The packages of the browser tests.
///
/// # Errors
/// When npm fails.
pub fn ensure_browser_tests() -> Result<(), Failure> {
    install(&places::browser_tests())
}

/// Lighthouse, which nothing but its bench needs.
///
/// # Errors
/// When npm fails.
pub fn ensure_web_bench() -> Result<(), Failure> {
    install(&places::browser_tests().join("bench"))
}

fn install(folder: &Path) -> Result<(), Failure> {
    let wanted = fs::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed");
    if is_stamped(&stamp, &wanted) {
        return Ok(());
    }
    println!("Missing: Node packages of {}.", folder.display());
    let mut npm = program("npm");
    npm.arg("ci").current_dir(folder);
    // The tests use the system's Chromium; Playwright must not fetch one of its own.
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(stamp, wanted)?;
    Ok(())
}

fn is_stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}
