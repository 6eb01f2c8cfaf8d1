//! Measures the promised figures in release builds. Each bench is an example of the crate it measures;
//! a new one is one line in [`BENCHES`].

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

const BENCHES: &[Bench] = &[
    Bench {
        word: "ledger",
        package: "bellwether-ledger",
        example: "ledger_speed",
        arguments: &[],
        measures: "bytes a line, building and aggregates at 10 million lines",
    },
    Bench {
        word: "scoring",
        package: "bellwether-scoring",
        example: "scoring_speed",
        arguments: &[],
        measures: "scoring every account",
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
    if let Some(unknown) = arguments.iter().find(|word| BENCHES.iter().all(|bench| bench.word != **word)) {
        let known: Vec<&str> = BENCHES.iter().map(|bench| bench.word).collect();
        return Err(Failure::new(format!("no bench is called {unknown:?}; known: {}", known.join(", "))));
    }
    for bench in
        BENCHES.iter().filter(|bench| arguments.is_empty() || arguments.iter().any(|a| a == bench.word))
    {
        println!("\n── {}: {}", bench.word, bench.measures);
        let mut command =
            cargo(&["run", "--release", "--package", bench.package, "--example", bench.example]);
        run(command.arg("--").args(bench.arguments))?;
    }
    Ok(())
}
