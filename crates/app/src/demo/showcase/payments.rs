//! Accounts that order as ever and differ in what they owe.

use super::rhythm::{after, before, content, working_day};
use super::{Account, Invoice};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use chrono::NaiveDate;

/// Days between an invoice and its due date.
const TERMS_DAYS: u64 = 30;

pub(super) fn accounts(today: NaiveDate) -> Vec<Account> {
    let owing = |number, name, industry, invoices| {
        let account = Account::new(number, name, industry, content(today));
        Account { invoices, ..account }
    };
    let rungs = vec![
        late(today, 15, 124_000),
        late(today, 45, 98_000),
        late(today, 75, 151_500),
        late(today, 120, 76_000),
    ];
    let partly_paid = vec![Invoice { open_cents: 45_000, ..late(today, 20, 120_000) }];
    let beside = vec![late(today, 25, 120_000), credit(today, 30_000)];
    let disputed = vec![Invoice { status: InvoiceStatus::Disputed, ..late(today, 40, 86_000) }];
    let mut accounts = vec![
        owing(2031, "Ladder Street Hardware", "Retail", rungs),
        owing(2032, "Half Moon Pizza", "Food production", partly_paid),
        owing(2033, "Deadline Print & Copy", "Manufacturing", vec![due_today(today)]),
        owing(2034, "Counterweight Fitness", "Building services", beside),
        owing(2035, "Plus Side Pharmacy", "Healthcare", vec![credit(today, 18_500)]),
        owing(2036, "Second Opinion Dental", "Healthcare", disputed),
        owing(2037, "Net Thirty Tackle Shop", "Retail", vec![undated(working_day(today, 50), 64_000)]),
    ];
    let undated_account =
        owing(2038, "Undated Antiques", "Retail", vec![undated(working_day(today, 50), 52_500)]);
    accounts.push(Account { terms_days: None, ..undated_account });
    accounts.extend(paid_centrally(today));
    accounts
}

/// One office pays for two kitchens.
fn paid_centrally(today: NaiveDate) -> Vec<Account> {
    let office = Account::new(2039, "Orchard Kitchens Central Billing", "Food production", Vec::new());
    let bill_to = Some(office.number);
    let kitchen =
        |number, name| Account { bill_to, ..Account::new(number, name, "Food production", content(today)) };
    let office = Account { invoices: vec![late(today, 33, 131_000), late(today, 5, 47_500)], ..office };
    vec![office, kitchen(2040, "Orchard Kitchens North"), kitchen(2041, "Orchard Kitchens South")]
}

/// Issued on a working day, so many days overdue or at most two more, and nothing paid.
fn late(today: NaiveDate, days: u64, amount_cents: i64) -> Invoice {
    let issued_on = working_day(today, days + TERMS_DAYS);
    Invoice { due_on: Some(after(issued_on, TERMS_DAYS)), ..undated(issued_on, amount_cents) }
}

/// To be paid today, so not late yet.
fn due_today(today: NaiveDate) -> Invoice {
    Invoice { due_on: Some(today), ..undated(working_day(today, TERMS_DAYS), 71_500) }
}

/// Without a due date of its own.
fn undated(issued_on: NaiveDate, amount_cents: i64) -> Invoice {
    Invoice {
        kind: InvoiceKind::Invoice,
        status: InvoiceStatus::Issued,
        issued_on,
        due_on: None,
        amount_cents,
        open_cents: amount_cents,
    }
}

/// Given three weeks ago, and not set against any invoice.
fn credit(today: NaiveDate, amount_cents: i64) -> Invoice {
    let credit = undated(working_day(today, 21), -amount_cents);
    Invoice { kind: InvoiceKind::CreditMemo, due_on: Some(before(today, 7)), ..credit }
}
