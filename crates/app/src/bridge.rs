//! What changed between two periods, and the accounts behind each figure (E5).

mod held;

use crate::book::Book;
use crate::filter::Question;
use crate::paging::{self, Rank};
use crate::{Answer, App, AppError, Caller, metric};
use bellwether_core::Cents;
use bellwether_core::bridge::{
    Breakdown, BreakdownQuery, BreakdownRow, Bridge, BridgeAccount, BridgePart, BridgeStep, Figure,
};
use bellwether_core::dashboard::{FactFilter, Movement};
use bellwether_core::paging::{DEFAULT_LIMIT, Direction};
use bellwether_ledger::Compared;
use bellwether_ledger::bridge::{BridgeTotal, Bridges};
use bellwether_ledger::by_account::{AccountSales, compared_by_account};
pub(crate) use held::HeldBridges;
use std::sync::Arc;

/// Accounts named with each part.
const NAMED: usize = 5;

impl App {
    /// From the net sales of one period to those of another.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn bridge(&self, caller: &Caller, facts: &FactFilter) -> Answer<Bridge> {
        let book = self.book().at_level(caller, facts.level)?;
        let question = book.question(caller, facts)?;
        let bridges = self.bridges(&book, &question);
        let Compared { current, previous } = bridges.revenue_cents;
        Ok(Bridge {
            period: question.window.current.period(),
            compared_with: question.window.previous.period(),
            revenue: Movement::of_money(Cents(current), Cents(previous)),
            steps: bridges.totals.iter().map(|total| step(&book, total)).collect(),
        })
    }

    /// The accounts behind a figure, the largest first.
    ///
    /// # Errors
    /// `Forbidden` for profit without the right to see margins, `InvalidPeriod`, `Invalid`, `InvalidCursor`.
    pub fn breakdown(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        query: &BreakdownQuery,
    ) -> Answer<Breakdown> {
        let figure = query.figure.unwrap_or_default();
        if figure == Figure::Profit && !caller.may_see_profit() {
            return Err(AppError::Forbidden);
        }
        let book = self.book().at_level(caller, facts.level)?;
        let mut question = book.question(caller, facts)?;
        if let Some(product) = query.product {
            question.filter = question.filter.of_product(product);
        }
        let shares = self.shares(&book, &question, figure)?;
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let list = format!("breakdown of {figure:?} {:?}", facts.level.unwrap_or_default());
        let after = paging::place_of(query.cursor.as_deref(), &list)?;
        let after = after.map(|(size, id)| (paging::rank_of(Some(size), Direction::Descending), id));
        let (mut page, total) = paging::first_rows(shares.ranked(&book), after, limit + 1);
        let has_more = page.len() > limit;
        page.truncate(limit);
        let next_cursor = match page.last() {
            Some(((_, id), account)) if has_more => {
                Some(paging::cursor_after(&list, (size(shares.of_account(*account)), *id))?)
            }
            _ => None,
        };
        let row = |(_, account): &(Rank, u32)| row(&book, *account, shares.of_account(*account));
        Ok(Breakdown {
            figure,
            formula: metric::formula(&book, figure.into()),
            period: question.window.current.period(),
            compared_with: question.window.previous.period(),
            value: moved(shares.sum()),
            rows: page.iter().filter_map(row).collect(),
            total,
            next_cursor,
        })
    }

    /// The bridge of every account asked about.
    fn bridges(&self, book: &Book, question: &Question) -> Arc<Bridges> {
        let Question { window, filter, .. } = question;
        if let Some(held) = self.bridges.find(book.version(), *window, filter) {
            return held;
        }
        let bridges = Arc::new(Bridges::of(book.snapshot(), filter, *window, NAMED));
        self.bridges.keep(book.version(), *window, filter.clone(), Arc::clone(&bridges));
        bridges
    }

    fn shares(&self, book: &Book, question: &Question, figure: Figure) -> Answer<Shares> {
        let of_part = |part| Ok(Shares::of_part(book, &self.bridges(book, question), part));
        let of_sales = |share: fn(&AccountSales) -> i64| Shares::of_sales(book, question, share);
        match figure {
            Figure::Revenue => Ok(of_sales(|sold| sold.amounts.revenue_cents)),
            Figure::Profit => Ok(of_sales(|sold| sold.amounts.profit_cents())),
            Figure::Orders => Ok(of_sales(|sold| sold.orders.into())),
            Figure::Units => Ok(of_sales(|sold| sold.amounts.quantity_milli)),
            Figure::ActiveAccounts => Ok(of_sales(|sold| sold.orders.into()).one_at_most()),
            Figure::Lost => of_part(BridgePart::Lost),
            Figure::New => of_part(BridgePart::New),
            Figure::Volume => of_part(BridgePart::Volume),
            Figure::Price => of_part(BridgePart::Price),
            Figure::Mix => of_part(BridgePart::Mix),
        }
    }
}

fn step(book: &Book, total: &BridgeTotal) -> BridgeStep {
    let named = |(account, cents): &(u32, i64)| {
        let account = Book::account_ref(book.dimensions().account(*account)?);
        Some(BridgeAccount { account, cents: Cents(*cents) })
    };
    BridgeStep {
        part: total.part,
        cents: Cents(total.cents),
        accounts: total.accounts,
        formula: total.part.formula().to_owned(),
        top: total.top.iter().filter_map(named).collect(),
    }
}

/// Every account's share of a figure, by account index.
struct Shares(Vec<Compared<i64>>);

impl Shares {
    /// Sums of what everything sold adds.
    fn of_sales(book: &Book, question: &Question, share: impl Fn(&AccountSales) -> i64 + Sync) -> Self {
        let Question { window, filter, .. } = question;
        let add = |sum: &mut i64, sold: &AccountSales| *sum += share(sold);
        let sums = compared_by_account(book.snapshot(), filter, *window, add);
        let both = sums.current.into_iter().zip(sums.previous);
        Self(both.map(|(current, previous)| Compared { current, previous }).collect())
    }

    fn of_part(book: &Book, bridges: &Bridges, part: BridgePart) -> Self {
        let mut shares = vec![Compared::default(); book.dimensions().accounts().len()];
        for bridge in bridges.accounts() {
            if let Some(share) = shares.get_mut(bridge.account as usize) {
                share.current = bridge.part(part);
            }
        }
        Self(shares)
    }

    /// 1 for each account that has any.
    fn one_at_most(mut self) -> Self {
        for share in &mut self.0 {
            (share.current, share.previous) = (share.current.min(1), share.previous.min(1));
        }
        self
    }

    fn of_account(&self, account: u32) -> Compared<i64> {
        self.0.get(account as usize).copied().unwrap_or_default()
    }

    /// The accounts with a share in either period, by the size of that of this period, then by id.
    fn ranked<'s>(&'s self, book: &'s Book) -> impl Iterator<Item = (Rank, u32)> + 's {
        let ids = book.dimensions().account_columns().ids();
        let accounts = (0..).zip(&self.0).zip(ids).filter(|((_, share), _)| **share != Compared::default());
        accounts.map(|((account, share), id)| {
            ((paging::rank_of(Some(size(*share)), Direction::Descending), *id), account)
        })
    }

    fn sum(&self) -> Compared<i64> {
        self.0.iter().fold(Compared::default(), |sum, share| Compared {
            current: sum.current + share.current,
            previous: sum.previous + share.previous,
        })
    }
}

/// What rows are sorted by: how much, whichever way.
fn size(share: Compared<i64>) -> i64 {
    share.current.saturating_abs()
}

fn moved(share: Compared<i64>) -> Movement<i64> {
    Movement::of(share.current, share.previous)
}

fn row(book: &Book, index: u32, share: Compared<i64>) -> Option<BreakdownRow> {
    let account = book.dimensions().account(index)?;
    Some(BreakdownRow {
        account: Book::account_ref(account),
        rep: account.rep.and_then(|rep| book.rep_ref(rep)),
        segment: book.standing(index).map(|standing| standing.segment),
        value: moved(share),
    })
}

#[cfg(test)]
pub(crate) mod tests;
