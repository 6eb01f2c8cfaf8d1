//! Pages with a generated part between marks.

use std::fs;

use crate::places;
use crate::process::Failure;

/// Puts what was measured between two marks of a page of this repository.
///
/// # Errors
/// When the page cannot be read or written, or has lost its marks.
pub fn write_between(page: &str, [begin, end]: [&str; 2], measured: &str) -> Result<(), Failure> {
    let path = places::root().join(page);
    let text = fs::read_to_string(&path)?;
    let (Some(before), Some(after)) = (text.split(begin).next(), text.split(end).nth(1)) else {
        return Err(Failure::new(format!("{page} has lost its marks {begin} and {end}")));
    };
    fs::write(&path, format!("{before}{begin}\n{measured}\n{end}{after}"))?;
    println!("Wrote the figures into {page}.");
    Ok(())
}
