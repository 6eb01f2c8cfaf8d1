//! Cuts the app Trunk has built into the entry and the chunks that are fetched when a page of theirs is first
//! opened. `frontend/src/lazy/chunks.rs` says which page travels in which; Trunk knows nothing of chunks, so its
//! WebAssembly is taken before wasm-bindgen, split, and put in the place of the undivided one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::places;
use crate::process::{Failure, output, program, run};
use crate::setup::wasm_target::WasmTarget;

/// The name of the app's files, as Trunk has it from the package.
const APP: &str = "bellwether-frontend";

/// What wasm-opt may use. Never all it knows: it would then write imports that browsers refuse.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Splits what cargo left for `target` and puts the parts into `frontend/dist`.
///
/// # Errors
/// When a tool fails, or the build has nothing to split.
pub fn split(target: WasmTarget) -> Result<(), Failure> {
    let folder = places::wasm_target().join("split");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let built = target.target_folder().join(format!("wasm32-unknown-unknown/wasm-release/{APP}.wasm"));
    run(program("wasm-split-cli").args(["--out-name", APP]).arg(built).arg(&folder))?;
    bind_to_browser(&folder)?;
    for part in parts(&folder)? {
        // In silence: it warns of names in every part, which it then leaves out.
        output(program("wasm-opt").arg("-Oz").args(FEATURES).arg(&part).arg("-o").arg(&part))?;
    }
    run(program("node").arg(places::frontend().join("tools/split.mjs")).arg(&folder))
}

/// wasm-bindgen for the entry, which alone talks to the browser. It must leave the exports the chunks live on,
/// and replaces the entry's WebAssembly by its own.
fn bind_to_browser(folder: &Path) -> Result<(), Failure> {
    let entry = folder.join(format!("{APP}.wasm"));
    let mut bindgen = program("wasm-bindgen");
    bindgen.args(["--target", "web", "--keep-lld-exports", "--no-demangle", "--no-typescript"]);
    run(bindgen.args(["--out-name", APP, "--out-dir"]).arg(folder).arg(&entry))?;
    fs::remove_file(entry)?;
    Ok(())
}

/// The entry and the chunks, in a fixed order.
fn parts(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            parts.push(path);
        }
    }
    parts.sort();
    if parts.len() > 1 { Ok(parts) } else { Err(Failure::new("the app has no page to split off")) }
}
