//! Everything that can be set, by flag or environment variable. No other module reads the environment.

use bellwether_app::{AppConfig, ModelId, Outbound};
use bellwether_core::import::ImportKind;
use bellwether_core::{ImportId, Role};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// Where data is kept unless said otherwise.
const DEFAULT_DATA: &str = "bellwether-data";
/// Name of the embedded database inside the data folder.
const DATABASE_FILE: &str = "bellwether.db";
/// Largest upload the command line reads; a file that is on this machine already needs no limit.
const NO_LIMIT: u64 = u64::MAX;

/// Sales intelligence for B2B distributors, self-hosted.
///
/// Without a command it serves, as `bellwether serve` does.
#[derive(Debug, Parser)]
#[command(name = "bellwether", version)]
pub struct Cli {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Where the data is and how the program logs; the same for every command.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder of the database and of uploads [default: ./bellwether-data]
    #[arg(long, global = true, value_name = "DIR", env = "BELLWETHER_DATA")]
    pub data: Option<PathBuf>,
    /// PostgreSQL to use instead of the embedded database: postgres://user@host/database
    #[arg(long, global = true, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// How log lines look
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Human, env = "BELLWETHER_LOG_FORMAT")]
    pub log_format: LogFormat,
    /// Which log lines: error, warn, info, debug, or per module as in `info,actix_web=warn`
    #[arg(long, global = true, value_name = "FILTER", env = "BELLWETHER_LOG")]
    pub log: Option<String>,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

impl Place {
    /// The data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_DATA))
    }

    /// The same place with another data folder unless one was asked for.
    pub fn or_data_dir(&self, folder: &Path) -> Self {
        Self { data: Some(self.data.clone().unwrap_or_else(|| folder.to_path_buf())), ..self.clone() }
    }

    /// The application's configuration for work at the terminal.
    pub fn app_config(&self) -> AppConfig {
        let data_dir = self.data_dir();
        let embedded = || data_dir.join(DATABASE_FILE).display().to_string();
        AppConfig {
            database_url: self.database_url.clone().filter(|url| !url.is_empty()).unwrap_or_else(embedded),
            data_dir,
            max_upload_bytes: NO_LIMIT,
            outbound: Outbound::default(),
        }
    }
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app and its API; the first start prints the first sign-in
    Serve(ServeOptions),
    /// Serve demo data, with one sign-in for each role
    Demo(DemoOptions),
    /// Import files: purchases, accounts, products, reps, invoices, targets
    Import(ImportCommand),
    /// Take an import out again
    Undo(UndoOptions),
    /// Score every account now
    Score(ScoreOptions),
    /// Ask every model about the past, and say how well each did
    Backtest(BacktestOptions),
    /// Forecast from a bare file of order lines; needs no database
    Predict(PredictOptions),
    /// Print the OpenAPI document; needs no database
    Openapi,
    /// Add a person, or set a password
    User(UserOptions),
    /// Check that database and data folder are in order
    Doctor,
}

impl Command {
    /// Whether it keeps running and answers requests.
    pub fn serves(&self) -> bool {
        match self {
            Self::Serve(_) | Self::Demo(_) => true,
            Self::Import(_)
            | Self::Undo(_)
            | Self::Score(_)
            | Self::Backtest(_)
            | Self::Predict(_)
            | Self::Openapi
            | Self::User(_)
            | Self::Doctor => false,
        }
    }
}

/// Options of `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// Port to listen on
    #[arg(long, default_value_t = 8080, env = "BELLWETHER_PORT")]
    pub port: u16,
    /// Address to listen on; 0.0.0.0 makes it reachable from other machines
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", env = "BELLWETHER_BIND")]
    pub bind: IpAddr,
    /// Trust X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Proto: set it behind a reverse proxy, and only there
    #[arg(long, env = "BELLWETHER_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Largest file an import takes, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 4096, env = "BELLWETHER_MAX_UPLOAD_MIB")]
    pub max_upload_mib: u32,
    /// Requests a second that one caller may keep up
    #[arg(long, value_name = "N", default_value = "50", env = "BELLWETHER_REQUESTS_PER_SECOND")]
    pub requests_per_second: NonZeroU32,
    /// Requests one caller may send at once after a pause
    #[arg(long, value_name = "N", default_value = "200", env = "BELLWETHER_REQUEST_BURST")]
    pub request_burst: NonZeroU32,
    #[command(flatten)]
    pub outbound: OutboundOptions,
}

/// What the server may contact; nothing unless it is said here.
#[derive(Debug, Clone, Args)]
pub struct OutboundOptions {
    /// Mail server: smtp://user:password@host:587?tls=required, or smtps://…; without it no e-mail is sent
    #[arg(long, value_name = "URL", env = "BELLWETHER_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who e-mails come from, as in `Bellwether <sales@example.com>`
    #[arg(long, value_name = "ADDRESS", default_value = "", env = "BELLWETHER_MAIL_FROM")]
    pub mail_from: String,
    /// Where people find the app, for links in e-mails: https://sales.example.com
    #[arg(long, value_name = "URL", default_value = "", env = "BELLWETHER_PUBLIC_URL")]
    pub public_url: String,
    /// Hosts and networks inside the organisation that webhooks may reach, as in `crm.internal,10.1.0.0/16`
    #[arg(long, value_name = "HOSTS", value_delimiter = ',', env = "BELLWETHER_WEBHOOK_HOSTS")]
    pub webhook_hosts: Vec<String>,
}

impl OutboundOptions {
    /// As the application wants it.
    pub fn outbound(&self) -> Outbound {
        Outbound {
            smtp_url: self.smtp_url.clone().filter(|url| !url.is_empty()),
            mail_from: self.mail_from.clone(),
            public_url: self.public_url.trim_end_matches('/').to_owned(),
            allowed_hosts: self.webhook_hosts.iter().filter(|host| !host.is_empty()).cloned().collect(),
        }
    }
}

/// Parses [`ServeOptions`] alone, for a call without a command.
#[derive(Debug, Parser)]
struct OnlyServe {
    #[command(flatten)]
    options: ServeOptions,
}

impl ServeOptions {
    /// What the environment and the defaults say.
    pub fn standard() -> Self {
        OnlyServe::parse_from(["bellwether"]).options
    }

    /// Largest upload, in bytes.
    pub fn max_upload_bytes(&self) -> u64 {
        u64::from(self.max_upload_mib) * 1024 * 1024
    }
}

/// Options of `demo`.
#[derive(Debug, Clone, Args)]
pub struct DemoOptions {
    #[command(flatten)]
    pub serve: ServeOptions,
    /// Make the data and the sign-ins, but do not serve
    #[arg(long)]
    pub prepare_only: bool,
}

/// Options of `import`.
#[derive(Debug, Clone, Args)]
pub struct ImportCommand {
    /// CSV files, plain or gzip; a folder stands for the .csv and .csv.gz files in it
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What the files hold; guessed from headers and values if absent
    #[arg(long, value_parser = import_kind)]
    pub kind: Option<ImportKind>,
    /// JSON file that says which column is which; guessed if absent
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The day comes first in dates such as 3/4/2026; decided from the values if absent
    #[arg(long)]
    pub day_first: bool,
    /// A comma separates the decimals, as in 1.234,50; decided from the values if absent
    #[arg(long)]
    pub decimal_comma: bool,
    /// Check everything, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Orders up to this date are complete, as 2026-06-30; today if absent
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub covers_up_to: Option<NaiveDate>,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `undo`.
#[derive(Debug, Clone, Args)]
pub struct UndoOptions {
    /// The import's id, as `import` printed it
    #[arg(value_name = "IMPORT", value_parser = import_id)]
    pub import: ImportId,
}

/// Options of `score`.
#[derive(Debug, Clone, Args)]
pub struct ScoreOptions {
    /// Facts up to this date, as 2026-06-30; the organisation's as-of date if absent
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<NaiveDate>,
}

/// Options of `backtest`.
#[derive(Debug, Clone, Args)]
pub struct BacktestOptions {
    /// Facts up to this date, as 2026-06-30; the organisation's as-of date if absent
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<NaiveDate>,
    /// Print the whole report as JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `predict`.
#[derive(Debug, Clone, Args)]
pub struct PredictOptions {
    /// Order lines as CSV, plain or gzip: account_id, order_date, revenue and, if known, category
    #[arg(long, value_name = "FILE")]
    pub orders: PathBuf,
    /// What to forecast, as JSON: cutoff, horizons, tau, accounts
    #[arg(long, value_name = "FILE")]
    pub request: PathBuf,
    /// Where the forecasts go, as CSV
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Weights to start learning from instead of the shipped ones
    #[arg(long, value_name = "FILE")]
    pub prior: Option<PathBuf>,
    /// Spread of habits to start learning from instead of the shipped one
    #[arg(long, value_name = "FILE")]
    pub grid_prior: Option<PathBuf>,
    /// learnt, renewal or rules; the one that did best on the file's own past if absent
    #[arg(long, value_parser = model)]
    pub model: Option<ModelId>,
}

/// Options of `user`.
#[derive(Debug, Clone, Args)]
pub struct UserOptions {
    #[command(subcommand)]
    pub command: UserCommand,
}

/// What is done about people. Passwords come by standard input, never by a flag that others can see.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// Add a person; the password is the first line of standard input
    Add {
        /// E-mail address
        email: String,
        /// Name
        #[arg(long)]
        name: String,
        /// rep, manager, leadership or admin
        #[arg(long, value_parser = role)]
        role: Role,
        /// Name of the rep whose accounts they see, for the role rep
        #[arg(long)]
        rep: Option<String>,
        /// Name of a region they manage, for the role manager; can be repeated
        #[arg(long = "region", value_name = "REGION")]
        regions: Vec<String>,
        /// They do not see cost, profit and margin
        #[arg(long)]
        no_margin: bool,
    },
    /// Set a password; it is the first line of standard input
    SetPassword {
        /// E-mail address
        email: String,
    },
}

fn import_kind(text: &str) -> Result<ImportKind, String> {
    let known = || ImportKind::ALL.map(ImportKind::code).join(", ");
    ImportKind::from_code(text).ok_or_else(|| format!("one of {}", known()))
}

fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_invalid| "a date looks like 2026-06-30".to_owned())
}

fn import_id(text: &str) -> Result<ImportId, String> {
    text.parse().map_err(|_invalid| "an import's id looks like i_0123456789abc".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| format!("one of {}", Role::ALL.map(Role::code).join(", ")))
}

fn model(text: &str) -> Result<ModelId, String> {
    let known = ModelId::ALL.into_iter().find(|model| model.code() == text);
    known.ok_or_else(|| format!("one of {}", ModelId::ALL.map(ModelId::code).join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_embedded_database_lies_in_the_data_folder_unless_another_is_named() {
        let place = |url: Option<&str>| Place {
            data: Some(PathBuf::from("there")),
            database_url: url.map(str::to_owned),
            log_format: LogFormat::Human,
            log: None,
        };
        assert_eq!(place(None).app_config().database_url, "there/bellwether.db");
        assert_eq!(place(Some("")).app_config().database_url, "there/bellwether.db");
        assert_eq!(place(Some("postgres://h/d")).app_config().database_url, "postgres://h/d");
    }
}
