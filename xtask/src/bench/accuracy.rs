//! Forecasts against what came after, on the real histories beside the clone, with the evaluation scripts
//! that lie there: the built program sees only what was known on each cut-off. The outcome goes into
//! `docs/SCORING.md` between marks.

mod small_books;

use std::fs;
use std::path::{Path, PathBuf};

use super::page::write_between;
use super::python::python;
use crate::places;
use crate::process::{Failure, Transcript, cargo, output, program, run, run_and_read};

/// Python packages that the evaluation scripts import.
const PACKAGES: [&str; 6] = ["numpy", "pandas", "scipy", "scikit-learn", "numba", "lightgbm"];
const DOCUMENT: &str = "docs/SCORING.md";
const MARKS: [&str; 2] = ["<!-- measured: begin -->", "<!-- measured: end -->"];

/// Measures, or says why it cannot.
///
/// # Errors
/// When a step fails; a missed bar is told in the document, not an error.
pub fn measure() -> Result<(), Failure> {
    let Some(scripts) = scripts() else {
        println!(
            "The evaluation scripts are not beside this clone (../shared/tools/backtest): nothing to measure."
        );
        return Ok(());
    };
    let python = python(&PACKAGES)?;
    let work = places::native_target().join("accuracy");
    let (splits, labels, forecasts) = (work.join("splits"), work.join("labels"), work.join("forecasts"));
    if !splits.exists() {
        let mut emit = script(&python, &scripts);
        run(emit.arg("emit").arg("--out").arg(&splits).arg("--labels").arg(&labels).args(["--sets", "dev"]))?;
    }
    fs::create_dir_all(&forecasts)?;
    run(&mut cargo(&["build", "--release", "--locked", "--package", "bellwether-server"]))?;
    for split in folders(&splits)?.iter().flat_map(folders).flatten() {
        forecast(&scripts, &split, &forecasts)?;
    }
    let figures = work.join("figures.csv");
    let mut score = script(&python, &scripts);
    score.arg("score").arg("--labels").arg(&labels).arg("--pred").arg(&forecasts).args(["--sets", "dev"]);
    score
        .args(["--system", "Bellwether"])
        .arg("--csv")
        .arg(&figures)
        .arg("--bars")
        .arg(scripts.join("bars.json"));
    let scored = run_and_read(&mut score)?;
    let mut compare = script(&python, &scripts);
    let compared = run_and_read(compare.arg("compare").arg("--csv").arg(&figures))?;
    write(&scored, &compared)?;
    small_books::measure(&python, &scripts, &work)
}

fn scripts() -> Option<PathBuf> {
    let folder = places::root().parent()?.join("shared/tools/backtest");
    folder.join("backtest.py").is_file().then_some(folder)
}

fn script(python: &Path, scripts: &Path) -> std::process::Command {
    let mut command = program(python);
    command.arg(scripts.join("backtest.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn folders(folder: &PathBuf) -> Result<Vec<PathBuf>, Failure> {
    let mut inside = Vec::new();
    for entry in fs::read_dir(folder)? {
        inside.push(entry?.path());
    }
    inside.retain(|path| path.is_dir());
    inside.sort();
    Ok(inside)
}

/// Forecasts one split, starting from priors that have not seen its family of data.
fn forecast(scripts: &Path, split: &Path, forecasts: &Path) -> Result<(), Failure> {
    let name = |path: Option<&Path>| {
        path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let (data, cutoff) = (name(split.parent()), name(Some(split)));
    let family = if data.starts_with("iowa") { "iowa" } else { &data };
    let prior = |kind: &str| scripts.join(format!("bt/{kind}_wo_{family}.json"));
    let mut predict = program(places::native_target().join("release/bellwether"));
    predict.arg("predict").arg("--orders").arg(split.join("orders.csv.gz"));
    predict.arg("--request").arg(split.join("request.json"));
    predict.arg("--out").arg(forecasts.join(format!("{data}__{cutoff}.csv")));
    predict.arg("--prior").arg(prior("prior")).arg("--grid-prior").arg(prior("grid_prior"));
    print!("{data}: {}", output(&mut predict)?);
    Ok(())
}

fn write(scored: &Transcript, compared: &Transcript) -> Result<(), Failure> {
    let told = scored.text.split("\nbars").collect::<Vec<_>>();
    let (tables, bars) =
        (told.first().copied().unwrap_or_default(), told.get(1).copied().unwrap_or_default());
    let measured = format!(
        "### Every cut-off, and means\n```\n{}\n```\n### Bars\n```\n{}\n```\n### Beside the peers\n```\n{}\n```",
        tables.trim(),
        bars.trim_start_matches('\n').trim_end(),
        compared.text.trim()
    );
    write_between(DOCUMENT, MARKS, &measured)
}
