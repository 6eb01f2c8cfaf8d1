//! The single-page app is embedded from `frontend/dist`. A build without it must work too, so an empty folder
//! is made; and a release build must notice when another app was built.

use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "cargo tells build scripts of the profile by environment")]
fn main() -> std::io::Result<()> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist");
    std::fs::create_dir_all(&pages)?;
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", pages.display());
    }
    Ok(())
}
