//! A compiler that builds for the browser: rustup's target, or where rustup cannot download Debian's
//! newer compiler with the sources of the standard library, which is then built along.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::system_packages;
use crate::places;
use crate::process::{Failure, output, program, run};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_COMPILER: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "/usr/bin/rust-lld";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "rust-web-llvm"];

/// The variable by which cargo adds switches to those in `.cargo/config.toml`.
const SWITCHES: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Leaves in the output who refers to whom, which the splitter lives on.
const SPLITTABLE: &str = "-Clink-args=--emit-relocs";

/// The same, and nothing but a stop where a panic would be.
const SPLITTABLE_AND_SMALL: &str =
    "-Clink-args=--emit-relocs -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

/// Setting this to `fallback` takes the fallback although the ordinary way works, to try it out.
const CHOICE_VARIABLE: &str = "BELLWETHER_WASM";

/// How long a failed download by rustup is remembered, so that not every chore waits for it again.
const RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// The compiler that was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum WasmTarget {
    /// The usual compiler has the target's standard library.
    Ordinary,
    /// Debian's compiler builds the standard library itself.
    DebianFallback,
}

impl WasmTarget {
    /// For the person at the terminal.
    pub fn description(self) -> &'static str {
        match self {
            Self::Ordinary => "the ordinary way, rustup's wasm32-unknown-unknown",
            Self::DebianFallback => "the fallback, Debian's rustc-web building the standard library along",
        }
    }

    /// The environment a browser build needs, the target directory included.
    pub fn environment(self) -> Vec<(&'static str, PathBuf)> {
        match self {
            Self::Ordinary => vec![("CARGO_TARGET_DIR", self.target_folder())],
            Self::DebianFallback => vec![
                ("CARGO_TARGET_DIR", self.target_folder()),
                ("RUSTC", DEBIAN_COMPILER.into()),
                ("RUSTC_BOOTSTRAP", "1".into()),
                ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()),
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER.into()),
            ],
        }
    }

    /// Cargo's target directory.
    pub fn target_folder(self) -> PathBuf {
        match self {
            Self::Ordinary => places::wasm_target(),
            // Apart from the ordinary way's: going from one to the other must not rebuild everything.
            Self::DebianFallback => places::wasm_target().join("fallback"),
        }
    }

    /// What the build that people download sets besides: what the splitter needs, no words for panics, which
    /// nobody would read in a browser, and no places in the sources to go with them. A panic stops the app, as
    /// it does anyway. The standard library is compiled along, because its own panics are much of the weight.
    /// These switches are unstable, so only this build has them.
    pub fn release_environment(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Ordinary => vec![
                ("RUSTC_BOOTSTRAP", "1"),
                ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
                ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
                (SWITCHES, SPLITTABLE_AND_SMALL),
            ],
            // Which switches Debian's compiler knows depends on its version; its build is only heavier.
            Self::DebianFallback => vec![(SWITCHES, SPLITTABLE)],
        }
    }
}

/// Makes sure that there is a compiler for the browser, trying the ordinary way first.
///
/// # Errors
/// When neither rustup nor apt-get can bring one.
pub fn ensure() -> Result<(), Failure> {
    if ordinary_is_here() && !fallback_is_demanded() {
        return ensure_library_sources();
    }
    if !fallback_is_demanded() && !rustup_failed_lately() {
        println!("Missing: the standard library for WebAssembly. Adding it with rustup.");
        if run(program("rustup").args(["target", "add", TARGET])).is_ok() && ordinary_is_here() {
            return ensure_library_sources();
        }
        remember_that_rustup_failed()?;
        println!("rustup cannot bring it here, so Debian's compiler is taken as the fallback.");
    }
    if fallback_is_here() { Ok(()) } else { install_fallback() }
}

/// The sources of the usual compiler's standard library, for [`WasmTarget::release_environment`].
fn ensure_library_sources() -> Result<(), Failure> {
    let root = output(program("rustc").args(["--print", "sysroot"]))?;
    if Path::new(root.trim()).join("lib/rustlib/src/rust/library/std").exists() {
        return Ok(());
    }
    println!("Missing: the sources of the standard library. Adding them with rustup.");
    run(program("rustup").args(["component", "add", "rust-src"]))
}

/// The compiler to use, after [`ensure`].
///
/// # Errors
/// When there is none.
pub fn found() -> Result<WasmTarget, Failure> {
    if ordinary_is_here() && !fallback_is_demanded() {
        Ok(WasmTarget::Ordinary)
    } else if fallback_is_here() {
        Ok(WasmTarget::DebianFallback)
    } else {
        Err(Failure::new("no compiler for WebAssembly is here; `cargo xtask setup` brings one"))
    }
}

/// Whether the usual compiler's library folder of the target has a `core` in it.
fn ordinary_is_here() -> bool {
    let Ok(folder) = output(program("rustc").args(["--print", "target-libdir", "--target", TARGET])) else {
        return false;
    };
    let entries = fs::read_dir(folder.trim()).into_iter().flatten().filter_map(Result::ok);
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
}

fn fallback_is_here() -> bool {
    [DEBIAN_COMPILER, DEBIAN_LINKER, DEBIAN_SOURCES].into_iter().all(|path| Path::new(path).exists())
}

fn fallback_is_demanded() -> bool {
    env::var_os(CHOICE_VARIABLE).is_some_and(|choice| choice == "fallback")
}

fn install_fallback() -> Result<(), Failure> {
    system_packages::install(&DEBIAN_PACKAGES).map_err(|failure| {
        Failure::new(format!(
            "building for the browser needs `rustup target add {TARGET}`, which failed, or Debian's \
             packages {}: {failure}",
            DEBIAN_PACKAGES.join(" ")
        ))
    })?;
    install_missing_linker()?;
    if fallback_is_here() {
        Ok(())
    } else {
        Err(Failure::new(format!("{DEBIAN_COMPILER} or its sources are missing after installing them")))
    }
}

/// `rust-lld` is only a link to `lld-22` (or a later one), whose package nothing pulls in.
fn install_missing_linker() -> Result<(), Failure> {
    if Path::new(DEBIAN_LINKER).exists() {
        return Ok(());
    }
    let linker = fs::read_link(DEBIAN_LINKER)?;
    match linker.file_name().and_then(|name| name.to_str()) {
        Some(package) => system_packages::install(&[package]),
        None => Err(Failure::new(format!("{DEBIAN_LINKER} leads nowhere"))),
    }
}

fn note_of_failure() -> PathBuf {
    places::cache().join("rustup-target-failed")
}

fn rustup_failed_lately() -> bool {
    let age = fs::metadata(note_of_failure()).and_then(|note| note.modified()).map(|time| time.elapsed());
    matches!(age, Ok(Ok(age)) if age < RETRY_AFTER)
}

fn remember_that_rustup_failed() -> Result<(), Failure> {
    fs::create_dir_all(places::cache())?;
    fs::write(note_of_failure(), "Delete this file to let `cargo xtask setup` try rustup again.\n")?;
    Ok(())
}
