//! Counts what ran, so that the last line of `cargo xtask test` cannot hide a stage that did nothing.

use std::fmt;

use crate::process::{Failure, Transcript};

/// Checks that passed and failed so far.
#[derive(Default)]
pub struct Tally {
    passed: u64,
    failed: u64,
    broken: Vec<String>,
}

impl Tally {
    /// Counts one check and tells when it failed.
    pub fn check(&mut self, name: &str, result: Result<(), Failure>) -> bool {
        match result {
            Ok(()) => self.passed += 1,
            Err(failure) => self.fail(name, &failure.to_string()),
        }
        !self.broken.iter().any(|broken| broken == name)
    }

    /// Counts the tests of one runner, read from what it wrote.
    pub fn tests(&mut self, name: &str, transcript: Result<Transcript, Failure>, count: fn(&str) -> Counts) {
        let transcript = match transcript {
            Ok(transcript) => transcript,
            Err(failure) => return self.fail(name, &failure.to_string()),
        };
        let counts = count(&transcript.text);
        self.passed += counts.passed;
        self.failed += counts.failed;
        if counts.failed > 0 {
            self.broken.push(format!("{name}: {} failed", counts.failed));
        } else if !transcript.succeeded {
            self.fail(name, "ended badly before its tests could be counted");
        } else if counts.passed == 0 {
            self.fail(name, "ran no test at all");
        }
    }

    fn fail(&mut self, name: &str, explanation: &str) {
        eprintln!("✗ {name}: {explanation}");
        self.failed += 1;
        self.broken.push(name.to_owned());
    }

    /// What failed, by name.
    pub fn broken(&self) -> &[String] {
        &self.broken
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// What one runner says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
}

/// Reads nextest's summary: `Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 3 skipped`.
pub fn of_nextest(text: &str) -> Counts {
    let summary = text.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
    let Some((_, words)) = summary.and_then(|line| line.split_once(':')) else {
        return Counts::default();
    };
    Counts {
        passed: number_before(words, "passed"),
        failed: number_before(words, "failed") + number_before(words, "timed out"),
    }
}

/// Adds up cargo test's lines: `test result: ok. 12 passed; 0 failed; 0 ignored; …`.
pub fn of_cargo_test(text: &str) -> Counts {
    let results = text.lines().filter_map(|line| line.trim_start().strip_prefix("test result: "));
    results.fold(Counts::default(), |sum, line| Counts {
        passed: sum.passed + number_before(line, "passed"),
        failed: sum.failed + number_before(line, "failed"),
    })
}

/// Reads Playwright's last lines: `  2 failed`, `  1 flaky`, `  14 passed (31.5s)`.
pub fn of_playwright(text: &str) -> Counts {
    let count = |word: &str| text.lines().rev().find_map(|line| counted(line, word)).unwrap_or(0);
    // A test that holds only at the second try does not hold.
    Counts { passed: count("passed ("), failed: count("failed") + count("flaky") + count("interrupted") }
}

/// The number of a line like `  14 passed (31.5s)`.
fn counted(line: &str, word: &str) -> Option<u64> {
    let (number, rest) = line.trim_start().split_once(' ')?;
    if rest.starts_with(word) { number.parse().ok() } else { None }
}

/// The number in front of a word, zero when the word is not there.
fn number_before(text: &str, word: &str) -> u64 {
    let before = text.find(word).and_then(|at| text[..at].split_whitespace().last());
    before.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Counts, Tally, of_cargo_test, of_nextest, of_playwright};
    use crate::process::{Failure, Transcript};

    #[test]
    fn nextest_is_counted_by_its_summary() {
        let text =
            "  PASS [ 0.1s] x\n Summary [   1.2s] 12 tests run: 10 passed (1 slow), 2 failed, 3 skipped\n";
        assert_eq!(of_nextest(text), Counts { passed: 10, failed: 2 });
        assert_eq!(of_nextest("error: could not compile"), Counts::default());
    }

    #[test]
    fn cargo_test_is_counted_over_all_its_binaries() {
        let text =
            "test result: ok. 3 passed; 0 failed; 1 ignored\ntest result: FAILED. 2 passed; 1 failed;\n";
        assert_eq!(of_cargo_test(text), Counts { passed: 5, failed: 1 });
    }

    #[test]
    fn a_flaky_browser_test_counts_as_failed() {
        let text = "Running 4 tests\n  1 failed\n    a › b\n  1 flaky\n  2 passed (31.5s)\n";
        assert_eq!(of_playwright(text), Counts { passed: 2, failed: 2 });
    }

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        let mut tally = Tally::default();
        let silent = Transcript { text: String::new(), succeeded: true };
        tally.tests("unit tests", Ok(silent), of_nextest);
        tally.check("format", Ok(()));
        tally.check("clippy", Err(Failure::new("warnings")));
        assert_eq!(tally.to_string(), "1 passed, 2 failed");
        assert_eq!(tally.broken(), ["unit tests", "clippy"]);
    }
}
