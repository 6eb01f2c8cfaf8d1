//! Accounts by net sales, number of orders, or largest single order.

use super::{RankKey, first_rows};
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::totals::{Totals, account_totals};
use crate::window::{Compared, Window};

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
    let accounts = snapshot.dimensions().accounts();
    let rows = account_totals(snapshot, filter, window)
        .filter(|(_, totals)| !totals.current.is_empty())
        .map(|(account, totals)| RankedAccount { account, totals });
    first_rows(rows.collect(), count, |row| {
        let account = &accounts[row.account as usize];
        RankKey {
            metric: ranking.metric(&row.totals.current),
            previous: ranking.metric(&row.totals.previous),
            name: &account.name,
            id: account.id.0,
        }
    })
}
