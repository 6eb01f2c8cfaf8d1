//! Records as a spreadsheet and the csv crate see them, and what broken and hostile text costs.

use super::*;
use proptest::prelude::*;

/// Rows and their values; a broken row has none.
fn read(text: &[u8]) -> Vec<(u64, Option<Vec<String>>)> {
    let mut reader = RecordReader::new(text, b',');
    let mut rows = Vec::new();
    loop {
        match reader.next().expect("a slice can be read") {
            Outcome::Record => rows.push((reader.row(), Some(reader.values().map(str::to_owned).collect()))),
            Outcome::Broken(_) => rows.push((reader.row(), None)),
            Outcome::End => return rows,
        }
    }
}

fn record(row: u64, values: &[&str]) -> (u64, Option<Vec<String>>) {
    (row, Some(values.iter().map(|value| (*value).to_owned()).collect()))
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_does() {
    assert_eq!(
        read(b"a,b\r\n\r\n\"x\ny\",2\r\n3,4"),
        [record(1, &["a", "b"]), record(3, &["x\ny", "2"]), record(4, &["3", "4"])]
    );
}

#[test]
fn a_quote_open_at_the_end_costs_one_row() {
    assert_eq!(read(b"a,b\n\"x,1\ny,2\n"), [record(1, &["a", "b"]), (2, None), record(3, &["y", "2"])]);
    assert_eq!(read(b"a,b\n1,\""), [record(1, &["a", "b"]), (2, None)]);
}

#[test]
fn giants_cost_one_row_each_and_memory_stays_small() {
    let mut text = b"a,b\n1,".to_vec();
    text.resize(text.len() + MOST_FIELD_BYTES + 1, b'x');
    text.extend_from_slice(b"\n2,3\n4,");
    text.resize(text.len() + 3 * MOST_RECORD_BYTES, b'y');
    text.extend_from_slice(b"\n5,6\n");
    text.extend_from_slice(&b",".repeat(100_000));
    text.extend_from_slice(b"\n7,8");
    assert_eq!(
        read(&text),
        [
            record(1, &["a", "b"]),
            (2, None),
            record(3, &["2", "3"]),
            (4, None),
            record(5, &["5", "6"]),
            (6, None),
            record(7, &["7", "8"])
        ]
    );
}

proptest! {
    #[test]
    fn well_formed_text_reads_as_the_csv_crate_reads_it(
        rows in proptest::collection::vec(proptest::collection::vec("[a-z\",\n ;é]{0,8}", 2..4), 1..20)
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).expect("memory takes it");
        }
        let text = writer.into_inner().expect("memory takes it");
        let found: Vec<Vec<String>> = read(&text).into_iter().filter_map(|(_, values)| values).collect();
        prop_assert_eq!(found, rows);
    }

    #[test]
    fn no_bytes_make_the_reader_panic_or_loop(bytes in "[a-c\",\r\n\0]{0,200}") {
        let rows = read(bytes.as_bytes());
        prop_assert!(rows.len() <= bytes.len());
    }
}
