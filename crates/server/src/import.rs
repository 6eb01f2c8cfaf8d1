//! `bellwether import`: files of this machine through the ordinary import, dependents last.

use crate::configuration::{ImportCommand, Place};
use crate::failure::Failure;
use crate::import_report::{self, Outcome};
use bellwether_api::{Fault, json_fault};
use bellwether_app::{App, Caller, FileStart, ImportOptions, UploadedFile};
use bellwether_core::import::{Import, ImportKind, ImportStatus, Mapping, Preview, RowError};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How much of a file is read to guess what it holds.
const PREVIEW_BYTES: u64 = 1024 * 1024;
/// Bad rows shown for each reason.
const EXAMPLES: usize = 3;
const PROGRESS_EVERY: Duration = Duration::from_millis(500);

/// Imports the files and prints what became of their rows.
pub fn import(place: &Place, command: &ImportCommand) -> Result<(), Failure> {
    let paths = expand(&command.paths)?;
    let options = options(command)?;
    let app = App::open_at_terminal(place.app_config())?;
    let mut files: Vec<(Option<ImportKind>, PathBuf)> =
        paths.into_iter().map(|path| (kind_of(&app, &path, &options), path)).collect();
    files.sort_by_key(|(kind, _path)| kind.map_or(usize::MAX, rank));
    let outcomes: Vec<Outcome> = files.iter().map(|(_kind, path)| import_one(&app, path, &options)).collect();
    if command.json {
        import_report::print_json(&outcomes)?
    } else {
        import_report::print_table(&outcomes)
    }
    match import_report::failures(&outcomes, command.dry_run) {
        None => Ok(()),
        Some(words) => Err(Failure::Said(words)),
    }
}

fn options(command: &ImportCommand) -> Result<ImportOptions, Failure> {
    Ok(ImportOptions {
        kind: command.kind,
        mapping: None,
        given_mapping: command.mapping.as_deref().map(read_mapping).transpose()?,
        day_first: command.day_first.then_some(true),
        decimal_comma: command.decimal_comma.then_some(true),
        dry_run: command.dry_run,
        covers_up_to: command.covers_up_to,
    })
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let json = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    serde_json::from_slice(&json).map_err(|error| no_mapping(path, &json, &error))
}

fn no_mapping(path: &Path, json: &[u8], error: &serde_json::Error) -> Failure {
    let wrong = if error.is_data() {
        match json_fault(json, error) {
            Fault { field: Some(field), message } => format!("{field}: {message}"),
            Fault { field: None, message } => message,
        }
    } else if error.is_eof() {
        "the file ends in the middle; a bracket or a quotation mark is not closed".to_owned()
    } else {
        "this is not JSON; often a comma, a quotation mark or a bracket before it is missing or one too many"
            .to_owned()
    };
    Failure::Said(format!(
        "{} is no mapping. Line {}, column {}: {wrong}. Nothing was imported.\nCorrect the file there and import \
         again; docs/DATA.md shows a whole mapping.",
        path.display(),
        error.line(),
        error.column(),
    ))
}

/// The files meant: folders stand for the CSV files in them, by name. A folder without any was not meant.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = fs::read_dir(path).map_err(|error| Failure::file(path, &error))?;
            let mut inside: Vec<PathBuf> = entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(|path| is_csv(path))
                .collect();
            if inside.is_empty() {
                return Err(no_files(path));
            }
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn no_files(folder: &Path) -> Failure {
    Failure::Said(format!(
        "There is no .csv or .csv.gz file in {}; folders inside it are not looked into. Nothing was imported. \
         Name the folder that holds the files, or the files themselves.",
        folder.display()
    ))
}

fn is_csv(path: &Path) -> bool {
    let name = name_of(path).to_lowercase();
    name.ends_with(".csv") || name.ends_with(".csv.gz")
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// What a file holds. A file that cannot be understood is reported when its turn comes.
fn kind_of(app: &App, path: &Path, options: &ImportOptions) -> Option<ImportKind> {
    let said = options.given_mapping.as_ref().map(|mapping| mapping.kind).or(options.kind);
    said.or_else(|| {
        preview(app, path, None).filter(|preview| preview.is_kind_known).map(|known| known.mapping.kind)
    })
}

/// What a file seems to be; none when it cannot be understood.
fn preview(app: &App, path: &Path, kind: Option<ImportKind>) -> Option<Preview> {
    let mut first_bytes = Vec::new();
    let read = File::open(path).ok()?.take(PREVIEW_BYTES).read_to_end(&mut first_bytes).ok()?;
    let is_whole = u64::try_from(read).is_ok_and(|read| read < PREVIEW_BYTES);
    let start = FileStart { bytes: &first_bytes, is_whole };
    app.preview_import(&Caller::system(), &name_of(path), kind, None, start).ok()
}

/// The headers of a file, in their order.
fn headers_of(app: &App, path: &Path, import: &Import) -> Vec<String> {
    let columns = preview(app, path, Some(import.kind)).map(|preview| preview.columns);
    columns.into_iter().flatten().map(|column| column.header).collect()
}

/// Purchases late: they name reps, products and accounts; invoices and targets name orders and categories.
fn rank(kind: ImportKind) -> usize {
    match kind {
        ImportKind::Reps => 0,
        ImportKind::Products => 1,
        ImportKind::Accounts => 2,
        ImportKind::Purchases => 3,
        ImportKind::Invoices | ImportKind::Targets => 4,
    }
}

fn import_one(app: &App, path: &Path, options: &ImportOptions) -> Outcome {
    let imported = with_progress(app, &name_of(path), || {
        let bytes = fs::metadata(path).map_err(|error| cannot_be_read(&error))?.len();
        let file =
            UploadedFile { path: path.to_path_buf(), file_name: name_of(path), bytes, is_temporary: false };
        Ok(app.run_import(&Caller::system(), file, options)?)
    });
    match imported {
        Ok(import) => {
            let examples = examples(app, &import);
            let headers = headers_of(app, path, &import);
            Outcome { path: path.to_path_buf(), import: Some(import), failure: None, examples, headers }
        }
        Err(failure) => {
            let failure = Some(failure.to_string());
            let (examples, headers) = (Vec::new(), Vec::new());
            Outcome { path: path.to_path_buf(), import: None, failure, examples, headers }
        }
    }
}

/// Why a file cannot be read; the report names it.
fn cannot_be_read(error: &std::io::Error) -> Failure {
    Failure::Said(match error.kind() {
        ErrorKind::NotFound => "there is no such file. Check its name and folder.".to_owned(),
        _other => format!("{error}. Check that it may be read."),
    })
}

/// The first bad rows of each reason.
fn examples(app: &App, import: &Import) -> Vec<RowError> {
    if import.rows.rejected == 0 {
        return Vec::new();
    }
    let Ok(page) = app.import_errors(&Caller::system(), import.id, None) else { return Vec::new() };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let is_early = |error: &RowError| {
        let count = seen.entry(error.code.clone()).or_default();
        *count += 1;
        *count <= EXAMPLES
    };
    page.items.into_iter().filter(is_early).collect()
}

/// Runs the import and, on a terminal, shows how far it is.
fn with_progress(
    app: &App,
    name: &str,
    run: impl FnOnce() -> Result<Import, Failure>,
) -> Result<Import, Failure> {
    if !std::io::stderr().is_terminal() {
        return run();
    }
    let (finished, waiting) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while waiting.recv_timeout(PROGRESS_EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                show_progress(app, name);
            }
        });
        let outcome = run();
        drop(finished);
        eprint!("\r\x1b[K");
        outcome
    })
}

fn show_progress(app: &App, name: &str) {
    let running = app.imports(&Caller::system()).ok().and_then(|imports| {
        imports.into_iter().find(|import| import.status == ImportStatus::Running && import.file_name == name)
    });
    if let Some(import) = running {
        let percent = (import.bytes_read * 100).checked_div(import.bytes_total).unwrap_or(0);
        eprint!("\r\x1b[K{name}: {} rows, {percent}%", import.rows.read);
    }
}
