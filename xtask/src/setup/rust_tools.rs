//! What comes through rustup and cargo: rustfmt and clippy, Trunk, wasm-bindgen in the version of Cargo.lock, and
//! the splitter. All but the first two are built once per machine into the user's cache, outside every `target`.

use std::fs;
use std::path::PathBuf;

use crate::places;
use crate::process::{Failure, cargo, output, program, run};

/// 0.22 needs a newer compiler than the one this workspace promises to build with.
const TRUNK_VERSION: &str = "0.21.14";

/// What splits the app into chunks; it understands the marks of the `wasm_split_helpers` in Cargo.lock.
const SPLITTER: (&str, &str) = ("wasm_split_cli_support", "0.2.4");

/// Tools that run for a second need no heavy optimising; this halves the time to build them.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "false"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

/// rustfmt and clippy, which rustup's minimal profile leaves out.
///
/// # Errors
/// When one is missing and rustup cannot bring it.
pub fn ensure_components() -> Result<(), Failure> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output(&mut cargo(&[probe, "--version"])).is_err() {
            println!("Missing: {component}. Adding it with rustup.");
            run(program("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Trunk, which builds the single-page app.
///
/// # Errors
/// When it is missing and cargo cannot install it.
pub fn ensure_trunk() -> Result<(), Failure> {
    if reports_version("trunk", TRUNK_VERSION) {
        return Ok(());
    }
    install("trunk", TRUNK_VERSION, &["--locked"])
}

/// wasm-bindgen's program, which must be of exactly the version of the library.
///
/// # Errors
/// When Cargo.lock names no version, or cargo cannot install it.
pub fn ensure_wasm_bindgen() -> Result<(), Failure> {
    let version = locked_version("wasm-bindgen")?;
    if reports_version("wasm-bindgen", &version) {
        return Ok(());
    }
    // Not `--locked`: its own lock file names a release that no longer resolves.
    install("wasm-bindgen-cli", &version, &[])
}

/// The program that splits the app into the entry and its chunks.
///
/// # Errors
/// When cargo cannot install it.
pub fn ensure_splitter() -> Result<(), Failure> {
    let (package, version) = SPLITTER;
    // The program does not tell its version, but cargo noted what it installed.
    let notes = places::tools().join(".crates.toml");
    let is_noted =
        fs::read_to_string(notes).is_ok_and(|text| text.contains(&format!("\"{package} {version} ")));
    if is_noted && places::find_program("wasm-split-cli").is_some() {
        return Ok(());
    }
    install(package, version, &["--locked", "--features", "build-binary"])
}

fn reports_version(tool: &str, version: &str) -> bool {
    places::find_program(tool).is_some()
        && output(program(tool).arg("--version"))
            .is_ok_and(|text| text.split_whitespace().nth(1) == Some(version))
}

fn install(package: &str, version: &str, flags: &[&str]) -> Result<(), Failure> {
    println!("Missing: {package} {version}. Building it once for this machine; this takes some minutes.");
    let mut command = cargo(&["install", package, "--version", version, "--root"]);
    command.arg(places::tools()).args(flags).envs(QUICK_BUILD);
    // A folder of its own, kept until it has worked: an interrupted build goes on where it stopped.
    let scratch = scratch_folder(package);
    run(command.env("CARGO_TARGET_DIR", &scratch))?;
    fs::remove_dir_all(&scratch)?;
    Ok(())
}

fn scratch_folder(package: &str) -> PathBuf {
    places::cache().join("building").join(package)
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String, Failure> {
    let lock = fs::read_to_string(places::root().join("Cargo.lock"))?;
    version_in_lock(&lock, package)
        .ok_or_else(|| Failure::new(format!("Cargo.lock names no version of {package}")))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";

    #[test]
    fn the_version_of_the_lock_file_is_that_of_the_exact_name() {
        assert_eq!(version_in_lock(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(LOCK, "wasm"), None);
    }
}
