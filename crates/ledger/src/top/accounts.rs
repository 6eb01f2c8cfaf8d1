//! Accounts by net sales, number of orders, or largest single order.

use super::{RankKey, first_rows};
use crate::day::{Day, DayRange};
use crate::sales::Sales;
use crate::slice::{Filter, Sale};
use crate::snapshot::Snapshot;
use crate::timeline::Sold;
use crate::totals::Totals;
use crate::window::{Compared, Window};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What accounts are ranked by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccountRanking {
    /// Net sales (order value).
    #[default]
    Revenue,
    /// Valid orders (order volume).
    Orders,
    /// Largest single order.
    LargestOrder,
}

impl AccountRanking {
    fn metric(self, totals: &Totals) -> i64 {
        match self {
            Self::Revenue => totals.amounts.revenue_cents,
            Self::Orders => totals.orders,
            Self::LargestOrder => totals.largest_order_cents,
        }
    }
}

/// A ranked account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankedAccount {
    /// Its index.
    pub account: u32,
    /// Its totals in both periods.
    pub totals: Compared<Totals>,
}

/// The first `count` accounts among those with sales in the current period.
pub fn top_accounts(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    ranking: AccountRanking,
    count: usize,
) -> Vec<RankedAccount> {
    let sales = Sales::of(snapshot, filter);
    rank_accounts(
        &sales,
        window,
        &AccountSum::of(&sales, window.current, window.current.last()),
        ranking,
        count,
    )
}

/// What an account sold in a range.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AccountSum {
    /// Net sales.
    pub(crate) revenue_cents: i64,
    /// Net amount of the largest valid order.
    largest_order_cents: i64,
    /// Valid orders.
    pub(crate) orders: u32,
    /// Whether it has any order that counts in sales.
    pub(crate) has_sales: bool,
    /// The mark on a time line at which it ordered last; 0 before all.
    last_mark: u16,
}

impl AccountSum {
    /// A place for every account.
    pub(crate) fn none(sales: &Sales<'_>) -> Vec<Self> {
        vec![Self::default(); sales.account_places()]
    }

    /// Adds an order.
    #[inline]
    pub(crate) fn add(&mut self, sale: &Sale) {
        let order_cents = if sale.is_order_value { sale.amounts.revenue_cents } else { 0 };
        self.revenue_cents += sale.amounts.revenue_cents;
        self.largest_order_cents = order_cents.max(self.largest_order_cents);
        self.orders += u32::from(sale.is_order);
        self.has_sales = true;
    }

    /// The same of an order at a mark on a time line, where those of an account come in sequence; whether it is the
    /// account's first ordering event there. At 0, beside the line, there is none.
    #[inline]
    pub(crate) fn add_at(&mut self, sale: &Sale, mark: u16) -> bool {
        self.add(sale);
        let is_first = sale.is_order & (self.last_mark != mark);
        self.last_mark = if is_first { mark } else { self.last_mark };
        is_first
    }

    /// Of every account, what it sold in a range as far as was known on a day.
    pub(crate) fn of(sales: &Sales<'_>, range: DayRange, known_on: Day) -> Vec<Self> {
        let mut sums = Self::none(sales);
        sales.each(range, known_on, |Sold { account, sale }| sums[*account as usize].add(sale));
        sums
    }

    fn metric(&self, ranking: AccountRanking) -> i64 {
        match ranking {
            AccountRanking::Revenue => self.revenue_cents,
            AccountRanking::Orders => self.orders.into(),
            AccountRanking::LargestOrder => self.largest_order_cents,
        }
    }
}

/// The first accounts by sums of the current period. Only accounts that can be among them are looked at in both.
pub(crate) fn rank_accounts(
    sales: &Sales<'_>,
    window: Window,
    sums: &[AccountSum],
    ranking: AccountRanking,
    count: usize,
) -> Vec<RankedAccount> {
    let (snapshot, filter) = (sales.snapshot(), sales.filter());
    let with_sales = || {
        let with_sales = (0..).zip(sums).filter(|(_, sum)| sum.has_sales);
        with_sales.map(|(account, sum): (u32, _)| (account, sum.metric(ranking)))
    };
    let least = least_metric(with_sales().map(|(_, metric)| metric), count);
    let promising = with_sales().filter(|(_, metric)| *metric >= least);
    let rows = promising.filter_map(|(account, _)| {
        let totals = Compared::<Totals>::of_history(snapshot.history(account)?, filter, window);
        (!totals.current.is_empty()).then_some(RankedAccount { account, totals })
    });
    first_rows(rows.collect(), count, |row| {
        let account = &snapshot.dimensions().accounts()[row.account as usize];
        RankKey {
            metric: ranking.metric(&row.totals.current),
            previous: ranking.metric(&row.totals.previous),
            name: &account.name,
            id: account.id.0,
        }
    })
}

/// What an account must reach to be among the first `count`; whoever reaches it is looked at, ties included. Where
/// that is nothing or less, everybody is, because accounts without any sum are no rows.
fn least_metric(metrics: impl Iterator<Item = i64>, count: usize) -> i64 {
    let mut largest = BinaryHeap::with_capacity(count);
    for metric in metrics {
        if largest.len() < count {
            largest.push(Reverse(metric));
        } else if let Some(mut least) = largest.peek_mut().filter(|least| least.0 < metric) {
            *least = Reverse(metric);
        }
    }
    let least = largest.peek().filter(|_| largest.len() == count).map(|least| least.0);
    least.filter(|least| *least > 0).unwrap_or(i64::MIN)
}
