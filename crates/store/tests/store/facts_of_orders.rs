//! Invoices, targets, starters, terms and successors: written, written again, found within a scope, and undone.

use crate::stage::{counts, date, facts, finished, import, now, row, start, stores};
use bellwether_core::alert::Availability;
use bellwether_core::import::{ImportKind, UndoReport};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus, InvoiceView};
use bellwether_core::target::TargetInput;
use bellwether_core::{AccountId, Cents, ImportId, InvoiceId, OrderStatus, RepId, Scope, TargetId};
use bellwether_store::invoices::Wanted;
use bellwether_store::ledger_feed::{self, Accounts};
use bellwether_store::records::{
    AccountAttributes, AccountRecord, InvoiceRecord, ProductRecord, PurchaseRecord, TargetRecord,
};
use bellwether_store::{
    Connection, ImportOutcome, ImportWriter, Store, StoreError, changes, contacts, imports, invoices, orders,
    products, targets, undo,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Imports whatever `write` hands over.
fn bring(
    store: &Store,
    kind: ImportKind,
    write: impl Fn(&mut ImportWriter<'_>) -> Result<(), StoreError>,
) -> (ImportId, ImportOutcome) {
    let id = start(store, kind);
    let outcome = store
        .write(|connection| {
            let mut writer = ImportWriter::begin(connection, id, kind, "csv", now())?;
            write(&mut writer)?;
            let outcome = writer.finish()?;
            imports::finish(connection, id, &finished(&outcome), now())?;
            Ok(outcome)
        })
        .expect("imported");
    (id, outcome)
}

fn bring_invoices(store: &Store, records: &[InvoiceRecord]) -> (ImportId, ImportOutcome) {
    bring(store, ImportKind::Invoices, |writer| writer.write_invoices(records))
}

fn bring_targets(store: &Store, records: &[TargetRecord]) -> (ImportId, ImportOutcome) {
    bring(store, ImportKind::Targets, |writer| writer.write_targets(records))
}

fn taken_back(store: &Store, id: ImportId) -> UndoReport {
    store.write(|connection| undo(connection, id, now())).expect("undone").report
}

fn invoice(account: &str, number: &str, due: Option<u32>, amount: i64, open: i64) -> InvoiceRecord {
    InvoiceRecord {
        account_key: account.to_owned(),
        account_name: None,
        key: number.to_owned(),
        order_key: None,
        kind: if amount < 0 { InvoiceKind::CreditMemo } else { InvoiceKind::Invoice },
        status: None,
        issued_on: date(1),
        due_on: due.map(date),
        currency: None,
        amount_cents: Some(amount),
        open_balance_cents: open,
    }
}

/// Two ship-tos of one rep, paid for by a head office that nobody looks after; the head office has 10 days.
fn bring_group(store: &Store) {
    let ship_to = |key: &str| AccountRecord {
        key: key.to_owned(),
        bill_to_key: Some("HQ".to_owned()),
        attributes: AccountAttributes {
            rep_name: Some("Rep One".to_owned()),
            ..AccountAttributes::default()
        },
        ..AccountRecord::default()
    };
    let payer = AccountRecord {
        key: "HQ".to_owned(),
        attributes: AccountAttributes { payment_terms_days: Some(10), ..AccountAttributes::default() },
        ..AccountRecord::default()
    };
    let other = AccountRecord { key: "Z".to_owned(), ..AccountRecord::default() };
    let group = [ship_to("S1"), ship_to("S2"), payer, other];
    bring(store, ImportKind::Accounts, |writer| writer.write_accounts(&group));
}

fn account_ids(store: &Store) -> BTreeMap<String, AccountId> {
    store
        .read(|connection| {
            let mut ids = BTreeMap::new();
            ledger_feed::load_accounts(connection, Accounts::All, |account| {
                ids.insert(account.external_id, account.id);
            })?;
            Ok(ids)
        })
        .expect("read")
}

fn rep_one(store: &Store) -> Scope {
    let id = account_ids(store)["S1"];
    let account = store.read(|c| bellwether_store::accounts::find(c, &Scope::All, id)).expect("found");
    Scope::Rep(account.rep.expect("it has a rep"))
}

fn wanted(view: InvoiceView) -> Wanted {
    Wanted { account: None, view, as_of: date(20), grace_days: 0 }
}

fn numbers(store: &Store, scope: &Scope, wanted: &Wanted) -> Vec<String> {
    let (rows, count) = store
        .read(|c| Ok((invoices::list(c, scope, wanted, None, 100)?, invoices::count(c, scope, wanted)?)))
        .expect("listed");
    assert_eq!(usize::try_from(count).expect("few"), rows.len());
    let mut numbers: Vec<String> = rows.into_iter().map(|row| row.number).collect();
    numbers.sort();
    numbers
}

#[test]
fn invoices_come_in_once_change_and_go_back() {
    for (store, database) in stores() {
        let mut rows = vec![
            invoice("A1", "1", Some(15), 10_000, 10_000),
            invoice("A1", "2", Some(15), 5_000, 0),
            invoice("A2", "1", None, -2_000, -2_000),
            invoice("A2", "1", Some(9), 700, 700),
        ];
        rows[2].account_name = Some("Second".to_owned());
        let (first, outcome) = bring_invoices(&store, &rows);
        assert_eq!((outcome.rows.added, outcome.totals.accounts_added), (4, 2), "{}", database.engine);
        let seq = store.read(changes::latest).expect("read");
        let (_, again) = bring_invoices(&store, &rows);
        assert_eq!(again.rows.unchanged, 4, "{}: {:?}", database.engine, again.rows);
        assert_eq!(store.read(changes::latest).expect("read"), seq, "{}: nothing changed", database.engine);

        rows[0].open_balance_cents = 2_500;
        rows[0].status = Some(InvoiceStatus::Disputed);
        let (second, changed) = bring_invoices(&store, &rows);
        assert_eq!((changed.rows.updated, changed.rows.unchanged), (1, 3), "{}", database.engine);
        assert_eq!(changed.touched_accounts.len(), 1, "{}", database.engine);
        let open = |store: &Store| {
            let rows = store.read(|c| invoices::list(c, &Scope::All, &wanted(InvoiceView::All), None, 10));
            let rows = rows.expect("listed");
            let first = rows.iter().find(|row| row.due_on == Some(date(15)) && row.number == "1");
            first
                .map(|row| (row.status, row.open_balance_cents.0, row.currency.clone()))
                .expect("it is there")
        };
        assert_eq!(open(&store), (InvoiceStatus::Disputed, 2_500, "USD".to_owned()), "{}", database.engine);
        assert_eq!(taken_back(&store, second).restored, 1, "{}", database.engine);
        assert_eq!(open(&store), (InvoiceStatus::Issued, 10_000, "USD".to_owned()), "{}", database.engine);
        let report = taken_back(&store, first);
        assert_eq!((report.invoices_removed, report.accounts_removed, report.kept), (4, 2, 0));
        assert_eq!(counts(&store).accounts, 0, "{}", database.engine);
    }
}

#[test]
fn an_undo_keeps_invoices_that_changed_since() {
    for (store, database) in stores() {
        let mut rows = vec![invoice("A1", "1", None, 100, 100), invoice("A1", "2", None, 100, 100)];
        let (first, _) = bring_invoices(&store, &rows);
        rows[0].open_balance_cents = 0;
        bring_invoices(&store, &rows);
        let report = taken_back(&store, first);
        assert_eq!((report.invoices_removed, report.accounts_removed), (1, 0), "{}", database.engine);
        assert_eq!(numbers(&store, &Scope::All, &wanted(InvoiceView::All)), ["1"], "{}", database.engine);
    }
}

#[test]
fn an_amount_that_the_file_does_not_tell_is_the_largest_balance_seen() {
    for (store, database) in stores() {
        let told = |open| InvoiceRecord { amount_cents: None, ..invoice("A1", "1", None, 1, open) };
        bring_invoices(&store, &[told(900)]);
        bring_invoices(&store, &[told(300)]);
        let rows = store.read(|c| invoices::list(c, &Scope::All, &wanted(InvoiceView::All), None, 10));
        let rows = rows.expect("listed");
        assert_eq!((rows[0].amount_cents.0, rows[0].open_balance_cents.0), (900, 300), "{}", database.engine);
    }
}

#[test]
fn invoices_find_their_orders_and_lose_them_with_an_undo() {
    for (store, database) in stores() {
        let (purchases, _) = import(&store, &[row("A1", "77", "P1", 1, 100)]);
        let told = InvoiceRecord { order_key: Some("77".to_owned()), ..invoice("A1", "1", None, 100, 0) };
        bring_invoices(&store, std::slice::from_ref(&told));
        let order = || {
            let rows = store.read(|c| invoices::list(c, &Scope::All, &wanted(InvoiceView::All), None, 10));
            rows.expect("listed")[0].order
        };
        assert_eq!(order().map(|order| order.0), Some(facts(&store).0[0].id), "{}", database.engine);
        taken_back(&store, purchases);
        assert_eq!(order(), None, "{}", database.engine);
    }
}

#[test]
fn lists_of_invoices_are_those_of_a_scope_and_of_whoever_pays_for_it() {
    for (store, database) in stores() {
        bring_group(&store);
        let void =
            InvoiceRecord { status: Some(InvoiceStatus::Void), ..invoice("S1", "void", Some(2), 9, 9) };
        bring_invoices(
            &store,
            &[
                invoice("HQ", "by terms", None, 100, 100),
                invoice("S1", "due today", Some(20), 100, 100),
                invoice("S1", "late", Some(19), 100, 100),
                invoice("S1", "paid", Some(2), 100, 0),
                invoice("S2", "credit", Some(2), -100, -100),
                invoice("S2", "no date", None, 100, 100),
                invoice("Z", "foreign", Some(2), 100, 100),
                void,
            ],
        );
        let (rep, engine) = (rep_one(&store), database.engine);
        let shown = |view| numbers(&store, &rep, &wanted(view));
        let everything = ["by terms", "credit", "due today", "late", "no date", "paid", "void"];
        assert_eq!(shown(InvoiceView::All), everything, "{engine}");
        assert_eq!(
            shown(InvoiceView::Open),
            ["by terms", "credit", "due today", "late", "no date"],
            "{engine}"
        );
        assert_eq!(shown(InvoiceView::Overdue), ["by terms", "late"], "{engine}");
        assert_eq!(shown(InvoiceView::NoDueDate), ["no date"], "{engine}");
        let graced = Wanted { grace_days: 1, ..wanted(InvoiceView::Overdue) };
        assert_eq!(numbers(&store, &rep, &graced), ["by terms"], "{engine}");
        let nobody = Scope::Rep(RepId(999));
        assert!(numbers(&store, &nobody, &wanted(InvoiceView::All)).is_empty(), "{engine}");
        let ids = account_ids(&store);
        let of = |key: &str| Wanted { account: Some(ids[key]), ..wanted(InvoiceView::Open) };
        assert_eq!(numbers(&store, &rep, &of("S2")), ["by terms", "credit", "no date"], "{engine}");
        let foreign = store.read(|c| invoices::list(c, &rep, &of("Z"), None, 10));
        assert!(matches!(foreign, Err(StoreError::NotFound)), "{engine}");
        assert_eq!(
            numbers(&store, &Scope::All, &wanted(InvoiceView::Overdue)),
            ["by terms", "foreign", "late"]
        );
    }
}

#[test]
fn pages_of_invoices_meet_without_gap_or_overlap() {
    for (store, database) in stores() {
        let rows: Vec<InvoiceRecord> = (0..25_u32)
            .map(|index| InvoiceRecord {
                issued_on: date(1 + index % 4),
                ..invoice("A1", &index.to_string(), None, 100, 100)
            })
            .collect();
        bring_invoices(&store, &rows);
        let page = |before| {
            store
                .read(|c| invoices::list(c, &Scope::All, &wanted(InvoiceView::All), before, 4))
                .expect("listed")
        };
        let mut seen: Vec<(NaiveDate, InvoiceId)> = Vec::new();
        loop {
            let rows = page(seen.last().copied());
            if rows.is_empty() {
                break;
            }
            seen.extend(rows.into_iter().map(|row| (row.issued_on, row.id)));
        }
        assert_eq!(seen.len(), 25, "{}", database.engine);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "{}: {seen:?}", database.engine);
    }
}

#[test]
fn what_is_open_concerns_the_payer_and_all_it_pays_for() {
    for (store, database) in stores() {
        bring_group(&store);
        let (_, outcome) = bring_invoices(
            &store,
            &[
                invoice("HQ", "h", None, 100, 100),
                invoice("S1", "s", Some(5), 100, 40),
                invoice("S1", "paid", Some(5), 100, 0),
            ],
        );
        let ids = account_ids(&store);
        let touched: Vec<i64> = ["S1", "S2", "HQ"].into_iter().map(|key| ids[key].0).collect();
        let mut expected = touched.clone();
        expected.sort_unstable();
        assert_eq!(outcome.touched_accounts, expected, "{}: ship-tos follow their payer", database.engine);
        let pairs = |found: Vec<(AccountId, String)>| {
            let mut found: Vec<(i64, String)> =
                found.into_iter().map(|(id, number)| (id.0, number)).collect();
            found.sort();
            found
        };
        let of = store
            .read(|c| invoices::open_of(c, &[ids["S1"], ids["S2"], ids["HQ"]]))
            .expect("read")
            .into_iter()
            .map(|(account, invoice)| (account, invoice.number))
            .collect();
        let of_some = pairs(of);
        let mut all = Vec::new();
        store
            .read(|c| {
                invoices::open_all(c, |account, invoice| {
                    assert_eq!(invoice.terms_days.is_some(), invoice.number == "h");
                    all.push((account, invoice.number.clone()));
                })
            })
            .expect("read");
        let mut wanted: Vec<(i64, String)> =
            ["S1", "S2", "HQ"].into_iter().map(|key| (ids[key].0, "h".to_owned())).collect();
        wanted.push((ids["S1"].0, "s".to_owned()));
        wanted.sort();
        assert_eq!(of_some, wanted, "{}", database.engine);
        assert_eq!(pairs(all), wanted, "{}", database.engine);
    }
}

fn target(rep: Option<&str>, account: Option<&str>, category: Option<&str>, amount: i64) -> TargetRecord {
    TargetRecord {
        month: date(1),
        amount_cents: amount,
        rep_key: None,
        rep_name: rep.map(str::to_owned),
        account_key: account.map(str::to_owned),
        account_name: None,
        category: category.map(str::to_owned),
        subcategory: None,
    }
}

#[test]
fn targets_come_in_once_change_and_go_back() {
    for (store, database) in stores() {
        let mut with_category = row("S1", "1", "P1", 1, 100);
        with_category.category = Some("Tools".to_owned());
        with_category.subcategory = Some("Saws".to_owned());
        bring_group(&store);
        import(&store, &[with_category]);
        let mut rows = vec![
            target(None, None, None, 100_000),
            target(Some("Rep One"), None, None, 50_000),
            target(None, Some("S1"), Some("Saws"), 7_000),
            target(Some("Newcomer"), None, Some("New things"), 300),
        ];
        let (first, outcome) = bring_targets(&store, &rows);
        assert_eq!((outcome.rows.added, outcome.totals.accounts_added), (4, 0), "{}", database.engine);
        assert_eq!(bring_targets(&store, &rows).1.rows.unchanged, 4, "{}", database.engine);
        let all = |scope: &Scope| store.read(|c| targets::of_month(c, scope, date(17))).expect("read");
        let categories = store.read(products::categories).expect("read");
        let saws = categories.iter().find(|category| category.name == "Saws").map(|category| category.id);
        assert_eq!(all(&Scope::All)[2].category, saws, "{}: the one that is there", database.engine);
        let rep = rep_one(&store);
        assert_eq!(all(&rep).len(), 2, "{}: a rep's own and those of own accounts", database.engine);

        rows[1].amount_cents = 60_000;
        let (second, changed) = bring_targets(&store, &rows);
        assert_eq!((changed.rows.updated, changed.rows.unchanged), (1, 3), "{}", database.engine);
        assert_eq!(all(&rep)[0].amount_cents, Cents(60_000), "{}", database.engine);
        taken_back(&store, second);
        assert_eq!(all(&rep)[0].amount_cents, Cents(50_000), "{}", database.engine);
        let report = taken_back(&store, first);
        assert_eq!((report.targets_removed, report.kept), (4, 0), "{}", database.engine);
        let left = store.read(products::categories).expect("read");
        assert_eq!(left.len(), 2, "{}: the category made for a target went with it", database.engine);
    }
}

#[test]
fn a_target_set_twice_is_one_and_lies_inside_the_scope_of_who_sets_it() {
    for (store, database) in stores() {
        bring_group(&store);
        let (ids, rep, engine) = (account_ids(&store), rep_one(&store), database.engine);
        let input = |account: Option<&str>, cents: i64| TargetInput {
            month: date(20),
            rep: None,
            account: account.map(|key| ids[key]),
            category: None,
            amount_cents: Cents(cents),
        };
        let set = |scope: &Scope, input: TargetInput| store.write(|c| targets::upsert(c, scope, &input));
        let first = set(&rep, input(Some("S1"), 500)).expect("set");
        let second = set(&rep, input(Some("S1"), 700)).expect("set again");
        assert_eq!(
            (second.id, second.amount_cents, second.month),
            (first.id, Cents(700), date(1)),
            "{engine}"
        );
        assert!(matches!(set(&rep, input(Some("Z"), 1)), Err(StoreError::NotFound)), "{engine}");
        assert!(matches!(set(&rep, input(None, 1)), Err(StoreError::NotFound)), "{engine}");
        assert!(matches!(set(&Scope::All, input(None, 0)), Err(StoreError::Invalid(_))), "{engine}");
        let foreign = set(&Scope::All, input(Some("Z"), 1)).expect("set");
        let listed = |scope: &Scope| {
            let rows = store.read(|c| targets::list(c, scope, None, None, 10)).expect("listed");
            assert_eq!(store.read(|c| targets::count(c, scope, None)).expect("counted"), rows.len() as i64);
            rows.into_iter().map(|row| row.id).collect::<Vec<TargetId>>()
        };
        assert_eq!((listed(&rep), listed(&Scope::All)), (vec![first.id], vec![foreign.id, first.id]));
        let delete = |scope: &Scope, id| store.write(|c| targets::delete(c, scope, id));
        assert!(matches!(delete(&rep, foreign.id), Err(StoreError::NotFound)), "{engine}");
        delete(&rep, first.id).expect("deleted");
        assert_eq!(listed(&Scope::All), [foreign.id], "{engine}");
    }
}

fn started(order: &str, by: &str, phone: Option<&str>) -> PurchaseRecord {
    PurchaseRecord {
        status: Some(OrderStatus::Draft),
        started_by: Some(by.to_owned()),
        started_by_phone: phone.map(str::to_owned),
        ..row("A1", order, "P1", 1, 100)
    }
}

#[test]
fn who_starts_an_order_is_a_contact_of_the_account() {
    for (store, database) in stores() {
        let engine = database.engine;
        let (bare, _) = import(&store, &[row("A1", "1", "P1", 1, 100), row("A1", "2", "P1", 1, 100)]);
        let rows = [
            started("1", "First Buyer", None),
            started("2", "first buyer", Some("555")),
            started("3", "Second Buyer", None),
        ];
        let (first, outcome) = import(&store, &rows);
        assert_eq!((outcome.rows.added, outcome.rows.updated), (1, 2), "{engine}");
        assert_eq!(import(&store, &rows).1.rows.unchanged, 3, "{engine}");
        let account = AccountId(facts(&store).0[0].account_id);
        let drafts = store.read(|c| orders::drafts_of(c, &Scope::All, &[account])).expect("read");
        assert_eq!(drafts.len(), 3, "{engine}");
        let wanted: Vec<_> = drafts.iter().map(|draft| (account, draft.id)).collect();
        let notes = store.read(|c| orders::notes(c, &Scope::All, &wanted)).expect("read");
        let ids: Vec<i64> = notes.values().filter_map(|note| note.started_by).collect();
        let people = store.read(|c| contacts::starters(c, &Scope::All, &ids)).expect("read");
        let said = |number: &str| {
            let note = notes.values().find(|note| note.number == number).expect("it is there");
            let starter = &people[&note.started_by.expect("somebody started it")];
            (starter.name.as_str(), starter.phone.as_deref())
        };
        assert_eq!(
            (said("1"), said("2"), said("3")),
            (("First Buyer", Some("555")), said("1"), ("Second Buyer", None))
        );
        let nobody = Scope::Rep(RepId(999));
        assert!(store.read(|c| contacts::starters(c, &nobody, &ids)).expect("read").is_empty(), "{engine}");
        assert!(store.read(|c| orders::notes(c, &nobody, &wanted)).expect("read").is_empty(), "{engine}");
        assert!(store.read(|c| orders::drafts_of(c, &nobody, &[account])).expect("read").is_empty());

        assert_eq!(taken_back(&store, first).kept, 0, "{engine}");
        let left = store.read(|c| contacts::of_account(c, &Scope::All, account)).expect("read");
        assert_eq!(left, [], "{engine}: contacts go with the orders that named them");
        let order = drafts.iter().find(|draft| draft.external_id == "1").expect("it is there").id;
        let (order, _) = store.read(|c| orders::find(c, &Scope::All, order)).expect("found");
        assert_eq!((order.status, order.started_by), (OrderStatus::Placed, None), "{engine}");
        taken_back(&store, bare);
        assert_eq!(counts(&store).accounts, 0, "{engine}");
    }
}

#[test]
fn products_follow_each_other_in_any_order_and_can_be_undone() {
    for (store, database) in stores() {
        let engine = database.engine;
        let product = |key: &str, older: Option<&str>, availability| ProductRecord {
            key: key.to_owned(),
            supersedes_key: older.map(str::to_owned),
            availability,
            ..ProductRecord::default()
        };
        let rows = [
            product("P3", Some("P2"), None),
            product("P2", Some("P1"), Some(Availability::OutOfStock)),
            product("P1", None, Some(Availability::Discontinued)),
        ];
        let write = || bring(&store, ImportKind::Products, |writer| writer.write_products(&rows));
        let (first, outcome) = write();
        assert_eq!(outcome.rows.added, 3, "{engine}");
        assert_eq!(write().1.rows.unchanged, 3, "{engine}");
        let fed = || {
            let mut fed = Vec::new();
            store.read(|c| ledger_feed::load_products(c, |product| fed.push(product))).expect("read");
            fed
        };
        let by_key: BTreeMap<String, products::Product> =
            fed().into_iter().map(|product| (product.external_id.clone(), product)).collect();
        assert_eq!(by_key["P3"].supersedes, Some(by_key["P2"].id), "{engine}");
        assert_eq!(by_key["P1"].availability, Availability::Discontinued, "{engine}");
        assert_eq!(by_key["P3"].availability, Availability::Available, "{engine}");

        // P2 is sold, so P2 stays, and with it P1, which it takes the place of.
        import(&store, &[row("A1", "1", "P2", 1, 100)]);
        let report = taken_back(&store, first);
        assert_eq!((report.products_removed, fed().len()), (1, 2), "{engine}");
    }
}

#[test]
fn terms_of_an_account_are_stored_and_undone() {
    for (store, database) in stores() {
        let told = |days| {
            let attributes =
                AccountAttributes { payment_terms_days: Some(days), ..AccountAttributes::default() };
            let record = AccountRecord { key: "A1".to_owned(), attributes, ..AccountRecord::default() };
            bring(&store, ImportKind::Accounts, |writer| writer.write_accounts(std::slice::from_ref(&record)))
        };
        let terms = || {
            let id = account_ids(&store)["A1"];
            let found = store.read(|c: &mut Connection| bellwether_store::accounts::find(c, &Scope::All, id));
            found.expect("found").payment_terms_days
        };
        told(30);
        assert_eq!(told(30).1.rows.unchanged, 1, "{}", database.engine);
        let (changed, _) = told(45);
        assert_eq!(terms(), Some(45), "{}", database.engine);
        taken_back(&store, changed);
        assert_eq!(terms(), Some(30), "{}", database.engine);
    }
}

/// What older versions kept of an import: fewer kinds of ids, shorter images.
#[test]
fn an_import_made_before_there_were_starters_can_still_be_undone() {
    use diesel::connection::SimpleConnection;
    for (store, database) in stores() {
        let mut rows = [row("A1", "1", "P1", 1, 100)];
        import(&store, &rows);
        rows[0].status = Some(OrderStatus::Paid);
        let (second, _) = import(&store, &rows);
        store
            .write(|c| {
                let cut =
                    "UPDATE import_before SET image = REPLACE(image, ',null]', ']') WHERE kind = 'order'";
                c.batch_execute(cut)?;
                let ranges = "UPDATE imports SET id_ranges = REPLACE(REPLACE(REPLACE(id_ranges, \
                              '\"contacts\"', '\"x\"'), '\"invoices\"', '\"y\"'), '\"targets\"', '\"z\"')";
                Ok(c.batch_execute(ranges)?)
            })
            .expect("made older");
        assert_eq!(taken_back(&store, second).restored, 1, "{}", database.engine);
        assert_eq!(facts(&store).0[0].status, OrderStatus::Placed, "{}", database.engine);
    }
}
