//! Watching while writing: the server with demo data on port 8080, started anew after every change that
//! compiles, and before it Trunk on 8081, which rebuilds the app and passes `/api` on.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use crate::process::{Failure, cargo, program, run};
use crate::setup::{self, Purpose, wasm_target};
use crate::{fingerprint, places};

/// What the server is made of.
const SERVER_SOURCES: &[&str] = &["crates", "migrations", "Cargo.toml"];

const LOOK_EVERY: Duration = Duration::from_millis(500);

/// `cargo xtask dev [words for bellwether demo]`.
///
/// # Errors
/// When the server does not compile at the start, or Trunk ends.
pub fn chore(arguments: &[String]) -> Result<(), Failure> {
    setup::prepare(Purpose::Build)?;
    build_server()?;
    let mut server = server(arguments).spawn()?;
    let mut app = watching_app()?.spawn()?;
    println!("The app is on http://localhost:8081 once Trunk says so.");
    let ended = follow_changes(arguments, &mut server, &mut app);
    stop(&mut server)?;
    stop(&mut app)?;
    ended
}

fn build_server() -> Result<(), Failure> {
    run(&mut cargo(&["build", "--package", "bellwether-server"]))
}

fn server(arguments: &[String]) -> Command {
    let mut command = program(places::native_target().join("debug/bellwether"));
    command.args(["demo", "--port", "8080"]).args(arguments);
    command
}

fn watching_app() -> Result<Command, Failure> {
    let mut trunk = program("trunk");
    // Not into frontend/dist: what the binary embeds stays the release build.
    trunk
        .args(["serve", "--dist"])
        .arg(scratch())
        .env_remove("NO_COLOR")
        .envs(wasm_target::found()?.environment());
    Ok(trunk)
}

fn scratch() -> PathBuf {
    places::native_target().join("dev-app")
}

/// Restarts the server after changes until Trunk ends.
fn follow_changes(arguments: &[String], server: &mut Child, app: &mut Child) -> Result<(), Failure> {
    let mut seen = fingerprint::of(SERVER_SOURCES)?;
    loop {
        sleep(LOOK_EVERY);
        if let Some(status) = app.try_wait()? {
            return Err(Failure::new(format!("Trunk ended with {status}")));
        }
        // An editor replacing a file makes it unreadable for a moment; the next look finds it.
        let Ok(now) = fingerprint::of(SERVER_SOURCES) else { continue };
        if now == seen {
            continue;
        }
        seen = now;
        match build_server() {
            Ok(()) => {
                stop(server)?;
                *server = self::server(arguments).spawn()?;
            }
            Err(failure) => eprintln!("{failure}; the old server goes on."),
        }
    }
}

fn stop(child: &mut Child) -> Result<(), Failure> {
    if child.try_wait()?.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(())
}
