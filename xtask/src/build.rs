//! From a bare clone to the product as one file: set up, build the app, build the server around it.

use crate::process::Failure;
use crate::setup::{self, Purpose};
use crate::{e2e, spa};

/// `cargo xtask build`.
///
/// # Errors
/// When something cannot be set up or built.
pub fn chore() -> Result<(), Failure> {
    setup::prepare(Purpose::Build)?;
    println!("WASM: {}.", setup::wasm_target::found()?.description());
    spa::build()?;
    e2e::build_server()
}
