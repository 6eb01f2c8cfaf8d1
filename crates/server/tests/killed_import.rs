//! A process killed in the middle of an import leaves nothing of it; run again, all of it is in, once.

use bellwether_testkit::database::{TestDatabase, each_engine};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const LINES: u64 = 30_000;

fn bellwether(database: &TestDatabase, folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    command.arg("--data").arg(folder).args(["--database-url", &database.url]).args(words);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn order_lines() -> String {
    let mut text = "account_id,order_id,order_date,item_id,quantity,revenue\n".to_owned();
    for line in 0..LINES {
        let order = line / 3;
        writeln!(text, "A{},S{order},2026-05-{:02},P{},1,10.00", order % 500, 1 + order % 28, line % 97)
            .expect("writing to a String cannot fail");
    }
    text
}

fn killed_after(mut child: Child, milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
    child.kill().expect("the process can be killed");
    child.wait().expect("a killed process ends");
}

fn rows(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    let files: Value = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text} {}", String::from_utf8_lossy(&output.stderr)));
    files[0]["import"]["rows"].clone()
}

#[test]
fn a_killed_import_leaves_nothing_and_the_next_one_brings_everything_once() {
    for database in each_engine() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("order_lines.csv");
        std::fs::write(&file, order_lines()).expect("the file is written");
        let name = file.to_string_lossy().into_owned();
        let import = || bellwether(&database, folder.path(), &["import", &name, "--json"]);
        for milliseconds in [120, 260, 420, 600] {
            killed_after(import().spawn().expect("the program starts"), milliseconds);
        }
        let whole = rows(&import().output().expect("the program runs"));
        let known = whole["added"].as_u64().unwrap_or(0) + whole["unchanged"].as_u64().unwrap_or(0);
        assert_eq!(known, LINES, "{}: {whole}", database.engine);
        let is_all_or_nothing = whole["added"] == 0 || whole["unchanged"] == 0;
        assert!(is_all_or_nothing, "{}: half an import was visible: {whole}", database.engine);
        let again = rows(&import().output().expect("the program runs"));
        assert_eq!((&again["added"], &again["unchanged"]), (&Value::from(0), &Value::from(LINES)));
        let doctor = bellwether(&database, folder.path(), &["doctor"]).output().expect("the program runs");
        assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
    }
}
