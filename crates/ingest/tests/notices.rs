//! What a person is told about a file that was read without a fault, and that a plain file is told nothing.

use bellwether_core::import::{Mapping, Notice};
use bellwether_ingest::{InvoiceRecord, PurchaseRecord, Reader, Record, TargetRecord, first_rows, preview};

/// What the whole file leaves open, read with its guessed mapping corrected by `change`.
fn told<R: Record>(text: &str, change: impl FnOnce(&mut Mapping)) -> Vec<Notice> {
    let mut mapping = preview(text.as_bytes(), "x.csv", Some(R::KIND)).expect("a table").mapping;
    change(&mut mapping);
    let mut reader = Reader::open(text.as_bytes(), &mapping).expect("it opens");
    loop {
        let batch = reader.next_batch::<R>(2).expect("it can be read");
        if batch.is_empty() {
            assert_eq!(batch.notices, reader.notices(), "the end tells what the reader knows");
            return batch.notices;
        }
        assert_eq!(batch.notices, []);
    }
}

fn as_guessed(text: &str) -> Vec<Notice> {
    told::<PurchaseRecord>(text, |_| {})
}

fn codes(notices: &[Notice]) -> Vec<&str> {
    notices.iter().map(|notice| notice.code.as_str()).collect()
}

const HEADER: &str = "Customer No,Order No,Order Date,Item No,Qty,Amount\n";

fn orders(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn dates_that_nothing_settles_are_told_with_both_readings_and_how_to_change_them() {
    let text = orders("A,1,05/06/2026,P,1,10.50\nA,2,07/07/2026,P,1,10.50\n");
    let notices = as_guessed(&text);
    assert_eq!(codes(&notices), ["ambiguous_dates"]);
    for part in [
        "\"05/06/2026\" in row 2, column \"Order Date\" was read month first, as May 6, 2026",
        "day first it is June 5, 2026",
        "\"day_first\": true",
    ] {
        assert!(notices[0].message.contains(part), "{notices:?}");
    }
    for day_first in [true, false] {
        let stated = told::<PurchaseRecord>(&text, |mapping| mapping.day_first = Some(day_first));
        assert_eq!(stated, [], "what is stated is not doubted");
    }
}

#[test]
fn one_date_that_settles_the_order_is_enough_wherever_it_stands() {
    for settling in ["05/13/2026", "13/05/2026"] {
        let text =
            orders(&format!("A,1,05/06/2026,P,1,10.50\nA,2,05/06/2026,P,1,9.50\nA,3,{settling},P,1,10.50\n"));
        assert_eq!(as_guessed(&text), [], "{settling}");
    }
    for one_reading in ["05/05/2026", "2026-06-05", "5.6.2026", "5-Jun-2026"] {
        assert_eq!(as_guessed(&orders(&format!("A,1,{one_reading},P,1,10.50\n"))), [], "{one_reading}");
    }
}

#[test]
fn dates_against_the_order_in_use_are_no_reason_to_be_silent() {
    let mut text = orders("");
    for number in 0..60_000 {
        text.push_str(&format!("A,{number},05/06/2026,P,1,10.50\n"));
    }
    text.push_str("A,x,13/06/2026,P,1,10.50\n");
    let notices = as_guessed(&text);
    assert_eq!(codes(&notices), ["ambiguous_dates"]);
    assert!(
        notices[0].message.starts_with("Some dates of the file fit only with the day first"),
        "{notices:?}"
    );
}

#[test]
fn due_dates_and_months_are_doubted_too() {
    let invoices =
        "Invoice No,Customer No,Invoice Date,Due Date,Open Balance\n1,A,2026-06-05,07/08/2026,10.50\n";
    assert_eq!(codes(&told::<InvoiceRecord>(invoices, |_| {})), ["ambiguous_dates"]);
    let targets = |month: &str| told::<TargetRecord>(&format!("Month,Target\n{month},100.50\n"), |_| {});
    assert_eq!(codes(&targets("05/06/2026")), ["ambiguous_dates"]);
    assert_eq!(targets("05/2026"), []);
}

#[test]
fn numbers_that_nothing_settles_are_told_with_both_readings_and_how_to_change_them() {
    for (value, read, other) in
        [("1.234", "1.234", "1234"), ("\"1,234\"", "1234", "1.234"), ("$1.500", "1.500", "1500")]
    {
        let text = orders(&format!("A,1,2026-06-05,P,1,{value}\nA,2,2026-06-05,P,7,12\n"));
        let notices = as_guessed(&text);
        assert_eq!(codes(&notices), ["ambiguous_amounts"], "{value}");
        let readings =
            format!("was read with a decimal point, as {read}; with a decimal comma it is {other}.");
        assert!(notices[0].message.contains(&readings), "{notices:?}");
        for is_comma in [true, false] {
            let stated = told::<PurchaseRecord>(&text, |mapping| mapping.decimal_comma = Some(is_comma));
            assert_eq!(stated, [], "{value}: what is stated is not doubted");
        }
    }
}

#[test]
fn one_number_that_settles_the_decimal_mark_is_enough_in_any_column_of_numbers() {
    for settling in ["12.5", "\"12,5\"", "\"1,234.50\"", "\"1,234,567\"", "0.125"] {
        let text = orders(&format!("A,1,2026-06-05,P,1,1.234\nA,2,2026-06-05,P,{settling},12\n"));
        assert_eq!(as_guessed(&text), [], "{settling}");
    }
    assert_eq!(as_guessed(&orders("A,1,2026-06-05,P,1,12\nA,2,2026-06-05,P,1,1234\n")), [], "whole numbers");
}

#[test]
fn a_decimal_comma_that_is_stated_turns_the_ambiguous_number() {
    let text = orders("A,1,2026-06-05,P,1,1.234\n");
    let mut mapping = preview(text.as_bytes(), "x.csv", None).expect("a table").mapping;
    assert_eq!(mapping.decimal_comma, None);
    let mut cents = |is_comma| {
        mapping.decimal_comma = is_comma;
        first_rows::<PurchaseRecord>(text.as_bytes(), true, &mapping).expect("it opens").records[0]
            .1
            .amount_cents
    };
    assert_eq!((cents(None), cents(Some(false)), cents(Some(true))), (123, 123, 123_400));
    let proven = preview(b"Customer No,Order Date,Amount\nA,2026-06-05,\"12,50\"\n", "x.csv", None);
    assert_eq!(proven.expect("a table").mapping.decimal_comma, Some(true));
}

#[test]
fn a_file_without_numbers_of_customers_or_orders_is_told_what_stands_for_them() {
    let text = "Customer Name,Order Date,Amount\nAda,2026-06-05,10.50\n";
    let notices = as_guessed(text);
    assert_eq!(codes(&notices), ["accounts_by_name", "orders_by_day"]);
    assert!(
        notices[0].message.contains("by name alone") && notices[1].message.contains("on a day is one order")
    );
    assert_eq!(as_guessed("Customer Name,Order Date,Amount\n"), [], "without rows there is nothing to tell");
    let invoices = "Invoice No,Customer Name,Invoice Date,Open Balance\n1,Ada,2026-06-05,10.50\n";
    assert_eq!(codes(&told::<InvoiceRecord>(invoices, |_| {})), ["accounts_by_name"]);
}

#[test]
fn repeated_rows_are_counted_unless_their_lines_have_numbers() {
    let rows = "A,1,2026-06-05,P,1,10.50\nA,2,2026-06-05,P,1,10.50\nA,1,2026-06-05,P,1,10.50\n";
    let notices = as_guessed(&orders(rows));
    assert_eq!(codes(&notices), ["repeated_rows"]);
    assert!(notices[0].message.starts_with("Row 4 repeats an earlier row in every value."), "{notices:?}");
    let numbered = orders(rows).replace("Item No", "Line No");
    assert_eq!(as_guessed(&numbered), [], "a line that has a number is the same line");
    let memos = "A,1,2026-06-05,P,1,10.50,x\nA,1,2026-06-05,P,1,10.50,y\n";
    let with_memo = format!("{}{memos}", HEADER.replace("Amount", "Amount,Memo"));
    assert_eq!(as_guessed(&with_memo), [], "a column that is not used tells them apart too");
}

#[test]
fn orders_with_a_negative_total_are_counted_unless_the_file_calls_them_credits() {
    let rows = "A,1,2026-06-05,P,1,10.50\nA,2,2026-06-05,P,-1,-10.50\nA,2,2026-06-05,Q,1,2.50\n";
    let notices = as_guessed(&orders(rows));
    assert_eq!(codes(&notices), ["negative_orders"]);
    assert!(notices[0].message.starts_with("The order in row 3 has a negative total."), "{notices:?}");
    let called = orders(rows).replace("Amount", "Amount,Status").replace("0\n", "0,Credit memo\n");
    assert_eq!(as_guessed(&called), []);
    let tied = orders(rows).replace("Amount", "Amount,Credits Order").replace("0\n", "0,99\n");
    assert_eq!(as_guessed(&tied), []);
}

#[test]
fn the_start_of_a_packed_file_is_looked_at_and_a_row_that_may_be_cut_off_is_not() {
    use std::io::Write;
    let text = orders("A,1,05/06/2026,P,1,10.50\nA,2,05/06/2026,P,1,10.5");
    let mapping = preview(text.as_bytes(), "x.csv", None).expect("a table").mapping;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory takes it");
    let packed = packed.finish().expect("memory takes it");
    for bytes in [text.as_bytes(), &packed] {
        let rows = |is_whole| first_rows::<PurchaseRecord>(bytes, is_whole, &mapping).expect("it opens");
        assert_eq!((rows(true).records.len(), rows(false).records.len()), (2, 1));
        assert_eq!(codes(&rows(true).notices), ["ambiguous_dates"]);
    }
}
