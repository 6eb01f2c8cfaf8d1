//! Where things are: the workspace, the target directories and the per-user cache.
//! Nothing else in `xtask` reads the environment for a path.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the workspace: the folder above `xtask`.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("xtask lies in the workspace, so it has a parent").to_path_buf()
}

/// The folder of the single-page app.
pub fn frontend() -> PathBuf {
    root().join("frontend")
}

/// The folder of the browser tests.
pub fn browser_tests() -> PathBuf {
    root().join("e2e")
}

/// Cargo's target directory for this machine's own programs.
pub fn native_target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A target directory of its own for the browser's builds: the compiler may be another one there, and the
/// two builds then never wait for each other's lock.
pub fn wasm_target() -> PathBuf {
    native_target().join("wasm")
}

/// Bellwether's folder in the user's cache; tools stay here when the clone goes.
pub fn cache() -> PathBuf {
    let base = match (env::var_os("XDG_CACHE_HOME"), env::var_os("HOME")) {
        (Some(folder), _) if !folder.is_empty() => PathBuf::from(folder),
        (_, Some(home)) => Path::new(&home).join(".cache"),
        (_, None) => env::temp_dir(),
    };
    base.join("bellwether")
}

/// Where `cargo install` puts Trunk and wasm-bindgen.
pub fn tools() -> PathBuf {
    cache().join("tools")
}

/// The folders of this project's own tools, to be put in front of `PATH`.
pub fn tool_folders() -> Vec<PathBuf> {
    let newer_node = cache().join("node/node_modules/node/bin");
    vec![tools().join("bin"), frontend().join("node_modules/.bin"), newer_node]
}

/// `PATH` with the project's own tools first.
pub fn search_path() -> std::ffi::OsString {
    let usual = env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let folders = tool_folders().into_iter().chain(env::split_paths(&usual));
    env::join_paths(folders).unwrap_or(usual)
}

/// The program of that name on [`search_path`], if there is one.
pub fn find_program(name: &str) -> Option<PathBuf> {
    env::split_paths(&search_path()).map(|folder| folder.join(name)).find(|path| path.is_file())
}
