//! Databases of both engines, and imports to put into them.

use bellwether_core::ImportId;
use bellwether_core::import::{ImportKind, ImportStatus};
use bellwether_store::ledger_feed::{self, Accounts, FactCounts, IdRange, LineFact, OrderFact};
use bellwether_store::records::{AccountAttributes, PurchaseRecord};
use bellwether_store::{ImportOutcome, ImportWriter, Store, imports};
use bellwether_testkit::database;
use chrono::{NaiveDate, NaiveDateTime};

pub fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a date of the calendar")
}

pub fn now() -> NaiveDateTime {
    date(31).and_hms_opt(12, 0, 0).expect("noon")
}

pub fn row(account: &str, order: &str, product: &str, quantity: i64, cents: i64) -> PurchaseRecord {
    PurchaseRecord {
        account_key: account.to_owned(),
        account_name: None,
        order_key: order.to_owned(),
        placed_on: date(1),
        placed_at: None,
        status: None,
        product_key: product.to_owned(),
        product_name: None,
        category: None,
        subcategory: None,
        quantity_milli: quantity * 1_000,
        amount_cents: cents,
        cost_cents: None,
        line_key: None,
        started_by: None,
        started_by_phone: None,
        credits_order: None,
        backordered_milli: None,
        account: AccountAttributes::default(),
    }
}

pub fn stores() -> Vec<(Store, database::TestDatabase)> {
    database::each_engine()
        .into_iter()
        .map(|database| {
            let store = Store::open(&database.url).expect("it opens");
            store.migrate().expect("up");
            (store, database)
        })
        .collect()
}

pub fn start(store: &Store, kind: ImportKind) -> ImportId {
    start_covering(store, kind, None)
}

pub fn start_covering(store: &Store, kind: ImportKind, covers_up_to: Option<NaiveDate>) -> ImportId {
    let new = imports::NewImport {
        file_name: "test.csv".to_owned(),
        kind,
        mapping: serde_json::json!({}),
        source: "csv".to_owned(),
        bytes_total: 0,
        covers_up_to,
        user: None,
    };
    store.write(|connection| imports::start(connection, &new, now())).expect("started")
}

pub fn finished(outcome: &ImportOutcome) -> imports::Finished {
    imports::Finished {
        status: ImportStatus::Done,
        rows: outcome.rows,
        totals: outcome.totals,
        rejections: Vec::new(),
        bytes_read: 0,
        failure: None,
        warning: None,
        job: None,
    }
}

/// Imports the rows, handed over `step` at a time.
pub fn import_in_steps(store: &Store, rows: &[PurchaseRecord], step: usize) -> (ImportId, ImportOutcome) {
    let id = start(store, ImportKind::Purchases);
    let outcome = store
        .write(|connection| {
            let mut writer = ImportWriter::begin(connection, id, ImportKind::Purchases, "csv", now())?;
            for rows in rows.chunks(step) {
                writer.write_purchases(rows)?;
            }
            let outcome = writer.finish()?;
            imports::finish(connection, id, &finished(&outcome), now())?;
            Ok(outcome)
        })
        .expect("imported");
    (id, outcome)
}

pub fn import(store: &Store, rows: &[PurchaseRecord]) -> (ImportId, ImportOutcome) {
    import_in_steps(store, rows, 1_000)
}

pub fn counts(store: &Store) -> FactCounts {
    store.read(ledger_feed::counts).expect("counted")
}

pub fn facts(store: &Store) -> (Vec<OrderFact>, Vec<LineFact>) {
    store
        .read(|connection| {
            let (mut orders, mut lines) = (Vec::new(), Vec::new());
            ledger_feed::load_orders(connection, Accounts::All, IdRange::ALL, |order| orders.push(order))?;
            ledger_feed::load_lines(connection, Accounts::All, IdRange::ALL, |line| lines.push(line))?;
            Ok((orders, lines))
        })
        .expect("loaded")
}

/// Order totals are the sums of their lines, and no line is an orphan.
pub fn assert_sound(store: &Store, engine: &str) {
    let (orders, lines) = facts(store);
    let mut lines_seen = 0;
    for order in &orders {
        let own: Vec<&LineFact> = lines.iter().filter(|line| line.order_id == order.id).collect();
        lines_seen += own.len();
        assert!(own.iter().all(|line| line.account_id == order.account_id), "{engine}");
        let costed = || own.iter().filter(|line| line.cost_cents.is_some());
        let sums = (
            i64::try_from(own.len()).expect("few"),
            own.iter().map(|line| line.revenue_cents).sum::<i64>(),
            own.iter().map(|line| line.quantity_milli).sum::<i64>(),
            costed().filter_map(|line| line.cost_cents).sum::<i64>(),
            costed().map(|line| line.revenue_cents).sum::<i64>(),
        );
        let stored = (
            order.line_count,
            order.revenue_cents,
            order.quantity_milli,
            order.cost_cents,
            order.costed_revenue_cents,
        );
        assert_eq!(stored, sums, "{engine}: order {}", order.id);
    }
    assert_eq!(lines_seen, lines.len(), "{engine}: lines without an order");
    let known = counts(store);
    let accounts: Vec<i64> = store
        .read(|connection| {
            let mut ids = Vec::new();
            ledger_feed::load_accounts(connection, Accounts::All, |account| ids.push(account.id.0))?;
            Ok(ids)
        })
        .expect("loaded");
    assert_eq!(i64::try_from(accounts.len()).expect("few"), known.accounts);
    assert!(
        orders.iter().all(|order| accounts.contains(&order.account_id)),
        "{engine}: orders without account"
    );
}

/// Six rows: an order scattered, a line said twice, a credit.
pub fn sample() -> Vec<PurchaseRecord> {
    let mut rows = vec![
        row("A1", "100", "P1", 2, 1_000),
        row("A1", "100", "P2", 1, 500),
        row("A2", "200", "P1", 5, 2_500),
        row("A1", "100", "P1", 2, 1_000),
        row("A1", "101", "P3", 1, 750),
        row("A3", "100", "P1", -1, -500),
    ];
    rows[0].cost_cents = Some(600);
    rows[2].account.city = Some("Ames".to_owned());
    rows[2].account.rep_name = Some("Rep One".to_owned());
    rows[4].category = Some("Tools".to_owned());
    rows[4].subcategory = Some("Saws".to_owned());
    rows
}
