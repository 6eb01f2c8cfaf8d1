//! Accounts whose orders miss an item: lost, lapsed, replaced, and the cases in which nobody need ask.

use super::super::shelf::{DISCONTINUED, NEW_NUMBER, OLD_NUMBER, OUT_OF_STOCK};
use super::rhythm::{steady, working_day};
use super::{Account, BASKET, Order};
use bellwether_core::OrderStatus;
use chrono::NaiveDate;

/// Weekly orders of the year, of which this many latest ones miss the item.
const MISSED_WEEKS: usize = 5;

pub(super) fn accounts(today: NaiveDate) -> Vec<Account> {
    let cups = ("Hot cup 12 oz, 1,000", 10);
    let tissue = ("Bath tissue, 96 rolls", 7);
    let other_tissue = ("Facial tissue, 30 boxes", 10);
    vec![
        weekly(today, 2021, "Missing Mug Coffeehouse", "Hospitality", cups, None),
        slow(today),
        weekly(today, 2023, "Switchback Lodge", "Hospitality", tissue, Some(other_tissue)),
        weekly(today, 2024, "Old Label Laundry", "Building services", (DISCONTINUED, 4), None),
        weekly(today, 2025, "Empty Shelf Books", "Retail", (OUT_OF_STOCK, 4), None),
        weekly(today, 2026, "New Number Nursery", "Retail", (OLD_NUMBER, 5), Some((NEW_NUMBER, 5))),
        drafted(today),
        backordered(today),
    ]
}

/// Orders every week and dropped an item five weeks ago, perhaps for another.
fn weekly(
    today: NaiveDate,
    number: u32,
    name: &'static str,
    industry: &'static str,
    dropped: (&'static str, i32),
    taken_up: Option<(&'static str, i32)>,
) -> Account {
    let days = steady(working_day(today, 1), 7, 51);
    let account = Account::new(number, name, industry, days);
    without_lately(account, MISSED_WEEKS, dropped, taken_up)
}

/// Orders every six weeks, too rarely for the rule of lost items, and dropped an item three orders ago.
fn slow(today: NaiveDate) -> Account {
    let days = steady(working_day(today, 10), 42, 18);
    let account = Account::new(2022, "Rare Bird Roastery", "Food production", days);
    without_lately(account, 3, ("Clamshell 9 in, 200", 60), None)
}

/// The item is in a draft that was started nine days ago.
fn drafted(today: NaiveDate) -> Account {
    let foil = ("Foil sheet 12 in, 500", 18);
    let mut account = weekly(today, 2027, "Draft Horse Brewery", "Food production", foil, None);
    let draft = Order::invoiced(working_day(today, 9), vec![foil, ("Liner 45 gal, 100", 8)]);
    let started_by = Some(("Brewhouse stores", "(555) 010-2127"));
    account.orders.push(Order { status: OrderStatus::Draft, started_by, ..draft });
    account
}

/// Asked for the item once more five weeks ago, did not get it and has not asked again.
fn backordered(today: NaiveDate) -> Account {
    let cups = ("Hot cup 12 oz, 1,000", 6);
    let mut account = weekly(today, 2028, "Waiting List Tearoom", "Hospitality", cups, None);
    let first_missed = account.orders.len() - MISSED_WEEKS;
    account.orders[first_missed].backordered = Some(cups);
    account
}

fn without_lately(
    account: Account,
    missed: usize,
    dropped: (&'static str, i32),
    taken_up: Option<(&'static str, i32)>,
) -> Account {
    let still = account.orders.len() - missed;
    let orders = account.orders.into_iter().enumerate();
    let orders = orders.map(|(place, order)| {
        let extra = if place < still { Some(dropped) } else { taken_up };
        Order { lines: BASKET.into_iter().chain(extra).collect(), ..order }
    });
    Account { orders: orders.collect(), ..account }
}
