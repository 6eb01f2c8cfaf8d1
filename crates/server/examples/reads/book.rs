//! The large book with everything that questions are narrowed by: reps, states, places, categories, segments.

use crate::Outcome;
use bellwether_app::{App, AppConfig, Caller, ImportOptions, Outbound, UploadedFile};
use bellwether_core::import::ImportStatus;
use bellwether_core::job::{Job, JobStatus};
use bellwether_core::settings::Settings;
use bellwether_testkit::database::{TestDatabase, postgres};
use bellwether_testkit::order_lines;
use chrono::NaiveDate;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub const REPS: u64 = 200;
pub const CATEGORIES: u64 = 40;
/// State, and a place in it.
pub const STATES: [(&str, f64, f64); 16] = [
    ("IA", 42.0, -93.5),
    ("NE", 41.5, -99.8),
    ("MN", 46.3, -94.3),
    ("IL", 40.0, -89.2),
    ("WI", 44.6, -89.9),
    ("MO", 38.4, -92.5),
    ("KS", 38.5, -98.4),
    ("SD", 44.4, -100.2),
    ("ND", 47.4, -100.5),
    ("CO", 39.0, -105.5),
    ("OK", 35.6, -97.5),
    ("TX", 31.5, -99.3),
    ("OH", 40.3, -82.8),
    ("NY", 42.9, -75.5),
    ("CA", 37.2, -119.3),
    ("FL", 28.6, -82.4),
];
/// So many looks in a row, two a second, must find no job waiting or running.
const QUIET_LOOKS: u32 = 30;
const TRADES: [&str; 8] =
    ["Supply", "Market", "Works", "Brothers", "Plumbing", "Electric", "Foods", "Hardware"];

/// Where the book is kept.
pub struct Place {
    folder: PathBuf,
    rows: u64,
    /// Where the files of somebody else are, if theirs are asked about.
    files: Option<PathBuf>,
    url: String,
    /// The file of a SQLite database.
    file: Option<PathBuf>,
    _postgres: Option<TestDatabase>,
}

impl Place {
    pub fn of(engine: &str, folder: &Path, rows: u64, files: Option<PathBuf>) -> Outcome<Self> {
        let name = files.as_ref().map_or_else(|| rows.to_string(), |_| "files".to_owned());
        let (url, file, postgres) = match engine {
            "sqlite" => {
                let file = folder.join(format!("reads_{name}.db"));
                (format!("sqlite:{}", file.display()), Some(file), None)
            }
            "postgres" => {
                let database = postgres().ok_or("PostgreSQL is not installed here")?;
                (database.url.clone(), None, Some(database))
            }
            other => return Err(format!("{other} is no engine: sqlite or postgres").into()),
        };
        Ok(Self { folder: folder.to_owned(), rows, files, url, file, _postgres: postgres })
    }

    pub fn config(&self) -> AppConfig {
        AppConfig {
            database_url: self.url.clone(),
            data_dir: self.folder.clone(),
            max_upload_bytes: u64::MAX,
            outbound: Outbound::default(),
        }
    }

    /// The order lines.
    pub fn lines(&self) -> PathBuf {
        self.folder.join(format!("order_lines_{}.csv", self.rows))
    }

    /// A file beside them.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("reads_{name}_{}.csv", self.rows))
    }

    /// Imports everything, unless an earlier run has left it there.
    pub fn fill(&self) -> Outcome<()> {
        if self.file.as_ref().is_some_and(|file| file.exists()) {
            println!("a database is there already");
            return Ok(());
        }
        let app = App::open_at_terminal(self.config())?;
        if let Some(folder) = &self.files {
            let names = ["products.csv", "accounts.csv", "order_lines.csv"];
            return names.into_iter().try_for_each(|name| import(&app, &folder.join(name)));
        }
        if !self.lines().exists() {
            order_lines::write_lines(&self.lines(), self.rows)?;
        }
        std::fs::write(self.file("reps"), reps()?)?;
        std::fs::write(self.file("products"), products()?)?;
        std::fs::write(self.file("accounts"), accounts(order_lines::accounts(self.rows))?)?;
        for path in [self.file("reps"), self.file("products"), self.file("accounts"), self.lines()] {
            import(&app, &path)?;
        }
        Ok(())
    }

    /// Takes the database away, and the small files.
    pub fn remove(self) -> Outcome<()> {
        let database = self.file.iter().flat_map(|file| {
            ["", "-wal", "-shm"].map(|ending| PathBuf::from(format!("{}{ending}", file.display())))
        });
        let small = ["reps", "products", "accounts", "segments", "order"].map(|name| self.file(name));
        for path in database.chain(small).filter(|path| path.exists()) {
            std::fs::remove_file(path)?;
        }
        Ok(())
    }
}

pub fn import(app: &App, path: &Path) -> Outcome<()> {
    let file_name = path.file_name().ok_or("a file has a name")?.to_string_lossy().into_owned();
    let file =
        UploadedFile { path: path.to_owned(), file_name, bytes: path.metadata()?.len(), is_temporary: false };
    let options = ImportOptions { covers_up_to: covered(), ..ImportOptions::default() };
    let import = app.run_import(&Caller::system(), file, &options)?;
    if import.status != ImportStatus::Done {
        return Err(format!(
            "the import of {} ended {:?}: {:?}",
            path.display(),
            import.status,
            import.failure
        )
        .into());
    }
    Ok(())
}

/// The last day of the lines.
pub fn covered() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 6, 30)
}

/// Pins the date, gives every account a segment, and waits for the back-test that follows: it keeps a core busy.
pub fn score(app: &App) -> Outcome<()> {
    let settings = app.settings(&Caller::system())?;
    app.update_settings(&Caller::system(), &Settings { pinned_as_of: covered(), ..settings })?;
    app.run_scoring(None)?;
    let is_waiting = |job: &Job| matches!(job.status, JobStatus::Queued | JobStatus::Running);
    // One job may be followed by another.
    let mut quiet = 0;
    while quiet < QUIET_LOOKS {
        let is_busy = app.jobs(&Caller::system())?.iter().any(is_waiting);
        quiet = if is_busy { 0 } else { quiet + 1 };
        std::thread::sleep(Duration::from_millis(500));
    }
    Ok(())
}

pub fn rep_key(rep: u64) -> String {
    format!("R{rep:03}")
}

pub fn rep_of(account: u64) -> u64 {
    account / 16 % REPS
}

pub fn state_of(account: u64) -> &'static str {
    STATES[(account % 16) as usize].0
}

pub fn category_of(product: u64) -> u64 {
    product % CATEGORIES
}

fn reps() -> Outcome<String> {
    let mut file = "Rep Number,Rep Name,Region\n".to_owned();
    for rep in 0..REPS {
        writeln!(file, "{},Rep {rep},Region {}", rep_key(rep), rep % 10)?;
    }
    Ok(file)
}

fn products() -> Outcome<String> {
    let mut file = "Item Number,Item Name,Category\n".to_owned();
    for product in 0..order_lines::PRODUCTS {
        writeln!(file, "P{product},Item number {product},Category {}", category_of(product))?;
    }
    Ok(file)
}

fn accounts(count: u64) -> Outcome<String> {
    let mut file = "Customer Number,Customer Name,City,State,ZIP,Latitude,Longitude,Rep Number\n".to_owned();
    for account in 0..count {
        let (state, north, east) = STATES[(account % 16) as usize];
        let (trade, city) = (TRADES[(account / 7 % 8) as usize], account / 16 % 997);
        let (up, right) = ((account * 37 % 400) as f64 / 100.0, (account * 91 % 600) as f64 / 100.0);
        let (latitude, longitude) = (north - 2.0 + up, east - 3.0 + right);
        writeln!(
            file,
            "A{account},Town {city} {trade} {account},Town {city},{state},{:05},{latitude:.4},{longitude:.4},{}",
            10_000 + account % 80_000,
            rep_key(rep_of(account))
        )?;
    }
    Ok(file)
}
