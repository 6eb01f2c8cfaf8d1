//! Drafts of ordinary demo accounts: a few have started an order and not sent it.

use super::chance::Chance;
use super::files::{DemoFiles, LineRow};
use super::shelf::Item;
use chrono::{Days, NaiveDate};

/// A stream of chance of its own, so that orders stay what they are.
const SEED: u64 = 2_000_003;
/// Share of accounts with a draft.
const DRAFTED: f64 = 0.05;
/// Drafts are at most so many days old.
const OLDEST_DAYS: usize = 20;
/// Who starts orders.
const STARTERS: [&str; 4] = ["Purchasing desk", "Front office", "Stock room", "Site office"];

/// Writes the draft of an account, if it has one.
pub(super) fn write(files: &mut DemoFiles, customer: u32, today: NaiveDate, items: &[Item]) {
    let mut chance = Chance::new(SEED + u64::from(customer));
    if chance.unit() >= DRAFTED {
        return;
    }
    let age = u64::try_from(chance.below(OLDEST_DAYS)).expect("a few days are a u64");
    let started_on = today.checked_sub_days(Days::new(age)).unwrap_or(today);
    let starter = STARTERS[chance.below(STARTERS.len())];
    for _ in 0..1 + chance.below(4) {
        let item = &items[chance.below(items.len())];
        files.add_line(&LineRow {
            customer,
            order: &format!("D{customer}"),
            placed_on: started_on,
            status: "Draft",
            started_by: Some((starter, &format!("(555) 010-{customer}"))),
            item,
            quantity: i64::try_from(1 + chance.below(6)).expect("a few units are an i64"),
            backordered: 0,
            price_cents: i64::from(item.price_cents),
        });
    }
}
