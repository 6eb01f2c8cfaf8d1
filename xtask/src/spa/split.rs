//! Cuts the app Trunk has built into the entry and the chunks that are fetched when a page of theirs is first
//! opened. `frontend/src/lazy/chunks.rs` says which page travels in which; Trunk knows nothing of chunks, so its
//! WebAssembly is taken before wasm-bindgen, split, and put in the place of the undivided one.

use std::fs;
use std::path::Path;

use crate::places;
use crate::process::{Failure, program, run};
use crate::setup::wasm_target::WasmTarget;

/// The name of the app's files, as Trunk has it from the package.
const APP: &str = "bellwether-frontend";

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
    for tool in ["tools/optimise.mjs", "tools/split.mjs"] {
        run(program("node").arg(places::frontend().join(tool)).arg(&folder))?;
    }
    Ok(())
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
