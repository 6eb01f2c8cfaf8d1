//! From a bare clone to a running product with demo data: build it, then serve.

use crate::process::{Failure, program, run};
use crate::{build, e2e};

/// `cargo xtask demo [words for bellwether demo]`.
///
/// # Errors
/// When a build fails or the server ends badly.
pub fn chore(arguments: &[String]) -> Result<(), Failure> {
    build::chore()?;
    run(program(e2e::binary()).arg("demo").args(arguments))
}
