//! Arbitrary bytes never make the importer panic, and every row has exactly one fate.

use bellwether_core::import::ImportKind;
use bellwether_ingest::{PurchaseRecord, Reader, preview};
use proptest::prelude::*;

/// Reads to the end; rows read, records and errors.
fn read(bytes: &[u8]) -> Option<(u64, u64)> {
    let mapping = preview(bytes, "x.csv", Some(ImportKind::Purchases)).ok()?.mapping;
    let mut reader = Reader::open(bytes, &mapping).ok()?;
    let mut fates = 0;
    loop {
        let batch = reader.next_batch::<PurchaseRecord>(7).ok()?;
        if batch.is_empty() {
            return Some((reader.rows_read(), fates));
        }
        fates += u64::try_from(batch.records.len() + batch.errors.len()).expect("at most seven");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = preview(&bytes, "x", None);
        let _ = read(&bytes);
    }

    #[test]
    fn arbitrary_rows_have_one_fate_each(rows in proptest::collection::vec("[0-9a-z,;\"\\n\r\0.$/ -]{0,60}", 0..40)) {
        let text = format!("Account,Order Date,Amount\n{}", rows.join("\n"));
        if let Some((rows_read, fates)) = read(text.as_bytes()) {
            prop_assert_eq!(rows_read, fates);
        }
    }
}

#[test]
fn a_gzip_cut_in_the_middle_is_reported_as_damaged() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"Account,Order Date,Amount\n").expect("memory takes it");
    for number in 0..200_000u32 {
        writeln!(packed, "{},2024-01-01,{}.{:02}", number.wrapping_mul(2_654_435_761), number, number % 100)
            .expect("memory takes it");
    }
    let packed = packed.finish().expect("memory takes it");
    let cut = packed.get(..packed.len() / 2).expect("half of it");
    let mapping = preview(cut, "x.csv.gz", None).expect("the start is enough").mapping;
    let mut reader = Reader::open(cut, &mapping).expect("the start is enough");
    let error = loop {
        match reader.next_batch::<PurchaseRecord>(1000) {
            Ok(batch) => assert!(!batch.is_empty(), "the end was never reached"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), "damaged_file");
}
