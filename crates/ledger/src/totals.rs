//! What an account, or any set of accounts, sold in a period: the figures all others are made of.

use crate::amounts::Amounts;
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::sales::Sales;
use crate::slice::{Filter, Sale};
use crate::snapshot::Snapshot;
use crate::timeline::Sold;
use crate::window::{Compared, Window};
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;
use std::ops::AddAssign;

/// Sums over a set of accounts in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Money and units, credits and returns taken off.
    pub amounts: Amounts,
    /// Valid orders.
    pub orders: i64,
    /// Accounts with at least one valid order.
    pub active_accounts: i64,
    /// Net amount of the largest valid order; 0 without one.
    pub largest_order_cents: i64,
}

impl Totals {
    /// One account in one range of days.
    pub fn of_history(history: &History, filter: &Filter, range: DayRange) -> Self {
        Self::known_on(range.last(), history, filter, range)
    }

    /// The same as far as was known on a day.
    fn known_on(known_on: Day, history: &History, filter: &Filter, range: DayRange) -> Self {
        let mut totals = Self::default();
        filter.each_sale_known(history, range, known_on, |sale| totals.count(sale));
        totals.active_accounts = i64::from(totals.orders > 0);
        totals
    }

    pub(crate) fn count(&mut self, sale: Sale) {
        self.amounts += sale.amounts;
        self.orders += i64::from(sale.is_order);
        let order_cents = if sale.is_order_value { sale.amounts.revenue_cents } else { 0 };
        self.largest_order_cents = self.largest_order_cents.max(order_cents);
    }

    /// Net sales per valid order, rounded towards zero; none without orders.
    pub fn average_order_cents(&self) -> Option<i64> {
        self.amounts.revenue_cents.checked_div(self.orders)
    }

    /// Whether nothing at all happened.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.amounts += other.amounts;
        self.orders += other.orders;
        self.active_accounts += other.active_accounts;
        self.largest_order_cents = self.largest_order_cents.max(other.largest_order_cents);
    }
}

impl Compared<Totals> {
    /// One account in both ranges of a window.
    pub fn of_history(history: &History, filter: &Filter, window: Window) -> Self {
        if window.previous.until != window.current.from {
            return Self {
                current: Totals::of_history(history, filter, window.current),
                previous: Totals::known_on(window.current.last(), history, filter, window.previous),
            };
        }
        // The usual case, one range right after the other, needs one search and one pass.
        let mut totals = Self::default();
        let both = DayRange { from: window.previous.from, until: window.current.until };
        filter.each_sale(history, both, |sale| {
            let is_current = sale.day >= window.current.from;
            if is_current { totals.current.count(sale) } else { totals.previous.count(sale) }
        });
        totals.current.active_accounts = i64::from(totals.current.orders > 0);
        totals.previous.active_accounts = i64::from(totals.previous.orders > 0);
        totals
    }

    /// Money and units.
    pub fn amounts(&self) -> Compared<Amounts> {
        Compared { current: self.current.amounts, previous: self.previous.amounts }
    }

    /// Net sales and their movement.
    pub fn revenue(&self) -> Movement<Cents> {
        self.amounts().revenue()
    }

    /// Valid orders and their movement.
    pub fn orders(&self) -> Movement<i64> {
        Movement::of(self.current.orders, self.previous.orders)
    }

    /// Units in thousandths and their movement.
    pub fn units_milli(&self) -> Movement<i64> {
        self.amounts().units_milli()
    }

    /// Accounts that ordered, and their movement.
    pub fn active_accounts(&self) -> Movement<i64> {
        Movement::of(self.current.active_accounts, self.previous.active_accounts)
    }
}

/// Totals of groups of accounts in both ranges of the window, in one pass over each; `group_of` gives the place of
/// an account's group, below `groups`. What counts as an order is what was known at the end of the current range.
pub(crate) fn grouped_totals(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    groups: usize,
    group_of: impl Fn(u32) -> usize + Sync,
) -> Vec<Compared<Totals>> {
    let sales = Sales::of(snapshot, filter);
    let sum_up = |range| {
        let mut sums = vec![Totals::default(); groups];
        let mut active = vec![false; sales.account_places()];
        sales.each(range, window.current.last(), |Sold { account, sale }| {
            sums[group_of(*account)].count(*sale);
            active[*account as usize] |= sale.is_order;
        });
        for (account, _) in (0..).zip(&active).filter(|(_, is_active)| **is_active) {
            sums[group_of(account)].active_accounts += 1;
        }
        sums
    };
    let Compared { current, previous } = filter.compared(window, sum_up);
    current.into_iter().zip(previous).map(|(current, previous)| Compared { current, previous }).collect()
}

/// Totals over the slice in both ranges of the window.
pub(crate) fn all_totals(snapshot: &Snapshot, filter: &Filter, window: Window) -> Compared<Totals> {
    let sales = Sales::of(snapshot, filter);
    let sum_up = |range| {
        let mut sum = Totals::default();
        let mut active = vec![false; sales.account_places()];
        sales.each(range, window.current.last(), |Sold { account, sale }| {
            sum.count(*sale);
            active[*account as usize] |= sale.is_order;
        });
        sum.active_accounts = active.iter().map(|is_active| i64::from(*is_active)).sum();
        sum
    };
    filter.compared(window, sum_up)
}

/// Every account of the slice with its totals, by account index; silent accounts included. Walks through
/// the histories: sums over many accounts come quicker from the timeline.
pub fn account_totals<'s>(
    snapshot: &'s Snapshot,
    filter: &'s Filter,
    window: Window,
) -> impl Iterator<Item = (u32, Compared<Totals>)> + 's {
    filter
        .histories(snapshot)
        .map(move |(account, history)| (account, Compared::<Totals>::of_history(history, filter, window)))
}
