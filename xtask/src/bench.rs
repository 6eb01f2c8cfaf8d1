//! Measures the promised figures in release builds. Each bench is an example of the crate it measures;
//! a new one is one line in [`BENCHES`]. Those of [`BESIDE`] run peers in Python or a browser as well, or write a page.

mod accuracy;
mod alerts;
mod features;
mod page;
mod python;
mod reads;
mod web;

use crate::process::{Failure, cargo, run};
use crate::setup::{self, Purpose};

/// One measuring program.
struct Bench {
    word: &'static str,
    package: &'static str,
    example: &'static str,
    arguments: &'static [&'static str],
    measures: &'static str,
}

/// A bench that stands beside peers written in Python, whose figures go into a page, or that needs a browser.
struct Beside {
    word: &'static str,
    measures: &'static str,
    measure: fn() -> Result<(), Failure>,
}

const BESIDE: [Beside; 5] = [
    Beside {
        word: "scoring",
        measures: "features, refit, scores and back-test of 100 000 accounts, beside DuckDB's feature pass",
        measure: features::measure,
    },
    Beside {
        word: "accuracy",
        measures: "forecasts against what came after, beside the peers",
        measure: accuracy::measure,
    },
    Beside {
        word: "alerts",
        measures: "alerts of two years of real histories against what came after",
        measure: alerts::measure,
    },
    Beside {
        word: "reads",
        measures: "every read endpoint at 100 000 accounts and 10 million lines, beside DuckDB",
        measure: reads::measure,
    },
    Beside {
        word: "web",
        measures: "pages on a throttled phone by Lighthouse, and the time from a click to the next paint",
        measure: web::measure,
    },
];

const BENCHES: &[Bench] = &[
    Bench {
        word: "ledger",
        package: "bellwether-ledger",
        example: "ledger_speed",
        arguments: &[],
        measures: "bytes a line, building and aggregates at 10 million lines",
    },
    Bench {
        word: "sqlite",
        package: "bellwether-app",
        example: "large_book",
        arguments: &["sqlite"],
        measures: "import, ledger, scores and one new order at 10 million lines on SQLite",
    },
    Bench {
        word: "postgres",
        package: "bellwether-app",
        example: "large_book",
        arguments: &["postgres"],
        measures: "the same on PostgreSQL",
    },
];

/// `cargo xtask bench [word …]`: all of them, or only the ones named.
///
/// # Errors
/// When a name is unknown or a bench fails.
pub fn chore(arguments: &[String]) -> Result<(), Failure> {
    setup::prepare(Purpose::Tests)?;
    let known: Vec<&str> =
        BENCHES.iter().map(|bench| bench.word).chain(BESIDE.iter().map(|bench| bench.word)).collect();
    if let Some(unknown) = arguments.iter().find(|word| !known.contains(&word.as_str())) {
        return Err(Failure::new(format!("no bench is called {unknown:?}; known: {}", known.join(", "))));
    }
    let is_wanted = |word: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == word);
    for bench in BENCHES.iter().filter(|bench| is_wanted(bench.word)) {
        println!("\n── {}: {}", bench.word, bench.measures);
        let mut command =
            cargo(&["run", "--release", "--package", bench.package, "--example", bench.example]);
        run(command.arg("--").args(bench.arguments))?;
    }
    for bench in BESIDE.iter().filter(|bench| is_wanted(bench.word)) {
        println!("\n── {}: {}", bench.word, bench.measures);
        (bench.measure)()?;
    }
    Ok(())
}
