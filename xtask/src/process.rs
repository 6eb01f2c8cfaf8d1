//! Running other programs: the command is shown, its output goes to the terminal, a bad end is an error.
//! Every chore is a row of such steps.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::places;

/// Why a chore stopped, in words for the person at the terminal.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with this explanation.
    pub fn new(explanation: impl Into<String>) -> Self {
        Self(explanation.into())
    }

    /// A failure whose explanation was printed already.
    pub fn told() -> Self {
        Self(String::new())
    }

    /// Whether there is nothing more to say.
    pub fn is_told(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// A program in the workspace root with the project's tools on its path.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(places::root()).env("PATH", places::search_path());
    command
}

/// The cargo that runs this chore, with arguments.
pub fn cargo(arguments: &[&str]) -> Command {
    let name = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = program(name);
    command.args(arguments);
    forget_our_own_package(&mut command);
    command
}

/// `cargo run` tells its child which package is running; a build script must not take that for itself.
fn forget_our_own_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
}

/// The command as one would type it.
fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    command.get_args().fold(name, |line, argument| format!("{line} {}", argument.to_string_lossy()))
}

/// Runs to the end with the output on the terminal.
///
/// # Errors
/// When it cannot start or ends badly.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let line = spelled(command);
    println!("→ {line}");
    let status = command.status().map_err(|error| Failure::new(format!("cannot start `{line}`: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{line}` ended with {status}"))) }
}

/// Runs to the end without a word and gives its standard output.
///
/// # Errors
/// When it cannot start or ends badly; the explanation carries what it wrote to standard error.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let line = spelled(command);
    let output = command.output().map_err(|error| Failure::new(format!("cannot start `{line}`: {error}")))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Failure::new(format!("`{line}` ended with {}: {}", output.status, said.trim())))
    }
}

/// What a program wrote and whether it ended well.
pub struct Transcript {
    /// Standard output and standard error, in that order.
    pub text: String,
    /// Whether its exit status was zero.
    pub succeeded: bool,
}

/// Runs to the end, passes its output on and keeps a copy to be read.
///
/// # Errors
/// When it cannot start or cannot be read.
pub fn run_and_read(command: &mut Command) -> Result<Transcript, Failure> {
    let line = spelled(command);
    println!("→ {line}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(format!("cannot start `{line}`: {error}")))?;
    let output = child.stdout.take().expect("standard output was piped above");
    let errors = child.stderr.take().expect("standard error was piped above");
    let beside = thread::spawn(move || pass_on(errors, std::io::stderr()));
    let mut text = pass_on(output, std::io::stdout())?;
    text.push_str(&beside.join().map_err(|_| Failure::new(format!("lost the output of `{line}`")))??);
    Ok(Transcript { text, succeeded: child.wait()?.success() })
}

/// Copies line by line and keeps what passed.
fn pass_on(source: impl Read, mut terminal: impl Write) -> Result<String, Failure> {
    let mut kept = String::new();
    let mut source = BufReader::new(source);
    let mut line = Vec::new();
    while source.read_until(b'\n', &mut line)? > 0 {
        terminal.write_all(&line)?;
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(kept)
}
