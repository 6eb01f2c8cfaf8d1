//! Accounts that are silent, or seem to be: churn risk in every tier, and what keeps it down.

use super::rhythm::{after, before, ending_on, steady, working_day};
use super::{Account, BASKET, Closure, Order};
use bellwether_core::OrderStatus;
use chrono::NaiveDate;

/// Of accounts that need not be among the first.
const SMALL_BASKET: [(&str, i32); 1] = [("Liner 45 gal, 100", 3)];

pub(super) fn accounts(today: NaiveDate) -> Vec<Account> {
    let mut accounts = tiers(today);
    accounts.extend([
        topped_up(today),
        seasonal(today),
        closed(today),
        irregular(today),
        stalled(today),
        credited(today),
        returned(today),
        mistaken(today),
    ]);
    accounts.extend(sites(today));
    accounts
}

/// One account for each tier of churn risk.
fn tiers(today: NaiveDate) -> Vec<Account> {
    // Never longer than three weeks between orders, now five.
    let critical: Vec<u64> = [14, 14, 21, 14].into_iter().cycle().take(32).collect();
    // Two weeks as a rule, five at times, now three.
    let at_risk: Vec<u64> = (1..=30).map(|place| if place % 10 == 0 { 35 } else { 14 }).collect();
    // Two or four weeks by turns; the last was two, now three.
    let watch: Vec<u64> = [14, 28].into_iter().cycle().take(24).collect();
    let slow_down =
        Account::new(2002, "Slow Creek Diner", "Hospitality", ending_on(working_day(today, 21), &at_risk));
    // Larger than the others, so that it is among the first although its risk is lower.
    let slow_down = slow_down.ordering(BASKET.map(|(name, units)| (name, 4 * units)).to_vec());
    vec![
        Account::new(2001, "Stillwater Inn", "Hospitality", ending_on(working_day(today, 35), &critical)),
        slow_down,
        Account::new(2003, "Lookout Cafe", "Hospitality", ending_on(working_day(today, 21), &watch)),
    ]
}

/// Forgot something and ordered it the next day: the literal rule calls that a gap of one day.
fn topped_up(today: NaiveDate) -> Account {
    let main = (4..).map(|days| before(today, days)).find(is_before_working_day);
    let main = main.expect("there are four such days in every week");
    let mut account = Account::new(2004, "Second Helping Kitchen", "Food production", steady(main, 14, 30));
    account.orders.push(Order::invoiced(after(main, 1), vec![("Liner 45 gal, 100", 2)]));
    account
}

/// Whether it and the next day are working days.
fn is_before_working_day(date: &NaiveDate) -> bool {
    [*date, after(*date, 1)].into_iter().all(|day| working_day(day, 0) == day)
}

/// Pauses for fourteen weeks at the same time of every year, and is eight weeks into it.
fn seasonal(today: NaiveDate) -> Account {
    let mut gaps = vec![14; 19];
    gaps.push(98);
    gaps.extend([14; 19]);
    gaps.push(98);
    gaps.extend([14; 6]);
    let days = ending_on(working_day(today, 56), &gaps);
    Account::new(2005, "Pine Season Camp", "Hospitality", days)
}

/// Somebody has said that it is closed.
fn closed(today: NaiveDate) -> Account {
    let last = working_day(today, 60);
    let closure = Closure {
        from: after(last, 3),
        until: after(today, 21),
        note: "Closed while the kitchen is rebuilt.",
    };
    let account = Account::new(2006, "Scaffold Street Hotel", "Hospitality", steady(last, 14, 30));
    Account { closure: Some(closure), ..account }
}

/// Was silent for eleven weeks once: until that has passed again the literal rule is deaf.
fn irregular(today: NaiveDate) -> Account {
    let mut gaps = vec![77];
    gaps.extend([14; 30]);
    Account::new(2007, "Long Pause Printing", "Manufacturing", ending_on(working_day(today, 63), &gaps))
}

/// Three orders, then nothing.
fn stalled(today: NaiveDate) -> Account {
    Account::new(2008, "Fresh Start Bakery", "Food production", steady(working_day(today, 84), 14, 2))
}

/// A credit memo of three days ago is no order.
fn credited(today: NaiveDate) -> Account {
    let days = steady(working_day(today, 35), 14, 30);
    let mut account =
        Account::new(2009, "Refund Ridge Gardens", "Building services", days).ordering(SMALL_BASKET.to_vec());
    account.orders.push(given_back(working_day(today, 3), OrderStatus::CreditMemo));
    account
}

/// Neither are goods that came back.
fn returned(today: NaiveDate) -> Account {
    let days = steady(working_day(today, 35), 14, 30);
    let mut account =
        Account::new(2010, "Round Trip Outfitters", "Retail", days).ordering(SMALL_BASKET.to_vec());
    account.orders.push(given_back(working_day(today, 3), OrderStatus::Return));
    account
}

/// An order of last week was a mistake: it was credited whole within the week, so it is no order.
fn mistaken(today: NaiveDate) -> Account {
    let days = steady(working_day(today, 35), 14, 30);
    let mut account =
        Account::new(2015, "Wrong Number Records", "Retail", days).ordering(SMALL_BASKET.to_vec());
    let (ordered, given_back) = (BASKET.to_vec(), BASKET.map(|(name, units)| (name, -units)).to_vec());
    account.orders.push(Order::invoiced(working_day(today, 8), ordered));
    let credit = Order::invoiced(working_day(today, 3), given_back);
    account.orders.push(Order { status: OrderStatus::CreditMemo, ..credit });
    account
}

fn given_back(placed_on: NaiveDate, status: OrderStatus) -> Order {
    Order { status, ..Order::invoiced(placed_on, vec![("Liner 45 gal, 100", -1)]) }
}

/// One site of a group is quiet while the others order.
fn sites(today: NaiveDate) -> Vec<Account> {
    let head = Account::new(2011, "Tri-Valley Clinics", "Healthcare", Vec::new());
    let site = |number, name, last| {
        let account = Account::new(number, name, "Healthcare", steady(last, 14, 30));
        Account { parent: Some(head.number), ..account }
    };
    let quiet = site(2012, "Tri-Valley Clinic East", working_day(today, 35));
    let active = site(2013, "Tri-Valley Clinic North", working_day(today, 4));
    let larger = site(2014, "Tri-Valley Clinic South", working_day(today, 6))
        .ordering(BASKET.map(|(name, units)| (name, 2 * units)).to_vec());
    vec![head, quiet, active, larger]
}
