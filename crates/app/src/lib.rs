//! Use cases and jobs: the only place that combines the layers. Who may see what is decided here,
//! once, and every use case starts from the [`Caller`].

mod account;
mod account_criteria;
mod account_group;
mod account_list;
mod accuracy;
mod alert;
mod book;
mod bridge;
mod brief;
mod caller;
mod clock;
mod concentration;
mod dashboard;
mod demo;
mod error;
mod explain;
mod export;
mod filter;
mod follower;
mod freshness;
mod import;
mod insight;
mod interaction;
mod invoice;
mod job;
mod key;
mod map;
mod metric;
mod momentum;
mod news;
mod notification;
mod order;
mod paging;
mod parallel;
mod password;
mod penetration;
mod predict;
mod product;
mod reconcile;
mod rep;
mod rule_lab;
mod score;
mod search;
mod secret;
mod session;
mod settings;
#[cfg(test)]
mod stage;
mod state;
mod target;
mod task;
mod territory;
mod throttle;
mod timeline;
mod trip;
mod user;
mod view;
mod weekly_diff;
mod worker;

pub use bellwether_scoring::{ModelId, Priors};
pub use caller::{Caller, Credential};
pub use demo::DemoSignIn;
pub use error::AppError;
pub use export::ExportedFile;
pub use import::{FileStart, ImportOptions, UploadedFile};
pub use news::{Listener, Moved};
pub use predict::{ForecastRequest, predict};
pub use reconcile::{FactSums, Reconciliation};
pub use session::SessionToken;
pub use user::FirstSignIn;

use bellwether_connect::mail::Mailer;
use bellwether_connect::webhook::Poster;
use bellwether_store::{Store, imports, sessions};
use book::Book;
use chrono::NaiveDate;
use news::News;
use std::fs::DirBuilder;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use throttle::Throttle;
use worker::{Chores, Inbox, Progress};

/// What every use case answers with.
pub type Answer<T> = Result<T, AppError>;

/// Where the product keeps its data.
#[derive(Debug, Clone)]
pub struct AppConfig {
    /// `postgres://…`, `sqlite:path` or a plain path.
    pub database_url: String,
    /// Folder for uploads on their way in.
    pub data_dir: PathBuf,
    /// Largest file taken, in bytes.
    pub max_upload_bytes: u64,
    /// What it may contact.
    pub outbound: Outbound,
}

/// What the product may contact, and where it is found itself. Nothing is contacted unless it is set up here.
#[derive(Clone, Default)]
pub struct Outbound {
    /// The mail server, `smtp://user:password@host:587?tls=required`; none: no e-mail is sent.
    pub smtp_url: Option<String>,
    /// Who e-mails come from.
    pub mail_from: String,
    /// Where people find the app, without a slash at the end; empty: e-mails hold no links.
    pub public_url: String,
    /// Hosts and networks inside the organisation that webhooks may reach.
    pub allowed_hosts: Vec<String>,
}

/// The password of the mail server stays out of logs.
impl std::fmt::Debug for Outbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outbound")
            .field("has_mail_server", &self.smtp_url.is_some())
            .field("mail_from", &self.mail_from)
            .field("public_url", &self.public_url)
            .field("allowed_hosts", &self.allowed_hosts)
            .finish()
    }
}

impl AppConfig {
    /// Where uploads lie until they have been read; nothing else lies there.
    pub fn upload_dir(&self) -> PathBuf {
        self.data_dir.join("uploads")
    }
}

/// What figures are made from at some moment: a state of everything held in memory, and the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edition {
    number: u64,
    today: NaiveDate,
}

/// The running product: database, ledger, scores and workers.
pub struct App {
    config: AppConfig,
    store: Store,
    book: RwLock<Arc<Book>>,
    /// Held while a newer book is made, so that books are published in order.
    catching_up: Mutex<()>,
    throttle: Throttle,
    bridges: bridge::HeldBridges,
    exporting: export::Exporting,
    progress: Progress,
    chores: Chores,
    news: News,
    /// What alerts are judged by, learnt from the whole book once a day.
    alert_book: Mutex<Option<alert::Learnt>>,
    known_lost: insight::KnownLost,
    /// How every account stood when the week compared with began.
    stood: weekly_diff::Kept,
    mailer: Option<Mailer>,
    poster: Poster,
    /// Checked when nobody has the e-mail address, so that both refusals take the same time.
    decoy_hash: String,
}

impl App {
    /// Opens the product for serving: threads follow the database and run jobs.
    ///
    /// # Errors
    /// `Unavailable` when the database cannot be reached, `Internal` when its content is damaged.
    pub fn open(config: AppConfig) -> Answer<Arc<Self>> {
        let (app, inbox) = Self::prepare(config)?;
        let app = Arc::new(app);
        app.tidy_up()?;
        app.remove_leftover_uploads()?;
        app.catch_up()?;
        worker::start(&app, inbox)?;
        follower::start(&app)?;
        Ok(app)
    }

    /// Opens the product for one command at the terminal: nothing runs in the background, and the
    /// ledger is read only when something asks for it.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn open_at_terminal(config: AppConfig) -> Answer<Self> {
        Ok(Self::prepare(config)?.0)
    }

    /// Opens the product for looking only: makes no folder, database or table, changes nothing, and runs
    /// nothing in the background.
    ///
    /// # Errors
    /// `NotFound` when there is no database, `Unavailable` when it cannot be reached or was made by an older
    /// version, `Internal` when its content is damaged.
    pub fn open_to_look(config: AppConfig) -> Answer<Self> {
        let store = Store::open_existing(&config.database_url)?;
        let missing = store.pending_migrations()?.len();
        if missing > 0 {
            let message = format!("{missing} migrations are missing; bellwether serve applies them");
            return Err(AppError::Unavailable { message });
        }
        let (app, _inbox) = Self::over(config, store)?;
        app.catch_up()?;
        Ok(app)
    }

    /// Makes what is not there yet and brings the schema up to date.
    fn prepare(config: AppConfig) -> Answer<(Self, Inbox)> {
        make_private(&config.data_dir).map_err(|error| AppError::folder(&config.data_dir, &error))?;
        let store = Store::open(&config.database_url)?;
        let migrations = store.migrate()?;
        if !migrations.is_empty() {
            tracing::info!(count = migrations.len(), "brought the schema up to date");
        }
        Self::over(config, store)
    }

    fn over(config: AppConfig, store: Store) -> Answer<(Self, Inbox)> {
        let book = Book::unread(&store)?;
        let (chores, inbox) = worker::chores();
        let mailer = notification::mailer(&config.outbound)?;
        let poster = notification::poster(&config.outbound)?;
        let app = Self {
            config,
            store,
            book: RwLock::new(Arc::new(book)),
            catching_up: Mutex::new(()),
            throttle: Throttle::default(),
            bridges: bridge::HeldBridges::default(),
            exporting: export::Exporting::default(),
            progress: Progress::default(),
            chores,
            news: News::default(),
            alert_book: Mutex::default(),
            known_lost: insight::KnownLost::default(),
            stood: weekly_diff::Kept::default(),
            mailer,
            poster,
            decoy_hash: password::hash(&secret::token())?,
        };
        Ok((app, inbox))
    }

    /// Puts away what an earlier server left behind.
    fn tidy_up(&self) -> Answer<()> {
        let now = clock::now();
        Ok(self.store.write(|conn| {
            sessions::delete_expired(conn, now)?;
            imports::fail_running(conn, "The program stopped while it ran. Nothing was imported.", now)?;
            Ok(())
        })?)
    }

    /// Whether requests can be answered.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn readiness(&self) -> Answer<()> {
        Ok(self.store.check()?)
    }

    /// Order lines held in memory, and the bytes they and everything around them take.
    pub fn ledger_size(&self) -> (usize, usize) {
        let book = self.book();
        (book.snapshot().line_count(), book.snapshot().memory_bytes())
    }

    /// Sequence of the newest change the answers contain.
    pub fn data_version(&self) -> u64 {
        self.book().version()
    }

    /// What figures are made from: answers from facts, scores, alerts and settings alone stay the same while this does.
    pub fn edition(&self) -> Edition {
        let book = self.book();
        Edition { number: book.edition(), today: book.today() }
    }

    /// The facts and scores as of the last commit that was followed; unchanging while it is held.
    fn book(&self) -> Arc<Book> {
        let held = self.book.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&held)
    }

    fn publish(&self, book: Book) {
        let mut held = self.book.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *held = Arc::new(book.following(&held));
    }
}

/// Makes a folder that only whoever runs the server may look into: everything is in it. One that is there stays as it is.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut folders = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.recursive(true).create(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_folder_is_for_its_owner_alone_and_one_that_is_there_stays_as_it_is() {
        let place = tempfile::tempdir().expect("a folder");
        let mode = |folder: &Path| {
            make_private(folder).expect("made");
            folder.metadata().expect("it is there").permissions().mode() & 0o777
        };
        let own = place.path().join("data");
        assert_eq!(mode(&own), 0o700);
        std::fs::set_permissions(&own, PermissionsExt::from_mode(0o750)).expect("changed");
        assert_eq!(mode(&own), 0o750);
    }
}
