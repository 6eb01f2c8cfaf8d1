//! The engine's speed beside that of DuckDB over the same lines, in one run.

use super::python::python;
use crate::places;
use crate::process::{Failure, Transcript, cargo, program, run, run_and_read};

const PEER: &str = "xtask/src/bench/features.py";

/// Times scoring, then the feature pass alone in DuckDB.
///
/// # Errors
/// When a program fails.
pub fn measure() -> Result<(), Failure> {
    let lines = places::native_target().join("scoring-lines.csv");
    let mut ours =
        cargo(&["run", "--release", "--package", "bellwether-scoring", "--example", "scoring_speed"]);
    let Transcript { text, succeeded } = run_and_read(ours.arg("--").arg(&lines))?;
    if !succeeded {
        return Err(Failure::told());
    }
    let as_of = text.split("as of day ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or_default();
    run(program(python(&["duckdb"])?).arg(places::root().join(PEER)).arg(&lines).arg(as_of))?;
    std::fs::remove_file(&lines)?;
    Ok(())
}
