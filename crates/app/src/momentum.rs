//! Where products and categories are going (P4).

use crate::book::Book;
use crate::{Answer, App, Caller, paging};
use bellwether_core::Cents;
use bellwether_core::dashboard::{FactFilter, Movement};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::product::{
    Momentum, MomentumCount, MomentumList, MomentumOf, MomentumQuery, MomentumRow,
};
use bellwether_ledger::momentum::{Group, GroupMomentum, category_momentum, product_momentum};
use std::cmp::Reverse;

impl App {
    /// Products or categories and where they are going, the largest change of sales first.
    ///
    /// # Errors
    /// `InvalidPeriod`, `Invalid`.
    pub fn momentum(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        query: &MomentumQuery,
    ) -> Answer<MomentumList> {
        let book = self.book();
        let question = book.question(caller, facts)?;
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let (snapshot, filter, window) = (book.snapshot(), &question.filter, question.window);
        let mut rows = match query.of.unwrap_or_default() {
            MomentumOf::Products => product_momentum(snapshot, filter, window),
            MomentumOf::Categories => category_momentum(snapshot, filter, window),
        };
        let count = |momentum| MomentumCount {
            momentum,
            rows: rows.iter().filter(|row| row.momentum == momentum).count() as u64,
        };
        let counts = Momentum::ALL.map(count).into();
        rows.retain(|row| query.momentum.is_none_or(|wanted| row.momentum == wanted));
        rows.sort_by_cached_key(|row| {
            (Reverse(row.change_cents().saturating_abs()), id_of(&book, row.group))
        });
        Ok(MomentumList {
            period: window.current.period(),
            compared_with: window.previous.period(),
            counts,
            rows: rows.iter().take(limit).map(|row| shown(&book, row)).collect(),
        })
    }
}

/// Products without a category come before all categories.
fn id_of(book: &Book, group: Group) -> Option<i64> {
    match group {
        Group::Product(product) => book.dimensions().product(product).map(|product| product.id.0),
        Group::Category(category) => {
            category.and_then(|category| book.dimensions().category(category)).map(|category| category.id.0)
        }
    }
}

fn shown(book: &Book, row: &GroupMomentum) -> MomentumRow {
    let (product, category) = match row.group {
        Group::Product(product) => (book.product_ref(product), book.dimensions().category_of(product)),
        Group::Category(category) => (None, category),
    };
    let (current, previous) = (row.amounts.current, row.amounts.previous);
    MomentumRow {
        product,
        category: category.and_then(|category| book.category_ref(category)),
        momentum: row.momentum,
        units_milli: Movement::of(current.quantity_milli, previous.quantity_milli),
        revenue: Movement::of_money(Cents(current.revenue_cents), Cents(previous.revenue_cents)),
        accounts: Movement::of(row.accounts.current, row.accounts.previous),
        is_small_base: row.is_small_base,
    }
}
