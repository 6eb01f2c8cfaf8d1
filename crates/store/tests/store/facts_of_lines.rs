//! What lines and products say besides amounts: orders credited, back-orders, packs.

use crate::stage::{date, finished, import, now, row, start, stores};
use bellwether_core::import::ImportKind;
use bellwether_core::invoice::InvoiceKind;
use bellwether_core::{AccountId, ImportId};
use bellwether_store::ledger_feed::{self, Accounts, BackorderFact, CreditFact, IdRange};
use bellwether_store::records::{InvoiceRecord, ProductRecord, PurchaseRecord};
use bellwether_store::{ImportOutcome, ImportWriter, Store, imports, invoices, products, undo};
use std::collections::HashMap;

fn crediting(order: &str, credited: Option<&str>) -> PurchaseRecord {
    PurchaseRecord { credits_order: credited.map(str::to_owned), ..row("A", order, "P", -5, -500) }
}

fn backordered(order: &str, quantity: i64, backordered: Option<i64>) -> PurchaseRecord {
    PurchaseRecord {
        backordered_milli: backordered.map(|units| units * 1_000),
        ..row("A", order, "P", quantity, 100 * quantity)
    }
}

/// Order numbers of the credits and of the orders they are for.
fn credits(store: &Store, accounts: Accounts<'_>) -> Vec<(i64, Option<i64>)> {
    let mut found: Vec<CreditFact> = Vec::new();
    store.read(|c| ledger_feed::load_credits(c, accounts, |fact| found.push(fact))).expect("loaded");
    let by_account: Vec<_> = found.iter().map(|fact| (fact.credit_id, fact.order_id)).collect();
    assert!(found.iter().all(|fact| fact.account_id > 0));
    by_account
}

fn backorders(store: &Store, accounts: Accounts<'_>) -> Vec<BackorderFact> {
    let mut found = Vec::new();
    store.read(|c| ledger_feed::load_backorders(c, accounts, |fact| found.push(fact))).expect("loaded");
    found
}

/// Id and account of the only order of so many lines' net amount.
fn order_of(store: &Store, revenue_cents: i64) -> (i64, i64) {
    let mut found = Vec::new();
    let each = |fact: ledger_feed::OrderFact| found.push((fact.revenue_cents, fact.id, fact.account_id));
    store.read(|c| ledger_feed::load_orders(c, Accounts::All, IdRange::ALL, each)).expect("loaded");
    let (_, id, account) =
        found.into_iter().find(|(cents, ..)| *cents == revenue_cents).expect("there is one");
    (id, account)
}

fn take_out(store: &Store, import: ImportId) {
    store.write(|c| undo(c, import, now())).expect("undone");
}

#[test]
fn a_credit_finds_the_order_it_names_also_one_that_comes_later() {
    for (store, database) in stores() {
        let engine = database.engine;
        import(&store, &[crediting("C1", Some("1")), row("B", "1", "P", 5, 700)]);
        let (credit, account) = order_of(&store, -500);
        assert_eq!(
            credits(&store, Accounts::All),
            [(credit, None)],
            "{engine}: that of another account is none"
        );
        let (later, outcome) = import(&store, &[row("A", "1", "P", 5, 500)]);
        assert_eq!(outcome.touched_accounts, [account], "{engine}");
        let order = order_of(&store, 500).0;
        assert_eq!(credits(&store, Accounts::All), [(credit, Some(order))], "{engine}");
        assert_eq!(credits(&store, Accounts::Only(&[account])), [(credit, Some(order))], "{engine}");
        assert_eq!(credits(&store, Accounts::Only(&[account + 1])), [], "{engine}");
        take_out(&store, later);
        assert_eq!(credits(&store, Accounts::All), [(credit, None)], "{engine}");
    }
}

#[test]
fn a_reference_that_a_file_leaves_out_stays_and_undo_puts_the_old_one_back() {
    for (store, database) in stores() {
        let engine = database.engine;
        import(&store, &[row("A", "1", "P", 5, 500), row("A", "2", "P", 7, 700), crediting("C1", None)]);
        assert_eq!(credits(&store, Accounts::All), [], "{engine}");
        let (credit, first, second) =
            (order_of(&store, -500).0, order_of(&store, 500).0, order_of(&store, 700).0);
        let (_, outcome) = import(&store, &[crediting("C1", Some("1"))]);
        assert_eq!((outcome.rows.updated, outcome.touched_accounts.len()), (1, 1), "{engine}");
        let (_, outcome) = import(&store, &[crediting("C1", None)]);
        assert_eq!(outcome.rows.unchanged, 1, "{engine}");
        assert_eq!(credits(&store, Accounts::All), [(credit, Some(first))], "{engine}");
        let (changed, _) = import(&store, &[crediting("C1", Some("2"))]);
        assert_eq!(credits(&store, Accounts::All), [(credit, Some(second))], "{engine}");
        take_out(&store, changed);
        assert_eq!(credits(&store, Accounts::All), [(credit, Some(first))], "{engine}");
        // A file that repeats the number of the order itself names none.
        let (_, outcome) = import(&store, &[crediting("C2", Some("C2"))]);
        assert_eq!((outcome.rows.added, credits(&store, Accounts::All).len()), (1, 1), "{engine}");
    }
}

#[test]
fn a_line_is_back_ordered_until_a_later_file_says_that_it_is_not() {
    for (store, database) in stores() {
        let engine = database.engine;
        let draft = PurchaseRecord {
            status: Some(bellwether_core::OrderStatus::Draft),
            ..backordered("3", 2, Some(2))
        };
        import(&store, &[backordered("1", 5, Some(3)), backordered("2", 5, Some(0)), draft]);
        let found = backorders(&store, Accounts::All);
        assert_eq!(found.iter().map(|fact| fact.placed_on).collect::<Vec<_>>(), [date(1)], "{engine}");
        let account = found[0].account_id;
        assert_eq!(backorders(&store, Accounts::Only(&[account])), found, "{engine}");
        let (_, outcome) = import(&store, &[backordered("1", 5, None)]);
        assert_eq!(
            (outcome.rows.unchanged, backorders(&store, Accounts::All)),
            (1, found.clone()),
            "{engine}"
        );
        let (delivered, outcome) = import(&store, &[backordered("1", 5, Some(0))]);
        assert_eq!((outcome.rows.updated, outcome.touched_accounts), (1, vec![account]), "{engine}");
        assert_eq!(backorders(&store, Accounts::All), [], "{engine}");
        take_out(&store, delivered);
        assert_eq!(backorders(&store, Accounts::All), found, "{engine}");
    }
}

fn bring(store: &Store, rows: &[ProductRecord]) -> (ImportId, ImportOutcome) {
    let id = start(store, ImportKind::Products);
    let outcome = store.write(|connection| {
        let mut writer = ImportWriter::begin(connection, id, ImportKind::Products, "csv", now())?;
        writer.write_products(rows)?;
        let outcome = writer.finish()?;
        imports::finish(connection, id, &finished(&outcome), now())?;
        Ok(outcome)
    });
    (id, outcome.expect("imported"))
}

/// What each product is a pack of, and of how many.
fn packs(store: &Store) -> HashMap<String, (Option<String>, Option<i64>)> {
    let all = store.read(products::list).expect("listed");
    let key = |id| all.iter().find(|product| product.id == id).map(|product| product.external_id.clone());
    all.iter()
        .map(|product| {
            (product.external_id.clone(), (product.pack_of.and_then(key), product.pack_size_milli))
        })
        .collect()
}

#[test]
fn packs_point_at_their_base_product_in_any_order_and_can_be_undone() {
    for (store, database) in stores() {
        let engine = database.engine;
        let product = |key: &str, base: Option<&str>, size: Option<i64>| ProductRecord {
            key: key.to_owned(),
            pack_of_key: base.map(str::to_owned),
            pack_size_milli: size.map(|size| size * 1_000),
            ..ProductRecord::default()
        };
        let rows = [
            product("BOX", Some("CASE"), Some(4)),
            product("CASE", Some("BOTTLE"), Some(12)),
            product("BOTTLE", None, None),
            product("KIT", Some("NOWHERE"), Some(2)),
        ];
        let (first, outcome) = bring(&store, &rows);
        assert_eq!(outcome.unknown_bases, ["NOWHERE"], "{engine}: the others have a row of their own");
        let told = |base: &str, size| (Some(base.to_owned()), Some(size));
        let there = packs(&store);
        assert_eq!(
            (&there["BOX"], &there["CASE"]),
            (&told("CASE", 4_000), &told("BOTTLE", 12_000)),
            "{engine}"
        );
        assert_eq!(there["BOTTLE"], (None, None), "{engine}");
        let (second, outcome) = bring(&store, &[product("CASE", None, Some(6))]);
        assert_eq!((outcome.rows.updated, outcome.dimensions_changed), (1, true), "{engine}");
        assert_eq!(packs(&store)["CASE"], told("BOTTLE", 6_000), "{engine}: what is not told stays");
        take_out(&store, second);
        assert_eq!(packs(&store)["CASE"], told("BOTTLE", 12_000), "{engine}");
        // A product bought meanwhile stays, and with it everything that it is a pack of.
        import(&store, &[row("A", "1", "BOX", 1, 100)]);
        take_out(&store, first);
        let mut left: Vec<String> = packs(&store).into_keys().collect();
        left.sort_unstable();
        assert_eq!(left, ["BOTTLE", "BOX", "CASE"], "{engine}");
    }
}

fn invoice(number: &str, kind: InvoiceKind, issued: u32, open_balance_cents: i64) -> InvoiceRecord {
    InvoiceRecord {
        account_key: "A".to_owned(),
        account_name: None,
        key: number.to_owned(),
        order_key: None,
        kind,
        status: None,
        issued_on: date(issued),
        due_on: None,
        currency: None,
        amount_cents: None,
        open_balance_cents,
    }
}

/// Imports a file of invoices; one that is complete settles what it leaves out up to a day.
fn bring_invoices(
    store: &Store,
    source: &str,
    rows: &[InvoiceRecord],
    complete_up_to: Option<u32>,
) -> (ImportId, u64) {
    let id = start(store, ImportKind::Invoices);
    let settled = store.write(|connection| {
        let mut writer = ImportWriter::begin(connection, id, ImportKind::Invoices, source, now())?;
        writer.write_invoices(rows)?;
        let settled = match complete_up_to {
            Some(day) => writer.settle_unlisted_invoices(date(day))?,
            None => 0,
        };
        let outcome = writer.finish()?;
        imports::finish(connection, id, &finished(&outcome), now())?;
        Ok(settled)
    });
    (id, settled.expect("imported"))
}

#[test]
fn a_complete_file_closes_the_invoices_it_leaves_out_and_undo_opens_them_again() {
    use InvoiceKind::{CreditMemo, Invoice};
    for (store, database) in stores() {
        let engine = database.engine;
        let open = || {
            let account = AccountId(order_of(&store, 100).1);
            let listed = store.read(|c| invoices::open_of(c, &[account])).expect("listed");
            let mut open: Vec<String> = listed.into_iter().map(|(_, invoice)| invoice.number).collect();
            open.sort_unstable();
            open
        };
        import(&store, &[row("A", "1", "P", 1, 100)]);
        let earlier = [
            invoice("I1", Invoice, 1, 500),
            invoice("I2", Invoice, 2, 700),
            invoice("I3", Invoice, 20, 900),
            invoice("M1", CreditMemo, 3, -50),
        ];
        bring_invoices(&store, "csv", &earlier, None);
        bring_invoices(&store, "other", &[invoice("X1", Invoice, 1, 100)], None);
        let later = [invoice("I2", Invoice, 2, 700), invoice("I4", Invoice, 10, 300)];
        let (complete, settled) = bring_invoices(&store, "csv", &later, Some(15));
        assert_eq!(settled, 2, "{engine}: I1 and M1; I3 is younger than the file, X1 of another source");
        assert_eq!(open(), ["I2", "I3", "I4"], "{engine}");
        take_out(&store, complete);
        assert_eq!(open(), ["I1", "I2", "I3", "M1"], "{engine}");
    }
}
