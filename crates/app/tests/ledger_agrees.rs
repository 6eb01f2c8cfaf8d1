//! The ledger agrees with the database to the cent after any mix of imports, repeated imports,
//! changed imports and undo, on both engines, in the process that wrote and in one that followed.

use bellwether_app::{App, AppConfig, Caller, FactSums, ImportOptions, Outbound, UploadedFile};
use bellwether_core::ImportId;
use bellwether_core::dashboard::{FactFilter, Kpis};
use bellwether_core::import::{ImportKind, ImportStatus};
use bellwether_testkit::database::{TestDatabase, each_engine, postgres};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a follower may take before the test gives up; far beyond what it needs.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, Clone)]
struct Row {
    account: u8,
    order: u8,
    day: u8,
    product: u8,
    quantity: i8,
    cents: i32,
    cost: Option<i32>,
}

#[derive(Debug, Clone)]
enum Step {
    Import(Vec<Row>),
    Repeat(usize),
    Undo(usize),
}

fn row() -> impl Strategy<Value = Row> {
    (0..6_u8, 0..5_u8, 1..29_u8, 0..4_u8, -3..9_i8, -5_000..90_000_i32, proptest::option::of(0..50_000_i32))
        .prop_map(|(account, order, day, product, quantity, cents, cost)| Row {
            account,
            order,
            day,
            product,
            quantity,
            cents,
            cost,
        })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => proptest::collection::vec(row(), 1..25).prop_map(Step::Import),
        1 => (0..6_usize).prop_map(Step::Repeat),
        2 => (0..6_usize).prop_map(Step::Undo),
    ]
}

fn csv(rows: &[Row]) -> String {
    let mut text = "account_id,order_id,order_date,item_id,quantity,revenue,cost\n".to_owned();
    for Row { account, order, day, product, quantity, cents, cost } in rows {
        let (sign, whole) = (if *cents < 0 { "-" } else { "" }, cents.abs());
        let cost = cost.map(|cost| format!("{}.{:02}", cost / 100, cost % 100)).unwrap_or_default();
        writeln!(
            text,
            "A{account},S{account}-{order},2026-05-{day:02},P{product},{quantity},{sign}{}.{:02},{cost}",
            whole / 100,
            whole % 100
        )
        .expect("writing to a String cannot fail");
    }
    text
}

struct Bench {
    folder: tempfile::TempDir,
    database: TestDatabase,
    writer: Arc<App>,
    follower: Arc<App>,
}

impl Bench {
    fn on(database: TestDatabase) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = || {
            App::open(AppConfig {
                database_url: database.url.clone(),
                data_dir: folder.path().to_owned(),
                max_upload_bytes: 1 << 20,
                outbound: Outbound::default(),
            })
            .expect("the database opens")
        };
        let (writer, follower) = (open(), open());
        Self { folder, database, writer, follower }
    }

    fn import(&self, text: &str) -> ImportId {
        let path = self.folder.path().join("lines.csv");
        std::fs::write(&path, text).expect("the file is written");
        let file = UploadedFile {
            path,
            file_name: "lines.csv".to_owned(),
            bytes: text.len() as u64,
            is_temporary: true,
        };
        let options = ImportOptions { kind: Some(ImportKind::Purchases), ..ImportOptions::default() };
        let import = self.writer.run_import(&Caller::system(), file, &options).expect("the file is read");
        assert_eq!(import.status, ImportStatus::Done, "{:?}", import.failure);
        assert!(import.rows.balances(), "{:?}", import.rows);
        import.id
    }

    fn check(&self) {
        let writer = self.writer.reconcile().expect("the sums are read");
        assert_eq!(writer.ledger, writer.database, "the process that wrote");
        let start = Instant::now();
        while self.follower.data_version() < self.writer.data_version() {
            assert!(start.elapsed() < PATIENCE, "the follower never caught up");
            std::thread::sleep(Duration::from_millis(2));
        }
        assert_eq!(self.figures(&self.follower), self.figures(&self.writer), "the process that followed");
    }

    /// What people see of May.
    fn figures(&self, app: &App) -> Kpis {
        let facts = FactFilter {
            from: NaiveDate::from_ymd_opt(2026, 5, 1),
            to: NaiveDate::from_ymd_opt(2026, 5, 31),
            as_of: NaiveDate::from_ymd_opt(2026, 6, 30),
            ..FactFilter::default()
        };
        app.dashboard(&Caller::system(), &facts).expect("the dashboard answers").kpis
    }
}

fn run(database: TestDatabase, steps: &[Step]) {
    let bench = Bench::on(database);
    let mut texts: Vec<String> = Vec::new();
    let mut imports: Vec<ImportId> = Vec::new();
    for step in steps {
        match step {
            Step::Import(rows) => {
                let text = csv(rows);
                imports.push(bench.import(&text));
                texts.push(text);
            }
            Step::Repeat(which) => {
                if let Some(text) = texts.get(which % texts.len().max(1)) {
                    imports.push(bench.import(text));
                }
            }
            Step::Undo(which) if !imports.is_empty() => {
                let id = imports.remove(which % imports.len());
                bench
                    .writer
                    .undo_import(&Caller::system(), id)
                    .expect("an import that is done can be undone");
            }
            Step::Undo(_) => {}
        }
        bench.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn ledger_and_database_agree_after_any_mix(steps in proptest::collection::vec(step(), 1..7)) {
        for database in each_engine() {
            run(database, &steps);
        }
    }
}

#[test]
fn undoing_the_only_import_leaves_nothing() {
    for database in each_engine() {
        let bench = Bench::on(database);
        let rows =
            [Row { account: 1, order: 1, day: 3, product: 1, quantity: 2, cents: 500, cost: Some(300) }];
        let id = bench.import(&csv(&rows));
        assert_eq!(bench.writer.reconcile().expect("the sums are read").database.revenue_cents, 500);
        bench.writer.undo_import(&Caller::system(), id).expect("an import that is done can be undone");
        bench.check();
        assert_eq!(bench.writer.reconcile().expect("the sums are read").database, FactSums::default());
    }
}

#[test]
fn a_process_follows_on_after_every_connection_to_the_database_broke() {
    let Some(database) = postgres() else {
        return eprintln!("PostgreSQL is not installed here: not tried");
    };
    let bench = Bench::on(database);
    let row = Row { account: 1, order: 1, day: 3, product: 1, quantity: 2, cents: 500, cost: Some(300) };
    for order in 1..4 {
        bench.database.break_connections();
        bench.import(&csv(&[Row { order, ..row.clone() }]));
        bench.check();
    }
}
