//! Invoice lists, targets, terms and starters as well-known systems export them, and the rows that are refused.

use bellwether_core::OrderStatus;
use bellwether_core::alert::Availability;
use bellwether_core::import::{Field, ImportKind, RowError};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use bellwether_ingest::{
    AccountRecord, Batch, InvoiceRecord, ProductRecord, PurchaseRecord, Reader, Record, TargetRecord, preview,
};
use std::path::Path;

fn read_as<R: Record>(text: &str, kind: Option<ImportKind>) -> (Vec<R>, Vec<RowError>) {
    let preview = preview(text.as_bytes(), "upload.csv", kind).expect("the mapping is guessed");
    assert_eq!(preview.mapping.kind, R::KIND, "{:?}", preview.mapping.columns);
    assert_eq!(preview.missing, []);
    let mut reader = Reader::open(text.as_bytes(), &preview.mapping).expect("the file opens");
    let batch: Batch<R> = reader.next_batch(1_000).expect("the file can be read");
    (batch.records.into_iter().map(|(_, record)| record).collect(), batch.errors)
}

fn read<R: Record>(text: &str) -> (Vec<R>, Vec<RowError>) {
    read_as(text, None)
}

fn faults(errors: &[RowError]) -> Vec<(u64, &str, &str, &str)> {
    assert!(errors.iter().all(|error| !error.message.is_empty() && !error.remedy.is_empty()));
    errors
        .iter()
        .map(|error| (error.row, error.column.as_str(), error.value.as_str(), error.code.as_str()))
        .collect()
}

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_sample_of_invoices_is_read_whole() {
    let (invoices, errors) = read::<InvoiceRecord>(&sample("invoices.csv"));
    assert_eq!((invoices.len(), errors), (9, Vec::new()));
    let due: Vec<String> =
        invoices.iter().map(|row| row.due_on.map_or_else(String::new, |date| date.to_string())).collect();
    assert_eq!(due[3], "2022-10-15", "2% 10 Net 30 after September 15th");
    assert_eq!((due[5].as_str(), due[6].as_str()), ("2022-09-15", ""));
    assert_eq!(invoices[4].status, Some(InvoiceStatus::Disputed));
    assert_eq!((invoices[2].amount_cents, invoices[2].open_balance_cents), (Some(56_406), 26_406));
    assert_eq!((invoices[7].kind, invoices[7].amount_cents), (InvoiceKind::CreditMemo, Some(-4_500)));
    assert_eq!(invoices[7].open_balance_cents, -4_500, "credit that was written as positive");
    assert_eq!((invoices[8].amount_cents, invoices[8].open_balance_cents), (Some(-1_650), 0));
    assert_eq!(invoices[0].order_key.as_deref(), Some("INV-512353"));
}

#[test]
fn the_sample_of_targets_is_read_whole() {
    let (targets, errors) = read::<TargetRecord>(&sample("targets.csv"));
    assert_eq!((targets.len(), errors), (5, Vec::new()));
    assert_eq!((targets[0].month.to_string().as_str(), targets[0].amount_cents), ("2022-10-01", 15_000_000));
    assert_eq!(targets[1].account_key.as_deref(), Some("2633"));
    assert_eq!(targets[3].category.as_deref(), Some("STRAIGHT BOURBON WHISKIES"));
}

#[test]
fn plain_headers_of_well_known_systems_map_without_help() {
    for text in [
        // QuickBooks
        "Date,Transaction type,Num,Name,Due date,Amount,Open balance\n\
         09/15/2026,Invoice,1001,Acme Ltd,10/15/2026,100.00,40.00\n",
        "Type,Date,Num,Name,Terms,Due Date,Open Balance\nInvoice,09/15/2026,1001,Acme Ltd,Net 30,10/15/2026,40.00\n",
        // NetSuite
        "Type,Document Number,Date,Due Date,Customer,Amount,Amount Remaining,Currency,Status\n\
         Invoice,1001,9/15/2026,10/15/2026,Acme Ltd,100.00,40.00,USA,Open\n",
        // Sage
        "Customer No,Customer Name,Invoice No,Invoice Type,Invoice Date,Due Date,Invoice Total,Balance\n\
         acme ltd,Acme Ltd,1001,IN,2026-09-15,2026-10-15,100.00,40.00\n",
        // Epicor
        "CustID,InvoiceNum,InvoiceDate,DueDate,InvoiceAmt,InvoiceBal,CreditMemo,CurrencyCode,TermsCode\n\
         acme ltd,1001,2026-09-15,2026-10-15,100,40,false,USD,N30\n",
        "Cust No,Inv #,Inv Date,Due Date,Total Amount,Amount Due,Disputed\nacme ltd,1001,2026-09-15,2026-10-15,100,40,\n",
    ] {
        let (invoices, errors) = read::<InvoiceRecord>(text);
        assert_eq!(errors, [], "{text}");
        let [invoice] = invoices.as_slice() else { panic!("one invoice: {text}") };
        assert_eq!(
            (invoice.invoice_key.as_str(), invoice.account_key.as_str()),
            ("1001", "acme ltd"),
            "{text}"
        );
        assert_eq!(invoice.issued_on.to_string(), "2026-09-15", "{text}");
        assert_eq!(invoice.due_on.map(|date| date.to_string()).as_deref(), Some("2026-10-15"), "{text}");
        assert_eq!((invoice.kind, invoice.open_balance_cents), (InvoiceKind::Invoice, 4_000), "{text}");
        assert!(matches!(invoice.amount_cents, None | Some(10_000)), "{text}");
    }
}

#[test]
fn a_list_of_orders_with_invoice_numbers_stays_a_purchase_history() {
    let text = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Status\n1,A,2,2026-01-05,3.50,17850,Paid\n";
    let (lines, errors) = read::<PurchaseRecord>(text);
    assert_eq!((lines.len(), errors), (1, Vec::new()));
    let monthly = preview(b"Month,Customer,Category,Sales\n2026-01,Acme,Tools,50\n", "x.csv", None);
    assert!(
        !monthly.is_ok_and(|preview| preview.mapping.kind == ImportKind::Targets),
        "sales are no targets"
    );
}

#[test]
fn bad_invoices_name_row_column_value_and_remedy() {
    let text = "Invoice No,Type,Customer No,Invoice Date,Due Date,Amount,Open Balance,Currency,Status\n\
                1,Payment,A1,2026-01-05,,100,0,USD,Open\n\
                2,Invoice,A1,2026-01-05,2026-01-04,100,100,USD,\n\
                3,Invoice,A1,2026-01-05,,100,100.01,USD,Open\n\
                ,Invoice,A1,2026-01-05,,100,0,USD,\n\
                5,Invoice,,2026-01-05,,100,0,USD,\n\
                6,Invoice,A1,,,100,0,USD,\n\
                7,Invoice,A1,2026-01-05,,100,,USD,\n\
                8,Invoice,A1,2026-01-05,,100,0,Dollars,\n\
                9,Invoice,A1,2026-01-05,,100,0,USD,gone\n\
                10,Invoice,A1,2026-01-05,,100,0,USD,Paid\n\
                10,Invoice,A1,2026-01-05,,90,0,USD,Paid\n\
                10,Credit memo,A1,2026-01-05,,90,0,USD,Paid\n";
    let (invoices, errors) = read_as::<InvoiceRecord>(text, Some(ImportKind::Invoices));
    assert_eq!(
        faults(&errors),
        [
            (2, "Type", "Payment", "unknown_invoice_kind"),
            (3, "Due Date", "2026-01-04", "due_before_issued"),
            (4, "Open Balance", "100.01", "open_above_amount"),
            (5, "Invoice No", "", "missing_invoice"),
            (6, "Customer No", "", "missing_account"),
            (7, "Invoice Date", "", "missing_date"),
            (8, "Open Balance", "", "missing_open_balance"),
            (9, "Currency", "Dollars", "unknown_currency"),
            (10, "Status", "gone", "unknown_status"),
            (12, "Invoice No", "10", "repeated_invoice"),
        ]
    );
    assert_eq!(invoices.len(), 2, "an invoice and a credit memo of the same number");
}

#[test]
fn a_status_stands_for_an_open_balance_where_it_says_enough() {
    let text = "Invoice No,Customer No,Invoice Date,Due Date,Amount,Payment Status\n\
                1,A1,2026-01-05,2026-02-04,100,Paid\n2,A1,2026-01-05,2026-02-04,100,Open\n\
                3,A1,2026-01-05,2026-02-04,-30,Open\n4,A1,2026-01-05,2026-02-04,100,Partially paid\n";
    let (invoices, errors) = read::<InvoiceRecord>(text);
    let open: Vec<(InvoiceKind, i64)> =
        invoices.iter().map(|invoice| (invoice.kind, invoice.open_balance_cents)).collect();
    let (invoice, credit) = (InvoiceKind::Invoice, InvoiceKind::CreditMemo);
    assert_eq!(open, [(invoice, 0), (invoice, 10_000), (credit, -3_000)]);
    assert_eq!(faults(&errors), [(5, "", "", "missing_open_balance")]);
}

#[test]
fn bad_targets_name_row_column_value_and_remedy() {
    let text = "Month,Rep,Target\n2026-06,Rep One,100\nsoon,Rep One,100\n,Rep One,100\n2026-06,Rep Two,0\n2026-06,Rep Two,\n\
                June 2026,Rep One,120\n2026-06,,500\n";
    let (targets, errors) = read::<TargetRecord>(text);
    assert_eq!(targets.len(), 2);
    assert_eq!(
        faults(&errors),
        [
            (3, "Month", "soon", "bad_month"),
            (4, "Month", "", "missing_month"),
            (5, "Target", "0", "bad_target"),
            (6, "Target", "", "missing_amount"),
            (7, "Month", "June 2026", "repeated_target"),
        ]
    );
}

#[test]
fn terms_availability_successors_and_starters_are_read_from_their_files() {
    let text = "Customer No,Customer Name,Terms\nA1,Acme,2% 10 Net 30\nA2,Beta,Due on receipt\nA3,Core,\nA4,Dot,EOM\nA5,Eta,N30\nA6,Fox,45\n";
    let (accounts, errors) = read_as::<AccountRecord>(text, Some(ImportKind::Accounts));
    let days: Vec<Option<i64>> = accounts.iter().map(|account| account.payment_terms_days).collect();
    assert_eq!(days, [Some(30), Some(0), None, Some(30), Some(45)]);
    assert_eq!(faults(&errors), [(5, "Terms", "EOM", "unknown_terms")]);

    let text = "Item No,Item Name,Inactive,Supersedes\nP2,Mug 2,No,P1\nP1,Mug,Yes,\nP3,Cap,No,P3\n";
    let (products, errors) = read::<ProductRecord>(text);
    assert_eq!(errors, []);
    let told: Vec<_> =
        products.iter().map(|product| (product.availability, product.supersedes_key.as_deref())).collect();
    let (gone, there) = (Some(Availability::Discontinued), Some(Availability::Available));
    assert_eq!(told, [(there, Some("P1")), (gone, None), (there, None)]);

    let text = "Customer No,Order No,Order Date,Status,Item No,Qty,Amount,Started By,Contact Phone\n\
                A1,1,2026-01-05,Draft,P1,1,10,First Buyer,515-555-0100\nA1,2,2026-01-05,Quote,P1,1,10,,\n\
                A1,3,2026-01-05,Credit Memo,P1,-1,-10,,\nA1,4,2026-01-05,Return,P1,-1,-10,,\n\
                A1,5,2026-01-05,Canceled,P1,1,10,,\nA1,6,2026-01-05,Pending Fulfillment,P1,1,10,,\n";
    let (lines, errors) = read::<PurchaseRecord>(text);
    assert_eq!(errors, []);
    let statuses: Vec<Option<OrderStatus>> = lines.iter().map(|line| line.status).collect();
    let expected = [
        OrderStatus::Draft,
        OrderStatus::Quote,
        OrderStatus::CreditMemo,
        OrderStatus::Return,
        OrderStatus::Cancelled,
        OrderStatus::Confirmed,
    ];
    assert_eq!(statuses, expected.map(Some));
    assert_eq!(lines[0].started_by.as_deref(), Some("First Buyer"));
    assert_eq!(lines[0].started_by_phone.as_deref(), Some("515-555-0100"));
}

#[test]
fn every_field_of_a_kind_is_known_to_its_preview() {
    let preview = preview(sample("invoices.csv").as_bytes(), "invoices.csv", None).expect("it is guessed");
    assert_eq!(preview.mapping.kind, ImportKind::Invoices);
    assert_eq!(preview.columns.iter().filter(|column| column.field.is_none()).count(), 0);
    assert_eq!(preview.mapping.columns.get(&Field::InvoiceStatus).map(String::as_str), Some("Disputed"));
}

#[test]
fn credits_that_name_their_order_and_back_ordered_lines_are_read_as_systems_write_them() {
    let text = "Customer No,Order No,Original Order No,Order Date,Item No,Qty,Qty Backordered,Amount\n\
                A1,7,,2026-01-05,P1,5,2.5,50\nA1,8,7,2026-01-09,P1,-5,0,-50\nA1,9,9,2026-01-09,P1,1,0,10\n\
                A1,10,,2026-01-10,P1,1,many,10\nA1,11,,2026-01-10,P1,1,No,10\nA1,12,,2026-01-10,P1,1,,10\n";
    let (lines, errors) = read::<PurchaseRecord>(text);
    let told: Vec<_> =
        lines.iter().map(|line| (line.credits_order.as_deref(), line.backordered_milli)).collect();
    let none = (None, Some(0));
    let expected = [(None, Some(2_500)), (Some("7"), Some(0)), none, none, (None, None)];
    assert_eq!(told, expected, "none credits itself");
    assert_eq!(lines[1].order_key, "8");
    assert_eq!(faults(&errors), [(5, "Qty Backordered", "many", "unknown_backorder")]);

    let text = "Customer,Order No,Order Date,Item No,Qty,Amount,Line Status\n\
                Acme,7,2026-01-05,P1,5,50,Back Ordered\nAcme,7,2026-01-05,P2,0,0,BO\nAcme,7,2026-01-05,P3,1,10,Shipped\n";
    let (lines, errors) = read::<PurchaseRecord>(text);
    assert_eq!(errors, []);
    let told: Vec<_> = lines.iter().map(|line| line.backordered_milli).collect();
    assert_eq!(told, [Some(5_000), Some(1_000), Some(0)]);
}

#[test]
fn packs_are_read_and_half_of_what_one_needs_is_remarked_on_and_kept() {
    let text = "Item No,Item Name,Pack Of,Pack Size\nB1,Bottle,,\nC12,Case,B1,12\nC6,Half case,B1,\nX6,Six,,6\n\
                E1,Each,E1,1\nZ,Bad,B1,0\n";
    let preview = preview(text.as_bytes(), "products.csv", None).expect("the mapping is guessed");
    let mut reader = Reader::open(text.as_bytes(), &preview.mapping).expect("the file opens");
    let batch: Batch<ProductRecord> = reader.next_batch(100).expect("the file can be read");
    let told: Vec<_> = batch
        .records
        .iter()
        .map(|(_, product)| (product.pack_of_key.as_deref(), product.pack_size_milli))
        .collect();
    let expected =
        [(None, None), (Some("B1"), Some(12_000)), (Some("B1"), None), (None, Some(6_000)), (None, None)];
    assert_eq!(told, expected);
    assert_eq!(faults(&batch.errors), [(7, "Pack Size", "0", "bad_pack_size")]);
    let remarks = [(4, "Pack Of", "B1", "pack_without_size"), (5, "Pack Size", "6", "pack_without_base")];
    assert_eq!(faults(&batch.remarks), remarks);
}

#[test]
fn a_pack_size_alone_is_a_fact_about_cases_and_not_taken_for_a_pack() {
    let text = "Item No,Item Name,Category,Pack Size\nB1,Bottle,Wine,12\n";
    let (products, errors) = read_as::<ProductRecord>(text, Some(ImportKind::Products));
    assert_eq!((products[0].pack_size_milli, errors), (None, Vec::new()));
}
