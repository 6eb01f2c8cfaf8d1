//! How long every read endpoint takes on a large book, on both engines, beside DuckDB over the same lines.

use super::python::python;
use crate::process::{Failure, cargo, run};

const LINES: &str = "10000000";

/// Times the endpoints; without DuckDB where no Python with it can be had.
///
/// # Errors
/// When a program fails.
pub fn measure() -> Result<(), Failure> {
    let python = python(&["duckdb"]).ok();
    for engine in ["sqlite", "postgres"] {
        let mut ours = cargo(&["run", "--release", "--package", "bellwether-server", "--example", "reads"]);
        ours.args(["--", engine, LINES]).args(&python);
        run(&mut ours)?;
    }
    Ok(())
}
