//! Whole public order histories, where the shared data folder lies beside the workspace; each test prints what it did.
//! The expected figures were counted by a script in another language with exact decimals.

use bellwether_core::import::{Field, ImportKind};
use bellwether_ingest::{
    AccountRecord, Batch, ProductRecord, PurchaseRecord, Reader, Record, RepRecord, preview,
};
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

struct Expected {
    file: &'static str,
    records: u64,
    rejected: u64,
    accounts: usize,
    orders: usize,
    products: usize,
    amount_cents: i64,
    quantity_milli: i64,
    cost_cents: i64,
}

#[rustfmt::skip]
const EXPECTED: &[Expected] = &[
    Expected { file: "cdnow/lines.csv.gz", records: 6_688, rejected: 0, accounts: 2_349, orders: 6_688, products: 1, amount_cents: 24_409_194, quantity_milli: 16_471_000, cost_cents: 0 },
    Expected { file: "grocery/lines.csv.gz", records: 10_483, rejected: 0, accounts: 1_525, orders: 10_483, products: 1, amount_cents: 1_048_300, quantity_milli: 10_483_000, cost_cents: 0 },
    Expected { file: "iowa_cedarridge/lines.csv.gz", records: 78_430, rejected: 0, accounts: 1_800, orders: 58_897, products: 40, amount_cents: 1_971_597_254, quantity_milli: 706_645_000, cost_cents: 1_314_398_201 },
    Expected { file: "iowa_stores_a/lines.csv.gz", records: 1_520_775, rejected: 0, accounts: 321, orders: 51_253, products: 5_690, amount_cents: 25_192_590_499, quantity_milli: 18_441_021_000, cost_cents: 16_795_057_109 },
    Expected { file: "iowa_wmgrant/lines.csv.gz", records: 219_163, rejected: 0, accounts: 2_124, orders: 132_631, products: 85, amount_cents: 3_008_903_035, quantity_milli: 1_271_211_000, cost_cents: 2_005_935_358 },
    Expected { file: "online_retail/lines.csv.gz", records: 404_876, rejected: 0, accounts: 4_362, orders: 21_785, products: 3_676, amount_cents: 828_666_332, quantity_milli: 4_887_870_000, cost_cents: 0 },
    Expected { file: "superstore/lines.csv.gz", records: 9_994, rejected: 0, accounts: 793, orders: 5_009, products: 1_862, amount_cents: 229_720_107, quantity_milli: 37_873_000, cost_cents: 201_080_646 },
    Expected { file: "raw/online_retail.csv.gz", records: 406_829, rejected: 135_080, accounts: 4_372, orders: 22_190, products: 3_684, amount_cents: 830_006_581, quantity_milli: 4_906_888_000, cost_cents: 0 },
    Expected { file: "raw/superstore_orders.csv", records: 9_994, rejected: 0, accounts: 793, orders: 5_009, products: 1_862, amount_cents: 229_720_099, quantity_milli: 37_873_000, cost_cents: 201_080_576 },
];

/// The shared folder, if it is there.
fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let is_there = folder.is_dir();
    if !is_there {
        println!("skipped: no shared data beside the workspace; the samples are tested all the same");
    }
    is_there.then_some(folder)
}

/// Reads a file with its mapping guessed; batches go to `take`, the answer counts errors by code.
fn read_file<R: Record>(path: &Path, mut take: impl FnMut(Batch<R>)) -> BTreeMap<String, u64> {
    let open = || File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut first = Vec::new();
    open().take(1 << 20).read_to_end(&mut first).expect("the file can be read");
    let guessed = preview(&first, "upload.csv", None).expect("the mapping is guessed");
    assert_eq!(guessed.mapping.kind, R::KIND, "{}", path.display());
    let mut reader = Reader::open(open(), &guessed.mapping).expect("the file opens");
    let mut faults = BTreeMap::new();
    loop {
        let batch: Batch<R> = reader.next_batch(4096).expect("the file can be read on");
        if batch.is_empty() {
            let size = std::fs::metadata(path).expect("the file is there").len();
            assert_eq!(reader.bytes_read(), size, "all of {} was read", path.display());
            return faults;
        }
        for error in &batch.errors {
            *faults.entry(error.code.clone()).or_insert(0) += 1;
        }
        take(batch);
    }
}

#[test]
fn every_history_agrees_with_the_independent_count() {
    let Some(folder) = shared() else { return };
    for expected in EXPECTED {
        let (mut accounts, mut orders, mut products) = (HashSet::new(), HashSet::new(), HashSet::new());
        let (mut records, mut amount_cents, mut quantity_milli, mut cost_cents) = (0u64, 0i64, 0i64, 0i64);
        let faults = read_file::<PurchaseRecord>(&folder.join(expected.file), |batch| {
            for (_, line) in batch.records {
                records += 1;
                amount_cents += line.amount_cents;
                quantity_milli += line.quantity_milli;
                cost_cents += line.cost_cents.unwrap_or(0);
                accounts.insert(line.account_key);
                orders.insert(line.order_key);
                products.insert(line.product_key);
            }
        });
        let rejected: u64 = faults.values().sum();
        assert_eq!(
            (records, rejected),
            (expected.records, expected.rejected),
            "{} {faults:?}",
            expected.file
        );
        assert_eq!(rejected, faults.get("missing_account").copied().unwrap_or(0), "{}", expected.file);
        assert_eq!(
            (accounts.len(), orders.len(), products.len()),
            (expected.accounts, expected.orders, expected.products),
            "{}",
            expected.file
        );
        assert_eq!(
            (amount_cents, quantity_milli, cost_cents),
            (expected.amount_cents, expected.quantity_milli, expected.cost_cents),
            "{}",
            expected.file
        );
        println!("agreed: {} with {records} lines, {rejected} rejected, {amount_cents} cents", expected.file);
    }
}

#[test]
fn every_list_is_recognised_and_read_whole() {
    let Some(folder) = shared() else { return };
    let accounts = [
        ("iowa_cedarridge", 1_622),
        ("iowa_stores_a", 309),
        ("iowa_wmgrant", 1_752),
        ("online_retail", 4_362),
        ("superstore", 793),
    ];
    for (name, count) in accounts {
        let mut records = 0;
        let faults = read_file::<AccountRecord>(&folder.join(name).join("accounts.csv.gz"), |batch| {
            records += batch.records.len()
        });
        assert_eq!((records, faults.len()), (count, 0), "{name} {faults:?}");
        println!("agreed: {name}/accounts.csv.gz with {records} accounts");
    }
    let products = [
        ("iowa_cedarridge", 41),
        ("iowa_stores_a", 4_781),
        ("iowa_wmgrant", 95),
        ("online_retail", 3_676),
        ("superstore", 1_862),
    ];
    for (name, count) in products {
        let mut records = 0;
        let faults = read_file::<ProductRecord>(&folder.join(name).join("items.csv.gz"), |batch| {
            records += batch.records.len()
        });
        assert_eq!((records, faults.len()), (count, 0), "{name} {faults:?}");
        println!("agreed: {name}/items.csv.gz with {records} products");
    }
    let mut reps = Vec::new();
    read_file::<RepRecord>(&folder.join("raw/superstore_people.csv"), |batch| reps.extend(batch.records));
    assert_eq!(reps.iter().filter(|(_, rep)| rep.region.is_some() && rep.name.is_some()).count(), 4);
    println!("agreed: raw/superstore_people.csv with 4 reps");
}

#[test]
fn the_superstore_export_maps_as_a_person_would_map_it() {
    let Some(folder) = shared() else { return };
    let bytes = std::fs::read(folder.join("raw/superstore_orders.csv")).expect("the file is there");
    let preview =
        preview(&bytes, "superstore_orders.csv", Some(ImportKind::Purchases)).expect("it is guessed");
    let header = |field: Field| preview.mapping.columns.get(&field).map(String::as_str);
    assert_eq!(preview.encoding, "windows-1252");
    assert_eq!(header(Field::OrderDate), Some("Order Date"));
    assert_eq!(header(Field::AccountKey), Some("Customer ID"));
    assert_eq!(header(Field::Industry), Some("Segment"));
    assert_eq!(header(Field::LineKey), Some("Row ID"));
    assert_eq!(header(Field::Subcategory), Some("Sub-Category"));
    assert_eq!(header(Field::Amount), Some("Sales"));
    assert_eq!(header(Field::Profit), Some("Profit"));
    println!("agreed: mapping of raw/superstore_orders.csv");
}
