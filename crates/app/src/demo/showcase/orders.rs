//! Accounts for the view of orders: drafts, and orders of today.

use super::rhythm::{content, steady, working_day};
use super::{Account, BASKET, Order};
use bellwether_core::OrderStatus;
use chrono::NaiveDate;

pub(super) fn accounts(today: NaiveDate) -> Vec<Account> {
    let weekly = steady(working_day(today, 7), 7, 40);
    let fortnightly = steady(working_day(today, 35), 14, 30);
    let mut drafts = Account::new(2051, "Pending Pines Lodge", "Hospitality", content(today));
    drafts.orders.push(draft(working_day(today, 12), "Purchasing desk", "(555) 010-2151"));
    drafts.orders.push(draft(working_day(today, 2), "Front office", "(555) 010-2152"));
    let mut ordered = Account::new(2052, "Catch of the Day Fish House", "Hospitality", weekly);
    ordered.orders.push(placed(today));
    // Five weeks of silence where two are usual, ended today.
    let mut returned = Account::new(2053, "Comeback Gym", "Building services", fortnightly);
    returned.orders.push(placed(today));
    vec![drafts, ordered, returned]
}

/// Orders come in over the web on any day of the week, so today will do.
fn placed(today: NaiveDate) -> Order {
    Order { status: OrderStatus::Placed, ..Order::invoiced(today, BASKET.to_vec()) }
}

fn draft(started_on: NaiveDate, who: &'static str, phone: &'static str) -> Order {
    let lines = vec![("Roll towels, 6 rolls", 6), ("Hand soap refill, 4 × 1 gal", 3)];
    let started_by = Some((who, phone));
    Order { status: OrderStatus::Draft, started_by, ..Order::invoiced(started_on, lines) }
}
