//! One word per chore, so that a newcomer needs to know only `cargo xtask`.
//! It has no dependencies: what a chore needs on the machine is found or installed by [`setup`].

use std::process::ExitCode;

mod bench;
mod bless;
mod build;
mod demo;
mod dev;
mod e2e;
mod fingerprint;
mod lint;
mod places;
mod process;
mod setup;
mod spa;
mod tally;
mod test;
mod wasm;

use process::Failure;

/// Everything `cargo xtask` can do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chore {
    Setup,
    Build,
    Demo,
    Dev,
    Test,
    Lint,
    Bless,
    Bench,
    E2e,
    Spa,
    Wasm,
}

impl Chore {
    const ALL: [Self; 11] = [
        Self::Demo,
        Self::Test,
        Self::Build,
        Self::Dev,
        Self::Lint,
        Self::Bless,
        Self::Bench,
        Self::E2e,
        Self::Setup,
        Self::Spa,
        Self::Wasm,
    ];

    /// The word on the command line.
    fn word(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Build => "build",
            Self::Demo => "demo",
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Lint => "lint",
            Self::Bless => "bless",
            Self::Bench => "bench",
            Self::E2e => "e2e",
            Self::Spa => "spa",
            Self::Wasm => "wasm",
        }
    }

    /// One line for the list.
    fn summary(self) -> &'static str {
        match self {
            Self::Setup => "install what is missing on this machine, then say what is where",
            Self::Build => "build the app and the server: target/release/bellwether is the product",
            Self::Demo => "build everything and serve demo data on http://localhost:8080",
            Self::Dev => "watch and rebuild: the app on http://localhost:8081, its API behind it",
            Self::Test => "run everything that must hold: format, lints, tests, WASM, browser",
            Self::Lint => "formatting and clippy only",
            Self::Bless => "accept what changed on purpose: openapi/openapi.json and snapshots",
            Self::Bench => "measure the figures the product promises (release build)",
            Self::E2e => "browser tests only; further words go to Playwright",
            Self::Spa => "build the single-page app for release into frontend/dist",
            Self::Wasm => "check that the crates of the browser compile for it",
        }
    }

    fn run(self, arguments: &[String]) -> Result<(), Failure> {
        match self {
            Self::Setup => setup::chore(),
            Self::Build => build::chore(),
            Self::Demo => demo::chore(arguments),
            Self::Dev => dev::chore(arguments),
            Self::Test => test::chore(),
            Self::Lint => lint::chore(),
            Self::Bless => bless::chore(),
            Self::Bench => bench::chore(arguments),
            Self::E2e => e2e::chore(arguments),
            Self::Spa => spa::chore(),
            Self::Wasm => wasm::chore(),
        }
    }
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Some(word) = words.next() else {
        print_chores();
        return ExitCode::SUCCESS;
    };
    let Some(chore) = Chore::ALL.into_iter().find(|chore| chore.word() == word) else {
        eprintln!("There is no chore called {word:?}.\n");
        print_chores();
        return ExitCode::FAILURE;
    };
    let arguments: Vec<String> = words.collect();
    match chore.run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_told() {
                eprintln!("\ncargo xtask {word}: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn print_chores() {
    println!("Usage: cargo xtask <chore>\n");
    for chore in Chore::ALL {
        println!("  {:<6} {}", chore.word(), chore.summary());
    }
}
