//! Small books: accounts sampled from the same histories, forecast by the program and by peers that are given
//! the very same files.

use std::fs;
use std::path::Path;

use super::{DOCUMENT, folders, forecast};
use crate::bench::page::write_between;
use crate::places;
use crate::process::{Failure, program, run, run_and_read};

const SCRIPT: &str = "xtask/src/bench/small_books.py";
const MARKS: [&str; 2] = ["<!-- small books: begin -->", "<!-- small books: end -->"];

/// Samples books from the splits in `work`, has everybody forecast them, and writes the table. Books and what
/// peers said of them are kept from run to run, for they do not change.
///
/// # Errors
/// When a step fails.
pub fn measure(python: &Path, scripts: &Path, work: &Path) -> Result<(), Failure> {
    let (books, peers, forecasts) =
        (work.join("small-books"), work.join("small-peers"), work.join("small-forecasts"));
    let script = |word: &str| {
        let mut command = program(python);
        command.arg(places::root().join(SCRIPT)).arg(word).arg(scripts);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("NUMBA_CACHE_DIR", work.join("numba"));
        command
    };
    if !books.exists() {
        run(script("emit").arg(work.join("splits")).arg(&books))?;
    }
    run(script("peers").arg(&books).arg(&peers))?;
    fs::create_dir_all(&forecasts)?;
    for book in folders(&books)?.iter().flat_map(folders).flatten() {
        forecast(scripts, &book, &forecasts)?;
    }
    let mut compare = script("compare");
    let compared = run_and_read(compare.arg(work.join("labels")).arg(&peers).arg(&forecasts))?;
    if !compared.succeeded {
        return Err(Failure::told());
    }
    write_between(DOCUMENT, MARKS, &format!("```\n{}\n```", compared.text.trim()))
}
