//! How far targets are reached. Many of a page are about one month and category, whose sales are read once.

use crate::Caller;
use crate::book::Book;
use bellwether_core::{CategoryId, Cents, Period};
use bellwether_ledger::by_account::sums_by_account;
use bellwether_ledger::{DayRange, Filter, day};
use bellwether_store::targets;
use chrono::{Months, NaiveDate};
use std::collections::HashMap;

/// The sales of the caller's accounts, as far as they have been asked for.
pub(super) struct Reached<'a> {
    book: &'a Book,
    visible: Filter,
    sold: HashMap<(NaiveDate, Option<CategoryId>), Sold>,
}

/// Net sales of one month and category, in minor units.
struct Sold {
    by_account: Vec<i64>,
    /// By index of the rep.
    by_rep: HashMap<u32, i64>,
    all: i64,
}

impl<'a> Reached<'a> {
    pub(super) fn of(book: &'a Book, caller: &Caller) -> Self {
        Self { book, visible: book.visible_to(caller), sold: HashMap::new() }
    }

    /// Net sales of the target's month up to the as-of date, of those of the caller's accounts that it is about.
    pub(super) fn by(&mut self, target: &targets::Target) -> Cents {
        let (book, visible) = (self.book, &self.visible);
        let sold = self
            .sold
            .entry((target.month, target.category))
            .or_insert_with_key(|(month, category)| Sold::of(book, visible, *month, *category));
        let dimensions = book.dimensions();
        let cents = if let Some(account) = target.account {
            dimensions.account_index(account).and_then(|index| sold.by_account.get(index as usize)).copied()
        } else if let Some(rep) = target.rep {
            dimensions.rep_index(rep).and_then(|index| sold.by_rep.get(&index)).copied()
        } else {
            Some(sold.all)
        };
        Cents(cents.unwrap_or(0))
    }
}

impl Sold {
    fn of(book: &Book, visible: &Filter, month: NaiveDate, category: Option<CategoryId>) -> Self {
        let until = month.checked_add_months(Months::new(1)).unwrap_or(month);
        let dates = DayRange::of_period(Period { from: month, until }, day::from_date(book.as_of()));
        let filter = match category {
            Some(category) => visible.clone().of_category(category),
            None => visible.clone(),
        };
        let by_account =
            sums_by_account(book.snapshot(), &filter, dates, dates.last(), |sum: &mut i64, sold| {
                *sum += sold.amounts.revenue_cents;
            });
        let columns = book.dimensions().account_columns();
        let mut by_rep: HashMap<u32, i64> = HashMap::new();
        for (account, cents) in (0..).zip(&by_account).filter(|(_, cents)| **cents != 0) {
            if let Some(rep) = columns.rep(account) {
                *by_rep.entry(rep).or_default() += *cents;
            }
        }
        Self { all: by_account.iter().sum(), by_account, by_rep }
    }
}
