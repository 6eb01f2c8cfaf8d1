//! The facts that make each case hold, whatever the weekday of today.

mod expected;
mod imported;
mod outcomes;

use super::super::shelf::{Item, ordinary_items, special_items};
use super::*;
use chrono::{Datelike, Weekday};
use std::collections::BTreeSet;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

/// A whole week, ends of months and years, and leap days.
fn todays() -> Vec<NaiveDate> {
    let week = (1..=7).map(|day| date(2026, 6, day));
    week.chain([date(2028, 2, 29), date(2027, 3, 1), date(2026, 12, 31), date(2028, 1, 1)]).collect()
}

fn named(accounts: &[Account], name: &str) -> Account {
    accounts.iter().find(|account| account.name == name).expect("the account is in the showcase").clone()
}

/// Asserts something of one account on every date.
fn always(name: &str, check: impl Fn(&Account, NaiveDate)) {
    todays().into_iter().for_each(|today| check(&named(&accounts(today), name), today));
}

fn order_days(account: &Account) -> Vec<NaiveDate> {
    let valid = account.orders.iter().filter(|order| order.status.is_valid_order());
    let days: BTreeSet<NaiveDate> = valid.map(|order| order.placed_on).collect();
    days.into_iter().collect()
}

/// Days between order days, the latest first.
fn gaps(account: &Account) -> Vec<i64> {
    let days = order_days(account);
    days.windows(2).rev().map(|pair| (pair[1] - pair[0]).num_days()).collect()
}

fn elapsed(account: &Account, today: NaiveDate) -> i64 {
    (today - *order_days(account).last().expect("it has ordered")).num_days()
}

/// The gap that four fifths do not exceed, not interpolated: the next larger one.
fn p80(account: &Account) -> i64 {
    let mut gaps = gaps(account);
    gaps.truncate(40);
    gaps.sort_unstable();
    gaps[gaps.len() * 4 / 5]
}

fn longest(account: &Account) -> i64 {
    *gaps(account).iter().max().expect("it has ordered twice")
}

#[test]
fn orders_come_in_on_working_days_unless_they_are_of_today() {
    for today in todays() {
        for account in accounts(today) {
            for order in &account.orders {
                let is_weekend = matches!(order.placed_on.weekday(), Weekday::Sat | Weekday::Sun);
                let name = account.name;
                assert!(order.placed_on <= today, "{name} orders after {today}");
                assert!(!is_weekend || order.placed_on == today, "{name} orders on {}", order.placed_on);
            }
        }
    }
}

#[test]
fn every_account_has_a_number_and_a_name_of_its_own_and_orders_what_there_is() {
    let items: Vec<Item> = ordinary_items().into_iter().chain(special_items()).collect();
    let all = accounts(date(2026, 6, 30));
    let numbers: BTreeSet<u32> = all.iter().map(|account| account.number).collect();
    let names: BTreeSet<&str> = all.iter().map(|account| account.name).collect();
    assert_eq!((numbers.len(), names.len()), (all.len(), all.len()));
    assert_eq!(named(&all, "Catch of the Day Fish House").number, TARGETED);
    for (name, _) in all.iter().flat_map(|account| &account.orders).flat_map(|order| &order.lines) {
        assert!(items.iter().any(|item| item.name == *name), "{name} is no product");
    }
    for number in all.iter().flat_map(|account| [account.parent, account.bill_to]).flatten() {
        assert!(numbers.contains(&number), "{number} is no account");
    }
}

#[test]
fn each_tier_of_churn_risk_has_the_silence_that_makes_it() {
    always("Stillwater Inn", |account, today| {
        assert!(elapsed(account, today) > longest(account) && elapsed(account, today) < 90);
    });
    always("Slow Creek Diner", |account, today| {
        let elapsed = elapsed(account, today);
        assert!(elapsed > gaps(account)[0] && elapsed > p80(account) && elapsed <= longest(account));
    });
    always("Lookout Cafe", |account, today| {
        let elapsed = elapsed(account, today);
        assert!(elapsed > gaps(account)[0] && elapsed <= p80(account));
    });
}

#[test]
fn a_top_up_order_makes_a_last_gap_of_one_day() {
    always("Second Helping Kitchen", |account, today| {
        let elapsed = elapsed(account, today);
        assert_eq!(gaps(account)[0], 1);
        assert!(elapsed > 1 && elapsed <= p80(account), "{elapsed} days");
    });
}

#[test]
fn the_seasonal_account_paused_at_this_time_of_both_years_before() {
    always("Pine Season Camp", |account, today| {
        let days = order_days(account);
        assert!((today - days[0]).num_days() > 2 * 366, "two years of history");
        let last = *days.last().expect("it has ordered");
        let pauses: Vec<_> = days.windows(2).filter(|pair| (pair[1] - pair[0]).num_days() >= 28).collect();
        assert_eq!(pauses.len(), 2);
        for (pair, days_ago) in pauses.iter().zip([728, 364]) {
            assert_eq!((last - pair[0]).num_days(), days_ago, "it began at this time of the year");
        }
        let expected = (pauses[1][1] - last).num_days() + 364;
        assert!((56..=58).contains(&elapsed(account, today)) && expected == 98, "still pausing");
    });
}

#[test]
fn the_closed_account_is_closed_since_its_last_order() {
    always("Scaffold Street Hotel", |account, today| {
        let closure = account.closure.as_ref().expect("it is closed");
        assert!(closure.until > today && closure.from > *order_days(account).last().expect("it has ordered"));
        assert!(elapsed(account, today) > longest(account), "it would be critical");
    });
}

#[test]
fn the_irregular_account_is_silent_for_less_than_its_last_gap() {
    always("Long Pause Printing", |account, today| {
        assert_eq!((gaps(account)[0], gaps(account)[1]), (77, 14));
        assert!((63..=65).contains(&elapsed(account, today)));
    });
}

#[test]
fn the_stalled_account_fails_the_gate() {
    always("Fresh Start Bakery", |account, today| {
        assert_eq!(order_days(account).len(), 3);
        assert!((84..=86).contains(&elapsed(account, today)));
    });
}

#[test]
fn what_was_given_back_is_younger_than_the_silence_it_does_not_end() {
    for name in ["Refund Ridge Gardens", "Round Trip Outfitters"] {
        always(name, |account, today| {
            let latest = account.orders.last().expect("it has orders");
            assert!(!latest.status.is_valid_order() && (today - latest.placed_on).num_days() <= 5);
            assert!(elapsed(account, today) > longest(account));
        });
    }
}

#[test]
fn the_mistaken_order_was_given_back_whole_within_a_week() {
    always("Wrong Number Records", |account, today| {
        let [.., before, order, credit] = &account.orders[..] else { panic!("it has orders") };
        let days = |from: &Order, to: NaiveDate| (to - from.placed_on).num_days();
        assert!(days(order, credit.placed_on) <= 7 && days(before, today) >= 35);
        let taken: Vec<_> = credit.lines.iter().map(|(name, units)| (*name, -units)).collect();
        assert_eq!((credit.status, taken), (OrderStatus::CreditMemo, order.lines.clone()));
    });
}

#[test]
fn the_item_was_back_ordered_after_it_was_bought_last() {
    always("Waiting List Tearoom", |account, today| {
        let (item, _) =
            account.orders.iter().find_map(|order| order.backordered).expect("it is back-ordered");
        let (orders, with_item, missed) = purchases(account, today, item, 90);
        assert!(
            orders >= 11 && with_item >= 5 && missed == 5,
            "it would be lost: {orders} {with_item} {missed}"
        );
        let asked = account.orders.iter().rev().take(missed).any(|order| order.backordered.is_some());
        assert!(asked);
    });
}

#[test]
fn one_site_is_quiet_while_the_others_of_its_group_order() {
    for today in todays() {
        let all = accounts(today);
        let quiet = named(&all, "Tri-Valley Clinic East");
        assert!(elapsed(&quiet, today) > longest(&quiet));
        let others = all.iter().filter(|site| site.parent == quiet.parent && site.number != quiet.number);
        assert_eq!(others.filter(|site| elapsed(site, today) <= 14).count(), 2);
    }
}

/// Orders with and without a product in the last days, and how many came after its last purchase.
fn purchases(account: &Account, today: NaiveDate, product: &str, days: i64) -> (usize, usize, usize) {
    let valid = account.orders.iter().filter(|order| order.status.is_valid_order());
    let lately: Vec<bool> = valid
        .filter(|order| (today - order.placed_on).num_days() < days)
        .map(|order| order.lines.iter().any(|(name, _)| *name == product))
        .collect();
    let missed = lately.iter().rev().take_while(|holds| !**holds).count();
    (lately.len(), lately.iter().filter(|holds| **holds).count(), missed)
}

#[test]
fn weekly_buyers_meet_the_five_conditions_of_a_lost_item() {
    let cases = [
        ("Missing Mug Coffeehouse", "Hot cup 12 oz, 1,000"),
        ("Switchback Lodge", "Bath tissue, 96 rolls"),
        ("Old Label Laundry", super::super::shelf::DISCONTINUED),
        ("Empty Shelf Books", super::super::shelf::OUT_OF_STOCK),
        ("New Number Nursery", super::super::shelf::OLD_NUMBER),
        ("Draft Horse Brewery", "Foil sheet 12 in, 500"),
    ];
    for (name, product) in cases {
        always(name, |account, today| {
            let (orders, with_item, missed) = purchases(account, today, product, 90);
            assert!(orders >= 11 && with_item >= 5 && missed == 5, "{name}: {orders} {with_item} {missed}");
            assert!(elapsed(account, today) <= gaps(account)[0], "{name} itself is quiet");
        });
    }
}

#[test]
fn the_slow_buyer_meets_the_conditions_of_a_lapsed_but_not_of_a_lost_item() {
    always("Rare Bird Roastery", |account, today| {
        let item = "Clamshell 9 in, 200";
        assert!(purchases(account, today, item, 90).0 < 11);
        let (orders, with_item, missed) = purchases(account, today, item, 730);
        assert!(orders >= 6 && with_item >= 4 && missed == 3);
        assert!(elapsed(account, today) < gaps(account)[0]);
    });
}

#[test]
fn the_replacement_is_of_the_same_category_came_at_the_same_time_and_is_worth_as_much() {
    always("Switchback Lodge", |account, _| {
        let items = ordinary_items();
        let cents = |(name, units): &(&str, i32)| {
            let item = items.iter().find(|item| item.name == *name).expect("an ordinary product");
            (item.category, i64::from(item.price_cents) * i64::from(*units))
        };
        let holding =
            |name| account.orders.iter().filter(move |order| order.lines.iter().any(|line| line.0 == name));
        let old = holding("Bath tissue, 96 rolls").next_back().expect("it was bought");
        let new = holding("Facial tissue, 30 boxes").next().expect("it was bought");
        assert_eq!((new.placed_on - old.placed_on).num_days(), 7);
        let (old, new) = (cents(old.lines.last().expect("a line")), cents(new.lines.last().expect("a line")));
        assert!(old.0 == new.0 && new.1 * 2 >= old.1);
    });
}

/// Days past the due date of what is open, the oldest first; the terms of the account stand in for a due date.
fn days_late(account: &Account, today: NaiveDate) -> Vec<i64> {
    let open = account.invoices.iter().filter(|invoice| invoice.open_cents > 0);
    let due = |invoice: &Invoice| {
        invoice.due_on.or_else(|| Some(rhythm::after(invoice.issued_on, u64::from(account.terms_days?))))
    };
    let mut late: Vec<i64> = open.filter_map(due).map(|due| (today - due).num_days()).collect();
    late.sort_unstable_by_key(|days| -days);
    late
}

#[test]
fn every_age_of_debt_has_an_invoice() {
    always("Ladder Street Hardware", |account, today| {
        let late = days_late(account, today);
        let ages = [91..=i64::MAX, 61..=90, 31..=60, 1..=30];
        assert_eq!(late.len(), ages.len());
        assert!(late.iter().zip(ages).all(|(days, age)| age.contains(days)), "{late:?}");
    });
}

#[test]
fn debts_are_late_or_not_as_their_case_says() {
    always("Deadline Print & Copy", |account, today| assert_eq!(days_late(account, today), [0]));
    always("Plus Side Pharmacy", |account, today| {
        assert!(days_late(account, today).is_empty() && account.invoices[0].open_cents < 0);
    });
    always("Undated Antiques", |account, today| {
        assert!(days_late(account, today).is_empty() && account.invoices[0].open_cents > 0);
    });
    for name in
        ["Half Moon Pizza", "Counterweight Fitness", "Second Opinion Dental", "Net Thirty Tackle Shop"]
    {
        always(name, |account, today| {
            assert!(days_late(account, today).len() == 1 && days_late(account, today)[0] > 0)
        });
    }
}

#[test]
fn no_invoice_is_due_before_it_was_issued_and_no_more_is_open_than_was_asked_for() {
    for today in todays() {
        for invoice in accounts(today).iter().flat_map(|account| &account.invoices) {
            assert!(invoice.issued_on < today && invoice.open_cents.abs() <= invoice.amount_cents.abs());
            assert!(invoice.due_on.is_none_or(|due_on| due_on >= invoice.issued_on));
        }
    }
}

#[test]
fn two_ship_tos_share_a_bill_to_that_owes() {
    let all = accounts(date(2026, 6, 30));
    let office = named(&all, "Orchard Kitchens Central Billing");
    assert_eq!(all.iter().filter(|account| account.bill_to == Some(office.number)).count(), 2);
    assert!(office.orders.is_empty() && !office.invoices.is_empty());
}

#[test]
fn drafts_have_a_starter_with_a_telephone_and_one_is_older_than_a_week() {
    always("Pending Pines Lodge", |account, today| {
        let drafts = account.orders.iter().filter(|order| order.status == OrderStatus::Draft);
        let ages: Vec<i64> = drafts.clone().map(|draft| (today - draft.placed_on).num_days()).collect();
        assert!(ages[0] > 7 && ages[1] < 7 && drafts.into_iter().all(|draft| draft.started_by.is_some()));
    });
}

#[test]
fn an_order_of_today_ends_a_silence_that_would_be_critical() {
    always("Comeback Gym", |account, today| {
        let gaps = gaps(account);
        assert!(elapsed(account, today) == 0 && gaps[0] >= 35 && gaps[1..].iter().all(|gap| *gap == 14));
    });
    always("Catch of the Day Fish House", |account, today| assert_eq!(elapsed(account, today), 0));
}
