//! What an account, or any set of accounts, sold in a period: the figures all others are made of.

use crate::amounts::Amounts;
use crate::day::DayRange;
use crate::history::History;
use crate::slice::{Filter, Sale};
use crate::snapshot::Snapshot;
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
        let mut totals = Self::default();
        filter.each_sale(history, range, |sale| totals.count(sale));
        totals.active_accounts = i64::from(totals.orders > 0);
        totals
    }

    fn count(&mut self, sale: Sale) {
        self.amounts += sale.amounts;
        if sale.is_order {
            self.orders += 1;
            self.largest_order_cents = self.largest_order_cents.max(sale.amounts.revenue_cents);
        }
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

impl AddAssign for Compared<Totals> {
    fn add_assign(&mut self, other: Self) {
        self.current += other.current;
        self.previous += other.previous;
    }
}

impl Compared<Totals> {
    /// One account in both ranges of a window.
    pub fn of_history(history: &History, filter: &Filter, window: Window) -> Self {
        if window.previous.until != window.current.from {
            return Self {
                current: Totals::of_history(history, filter, window.current),
                previous: Totals::of_history(history, filter, window.previous),
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

    /// Net sales and their movement.
    pub fn revenue(&self) -> Movement<Cents> {
        Movement::of_money(
            Cents(self.current.amounts.revenue_cents),
            Cents(self.previous.amounts.revenue_cents),
        )
    }

    /// Valid orders and their movement.
    pub fn orders(&self) -> Movement<i64> {
        Movement::of(self.current.orders, self.previous.orders)
    }

    /// Units in thousandths and their movement.
    pub fn units_milli(&self) -> Movement<i64> {
        Movement::of(self.current.amounts.quantity_milli, self.previous.amounts.quantity_milli)
    }

    /// Accounts that ordered, and their movement.
    pub fn active_accounts(&self) -> Movement<i64> {
        Movement::of(self.current.active_accounts, self.previous.active_accounts)
    }
}

/// Every account of the slice with its totals, by account index; silent accounts included.
pub fn account_totals<'s>(
    snapshot: &'s Snapshot,
    filter: &'s Filter,
    window: Window,
) -> impl Iterator<Item = (u32, Compared<Totals>)> + 's {
    filter
        .histories(snapshot)
        .map(move |(account, history)| (account, Compared::<Totals>::of_history(history, filter, window)))
}
