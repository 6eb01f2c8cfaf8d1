//! The showcase as rows of the demo files.

use super::super::csv::{money, put};
use super::super::files::{AccountRow, DemoFiles, LineRow, customer_key};
use super::super::places::TERRITORIES;
use super::super::sales::Sales;
use super::super::shelf::Item;
use super::{Account, Invoice, Order};
use bellwether_core::OrderStatus;
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};

/// The demo rep, who signs in and has all these accounts.
const REP: usize = 1;
/// How many cities of the first territory are the demo rep's.
const CITIES: usize = 5;

/// Appends every account with its orders and invoices.
pub(in super::super) fn write(
    accounts: &[Account],
    items: &[Item],
    files: &mut DemoFiles,
    sales: &mut Sales,
) {
    for (account, place) in accounts.iter().zip(TERRITORIES[0].cities.iter().take(CITIES).cycle()) {
        let number = account.number;
        files.add_account(&AccountRow {
            number,
            name: account.name,
            street: &format!("{} Market St", number % 1000 * 10),
            place: *place,
            industry: account.industry,
            phone: &format!("(555) 010-{number}"),
            rep: REP,
            terms_days: account.terms_days,
            parent: account.parent,
            bill_to: account.bill_to,
        });
        for (order, place) in account.orders.iter().zip(1..) {
            add_order(account, order, place, items, files, sales);
        }
        for (invoice, place) in account.invoices.iter().zip(1..) {
            add_invoice(account, invoice, place, files);
        }
        let closure = account.closure.iter().map(|closure| (customer_key(number), closure.clone()));
        files.closures.extend(closure);
    }
}

fn add_order(
    account: &Account,
    order: &Order,
    place: usize,
    items: &[Item],
    files: &mut DemoFiles,
    sales: &mut Sales,
) {
    // What was asked for and not given is a line without units.
    let backordered = order.backordered.iter().map(|(name, units)| (name, 0, *units));
    let lines = order.lines.iter().map(|(name, quantity)| (name, *quantity, 0));
    for (name, quantity, backordered) in lines.chain(backordered) {
        let item = items.iter().find(|item| item.name == *name);
        let item = item.expect("a test looks up every product of the showcase");
        let (quantity, price_cents) = (i64::from(quantity), i64::from(item.price_cents));
        files.add_line(&LineRow {
            customer: account.number,
            order: &format!("S{}{place:03}", account.number),
            placed_on: order.placed_on,
            status: status_word(order.status),
            started_by: order.started_by,
            item,
            quantity,
            backordered: i64::from(backordered),
            price_cents,
        });
        if order.status.counts_in_sales() {
            sales.add(REP, item.category, order.placed_on, quantity * price_cents);
        }
    }
}

/// As another system would write it.
fn status_word(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Draft => "Draft",
        OrderStatus::Quote => "Quote",
        OrderStatus::Placed => "Placed",
        OrderStatus::Confirmed => "Confirmed",
        OrderStatus::PartShipped => "Part shipped",
        OrderStatus::Shipped => "Shipped",
        OrderStatus::Invoiced => "Invoiced",
        OrderStatus::Paid => "Paid",
        OrderStatus::Cancelled => "Cancelled",
        OrderStatus::Void => "Void",
        OrderStatus::CreditMemo => "Credit memo",
        OrderStatus::Return => "Return",
    }
}

fn add_invoice(account: &Account, invoice: &Invoice, place: usize, files: &mut DemoFiles) {
    let status = match invoice.status {
        InvoiceStatus::Issued if invoice.open_cents == 0 => "Paid",
        InvoiceStatus::Issued if invoice.open_cents != invoice.amount_cents => "Part paid",
        InvoiceStatus::Issued => "Open",
        InvoiceStatus::Disputed => "Disputed",
        InvoiceStatus::Void => "Void",
    };
    let (letter, kind) = match invoice.kind {
        InvoiceKind::Invoice => ('I', "Invoice"),
        InvoiceKind::CreditMemo => ('M', "Credit memo"),
    };
    put(
        &mut files.invoices,
        [
            &format!("{letter}{}{place:03}", account.number),
            kind,
            status,
            &customer_key(account.number),
            "",
            &invoice.issued_on.to_string(),
            &invoice.due_on.map_or_else(String::new, |due_on| due_on.to_string()),
            &money(invoice.amount_cents),
            &money(invoice.open_cents),
        ],
    );
}
