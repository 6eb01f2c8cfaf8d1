//! `bellwether demo`: demo data in a folder of its own, one sign-in for each role, and the server on top. A
//! second start finds both and prints the same sign-ins.

use crate::configuration::{DemoOptions, Place};
use crate::failure::Failure;
use crate::serve;
use bellwether_app::{App, AppError, DemoSignIn};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Where the demo lives unless said otherwise.
const DEMO_DATA: &str = "bellwether-data/demo";
/// The sign-ins, for scripts and tests; readable by the owner only.
const SIGN_INS_FILE: &str = "demo-sign-ins.json";

/// Makes the demo if it is not there, and serves it.
pub fn demo(place: &Place, options: &DemoOptions) -> Result<(), Failure> {
    let place = place.or_data_dir(Path::new(DEMO_DATA));
    let listener = if options.prepare_only { None } else { Some(serve::bind(&options.serve)?) };
    let app = serve::open(&place, &options.serve)?;
    let sign_ins = sign_ins(&app, &place.data_dir().join(SIGN_INS_FILE))?;
    print_sign_ins(&sign_ins);
    listener.map_or(Ok(()), |listener| serve::answer(listener, app, &place, &options.serve))
}

fn sign_ins(app: &App, file: &Path) -> Result<Vec<DemoSignIn>, Failure> {
    if file.exists() {
        let text = fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
        let unreadable = |error| Failure::Said(format!("{} is damaged: {error}", file.display()));
        return serde_json::from_str(&text).map_err(unreadable);
    }
    println!("Making demo data; this takes a moment.");
    let sign_ins = app.create_demo().map_err(|error| explain(error, file))?;
    write_privately(file, &sign_ins)?;
    Ok(sign_ins)
}

fn explain(error: AppError, file: &Path) -> Failure {
    match error {
        AppError::Conflict { message } => Failure::Said(format!(
            "{message}.\nThe demo's sign-ins are not in {}, so this may be data of your own: name another folder with --data.",
            file.display()
        )),
        other => Failure::App(other),
    }
}

fn write_privately(file: &Path, sign_ins: &[DemoSignIn]) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(sign_ins).map_err(|error| Failure::Said(error.to_string()))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut opened| opened.write_all(text.as_bytes()));
    written.map_err(|error| Failure::file(file, &error))
}

fn print_sign_ins(sign_ins: &[DemoSignIn]) {
    println!("\nSign-ins of the demo:");
    println!("  {:<11} {:<28} password", "role", "e-mail");
    for sign_in in sign_ins {
        println!("  {:<11} {:<28} {}", sign_in.role.label(), sign_in.email, sign_in.password);
    }
    println!();
}
