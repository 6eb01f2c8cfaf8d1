//! Hand-made accounts in the book of the demo rep, one for each kind of alert and for each case that
//! keeps an alert quiet. docs/DATA.md says which account shows what.

mod items;
mod orders;
mod payments;
mod rhythm;
mod silence;
mod write;

pub(super) use write::write;

use bellwether_core::OrderStatus;
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use chrono::NaiveDate;

/// A customer, in one of the first cities of the first territory.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// Its customer number is `C` and this.
    pub(super) number: u32,
    pub(super) name: &'static str,
    pub(super) industry: &'static str,
    /// The account it is a site of.
    pub(super) parent: Option<u32>,
    /// The account that pays for it.
    pub(super) bill_to: Option<u32>,
    pub(super) terms_days: Option<u32>,
    pub(super) orders: Vec<Order>,
    pub(super) invoices: Vec<Invoice>,
    /// A time in which it is closed.
    pub(super) closure: Option<Closure>,
}

/// An order, draft, credit memo or return.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) placed_on: NaiveDate,
    pub(super) status: OrderStatus,
    /// Who started it, as a function and not as a person, with a telephone number.
    pub(super) started_by: Option<(&'static str, &'static str)>,
    /// Name and units of each product.
    pub(super) lines: Vec<(&'static str, i32)>,
    /// Name and units of a product that it asked for and could not be given.
    pub(super) backordered: Option<(&'static str, i32)>,
}

/// An invoice or credit memo.
#[derive(Debug, Clone)]
pub(super) struct Invoice {
    pub(super) kind: InvoiceKind,
    pub(super) status: InvoiceStatus,
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) amount_cents: i64,
    pub(super) open_cents: i64,
}

/// A time in which an account is closed. No file says so: people do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Closure {
    /// First day closed.
    pub(super) from: NaiveDate,
    /// First day open again.
    pub(super) until: NaiveDate,
    pub(super) note: &'static str,
}

/// Every account of the showcase, by number.
pub(super) fn accounts(today: NaiveDate) -> Vec<Account> {
    let mut accounts = silence::accounts(today);
    accounts.extend(items::accounts(today));
    accounts.extend(payments::accounts(today));
    accounts.extend(orders::accounts(today));
    accounts
}

/// The account that has a target of its own.
pub(super) const TARGETED: u32 = 2052;

/// What most accounts of the showcase buy, always the same.
const BASKET: [(&str, i32); 3] =
    [("Multifold towels, 16 packs", 9), ("Neutral floor cleaner, 5 gal", 4), ("Liner 45 gal, 100", 8)];

impl Account {
    /// An account that pays within 30 days and orders the usual basket on some days.
    fn new(number: u32, name: &'static str, industry: &'static str, days: Vec<NaiveDate>) -> Self {
        Self {
            number,
            name,
            industry,
            parent: None,
            bill_to: None,
            terms_days: Some(30),
            orders: days.into_iter().map(|day| Order::invoiced(day, BASKET.to_vec())).collect(),
            invoices: Vec::new(),
            closure: None,
        }
    }

    /// The same account with other goods in all its orders.
    fn ordering(self, lines: Vec<(&'static str, i32)>) -> Self {
        let orders = self.orders.into_iter().map(|order| Order { lines: lines.clone(), ..order }).collect();
        Self { orders, ..self }
    }
}

impl Order {
    fn invoiced(placed_on: NaiveDate, lines: Vec<(&'static str, i32)>) -> Self {
        Self { placed_on, status: OrderStatus::Invoiced, started_by: None, lines, backordered: None }
    }
}

#[cfg(test)]
mod tests;
