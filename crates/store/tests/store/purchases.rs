//! Purchase imports: what becomes of rows, what a second import changes, what an undo leaves.

use crate::stage::{
    assert_sound, counts, date, facts, finished, import, import_in_steps, now, row, sample, start, stores,
};
use bellwether_core::import::{ImportKind, RowCounts};
use bellwether_core::{AccountId, ImportId, OrderStatus, Scope};
use bellwether_store::ledger_feed::FactCounts;
use bellwether_store::records::{AccountAttributes, AccountRecord, PurchaseRecord, RepRecord};
use bellwether_store::{
    ImportOutcome, ImportWriter, Store, StoreError, accounts, changes, imports, orders, undo,
};
use proptest::prelude::*;

#[test]
fn a_first_import_adds_every_row() {
    for (store, database) in stores() {
        let (_, outcome) = import(&store, &sample());
        assert_eq!(
            outcome.rows,
            RowCounts { read: 6, added: 6, ..RowCounts::default() },
            "{}",
            database.engine
        );
        assert_eq!((outcome.totals.accounts_added, outcome.totals.orders_added), (3, 4));
        assert_eq!(outcome.totals.amount_cents.0, 5_250);
        assert_eq!(counts(&store), FactCounts { accounts: 3, orders: 4, lines: 6, products: 3 });
        assert_sound(&store, database.engine);
        let (orders, _) = facts(&store);
        assert_eq!(orders.iter().filter(|order| order.status == OrderStatus::CreditMemo).count(), 1);
        let sums = store.read(|c| orders::sums(c, date(1), date(2))).expect("sums");
        assert_eq!((sums.orders, sums.lines, sums.revenue_cents, sums.cost_cents), (4, 6, 5_250, 600));
    }
}

#[test]
fn the_same_file_again_changes_nothing() {
    for (store, database) in stores() {
        import(&store, &sample());
        let before = (facts(&store), store.read(changes::latest).expect("seq"));
        let (_, again) = import_in_steps(&store, &sample(), 2);
        assert_eq!(
            again.rows,
            RowCounts { read: 6, unchanged: 6, ..RowCounts::default() },
            "{}",
            database.engine
        );
        assert!(again.touched_accounts.is_empty());
        assert_eq!((facts(&store), store.read(changes::latest).expect("seq")), before, "{}", database.engine);
    }
}

#[test]
fn orders_scattered_over_the_file_become_the_same_orders() {
    for (store, database) in stores() {
        let rows = sample();
        let (_, outcome) = import_in_steps(&store, &rows, 1);
        assert_eq!((outcome.rows.added, outcome.totals.orders_added), (6, 4), "{}", database.engine);
        assert_sound(&store, database.engine);
        let (_, again) = import(&store, &rows);
        assert_eq!(again.rows.unchanged, 6, "{}", database.engine);
    }
}

#[test]
fn an_order_with_both_signs_is_a_sale_however_its_rows_are_scattered() {
    for (store, database) in stores() {
        let rows = [row("A1", "1", "P1", -1, -100), row("A2", "2", "P1", 1, 5), row("A1", "1", "P2", 1, 50)];
        import_in_steps(&store, &rows, 1);
        let (orders, _) = facts(&store);
        assert!(orders.iter().all(|order| order.status == OrderStatus::Placed), "{}", database.engine);
    }
}

#[test]
fn an_import_that_dies_or_is_only_tried_leaves_nothing() {
    for (store, database) in stores() {
        let before = store.read(changes::latest).expect("seq");
        let id = start(&store, ImportKind::Purchases);
        let died: Result<(), StoreError> = store.write(|connection| {
            let mut writer = ImportWriter::begin(connection, id, ImportKind::Purchases, "csv", now())?;
            writer.write_purchases(&sample())?;
            Err(StoreError::Unavailable("killed".to_owned()))
        });
        assert!(died.is_err());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write(|connection| -> Result<(), StoreError> {
                let mut writer = ImportWriter::begin(connection, id, ImportKind::Purchases, "csv", now())?;
                writer.write_purchases(&sample())?;
                panic!("in the middle")
            })
        }));
        assert!(panicked.is_err());
        let tried = store
            .dry_run::<_, StoreError>(|connection| {
                let mut writer = ImportWriter::begin(connection, id, ImportKind::Purchases, "csv", now())?;
                writer.write_purchases(&sample())?;
                writer.finish()
            })
            .expect("tried");
        assert_eq!(tried.rows.added, 6);
        assert_eq!(counts(&store), FactCounts::default(), "{}", database.engine);
        assert_eq!(store.read(changes::latest).expect("seq"), before, "{}", database.engine);
        assert_eq!(import(&store, &sample()).1.rows.added, 6, "{}: and then it works", database.engine);
    }
}

#[test]
fn lines_with_keys_are_told_apart_by_them() {
    for (store, database) in stores() {
        let keyed = |key: &str, cents| PurchaseRecord {
            line_key: Some(key.to_owned()),
            ..row("A1", "1", "P1", 1, cents)
        };
        import(&store, &[keyed("1", 10), keyed("2", 20)]);
        // The first line changes, the second moves to another place, a third is said twice.
        let (_, outcome) =
            import_in_steps(&store, &[keyed("2", 20), keyed("1", 11), keyed("3", 5), keyed("3", 6)], 3);
        assert_eq!(
            (outcome.rows.added, outcome.rows.updated, outcome.rows.unchanged),
            (1, 2, 1),
            "{}",
            database.engine
        );
        let (orders, _) = facts(&store);
        assert_eq!((orders[0].line_count, orders[0].revenue_cents), (3, 37), "{}", database.engine);
        assert_sound(&store, database.engine);
    }
}

#[test]
fn purchases_fill_only_empty_account_fields_and_an_accounts_file_overwrites() {
    for (store, database) in stores() {
        let told = |city: &str| {
            let mut row = row("A1", "1", "P1", 1, 10);
            row.account_name = Some("Acme".to_owned());
            row.account.city = Some(city.to_owned());
            row
        };
        import(&store, &[row("A1", "1", "P1", 1, 10)]);
        let (_, filled) = import(&store, &[told("Ames")]);
        assert_eq!(filled.rows.updated, 1, "{}", database.engine);
        let (_, again) = import(&store, &[told("Boone")]);
        assert_eq!(again.rows.unchanged, 1, "{}", database.engine);
        let city = || {
            let id = AccountId(again_account(&store));
            store.read(|c| accounts::find(c, &Scope::All, id)).map(|account| (account.name, account.city))
        };
        assert_eq!(city().expect("there"), ("Acme".to_owned(), "Ames".to_owned()), "{}", database.engine);
        let id = start(&store, ImportKind::Accounts);
        let outcome = write_accounts(&store, id, "Boone");
        assert_eq!((outcome.rows.updated, outcome.rows.added), (1, 1), "{}", database.engine);
        assert_eq!(city().expect("there").1, "Boone", "{}", database.engine);
        assert_eq!(write_accounts(&store, start(&store, ImportKind::Accounts), "Boone").rows.unchanged, 2);
        let undone = store.write(|connection| undo(connection, id, now())).expect("undone");
        assert_eq!((undone.report.restored, undone.report.accounts_removed), (1, 1), "{}", database.engine);
        assert_eq!(city().expect("there").1, "Ames", "{}", database.engine);
    }
}

fn again_account(store: &Store) -> i64 {
    facts(store).0[0].account_id
}

fn write_accounts(store: &Store, id: ImportId, city: &str) -> ImportOutcome {
    let attributes = AccountAttributes { city: Some(city.to_owned()), ..AccountAttributes::default() };
    let record = AccountRecord {
        key: "A1".to_owned(),
        parent_key: Some("HQ".to_owned()),
        attributes,
        ..AccountRecord::default()
    };
    let parent =
        AccountRecord { key: "HQ".to_owned(), name: Some("Head".to_owned()), ..AccountRecord::default() };
    store
        .write(|connection| {
            let mut writer = ImportWriter::begin(connection, id, ImportKind::Accounts, "csv", now())?;
            writer.write_accounts(&[record, parent])?;
            let outcome = writer.finish()?;
            imports::finish(connection, id, &finished(&outcome), now())?;
            Ok(outcome)
        })
        .expect("written")
}

#[test]
fn reps_are_written_and_written_again() {
    for (store, database) in stores() {
        let rep = RepRecord {
            name: Some("Rep One".to_owned()),
            region: Some("West".to_owned()),
            ..RepRecord::default()
        };
        let write = || {
            let id = start(&store, ImportKind::Reps);
            store
                .write(|connection| {
                    let mut writer = ImportWriter::begin(connection, id, ImportKind::Reps, "csv", now())?;
                    writer.write_reps(std::slice::from_ref(&rep))?;
                    writer.finish()
                })
                .expect("written")
                .rows
        };
        assert_eq!((write().added, write().unchanged), (1, 1), "{}", database.engine);
    }
}

fn any_row() -> impl Strategy<Value = PurchaseRecord> {
    (0..3u8, 0..4u8, 0..3u8, -2..4i64, 1..29u32, any::<bool>()).prop_map(
        |(a, o, p, quantity, day, costed)| PurchaseRecord {
            placed_on: date(day),
            cost_cents: costed.then_some(quantity * 60),
            ..row(&format!("A{a}"), &format!("{o}"), &format!("P{p}"), quantity, quantity * 100)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_file_again_in_other_steps_changes_nothing_and_its_undo_empties_the_book(
        rows in proptest::collection::vec(any_row(), 1..40),
        other in proptest::collection::vec(any_row(), 1..40),
        step in 1..20usize,
    ) {
        for (store, database) in stores() {
            let (first, outcome) = import_in_steps(&store, &rows, step);
            prop_assert!(outcome.rows.balances());
            assert_sound(&store, database.engine);
            let (_, again) = import_in_steps(&store, &rows, step * 2);
            prop_assert_eq!(again.rows.unchanged, again.rows.read);
            let before = facts(&store);
            let (second, _) = import_in_steps(&store, &other, step);
            assert_sound(&store, database.engine);
            let undone = store.write(|c| undo(c, second, now())).expect("undone");
            prop_assert_eq!(undone.report.kept, 0);
            prop_assert_eq!(facts(&store), before);
            store.write(|c| undo(c, first, now())).expect("undone");
            prop_assert_eq!(counts(&store), FactCounts::default());
        }
    }
}
