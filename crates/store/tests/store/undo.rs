//! Undo: what goes back, what stays, and how far orders are complete afterwards.

use crate::stage::{
    assert_sound, counts, date, facts, finished, import, now, row, sample, start_covering, stores,
};
use bellwether_core::ImportId;
use bellwether_core::import::{ImportKind, ImportStatus, RowCounts};
use bellwether_store::imports::Finished;
use bellwether_store::ledger_feed::FactCounts;
use bellwether_store::{ImportWriter, Store, StoreError, imports, settings, undo};
use chrono::{NaiveDate, NaiveDateTime};

#[test]
fn changed_rows_are_updated_and_an_undo_puts_them_back() {
    for (store, database) in stores() {
        let mut rows = sample();
        import(&store, &rows);
        let before = facts(&store);
        rows[1].amount_cents = 450;
        rows[4].placed_on = date(9);
        rows.push(row("A2", "200", "P9", 1, 10));
        rows.push(row("A9", "900", "P1", 1, 20));
        let (second, outcome) = import(&store, &rows);
        assert_eq!(
            outcome.rows,
            RowCounts { read: 8, added: 2, updated: 2, unchanged: 4, rejected: 0 },
            "{}",
            database.engine
        );
        assert_eq!(outcome.totals.amount_cents.0, -50 + 30);
        assert_sound(&store, database.engine);

        let undone = store.write(|connection| undo(connection, second, now())).expect("undone");
        assert_eq!((undone.report.lines_removed, undone.report.restored, undone.report.kept), (2, 2, 0));
        assert_eq!((undone.report.accounts_removed, undone.report.products_removed), (1, 1));
        assert_eq!(facts(&store), before, "{}", database.engine);
        let twice = store.write(|connection| undo(connection, second, now()));
        assert!(matches!(twice, Err(StoreError::Invalid(_))), "{}", database.engine);
    }
}

#[test]
fn an_undo_keeps_what_somebody_changed_since() {
    for (store, database) in stores() {
        let mut rows = sample();
        let (first, _) = import(&store, &rows);
        rows[1].amount_cents = 450;
        rows.push(row("A2", "200", "P3", 1, 10));
        import(&store, &rows);
        let undone = store.write(|connection| undo(connection, first, now())).expect("undone");
        // Five of six lines go; the changed line and the line of the second import keep their orders.
        assert_eq!(undone.report.lines_removed, 5, "{}", database.engine);
        assert_eq!((undone.report.orders_removed, undone.report.accounts_removed), (2, 1));
        assert!(undone.report.kept >= 4, "{}: {:?}", database.engine, undone.report);
        assert_eq!(counts(&store), FactCounts { accounts: 2, orders: 2, lines: 2, products: 2 });
        assert_sound(&store, database.engine);
    }
}

/// An import without rows that states, or does not, up to which day orders are complete.
fn import_covering(store: &Store, kind: ImportKind, day: Option<u32>, status: ImportStatus) -> ImportId {
    import_ending(store, kind, day, status, now())
}

/// The same, ending at a moment.
fn import_ending(
    store: &Store,
    kind: ImportKind,
    day: Option<u32>,
    status: ImportStatus,
    end: NaiveDateTime,
) -> ImportId {
    let id = start_covering(store, kind, day.map(date));
    store
        .write(|connection| {
            let outcome = ImportWriter::begin(connection, id, kind, "csv", now())?.finish()?;
            imports::finish(connection, id, &Finished { status, ..finished(&outcome) }, end)
        })
        .expect("imported");
    id
}

fn undone(store: &Store, import: ImportId) -> Option<NaiveDate> {
    store.write(|connection| undo(connection, import, now())).expect("undone");
    covered(store)
}

fn covered(store: &Store) -> Option<NaiveDate> {
    store.read(settings::get).expect("read").covers_up_to
}

#[test]
fn after_an_undo_orders_are_complete_as_far_as_the_remaining_imports_say() {
    for (store, database) in stores() {
        let first = import_covering(&store, ImportKind::Purchases, Some(10), ImportStatus::Done);
        let second = import_covering(&store, ImportKind::Purchases, Some(20), ImportStatus::Done);
        import_covering(&store, ImportKind::Purchases, Some(25), ImportStatus::DryRun);
        import_covering(&store, ImportKind::Accounts, Some(26), ImportStatus::Done);
        store.write(|c| settings::set_covers_up_to(c, Some(date(20)))).expect("stored");
        assert_eq!(undone(&store, second), Some(date(10)), "{}", database.engine);
        assert_eq!(undone(&store, first), None, "{}", database.engine);
    }
}

#[test]
fn a_stated_date_goes_before_earlier_imports_without_one_and_later_ones_go_on() {
    for (store, database) in stores() {
        import_covering(&store, ImportKind::Purchases, None, ImportStatus::Done);
        let stated = import_covering(&store, ImportKind::Purchases, Some(5), ImportStatus::Done);
        store.write(imports::refresh_coverage).expect("stored");
        assert_eq!(covered(&store), Some(date(5)), "{}", database.engine);
        let later = import_covering(&store, ImportKind::Purchases, None, ImportStatus::Done);
        store.write(imports::refresh_coverage).expect("stored");
        assert_eq!(covered(&store), Some(now().date()), "{}", database.engine);
        assert_eq!(undone(&store, later), Some(date(5)), "{}", database.engine);
        assert_eq!(undone(&store, stated), Some(now().date()), "{}", database.engine);
    }
}

#[test]
fn an_import_without_a_date_covers_the_organisations_day_and_not_that_of_greenwich() {
    for (store, database) in stores() {
        let in_denver = settings::Settings {
            time_zone: "America/Denver".to_owned(),
            ..store.read(settings::get).expect("read")
        };
        store.write(|c| settings::update(c, &in_denver)).expect("stored");
        let evening_in_denver = date(31).and_hms_opt(2, 0, 0).expect("a time of day");
        let (kind, done) = (ImportKind::Purchases, ImportStatus::Done);
        import_ending(&store, kind, None, done, evening_in_denver);
        let undated = import_ending(&store, kind, None, done, evening_in_denver);
        store.write(imports::refresh_coverage).expect("stored");
        assert_eq!(covered(&store), Some(date(30)), "{}", database.engine);
        assert_eq!(undone(&store, undated), Some(date(30)), "{}", database.engine);
    }
}

#[test]
fn the_undo_of_an_accounts_file_leaves_the_orders_date_alone() {
    for (store, database) in stores() {
        let accounts = import_covering(&store, ImportKind::Accounts, None, ImportStatus::Done);
        store.write(|c| settings::set_covers_up_to(c, Some(date(7)))).expect("stored");
        assert_eq!(undone(&store, accounts), Some(date(7)), "{}", database.engine);
    }
}
