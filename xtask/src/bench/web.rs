//! How quickly pages come and answer: Lighthouse, the second visit, and from a key or click to the next paint.

use crate::places;
use crate::process::{Failure, program, run};
use crate::setup::{self, web_bench_packages};
use crate::{e2e, spa};

/// Builds the product as it is shipped, fills it and visits it.
///
/// # Errors
/// When a build fails, no Chromium is found, or a page does not come.
pub fn measure() -> Result<(), Failure> {
    let browser = setup::browser().ok_or_else(|| Failure::new("no Chromium was found; set CHROMIUM"))?;
    web_bench_packages()?;
    spa::build()?;
    e2e::build_server()?;
    let script = places::browser_tests().join("bench/web.mjs");
    let mut node = program("node");
    run(node.arg(script).env("CHROMIUM", browser).env("BELLWETHER_BINARY", e2e::binary()))
}
