//! What comes from the operating system: a C compiler, libpq, Node, and for the tests PostgreSQL and Chromium.
//! On Debian and its kin `apt-get` brings it, with `sudo` where we are not root; elsewhere we say what to install.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::Purpose;
use crate::places;
use crate::process::{Failure, output, program, run};

/// One thing the operating system must provide.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_here: fn() -> bool,
}

const FOR_BUILDING: &[Need] = &[
    Need { what: "a C compiler (for SQLite)", packages: &["build-essential"], is_here: || has("cc") },
    Need { what: "libpq, PostgreSQL's client library", packages: &["libpq-dev"], is_here: has_libpq },
    Need { what: "Node and npm", packages: &["nodejs", "npm"], is_here: || has("node") && has("npm") },
];

const FOR_TESTS: &[Need] = &[
    Need {
        what: "PostgreSQL's server (a private one per test run)",
        packages: &["postgresql"],
        is_here: has_postgresql_server,
    },
    Need {
        what: "Chromium for the browser tests",
        packages: &["chromium", "chromium-driver"],
        is_here: || browser().is_some(),
    },
];

/// Installs what is missing for `purpose`.
///
/// # Errors
/// When there is no `apt-get` or it fails.
pub fn ensure(purpose: Purpose) -> Result<(), Failure> {
    let needs = match purpose {
        Purpose::Build => FOR_BUILDING.iter().chain(&[]),
        Purpose::Tests => FOR_BUILDING.iter().chain(FOR_TESTS),
    };
    let missing: Vec<&Need> = needs.filter(|need| !(need.is_here)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("Missing: {}.", need.what);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    install(&packages)?;
    match missing.iter().find(|need| !(need.is_here)()) {
        None => Ok(()),
        Some(need) => Err(Failure::new(format!("{} is still not found after installing it", need.what))),
    }
}

/// Installs packages by `apt-get`, refreshing its lists only when the first try fails.
///
/// # Errors
/// When there is no `apt-get`, no right to use it, or a package cannot be had.
pub fn install(packages: &[&str]) -> Result<(), Failure> {
    let names = packages.join(" ");
    if !has("apt-get") {
        return Err(Failure::new(format!(
            "this machine has no apt-get. Please install what Debian calls `{names}` with your own \
             package manager, then run the same command again"
        )));
    }
    println!("Installing {names} with apt-get.");
    if apt_get("install", packages).is_ok() {
        return Ok(());
    }
    println!("Refreshing the package lists and trying again.");
    apt_get("update", &[])?;
    apt_get("install", packages)
}

fn apt_get(verb: &str, packages: &[&str]) -> Result<(), Failure> {
    let mut command = if is_root()? {
        program("apt-get")
    } else if has("sudo") {
        let mut command = program("sudo");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    } else {
        let names = packages.join(" ");
        return Err(Failure::new(format!("needs root or sudo for `apt-get {verb} {names}`")));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").args([verb, "--yes", "--quiet"]);
    if verb == "install" {
        command.arg("--no-install-recommends");
    }
    run(command.args(packages))
}

fn is_root() -> Result<bool, Failure> {
    Ok(output(program("id").arg("-u"))?.trim() == "0")
}

fn has(name: &str) -> bool {
    places::find_program(name).is_some()
}

/// Linking wants `libpq.so`, which only the development package brings.
fn has_libpq() -> bool {
    env::var_os("PQ_LIB_DIR").is_some()
        || libraries().iter().any(|folder| folder.join("libpq.so").is_file())
        || output(program("pkg-config").args(["--exists", "libpq"])).is_ok()
}

/// The usual library folders, with one level of architecture folders below.
fn libraries() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/lib64"), PathBuf::from("/usr/local/lib")];
    let usual = Path::new("/usr/lib");
    folders.push(usual.to_path_buf());
    if let Ok(entries) = fs::read_dir(usual) {
        folders.extend(entries.filter_map(Result::ok).map(|entry| entry.path()));
    }
    folders
}

/// Debian keeps the server's programs off `PATH`, one folder per version.
fn has_postgresql_server() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    has("initdb") || versions.into_iter().any(|version| version.path().join("bin/initdb").is_file())
}

/// The browser of the tests: `CHROMIUM`, else the first usual name on the path.
pub fn browser() -> Option<PathBuf> {
    if let Some(chosen) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(chosen));
    }
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .into_iter()
        .find_map(places::find_program)
}
