//! The same orders and lines once more, by day instead of by account, and what is bought again by product. A question about a period reads one piece of
//! memory from end to end, where walking through every history would wait for memory a hundred thousand times.
//!
//! Rows are small, because ten million of them have to stream through the processor. Accounts with something that
//! does not fit (an order over 21 million, a date before 1900 or after 2079) are left out as a whole; they, and
//! accounts replaced since, are answered from their histories ([`crate::sales`]).

mod build;
mod checkpoints;
mod day_starts;
mod lines;
mod mask;
mod repeats;
mod rows;

pub use checkpoints::AccountSales;
pub(crate) use checkpoints::ProductSum;
pub(crate) use lines::{Asked, FirstBought};
pub(crate) use mask::IndexMask;
pub(crate) use repeats::{Bought, PairSums};

use crate::day::{Day, DayRange};
use crate::reversal::REVERSED_WITHIN_DAYS;
use crate::slice::Sale;
use checkpoints::{Checkpoints, SalesBeside};
use day_starts::DayStarts;
use mask::{BLOCK, each_kept};
use repeats::Repeats;
use rows::{LineColumns, OrderColumns, ValidKinds};
use std::ops::Range;

/// Orders by day, and inside a day by account and id; lines in the same sequence.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    days: DayStarts,
    orders: OrderColumns,
    lines: LineColumns,
    /// Places of the orders that were reversed, ascending.
    reversed: Box<[u32]>,
    product_sums: Checkpoints<ProductSum>,
    account_revenue: Checkpoints<i64>,
    account_sums: Checkpoints<SalesBeside>,
    repeats: Repeats,
    /// Places of the lines whose product the account has on no other.
    singles: IndexMask,
    /// Whether the account at an index has any row.
    holds: Box<[bool]>,
    /// Accounts that do not fit, ascending.
    left_out: Box<[u32]>,
    /// Of every product the place of its category, as it was when this was built.
    categories: Box<[usize]>,
}

/// One order, or what of it is inside a slice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sold {
    /// Index of the account.
    pub(crate) account: u32,
    /// What it contributes.
    pub(crate) sale: Sale,
}

impl Timeline {
    /// Whether these are all the accounts it holds: then lines can be read without their orders.
    pub(crate) fn is_whole(&self, is_in: &[bool]) -> bool {
        let rest = self.holds.get(is_in.len()..).unwrap_or_default();
        self.holds.iter().zip(is_in).all(|(holds, is_in)| *is_in || !*holds) && !rest.contains(&true)
    }

    /// Whether it has any order of an account.
    pub(crate) fn holds(&self, account: u32) -> bool {
        self.holds.get(account as usize) == Some(&true)
    }

    /// Whether its products are still of the categories at these places; products that came later are on no line.
    pub(crate) fn has_categories(&self, places: &[usize]) -> bool {
        places.starts_with(&self.categories)
    }

    /// Accounts that are not in it although they have orders.
    pub(crate) fn left_out(&self) -> &[u32] {
        &self.left_out
    }

    /// Bytes it takes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.days.memory_bytes()
            + size_of_val(&*self.reversed)
            + size_of_val(&*self.holds)
            + size_of_val(&*self.left_out)
            + size_of_val(&*self.categories)
            + self.product_sums.memory_bytes()
            + self.account_revenue.memory_bytes()
            + self.account_sums.memory_bytes()
            + self.repeats.memory_bytes()
            + self.singles.memory_bytes()
            + self.orders.memory_bytes()
            + self.lines.memory_bytes()
    }

    /// Calls `take` for the orders of the range.
    #[inline]
    pub(crate) fn each_sale(
        &self,
        mask: &IndexMask,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(&Sold),
    ) {
        if mask.is_empty() {
            return;
        }
        for (day, rows) in self.days.days(range) {
            let valid = ValidKinds::of(day, known_on);
            each_kept(
                rows,
                |place| self.is_inside(mask, place),
                |places| places.iter().for_each(|place| take(&self.orders.sold(*place, day, valid))),
            );
        }
    }

    /// The same, many of one day at a time: for whoever adds them to so many places that the processor waits for memory.
    pub(crate) fn each_sale_block(
        &self,
        mask: &IndexMask,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(&[Sold]),
    ) {
        if mask.is_empty() {
            return;
        }
        let mut block = [Sold::default(); BLOCK];
        for (day, rows) in self.days.days(range) {
            let valid = ValidKinds::of(day, known_on);
            each_kept(
                rows,
                |place| self.is_inside(mask, place),
                |places| {
                    for (sold, place) in block.iter_mut().zip(places) {
                        *sold = self.orders.sold(*place, day, valid);
                    }
                    take(&block[..places.len()]);
                },
            );
        }
    }

    /// Calls `take` with accounts and what they bought in the range, in one piece or several. Whole months (or
    /// thirds of them) that nothing can change any more come as sums, only the days around them are read.
    pub(crate) fn each_account_sale(
        &self,
        mask: &IndexMask,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, &AccountSales),
    ) {
        if mask.is_empty() {
            return;
        }
        // Orders of the fortnight before may have been reversed later than that.
        let settled = known_on.saturating_sub(REVERSED_WITHIN_DAYS.into());
        let settled = DayRange { until: range.until.min(settled), ..range };
        let mut unread = [range, DayRange { from: range.until, until: range.until }];
        // Sums of net sales lie closer together: they have these days, too.
        if let Some((months, sums)) = self.account_sums.inside(settled)
            && let Some((_, revenue)) = self.account_revenue.inside(months)
        {
            let both = revenue.zip(sums).map(|(revenue, beside)| AccountSales::joined(revenue, beside));
            let bought =
                (0..).zip(both).filter(|(account, sum)| sum.entries > 0 && mask.holds(*account as usize));
            bought.for_each(|(account, sum)| take(account, &sum));
            unread = months.edges_in(range);
        }
        for days in unread {
            self.each_sale(mask, days, known_on, |sold| take(sold.account, &AccountSales::of(&sold.sale)));
        }
    }

    /// The same of net sales alone, which count whether or not an order was reversed.
    pub(crate) fn each_account_revenue(
        &self,
        mask: &IndexMask,
        range: DayRange,
        mut take: impl FnMut(u32, i64),
    ) {
        if mask.is_empty() {
            return;
        }
        let mut unread = [range, DayRange { from: range.until, until: range.until }];
        if let Some((months, revenue)) = self.account_revenue.inside(range) {
            let held = (0..).zip(revenue).filter(|(account, _)| mask.holds(*account as usize));
            held.for_each(|(account, revenue_cents)| take(account, revenue_cents));
            unread = months.edges_in(range);
        }
        for (_, rows) in unread.into_iter().flat_map(|days| self.days.days(days)) {
            each_kept(
                rows,
                |place| self.is_inside(mask, place),
                |places| {
                    for place in places {
                        let revenue_cents = self.orders.amounts[*place].revenue_cents;
                        take(self.orders.head[*place].account(), revenue_cents.into());
                    }
                },
            );
        }
    }

    /// The same as [`Self::each_sale_block`] for orders with lines of the products inside: only these lines are summed.
    pub(crate) fn each_sale_of(
        &self,
        mask: &IndexMask,
        products: &[bool],
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(&[Sold]),
    ) {
        let asked = Asked { accounts: mask, products: Some(products) };
        let mut block: Vec<Sold> = Vec::with_capacity(BLOCK);
        for (day, rows) in self.days.days(range) {
            let valid = ValidKinds::of(day, known_on);
            let mut last = None;
            self.each_line(asked, rows, |place, line| {
                let amounts = self.lines.amounts(line);
                match block.last_mut().filter(|_| last == Some(place)) {
                    Some(sold) => sold.sale.amounts += amounts,
                    None => {
                        let head = self.orders.head[place];
                        block.push(Sold { account: head.account(), sale: head.sale(day, valid, amounts) });
                        last = Some(place);
                    }
                }
            });
            take(&block);
            block.clear();
        }
    }

    /// Calls `take` with the account of every ordering event of the range that has a line asked about, once or several
    /// times, as far as was known on a day. What it amounts to is not read.
    pub(crate) fn each_orderer(
        &self,
        asked: Asked<'_>,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32),
    ) {
        if asked.accounts.is_empty() {
            return;
        }
        for (day, rows) in self.days.days(range) {
            let valid = ValidKinds::of(day, known_on);
            let mut take = |place: usize| {
                let head = self.orders.head[place];
                if valid.are_orders(head.kind()) {
                    take(head.account());
                }
            };
            if asked.products.is_some() {
                self.each_line(asked, rows, |place, _| take(place));
            } else {
                each_kept(
                    rows,
                    |place| self.is_inside(asked.accounts, place),
                    |places| {
                        places.iter().copied().for_each(&mut take);
                    },
                );
            }
        }
    }

    /// The days of the range on which an account inside ordered.
    pub(crate) fn order_days(&self, mask: &IndexMask, range: DayRange) -> impl Iterator<Item = Day> {
        let known_on = range.last();
        let days = self.days.days(range).filter(move |(day, rows)| {
            let valid = ValidKinds::of(*day, known_on);
            let is_order = |place: usize| valid.are_orders(self.orders.head[place].kind());
            rows.clone().any(|place| is_order(place) && self.is_inside(mask, place))
        });
        days.map(|(day, _)| day)
    }

    fn is_inside(&self, mask: &IndexMask, place: usize) -> bool {
        mask.holds(self.orders.head[place].account() as usize)
    }

    fn lines_between(&self, rows: &Range<usize>) -> Range<usize> {
        let start = |place: usize| self.orders.first_line.get(place).map_or(0, |start| *start as usize);
        start(rows.start)..start(rows.end)
    }
}

fn holds(products: &[bool], product: u32) -> bool {
    products.get(product as usize) == Some(&true)
}
