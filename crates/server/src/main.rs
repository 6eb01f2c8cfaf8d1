//! The binary `bellwether`: configuration, wiring and commands.

mod backtest;
mod commands;
mod configuration;
mod demo;
mod doctor;
mod failure;
mod import;
mod import_report;
mod logging;
mod pages;
mod predict;
mod serve;
mod user;

use clap::Parser;
use configuration::{Cli, Command, ServeOptions};
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let command = cli.command.unwrap_or_else(|| Command::Serve(ServeOptions::standard()));
    logging::start(&cli.place, command.serves());
    match run(&cli.place, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(place: &configuration::Place, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => serve::serve(place, &options),
        Command::Demo(options) => demo::demo(place, &options),
        Command::Import(options) => import::import(place, &options),
        Command::Undo(options) => commands::undo(place, options.import),
        Command::Score(options) => commands::score(place, options.as_of),
        Command::Backtest(options) => backtest::backtest(place, &options),
        Command::Predict(options) => predict::predict(&options),
        Command::Openapi => commands::openapi(),
        Command::User(options) => user::user(place, &options),
        Command::Doctor => doctor::doctor(place),
    }
}
