//! The account list: filter, sort, page (W2, W4).

use crate::book::{Book, Summaries};
use crate::paging::{self, Candidate, SortKey};
use crate::{Answer, App, Caller};
use bellwether_core::account::{AccountQuery, AccountRow, AccountSort};
use bellwether_core::paging::Direction;
use bellwether_core::score::Band;
use bellwether_core::{Cents, Page, Probability};
use bellwether_ledger::{Account, Filter, day};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

impl App {
    /// A page of accounts.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn accounts(&self, caller: &Caller, query: &AccountQuery) -> Answer<Page<AccountRow>> {
        let book = self.book();
        let list = AccountList::of(&book, caller, query);
        let sort = query.sort.unwrap_or_default();
        let direction = query.direction.unwrap_or(usual_direction(sort));
        let candidates = list.candidates(sort);
        let name = format!("accounts by {sort:?} {direction:?}");
        let page = paging::slice(candidates, &name, direction, query.limit, query.cursor.as_deref())?;
        Ok(Page { items: list.rows(&page.indices), total: page.total, next_cursor: page.next_cursor })
    }
}

/// The way each column is most often read.
fn usual_direction(sort: AccountSort) -> Direction {
    match sort {
        AccountSort::Name | AccountSort::NextOrder => Direction::Ascending,
        AccountSort::TrailingRevenue
        | AccountSort::TrailingOrders
        | AccountSort::ChurnRisk
        | AccountSort::RevenueAtRisk
        | AccountSort::LastOrder
        | AccountSort::Health => Direction::Descending,
    }
}

/// The accounts a query asks for, with what rows are drawn from.
pub(crate) struct AccountList<'a> {
    book: &'a Book,
    filter: Filter,
    summaries: Arc<Summaries>,
    /// Money at risk of every account in the caller's scope, largest first: an account's place in it is its rank.
    ranking: Vec<i64>,
}

impl<'a> AccountList<'a> {
    pub(crate) fn of(book: &'a Book, caller: &Caller, query: &AccountQuery) -> Self {
        let summaries = book.summaries(query.as_of.unwrap_or_else(|| book.as_of()));
        let filter = book.matching(caller, query).retain_accounts(|index, _| {
            let summary = summaries.of(index);
            query.min_revenue_cents.is_none_or(|least| summary.trailing.revenue_cents >= least)
                && query.max_revenue_cents.is_none_or(|most| summary.trailing.revenue_cents <= most)
                && query.min_orders.is_none_or(|least| i64::from(summary.trailing_orders) >= least)
        });
        let mut ranking: Vec<i64> = book
            .visible_to(caller)
            .accounts()
            .filter_map(|(index, _)| at_risk_cents(book, &summaries, index))
            .collect();
        ranking.sort_unstable_by(|left, right| right.cmp(left));
        Self { book, filter, summaries, ranking }
    }

    /// The matching accounts by index.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (u32, &Arc<Account>)> {
        self.filter.accounts()
    }

    /// Net sales of the twelve months up to the as-of date.
    pub(crate) fn trailing_cents(&self, index: u32) -> i64 {
        self.summaries.of(index).trailing.revenue_cents
    }

    fn candidates(&self, sort: AccountSort) -> Vec<Candidate> {
        self.accounts()
            .map(|(index, account)| Candidate {
                key: self.key(sort, index, account),
                id: account.id.0,
                index,
            })
            .collect()
    }

    fn key(&self, sort: AccountSort, index: u32, account: &Account) -> SortKey {
        let summary = self.summaries.of(index);
        let standing = self.book.standing(index);
        match sort {
            AccountSort::TrailingRevenue => SortKey::Number(summary.trailing.revenue_cents),
            AccountSort::TrailingOrders => SortKey::Number(i64::from(summary.trailing_orders)),
            AccountSort::ChurnRisk => SortKey::number(standing.and_then(|s| s.churn_risk).map(millionths)),
            AccountSort::RevenueAtRisk => SortKey::number(at_risk_cents(self.book, &self.summaries, index)),
            AccountSort::LastOrder => SortKey::number(summary.last_order.map(i64::from)),
            AccountSort::NextOrder => SortKey::number(
                standing.and_then(|s| s.typical).map(|date| i64::from(date.num_days_from_ce())),
            ),
            AccountSort::Health => SortKey::number(standing.and_then(|s| s.health).map(i64::from)),
            AccountSort::Name => SortKey::Text(account.name.to_lowercase()),
        }
    }

    /// Rows of the given accounts, in that order.
    pub(crate) fn rows(&self, indices: &[u32]) -> Vec<AccountRow> {
        indices.iter().filter_map(|index| self.row(*index)).collect()
    }

    fn row(&self, index: u32) -> Option<AccountRow> {
        let account = self.book.dimensions().account(index)?;
        let summary = self.summaries.of(index);
        let standing = self.book.standing(index);
        let window = standing.and_then(|standing| standing.window);
        Some(AccountRow {
            account: Book::account_ref(account),
            external_id: account.external_id.to_string(),
            rep: account.rep.and_then(|rep| self.book.rep_ref(rep)),
            segment: standing.map(|standing| standing.segment),
            churn_risk: standing.and_then(|standing| standing.churn_risk),
            churn_rank: at_risk_cents(self.book, &self.summaries, index).and_then(|cents| self.rank(cents)),
            health: standing.and_then(|standing| standing.health),
            last_order: summary.last_order.map(day::to_date),
            next_order: window.map(|(from, to)| Band { from, to }),
            overdue_days: window.and_then(|(_, to)| days_past(to, self.book.scoring()?.as_of)),
            trailing_revenue_cents: Cents(summary.trailing.revenue_cents),
            trailing_orders: i64::from(summary.trailing_orders),
            monthly_revenue_cents: summary.monthly_revenue_cents.map(Cents).into(),
        })
    }

    fn rank(&self, cents: i64) -> Option<u32> {
        let before = self.ranking.partition_point(|other| *other > cents);
        u32::try_from(before + 1).ok()
    }
}

fn at_risk_cents(book: &Book, summaries: &Summaries, index: u32) -> Option<i64> {
    let standing = book.standing(index)?;
    standing.churn_risk?;
    Some(standing.at_risk(Cents(summaries.of(index).trailing.revenue_cents)).0)
}

fn millionths(probability: Probability) -> i64 {
    (probability.get() * 1e6).round() as i64
}

fn days_past(last: NaiveDate, as_of: NaiveDate) -> Option<i64> {
    let days = (as_of - last).num_days();
    (days > 0).then_some(days)
}
