//! Invoices of the ordinary demo accounts: one for each order of the last months, most of them paid.

use super::chance::Chance;
use super::csv::{money, put};
use super::files::customer_key;
use chrono::{Days, NaiveDate};

/// Orders older than this were invoiced and paid before the books of the demo begin.
const INVOICED_DAYS: i64 = 120;
/// A stream of chance of its own, so that orders stay what they are.
const SEED: u64 = 1_000_003;
/// Share of accounts that pay late.
const LATE_PAYERS: f64 = 0.07;

/// An order, and what is to be paid for it.
pub(super) struct Bill {
    pub(super) order: String,
    pub(super) placed_on: NaiveDate,
    pub(super) amount_cents: i64,
}

/// Days an account has to pay.
pub(super) fn terms_days(customer: u32) -> u32 {
    match customer % 10 {
        0 => 45,
        1 | 2 => 15,
        _ => 30,
    }
}

/// Writes the invoices of an account.
pub(super) fn write(file: &mut String, customer: u32, today: NaiveDate, bills: &[Bill]) {
    let mut chance = Chance::new(SEED + u64::from(customer));
    let is_late_payer = chance.unit() < LATE_PAYERS;
    let terms = Days::new(u64::from(terms_days(customer)));
    for bill in bills {
        let is_young = (today - bill.placed_on).num_days() <= INVOICED_DAYS;
        // Goods given back are taken off the next invoice by hand.
        if !is_young || bill.amount_cents <= 0 {
            continue;
        }
        let due_on = bill.placed_on.checked_add_days(terms).unwrap_or(bill.placed_on);
        let open_cents = open_cents(&mut chance, bill.amount_cents, due_on < today, is_late_payer);
        put(
            file,
            [
                &bill.order.replacen('S', "I", 1),
                "Invoice",
                if open_cents == 0 { "Paid" } else { "Open" },
                &customer_key(customer),
                &bill.order,
                &bill.placed_on.to_string(),
                &due_on.to_string(),
                &money(bill.amount_cents),
                &money(open_cents),
            ],
        );
    }
}

/// What is still open of an invoice.
fn open_cents(chance: &mut Chance, amount_cents: i64, is_past_due: bool, is_late_payer: bool) -> i64 {
    let open = match (is_past_due, is_late_payer) {
        (false, true) => 1.0,
        (false, false) => 0.7,
        (true, true) => 0.4,
        (true, false) => 0.006,
    };
    let (is_open, is_part_paid) = (chance.unit() < open, chance.unit() < 0.1);
    match (is_open, is_part_paid) {
        (false, _) => 0,
        (true, false) => amount_cents,
        (true, true) => (amount_cents / 2).max(1),
    }
}
