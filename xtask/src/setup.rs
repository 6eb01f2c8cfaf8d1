//! Puts on the machine what a chore needs and is missing, says what it does and asks nothing.
//! Every step looks first, so that the second time costs a few file look-ups.

use std::fs;

use crate::places;
use crate::process::Failure;

mod node;
mod node_packages;
mod rust_tools;
mod system_packages;
pub mod wasm_target;

pub use node_packages::ensure_web_bench as web_bench_packages;
pub use system_packages::browser;

/// What the machine is being set up for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building and running the product.
    Build,
    /// Everything the tests use as well.
    Tests,
}

/// `cargo xtask setup`.
///
/// # Errors
/// When something is missing that cannot be installed here; the explanation says what to do by hand.
pub fn chore() -> Result<(), Failure> {
    prepare(Purpose::Tests)?;
    println!("Everything is in place; tools are kept in {}.", places::tools().display());
    println!("WASM: {}.", wasm_target::found()?.description());
    Ok(())
}

/// Makes sure that everything for `purpose` is here.
///
/// # Errors
/// As [`chore`].
pub fn prepare(purpose: Purpose) -> Result<(), Failure> {
    system_packages::ensure(purpose)?;
    if purpose == Purpose::Tests {
        rust_tools::ensure_components()?;
    }
    wasm_target::ensure()?;
    rust_tools::ensure_trunk()?;
    rust_tools::ensure_wasm_bindgen()?;
    rust_tools::ensure_splitter()?;
    node_packages::ensure_frontend()?;
    if purpose == Purpose::Tests {
        node::ensure_for_tests()?;
        node_packages::ensure_browser_tests()?;
    }
    // The binary embeds this folder, so it must be there before the first build of the app too.
    fs::create_dir_all(places::frontend().join("dist"))?;
    Ok(())
}
