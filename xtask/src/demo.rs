//! From a bare clone to a running product with demo data: set up, build the app, build the server, serve.

use crate::process::{Failure, program, run};
use crate::setup::{self, Purpose};
use crate::{e2e, spa};

/// `cargo xtask demo [words for bellwether demo]`.
///
/// # Errors
/// When a build fails or the server ends badly.
pub fn chore(arguments: &[String]) -> Result<(), Failure> {
    setup::prepare(Purpose::Build)?;
    println!("WASM: {}.", setup::wasm_target::found()?.description());
    spa::build()?;
    e2e::build_server()?;
    run(program(e2e::binary()).arg("demo").args(arguments))
}
