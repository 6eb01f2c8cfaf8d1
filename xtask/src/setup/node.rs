//! A Node recent enough for the browser tests. Debian 12 brings 18, which is enough to build the product;
//! Playwright wants 20, so where the machine has less, npm brings a newer one into the user's cache.

use crate::places;
use crate::process::{Failure, output, program, run};

/// The oldest major version that Playwright accepts.
const OLDEST_FOR_TESTS: u32 = 20;

/// What npm is asked for when the machine's own is older.
const BROUGHT_VERSION: &str = "22.23.3";

/// Makes sure that `node` on the chores' path is new enough for the browser tests.
///
/// # Errors
/// When it is too old and npm cannot bring a newer one.
pub fn ensure_for_tests() -> Result<(), Failure> {
    if major_version()? >= OLDEST_FOR_TESTS {
        return Ok(());
    }
    println!("This machine's Node is too old for the browser tests. Bringing Node {BROUGHT_VERSION} by npm.");
    let folder = places::cache().join("node");
    std::fs::create_dir_all(&folder)?;
    let mut npm = program("npm");
    npm.args(["install", "--no-save", "--prefix"]).arg(&folder).arg(format!("node@{BROUGHT_VERSION}"));
    run(&mut npm)?;
    if major_version()? >= OLDEST_FOR_TESTS {
        Ok(())
    } else {
        Err(Failure::new(format!("please install Node {OLDEST_FOR_TESTS} or newer for the browser tests")))
    }
}

fn major_version() -> Result<u32, Failure> {
    let text = output(program("node").arg("--version"))?;
    major_in(&text).ok_or_else(|| Failure::new(format!("cannot read Node's version {:?}", text.trim())))
}

fn major_in(text: &str) -> Option<u32> {
    text.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_in;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major_in("v18.20.4\n"), Some(18));
        assert_eq!(major_in("node"), None);
    }
}
