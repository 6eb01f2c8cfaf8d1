//! Databases for tests: a SQLite file each, and a private PostgreSQL cluster per test process, so that
//! every query is tried on both engines. Where PostgreSQL is not installed its half is skipped, loudly.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Set to the URL of a PostgreSQL server (without a database name) to use that one instead.
pub const SERVER_VARIABLE: &str = "BELLWETHER_TEST_POSTGRES";

/// An empty database; a SQLite file goes with it.
#[derive(Debug)]
pub struct TestDatabase {
    /// What `Store::open` takes.
    pub url: String,
    /// `sqlite` or `postgres`, for messages.
    pub engine: &'static str,
    _directory: Option<TempDir>,
}

impl TestDatabase {
    /// Breaks every connection to it and waits until they are gone, as a server does that starts again. PostgreSQL only: nobody is connected to a file.
    pub fn break_connections(&self) {
        let server = server().expect("the database is on it");
        let others = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let broken = Command::new(server.tools.join("psql"))
            .args(["--no-psqlrc", "--dbname", &self.url, "--command", others])
            .output()
            .expect("it comes with createdb");
        assert!(broken.status.success(), "psql: {}", String::from_utf8_lossy(&broken.stderr));
    }
}

/// An empty SQLite database.
pub fn sqlite() -> TestDatabase {
    let directory = TempDir::new().expect("the temporary folder takes another folder");
    let url = format!("sqlite:{}", directory.path().join("test.db").display());
    TestDatabase { url, engine: "sqlite", _directory: Some(directory) }
}

/// An empty PostgreSQL database; none where PostgreSQL is not installed.
pub fn postgres() -> Option<TestDatabase> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = server()?;
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    server.create(&name);
    let (before, after) = server.url.split_once('?').unwrap_or((&server.url, ""));
    let url = format!("{}/{name}?{after}", before.strip_suffix('/').unwrap_or(before));
    Some(TestDatabase { url, engine: "postgres", _directory: None })
}

/// An empty database on each engine there is.
pub fn each_engine() -> Vec<TestDatabase> {
    let postgres = postgres();
    if postgres.is_none() {
        eprintln!("PostgreSQL is not installed here: tried on SQLite only");
    }
    std::iter::once(sqlite()).chain(postgres).collect()
}

/// A PostgreSQL server of our own, or the one named by the environment.
struct Server {
    url: String,
    tools: PathBuf,
    /// The server stops when this shell's input closes, however the test process ends.
    _shell: Option<Child>,
}

impl Server {
    fn create(&self, name: &str) {
        let made = Command::new(self.tools.join("createdb"))
            .arg(format!("--maintenance-db={}", self.maintenance_url()))
            .args(["--template=template0", "--encoding=UTF8", "--locale=C.UTF-8", name])
            .output()
            .expect("it was found above");
        assert!(made.status.success(), "createdb: {}", String::from_utf8_lossy(&made.stderr));
    }

    fn maintenance_url(&self) -> String {
        let (before, after) = self.url.split_once('?').unwrap_or((&self.url, ""));
        format!("{}/postgres?{after}", before.strip_suffix('/').unwrap_or(before))
    }
}

fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let tools = find_tools()?;
            match variable(SERVER_VARIABLE) {
                Some(url) => Some(Server { url, tools, _shell: None }),
                None => Some(start(tools)),
            }
        })
        .as_ref()
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration module; only this file asks")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The folder with the server programs: on the path, or where Debian keeps it.
fn find_tools() -> Option<PathBuf> {
    let path = variable("PATH")?;
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    std::env::split_paths(&path)
        .chain(debian)
        .find(|folder| ["initdb", "pg_ctl", "createdb"].iter().all(|tool| folder.join(tool).exists()))
}

/// PostgreSQL refuses to run as root; then everything runs as the user that its package makes.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("every Unix has id");
    id.stdout.trim_ascii() == b"0"
}

fn as_server_user(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

const SCRIPT: &str = r#"
tools=$1 folder=$2
stop() {
  "$tools/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1
  rm -rf "$folder"
}
# Also when the whole group is told to end (Ctrl-C), or nobody reads "ready" any more.
trap '' PIPE
trap 'exit 1' INT TERM HUP
trap stop EXIT
set -e
"$tools/initdb" -D "$folder/data" -U postgres -A trust -N --locale=C.UTF-8 -E UTF8 >/dev/null
"$tools/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s start -o "-k $folder -c listen_addresses='' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB \
  -c max_connections=60 -c max_wal_size=4GB" >/dev/null 2>&1
echo ready
cat >/dev/null
"#;

/// Starts a cluster under a shell that ends it as soon as its input closes: also when the test process
/// is killed.
fn start(tools: PathBuf) -> Server {
    let folder = TempDir::new().expect("the temporary folder takes another folder").keep();
    if is_root() {
        let owned =
            Command::new("chown").arg("postgres").arg(&folder).status().expect("every Unix has chown");
        assert!(owned.success(), "the folder could not be given to the user postgres");
    }
    let mut child = as_server_user(Path::new("/bin/sh"))
        .args(["-c", SCRIPT, "sh"])
        .arg(&tools)
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Nothing of the test's own output may stay open in the server.
        .stderr(Stdio::null())
        .current_dir("/")
        .spawn()
        .expect("a shell starts");
    let mut line = String::new();
    let output = child.stdout.take().expect("it was asked for");
    BufReader::new(output).read_line(&mut line).expect("the shell's output can be read");
    assert_eq!(line.trim(), "ready", "the private PostgreSQL cluster did not start in {}", folder.display());
    let url = format!("postgres:///?host={}&user=postgres", folder.display());
    Server { url, tools, _shell: Some(child) }
}
