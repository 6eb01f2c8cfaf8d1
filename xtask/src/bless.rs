//! Accepts what changed on purpose: the committed API document and insta's snapshots.

use std::fs;

use crate::places;
use crate::process::{Failure, cargo, output, run};
use crate::setup::{self, Purpose};

const DOCUMENT: &str = "openapi/openapi.json";

/// `cargo xtask bless`.
///
/// # Errors
/// When the server does not compile or a snapshot test fails for another reason.
pub fn chore() -> Result<(), Failure> {
    setup::prepare(Purpose::Tests)?;
    fs::write(places::root().join(DOCUMENT), generated()?)?;
    println!("Wrote {DOCUMENT}.");
    run(cargo(&["test", "--workspace", "--locked", "--quiet"]).env("INSTA_UPDATE", "always"))
}

/// Holds the committed API document against the one the types make.
///
/// # Errors
/// When they differ.
pub fn openapi_is_current() -> Result<(), Failure> {
    let committed = fs::read_to_string(places::root().join(DOCUMENT))?;
    if committed == generated()? {
        Ok(())
    } else {
        Err(Failure::new(format!("{DOCUMENT} is stale; `cargo xtask bless` writes it anew")))
    }
}

fn generated() -> Result<String, Failure> {
    output(&mut cargo(&["run", "--quiet", "--locked", "--package", "bellwether-server", "--", "openapi"]))
}
