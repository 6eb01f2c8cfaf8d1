//! What was known about every account on one day: the only thing models and signals may see.
//! Made from the ledger once per scoring, in order of account id, so that the order in which
//! accounts were stored changes nothing.

use crate::signals::Signals;
use bellwether_core::AccountId;
use bellwether_ledger::{Day, Dimensions, History, Order, Snapshot};

/// An account is active while its last order is at most this old.
const ACTIVE_DAYS: i32 = 365;

/// A day on which an account ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderDay {
    /// The business date.
    pub day: Day,
    /// Net amount of its valid orders, cents.
    pub revenue_cents: i64,
    /// Lines of its valid orders.
    pub line_count: u32,
    /// Its valid orders; at least 1.
    pub order_count: u32,
}

/// One account as it stood on the as-of date.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Which account.
    pub account: AccountId,
    /// Its place in the ledger.
    pub place: u32,
    /// Nothing later was looked at.
    pub as_of: Day,
    /// Days with a valid order, ascending.
    pub order_days: Box<[OrderDay]>,
    /// What was measured on it.
    pub signals: Signals,
}

impl Observed {
    /// What the ledger shows of the account at a place up to and including `as_of`; none when there is
    /// no such account.
    pub fn new(snapshot: &Snapshot, place: u32, as_of: Day) -> Option<Self> {
        let dimensions = snapshot.dimensions();
        let account = dimensions.account(place)?.id;
        let facts = Facts::new(snapshot.history(place)?, dimensions, as_of);
        let signals = Signals::measure(&facts);
        Some(Self { account, place, as_of, order_days: facts.order_days.into_boxed_slice(), signals })
    }

    /// Day of the first valid order.
    pub fn first_day(&self) -> Option<Day> {
        self.order_days.first().map(|order_day| order_day.day)
    }

    /// Day of the latest valid order.
    pub fn last_day(&self) -> Option<Day> {
        self.order_days.last().map(|order_day| order_day.day)
    }

    /// Days since the latest valid order.
    pub fn silent_days(&self) -> Option<i32> {
        self.last_day().map(|last| self.as_of - last)
    }

    /// Number of order days after `from`, up to and including `until`.
    pub fn order_days_between(&self, from: Day, until: Day) -> usize {
        let up_to = |day: Day| self.order_days.partition_point(|order_day| order_day.day <= day);
        up_to(until).saturating_sub(up_to(from))
    }

    /// Whether it ordered within the last year: only such accounts are learnt from.
    pub fn is_active(&self) -> bool {
        self.was_active(self.as_of)
    }

    /// Whether it had ordered within the year before an earlier day.
    pub fn was_active(&self, day: Day) -> bool {
        self.order_days_between(day.saturating_sub(ACTIVE_DAYS + 1), day) > 0
    }

    /// Days from `after` to the next order day; none while none is known.
    pub fn days_to_next_order(&self, after: Day) -> Option<i32> {
        let next = self.order_days.partition_point(|order_day| order_day.day <= after);
        self.order_days.get(next).map(|order_day| order_day.day - after)
    }
}

/// Every account as it stood on one day, in order of account id.
#[derive(Debug, Clone)]
pub struct Book {
    as_of: Day,
    accounts: Vec<Observed>,
    snapshot: Snapshot,
}

impl Book {
    /// What the ledger held on `as_of`: nothing dated later is read.
    pub fn observe(snapshot: &Snapshot, as_of: Day) -> Self {
        let places = snapshot.dimensions().live_accounts().map(|(place, _)| place);
        Self::observe_some(snapshot, places, as_of)
    }

    /// What the ledger held on `as_of` of the accounts at some places.
    pub fn observe_some(snapshot: &Snapshot, places: impl IntoIterator<Item = u32>, as_of: Day) -> Self {
        let accounts = places.into_iter().filter_map(|place| Observed::new(snapshot, place, as_of)).collect();
        Self::of(snapshot, accounts, as_of)
    }

    /// Books of different accounts on the same day as one.
    pub fn joined(snapshot: &Snapshot, parts: impl IntoIterator<Item = Self>, as_of: Day) -> Self {
        Self::of(snapshot, parts.into_iter().flat_map(|part| part.accounts).collect(), as_of)
    }

    /// Some accounts of this book as they stood on an earlier day.
    #[must_use]
    pub fn rewound(&self, as_of: Day, accounts: impl IntoIterator<Item = u32>) -> Self {
        Self::observe_some(&self.snapshot, accounts, as_of.min(self.as_of))
    }

    fn of(snapshot: &Snapshot, mut accounts: Vec<Observed>, as_of: Day) -> Self {
        accounts.sort_by_key(|observed| observed.account);
        Self { as_of, accounts, snapshot: snapshot.clone() }
    }

    /// The day it shows.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// Every account, by id.
    pub fn accounts(&self) -> &[Observed] {
        &self.accounts
    }

    /// Day of the first order of any account.
    pub fn first_day(&self) -> Option<Day> {
        self.accounts.iter().filter_map(Observed::first_day).min()
    }
}

/// The raw facts signals are measured on: one account's history, cut after the as-of date.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Facts up to this day.
    pub as_of: Day,
    /// Days with a valid order, ascending.
    pub order_days: Vec<OrderDay>,
    orders: &'a [Order],
    history: &'a History,
    dimensions: &'a Dimensions,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(history: &'a History, dimensions: &'a Dimensions, as_of: Day) -> Self {
        let orders = history.orders_up_to(as_of);
        Self { as_of, order_days: order_days(orders, as_of), orders, history, dimensions }
    }

    /// How many days before the as-of date a day lies; 0 is the as-of date itself.
    pub fn age(&self, day: Day) -> i64 {
        i64::from(self.as_of) - i64::from(day)
    }

    /// Order days of an age from `from` up to, not including, `until` days.
    pub fn aged(&self, from: i64, until: i64) -> impl Iterator<Item = &OrderDay> {
        self.order_days.iter().filter(move |order_day| (from..until).contains(&self.age(order_day.day)))
    }

    /// Net sales of an age from `from` up to, not including, `until` days, credits included, cents.
    pub fn net_sales_cents(&self, from: i64, until: i64) -> i64 {
        let counted =
            |order: &&Order| order.counts_in_sales() && (from..until).contains(&self.age(order.day));
        self.history
            .sales()
            .orders_up_to(self.as_of)
            .iter()
            .filter(counted)
            .map(|order| order.revenue_cents)
            .sum()
    }

    /// Category and net amount of every line of a valid order younger than `days`, with its age. The amount is that of
    /// the order, also where sales are dated by invoice: it tells what is bought, not what is sold.
    pub fn category_sales(&self, days: i64) -> impl Iterator<Item = (Option<u32>, i64, i64)> {
        let young = move |order: &&Order| order.is_valid(self.as_of) && self.age(order.day) < days;
        self.orders.iter().rev().take_while(move |order| self.age(order.day) < days).filter(young).flat_map(
            move |order| {
                let age = self.age(order.day);
                let lines = self.history.lines_of(order);
                lines
                    .iter()
                    .map(move |line| (self.dimensions.category_of(line.product), line.revenue_cents, age))
            },
        )
    }
}

fn order_days(orders: &[Order], as_of: Day) -> Vec<OrderDay> {
    let mut days: Vec<OrderDay> = Vec::new();
    for order in orders.iter().filter(|order| order.is_valid(as_of)) {
        match days.last_mut() {
            Some(last) if last.day == order.day => {
                last.revenue_cents += order.revenue_cents;
                last.line_count = last.line_count.saturating_add(order.line_count);
                last.order_count += 1;
            }
            _ => days.push(OrderDay {
                day: order.day,
                revenue_cents: order.revenue_cents,
                line_count: order.line_count,
                order_count: 1,
            }),
        }
    }
    days
}
