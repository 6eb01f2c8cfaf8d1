//! The sample files in the repository, against counts made by a spreadsheet-like script in another language
//! (csv and exact decimals, nothing of this crate).

use bellwether_core::import::{Field, ImportKind, RowError};
use bellwether_ingest::{
    AccountRecord, Batch, FileError, ProductRecord, PurchaseRecord, Reader, Record, preview,
};
use std::collections::BTreeSet;
use std::path::Path;

const PURCHASES: usize = 7_500;
const ORDERS: usize = 5_158;
const AMOUNT_CENTS: i64 = 319_866_611;
const COST_CENTS: i64 = 213_244_418;

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_all<R: Record>(bytes: &[u8]) -> (Vec<(u64, R)>, Vec<RowError>) {
    let mapping = preview(bytes, "upload.csv", None).expect("the mapping is guessed").mapping;
    let mut reader = Reader::open(bytes, &mapping).expect("the file opens");
    let (mut records, mut errors) = (Vec::new(), Vec::new());
    loop {
        let batch: Batch<R> = reader.next_batch(100).expect("the file can be read");
        if batch.is_empty() {
            assert_eq!(reader.rows_read(), u64::try_from(records.len() + errors.len()).expect("few"));
            return (records, errors);
        }
        records.extend(batch.records);
        errors.extend(batch.errors);
    }
}

#[test]
fn the_iowa_sample_is_read_whole_and_to_the_cent() {
    let (purchases, errors) = read_all::<PurchaseRecord>(&sample("purchases.csv"));
    assert_eq!(errors, []);
    let distinct = |key: fn(&PurchaseRecord) -> &str| {
        purchases.iter().map(|(_, line)| key(line)).collect::<BTreeSet<_>>().len()
    };
    assert_eq!(purchases.len(), PURCHASES);
    assert_eq!(distinct(|line| &line.order_key), ORDERS);
    assert_eq!(distinct(|line| &line.account_key), 390);
    assert_eq!(purchases.iter().map(|(_, line)| line.amount_cents).sum::<i64>(), AMOUNT_CENTS);
    assert_eq!(purchases.iter().filter_map(|(_, line)| line.cost_cents).sum::<i64>(), COST_CENTS);
    let (accounts, errors) = read_all::<AccountRecord>(&sample("accounts.csv"));
    assert_eq!((accounts.len(), errors.len()), (390, 0));
    assert!(
        accounts.iter().all(|(_, account)| account.state.as_deref() == Some("IA") && account.name.is_some())
    );
    let (products, errors) = read_all::<ProductRecord>(&sample("products.csv"));
    assert_eq!((products.len(), errors.len()), (41, 0));
}

#[test]
fn the_dirty_sample_gives_up_its_bad_rows_only() {
    let (records, errors) = read_all::<PurchaseRecord>(&sample("dirty_purchases.csv"));
    let faults: Vec<(u64, &str, &str)> =
        errors.iter().map(|error| (error.row, error.code.as_str(), error.column.as_str())).collect();
    assert_eq!(
        faults,
        [
            (7, "impossible_date", "Order Date"),
            (9, "missing_account", "Account No"),
            (10, "bad_date", "Order Date"),
            (11, "bad_quantity", "Qty"),
            (12, "bad_amount", "Amount"),
            (13, "too_few_values", ""),
            (14, "missing_amount", "Amount"),
            (15, "rounded_number", "Order No"),
            (16, "unknown_status", "Status"),
            (18, "unclosed_quote", ""),
            (21, "date_order", "Order Date"),
        ]
    );
    let lines: Vec<(u64, &str, String, i64, i64)> = records
        .iter()
        .map(|(row, line)| {
            (
                *row,
                line.account_key.as_str(),
                line.placed_on.to_string(),
                line.quantity_milli,
                line.amount_cents,
            )
        })
        .collect();
    let line = |row, account, date: &str, quantity, amount| (row, account, date.to_owned(), quantity, amount);
    assert_eq!(
        lines,
        [
            line(2, "1001", "2024-01-05", 12_000, 123_450),
            line(3, "1002", "2024-01-13", 2_500, -4_500),
            line(4, "1003", "2024-02-13", 1_000_000, 123_450),
            line(6, "1003", "2024-02-13", 6_000, 1_200),
            line(8, "1005", "2024-02-01", 10_000, -4_500),
            line(17, "walk-in trade", "2024-02-05", 1_000, 1),
            line(19, "1008", "2024-02-07", 3_000, 725),
            line(22, "1010", "2024-02-08", 1_000, 73_194),
        ]
    );
    let by_row = |wanted: u64| {
        records.iter().find(|(row, _)| *row == wanted).map(|(_, line)| line).expect("the row is read")
    };
    assert_eq!(by_row(2).account_name.as_deref(), Some("Café Müller"));
    assert_eq!(by_row(3).product_name.as_deref(), Some("Mugs, large\r\nwith logo"));
    assert_eq!(by_row(4).order_key, by_row(6).order_key, "no order number: one order per account and day");
    assert_eq!(by_row(6).placed_at.map(|time| time.to_string()).as_deref(), Some("2024-02-13 20:26:00"));
    assert_eq!(by_row(17).product_key, bellwether_ingest::NO_PRODUCT_KEY);
    assert_eq!(by_row(19).product_name.as_deref(), Some("Tape \"wide\""));
}

#[test]
fn the_preview_of_the_dirty_sample_explains_itself() {
    let preview =
        preview(&sample("dirty_purchases.csv"), "dirty_purchases.csv", None).expect("it is guessed");
    assert_eq!((preview.delimiter.as_str(), preview.encoding.as_str()), (";", "windows-1252"));
    assert_eq!(preview.mapping.kind, ImportKind::Purchases);
    assert_eq!(preview.missing, []);
    assert_eq!(preview.mapping.day_first, Some(false));
    assert_eq!(preview.columns.iter().filter(|column| column.field.is_some()).count(), 8);
}

#[test]
fn what_is_no_import_is_refused_with_code_and_remedy() {
    let refuse = |bytes: &[u8]| {
        let error = preview(bytes, "x.csv", None).expect_err("this must be refused");
        assert!(!error.remedy().is_empty());
        error.code()
    };
    assert_eq!(refuse(b""), "empty_file");
    assert_eq!(refuse(b"PK\x03\x04workbook"), "workbook");
    assert_eq!(refuse(&[0; 1000]), "not_text");
    assert_eq!(refuse(&[0x89, b'P', b'N', b'G', 0, 0, 0, 1]), "not_text");
    assert_eq!(refuse(b"1001,2024-01-01,12.50\n1002,2024-01-02,13.50\n"), "no_header");
    assert_eq!(refuse(",".repeat(100_000).as_bytes()), "too_many_columns");
}

#[test]
fn a_file_that_fits_no_kind_is_shown_with_its_values_and_can_be_mapped_under_a_kind() {
    let bytes = b"Debitor;Wert;Am\n1001;12,50;13.02.2026\n";
    let shown = preview(bytes, "x.csv", None).expect("it is a table");
    assert!(!shown.is_kind_known && shown.mapping.columns.is_empty());
    let columns: Vec<(&str, &[String])> =
        shown.columns.iter().map(|column| (column.header.as_str(), column.samples.as_slice())).collect();
    assert_eq!(columns[1], ("Wert", ["12,50".to_owned()].as_slice()));
    let said = preview(bytes, "x.csv", Some(ImportKind::Purchases)).expect("it is a table");
    assert!(said.is_kind_known);
    assert_eq!(
        said.mapping.columns.get(&Field::OrderDate).map(String::as_str),
        Some("Am"),
        "its values are dates"
    );
    assert_eq!(said.missing, [Field::AccountKey, Field::Amount]);
}

#[test]
fn packed_or_compiled_bytes_are_told_by_what_they_are_and_shown_to_no_terminal() {
    let noise: Vec<u8> =
        (0..4000u32).map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    let told = |name| preview(&noise, name, None).map_err(|error| (error.code(), error.to_string()));
    assert_eq!(told("orders.csv").expect_err("it is no text").0, "not_text");
    let (code, message) = told("orders.csv.GZ").expect_err("it is not packed");
    assert_eq!(code, "not_gzip");
    assert!(!message.contains(char::is_control), "{message:?}");
    let plain = b"Customer No,Order Date,Amount\nA,2026-06-05,12.50\n";
    assert!(preview(plain, "orders.csv.gz", None).is_ok(), "text under that name is read as it is");
    let absent = FileError::MissingColumns { headers: vec!["a\x1b[2J".to_owned()] };
    assert!(!absent.to_string().contains('\x1b'), "{absent}");
}

#[test]
fn header_faults_name_the_header() {
    let mut mapping = preview(b"Account,Order Date,Amount\n1,2024-01-01,5\n", "x.csv", None)
        .expect("it is guessed")
        .mapping;
    let open = |bytes: &'static [u8], mapping: &_| {
        Reader::open(bytes, mapping).err().map(|error| (error.code(), error.to_string()))
    };
    let (code, message) = open(b"Account,Order Date\n1,2024-01-01\n", &mapping).expect("a column is missing");
    assert_eq!((code, message.as_str()), ("missing_columns", "the file has no column \"Amount\""));
    let (code, _) =
        open(b"Account,Order Date,Amount,amount\n1,2024-01-01,5,6\n", &mapping).expect("a header is double");
    assert_eq!(code, "duplicate_header");
    mapping.columns.remove(&Field::Amount);
    let (code, message) =
        open(b"Account,Order Date,Amount\n1,2024-01-01,5\n", &mapping).expect("a field is missing");
    assert_eq!((code, message.as_str()), ("missing_fields", "no column is mapped to amount"));
}

#[test]
fn european_files_are_read_as_they_are_meant() {
    let bytes = "Kunde;Date;Amount;Cost\n1;13.02.2024;1.234,50;0,5\n2;14.02.2024;1.234;1\n"
        .replace("Kunde", "Customer No");
    let (records, errors) = read_all::<PurchaseRecord>(bytes.as_bytes());
    assert_eq!(errors, []);
    let amounts: Vec<i64> = records.iter().map(|(_, line)| line.amount_cents).collect();
    assert_eq!(amounts, [123_450, 123_400]);
}

#[test]
fn a_bad_byte_far_down_a_utf8_file_costs_one_letter() {
    let mut bytes = "Account,Customer,Date,Amount\n".as_bytes().to_vec();
    for _ in 0..40_000 {
        bytes.extend_from_slice("1,Zoë,2024-01-01,1.00\n".as_bytes());
    }
    bytes.extend_from_slice(b"2,Caf\xe9,2024-01-01,1.00\n");
    let (records, errors) = read_all::<PurchaseRecord>(&bytes);
    assert_eq!((records.len(), errors.len()), (40_001, 0));
    assert_eq!(records.last().and_then(|(_, line)| line.account_name.as_deref()), Some("Café"));
    assert_eq!(records.first().and_then(|(_, line)| line.account_name.as_deref()), Some("Zoë"));
}

#[test]
fn dates_whose_order_shows_late_stop_the_file_instead_of_being_misread() {
    let mut text = String::from("Account,Date,Amount\n");
    for _ in 0..60_000 {
        text.push_str("1,01/02/2024,1.00\n");
    }
    for _ in 0..30 {
        text.push_str("1,13/02/2024,1.00\n");
    }
    let mut mapping = preview(text.as_bytes(), "x.csv", None).expect("it is guessed").mapping;
    let drain = |mapping: &_| -> Result<u64, FileError> {
        let mut reader = Reader::open(text.as_bytes(), mapping)?;
        while !reader.next_batch::<PurchaseRecord>(1000)?.is_empty() {}
        Ok(reader.rows_read())
    };
    assert!(matches!(drain(&mapping), Err(FileError::DateOrder { .. })));
    mapping.day_first = Some(true);
    assert_eq!(drain(&mapping).ok(), Some(60_030));
}

#[test]
fn a_few_bad_dates_are_refused_row_by_row_and_not_with_their_file() {
    let text =
        "Customer,Order No,Order Date,Net Amount\nA,1,2026-02-01,5\nA,2,02.13.2026x,6\nA,3,13/45/2026,7\n";
    let found = preview(text.as_bytes(), "orders.csv", None).expect("a table");
    assert_eq!(found.missing, []);
    assert_eq!(found.mapping.columns.get(&Field::OrderDate).map(String::as_str), Some("Order Date"));
    let date = found.columns.iter().find(|column| column.header == "Order Date").expect("it is there");
    assert_eq!(date.reason, "the header says so; many values do not look like order date");
    let named_only = text.replace("2026-02-01", "soon");
    let found = preview(named_only.as_bytes(), "orders.csv", None).expect("a table");
    assert_eq!(found.missing, [Field::OrderDate], "nothing in the column is a date");
}
