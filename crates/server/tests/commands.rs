//! The binary as somebody at a terminal meets it.

use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn bellwether(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    command.args(arguments).arg("--data").arg(data).env_remove("DATABASE_URL");
    command
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    bellwether(data, arguments).output().expect("the binary starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// What `import --json` says of one file.
fn import(data: &Path, file: &str, more: &[&str]) -> Value {
    let path = samples().join(file).display().to_string();
    let arguments = [&["import", path.as_str(), "--json"], more].concat();
    let output = run(data, &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let outcomes: Value =
        serde_json::from_slice(&output.stdout).expect("JSON on standard output, and nothing else");
    outcomes[0]["import"].clone()
}

#[test]
fn the_document_needs_no_database() {
    let folder = TempDir::new().expect("a temporary folder");
    let data = folder.path().join("not-there");
    let output = run(&data, &["openapi"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
    assert!(!data.exists());
}

#[test]
fn a_dry_run_writes_nothing_a_second_import_changes_nothing_and_undo_takes_it_out() {
    let folder = TempDir::new().expect("a temporary folder");
    let data = folder.path();
    let tried = import(data, "purchases.csv", &["--dry-run"]);
    let first = import(data, "purchases.csv", &[]);
    assert_eq!(tried["rows"], first["rows"], "a dry run counts what the import then does");
    assert!(first["rows"]["added"].as_u64().is_some_and(|rows| rows > 1000), "{first}");
    let second = import(data, "purchases.csv", &[]);
    assert_eq!(second["rows"]["unchanged"], first["rows"]["read"]);
    let id = first["id"].as_str().expect("an id");
    let undone = run(data, &["undo", id]);
    assert!(undone.status.success(), "{}", text(&undone.stderr));
    let again = import(data, "purchases.csv", &[]);
    assert_eq!(again["totals"], first["totals"], "what was taken out can come in again");
}

#[test]
fn a_file_that_cannot_be_read_fails_and_the_others_still_come_in() {
    let folder = TempDir::new().expect("a temporary folder");
    let accounts = samples().join("accounts.csv").display().to_string();
    let missing = folder.path().join("missing.csv").display().to_string();
    let output = run(folder.path(), &["import", &missing, &accounts]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("1 of 2 files was not imported"), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("accounts.csv"));
    assert!(said.contains(&format!("{missing}: there is no such file")), "{said}");
    assert_eq!(said.matches(&missing).count(), 1, "the file is named once where it is explained: {said}");
    assert!(text(&run(folder.path(), &["doctor"]).stdout).contains("390 accounts"));
}

#[test]
fn a_check_at_the_terminal_shows_which_column_fills_which_field_before_the_counts() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("orders.csv");
    std::fs::write(&path, "Customer,Memo,Order Date,Item No,Qty,Net Sales\nA1,hello,2026-05-01,P1,1,10\n")
        .expect("written");
    let path = path.display().to_string();
    let output = run(folder.path(), &["import", &path, "--dry-run"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    let place = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words:?} is not in {said}"));
    assert!(place("orders.csv is read as purchases") < place("Order Date  order_date"));
    assert!(place("Net Sales   amount") < place("not used: Memo"));
    assert!(place("not used: Memo") < place("added"), "the mapping comes before the counts: {said}");
}

#[test]
fn a_broken_mapping_is_refused_with_file_line_column_and_what_to_do() {
    let folder = TempDir::new().expect("a temporary folder");
    let (data, path) = (folder.path().join("data"), folder.path().join("erp.json"));
    let path = path.display().to_string();
    let orders = samples().join("purchases.csv").display().to_string();
    for (json, words) in [
        (
            "{\"kind\": \"purchases\",\n \"columns\": {\"acount_key\": \"Cust#\"}}",
            "Line 2, column 25: columns.acount_key: \"acount_key\" is not one of account_key, ",
        ),
        ("{\"kind\": \"purchases\"}", "Line 1, column 21: columns: it is needed and left out."),
        ("{\"kind\": \"purchases\",\n", "Line 2, column 0: the file ends in the middle"),
        ("{\"kind\": \"purchases\"\n \"columns\": {}}", "Line 2, column 2: this is not JSON; often a comma"),
    ] {
        std::fs::write(&path, json).expect("written");
        let output = run(&data, &["import", &orders, "--mapping", &path]);
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        let parts = [&*format!("{path} is no mapping. "), words, "Correct the file there and import again"];
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        assert!(!data.exists(), "nothing was to be imported, so nothing is made");
    }
}

#[test]
fn a_folder_without_csv_files_is_an_error_that_says_what_to_do() {
    let folder = TempDir::new().expect("a temporary folder");
    let (data, empty) = (folder.path().join("data"), folder.path().join("empty"));
    std::fs::create_dir(&empty).expect("a new folder");
    std::fs::write(empty.join("notes.txt"), "a,b\n").expect("the folder can be written");
    let output = run(&data, &["import", &empty.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("no .csv or .csv.gz") && said.contains("Name the folder"), "{said}");
    assert!(!data.exists(), "nothing was to be imported, so nothing is made");
}

#[test]
fn a_file_with_a_header_alone_comes_with_a_warning() {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("orders.csv");
    std::fs::write(&file, "account_id,order_id,order_date,item_id,quantity,revenue\n").expect("written");
    let output = run(folder.path(), &["import", &file.display().to_string()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Please check"), "{}", text(&output.stdout));
    let file = file.display().to_string();
    let output = run(folder.path(), &["import", file.as_str(), "--json"]);
    let outcomes: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(
        outcomes[0]["import"]["notices"][0]["message"].as_str().is_some_and(|said| said.contains("no rows")),
        "{outcomes}"
    );
}

/// Imports a file of this text; exit code, standard output and standard error.
fn import_text(folder: &Path, name: &str, content: &[u8], more: &[&str]) -> (Option<i32>, String, String) {
    let file = folder.join(name);
    std::fs::write(&file, content).expect("written");
    let output = run(folder, &[&["import", &*file.display().to_string()], more].concat());
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_file_whose_rows_are_all_rejected_fails_with_the_reason() {
    let folder = TempDir::new().expect("a temporary folder");
    let rows = b"Customer No,Order No,Order Date,Amount\n,1,2024-02-20,10.50\n,2,2024-02-21,10.50\n";
    for more in [&["--dry-run"][..], &[], &["--json"]] {
        let (code, out, err) = import_text(folder.path(), "orders.csv", rows, more);
        assert_eq!(code, Some(1), "{more:?}");
        assert!(err.contains("every row was rejected"), "{err}");
        assert!(out.contains("The row names no account."), "{out}");
    }
    let one_good = b"Customer No,Order No,Order Date,Amount\n,1,2024-02-20,10.50\nA,2,2024-02-21,10.50\n";
    assert_eq!(import_text(folder.path(), "orders.csv", one_good, &[]).0, Some(0));
}

#[test]
fn what_a_file_leaves_open_is_told_with_the_flag_that_settles_it() {
    let folder = TempDir::new().expect("a temporary folder");
    let rows = b"Customer No,Order No,Order Date,Amount\nA,1,05/06/2024,1.234\n";
    let (_, out, _) = import_text(folder.path(), "orders.csv", rows, &["--dry-run"]);
    for part in
        ["Please check", "as May 6, 2024; day first it is June 5, 2024", "--day-first", "--decimal-comma"]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    let stated = ["--dry-run", "--day-first", "--decimal-comma"];
    let (_, out, _) = import_text(folder.path(), "orders.csv", rows, &stated);
    assert!(!out.contains("Please check") && out.contains("1234.00"), "{out}");
}

#[test]
fn a_date_that_is_none_and_a_packed_file_that_is_none_are_told_in_words() {
    let folder = TempDir::new().expect("a temporary folder");
    let noise: Vec<u8> =
        (0..4000u32).map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    let (code, out, err) = import_text(folder.path(), "orders.csv.gz", &noise, &[]);
    assert_eq!(code, Some(1));
    assert!(out.contains("neither packed with gzip nor text"), "{out}");
    let is_shown = |letter: char| !letter.is_control() || letter == '\n';
    assert!(out.chars().chain(err.chars()).all(is_shown), "{out:?}");
    let (code, _, err) = import_text(folder.path(), "orders.csv", b"a,b\n", &["--covers-up-to", "nonsense"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("a date looks like 2026-06-30"), "{err}");
}

#[test]
fn doctor_tells_checks_from_imports() {
    let folder = TempDir::new().expect("a temporary folder");
    import(folder.path(), "accounts.csv", &["--dry-run"]);
    import(folder.path(), "accounts.csv", &["--dry-run"]);
    import(folder.path(), "accounts.csv", &[]);
    let said = text(&run(folder.path(), &["doctor"]).stdout);
    assert!(said.contains("imports: 1, checks: 2"), "{said}");
}

#[test]
fn doctor_only_looks() {
    let folder = TempDir::new().expect("a temporary folder");
    let data = folder.path().join("not-there");
    let output = run(&data, &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("--data"), "{}", text(&output.stderr));
    assert!(!data.exists(), "doctor made the folder it should have missed");
    std::fs::create_dir(&data).expect("a new folder");
    let output = run(&data, &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no database"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_dir(&data).expect("the folder").count(), 0, "doctor left something behind");
}

#[test]
fn a_port_in_use_is_said_in_words_and_shows_no_first_sign_in() {
    let folder = TempDir::new().expect("a temporary folder");
    let taken = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    let port = taken.local_addr().expect("it has a port").port().to_string();
    let output = run(folder.path(), &["serve", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("--port"), "{}", text(&output.stderr));
    assert!(!text(&output.stdout).contains("password"));
}

#[test]
fn a_person_is_added_with_a_password_from_standard_input() {
    let folder = TempDir::new().expect("a temporary folder");
    let arguments = ["user", "add", "lead@example.com", "--name", "Lead", "--role", "leadership"];
    let mut child = bellwether(folder.path(), &arguments);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"correct horse battery staple\n").expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(text(&output.stdout).contains("lead@example.com"), "{}", text(&output.stdout));
    assert!(!text(&output.stdout).contains("horse"));
}

/// Forecasts of some order lines as of the end of 2025, and what was said if there are none.
fn forecasts(folder: &Path, orders: &str, accounts: &[&str]) -> Result<String, String> {
    let [lines, request, out] = ["lines.csv", "request.json", "out.csv"].map(|name| folder.join(name));
    std::fs::write(&lines, orders).expect("a writable folder");
    let asked = json!({ "cutoff": "2025-12-31", "horizons": [30, 90], "tau": 180, "accounts": accounts });
    std::fs::write(&request, asked.to_string()).expect("a writable folder");
    let path = |path: &PathBuf| path.display().to_string();
    let (lines, request, written) = (path(&lines), path(&request), path(&out));
    let output = run(folder, &["predict", "--orders", &lines, "--request", &request, "--out", &written]);
    if output.status.success() {
        Ok(std::fs::read_to_string(out).expect("the forecasts"))
    } else {
        Err(text(&output.stderr))
    }
}

#[test]
fn forecasts_come_from_a_bare_file_and_know_nothing_after_the_cut_off() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut orders = "account_id,order_date,revenue,category\n".to_owned();
    for month in 1..=12 {
        orders.push_str(&format!("steady,2025-{month:02}-05,100.00,paper\n"));
        orders.push_str(&format!(
            "gone,2024-{month:02}-05,80.00,paper\ngone,2025-02-0{},1,ink\n",
            month % 9 + 1
        ));
    }
    let known = forecasts(folder.path(), &orders, &["steady", "gone"]).expect("forecasts");
    orders.push_str("gone,2026-01-02,500.00,paper\n");
    assert_eq!(forecasts(folder.path(), &orders, &["steady", "gone"]), Ok(known.clone()));
    let within_90 = |line: usize| -> f64 {
        let row = known.lines().nth(line).expect("one line an account");
        row.split(',').nth(2).and_then(|share| share.parse().ok()).expect("a probability")
    };
    assert!(within_90(1) > 0.8 && within_90(2) < 0.5, "{known}");
}

#[test]
fn forecasts_that_cannot_be_made_say_why_and_what_to_do() {
    let folder = TempDir::new().expect("a temporary folder");
    let said = |orders: &str| forecasts(folder.path(), orders, &["a"]).expect_err("no forecast");
    let wrong_date = said("account_id,order_date,revenue\na,2025-13-01,5\n");
    assert!(wrong_date.contains("line: 2") && wrong_date.contains("as 2026-06-30"), "{wrong_date}");
    let no_amount = said("account_id,order_date,revenue\na,2025-11-01,NaN\n");
    assert!(no_amount.contains("the amount in line 2 is not a number"), "{no_amount}");
    let unknown = said("account_id,order_date,revenue\nb,2025-11-01,5\n");
    assert!(unknown.contains("a has no order up to the cut-off"), "{unknown}");
}

#[cfg(unix)]
#[test]
fn the_demos_sign_ins_are_the_owners_alone_and_stay_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a temporary folder");
    let first = run(folder.path(), &["demo", "--prepare-only"]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    let file = folder.path().join("demo-sign-ins.json");
    let mode = std::fs::metadata(&file).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read_to_string(&file).expect("the file");
    let second = run(folder.path(), &["demo", "--prepare-only"]);
    assert_eq!(before, std::fs::read_to_string(&file).expect("the file"));
    assert!(text(&first.stdout).ends_with(&text(&second.stdout)), "the same sign-ins are printed again");
}
