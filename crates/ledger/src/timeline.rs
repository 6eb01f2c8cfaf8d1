//! The same orders and lines once more, by day instead of by account. A question about a period reads one piece of
//! memory from end to end, where walking through every history would wait for memory a hundred thousand times.
//!
//! Rows are small, because ten million of them have to stream through the processor. Accounts with something that
//! does not fit (an order over 21 million, a date before 1900 or after 2079) are left out as a whole; they, and
//! accounts replaced since, are answered from their histories ([`crate::sales`]).

mod build;
mod checkpoints;
mod rows;

pub(crate) use checkpoints::ProductSum;

use crate::amounts::Amounts;
use crate::day::{Day, DayRange};
use crate::reversal::REVERSED_WITHIN_DAYS;
use crate::slice::Sale;
use checkpoints::Checkpoints;
use rows::{LineColumns, NO_PURCHASE, OrderRow, ValidKinds};
use std::borrow::Cow;
use std::ops::Range;

/// Orders handed over at a time.
const BLOCK: usize = 256;
/// Lines looked at together.
const GROUP: usize = 8;
/// Where fewer accounts than one in so many are asked about, their orders are looked at one by one.
const NARROW_SHARE: usize = 4;
/// Orders by day, and inside a day by account and id; lines in the same sequence.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    first_day: Day,
    /// Where the orders of each day begin; one more at the end.
    day_starts: Box<[u32]>,
    /// One more at the end, where the lines end.
    orders: Box<[OrderRow]>,
    lines: LineColumns,
    /// Places of the orders that were reversed, ascending.
    reversed: Box<[u32]>,
    checkpoints: Checkpoints,
    /// Whether the account at an index has any row.
    holds: Box<[bool]>,
    /// Accounts that do not fit, ascending.
    left_out: Box<[u32]>,
}

/// One order, or what of it is inside a slice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sold {
    /// Index of the account.
    pub(crate) account: u32,
    /// What it contributes.
    pub(crate) sale: Sale,
}

/// Which accounts are asked about.
#[derive(Debug)]
pub(crate) struct AccountMask<'m> {
    is_in: Cow<'m, [bool]>,
    /// So few that looking at their orders alone is quicker than looking at every line.
    is_narrow: bool,
}

impl<'m> AccountMask<'m> {
    /// The accounts that are true.
    pub(crate) fn of(is_in: Cow<'m, [bool]>) -> Self {
        let count = is_in.iter().filter(|is_in| **is_in).count();
        Self { is_narrow: count < is_in.len() / NARROW_SHARE, is_in }
    }
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

    /// Accounts that are not in it although they have orders.
    pub(crate) fn left_out(&self) -> &[u32] {
        &self.left_out
    }

    /// Bytes it takes.
    pub(crate) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.day_starts)
            + size_of_val(&*self.orders)
            + size_of_val(&*self.reversed)
            + size_of_val(&*self.holds)
            + size_of_val(&*self.left_out)
            + self.checkpoints.memory_bytes()
            + self.lines.memory_bytes()
    }

    /// Calls `take` for the orders of the range, many at a time.
    pub(crate) fn each_sale(
        &self,
        mask: &AccountMask<'_>,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(&[Sold]),
    ) {
        // A small block stays in the nearest cache while it is written and read.
        let mut block = [Sold::default(); BLOCK];
        for (day, rows) in self.days(range) {
            let valid = ValidKinds::of(day, known_on);
            for rows in self.orders[rows].chunks(BLOCK) {
                let mut count = 0;
                for row in rows {
                    let account = row.account();
                    // Written either way: a branch that nobody can foresee costs more.
                    block[count] = Sold { account, sale: row.sale(day, valid) };
                    count += usize::from(mask.is_in.get(account as usize) == Some(&true));
                }
                take(&block[..count]);
            }
        }
    }

    /// The same for orders with lines of the products inside: only these lines are summed.
    pub(crate) fn each_sale_of(
        &self,
        mask: &AccountMask<'_>,
        products: &[bool],
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(&[Sold]),
    ) {
        let mut block = Vec::with_capacity(BLOCK);
        for (day, rows) in self.days(range) {
            let valid = ValidKinds::of(day, known_on);
            let sum_up = |row: OrderRow, lines: Range<usize>| {
                let mut amounts = Amounts::default();
                for line in lines {
                    if holds(products, self.lines.product[line]) {
                        amounts += self.lines.amounts(line);
                    }
                }
                block.push(Sold { account: row.account(), sale: Sale { amounts, ..row.sale(day, valid) } });
            };
            if mask.is_narrow {
                self.each_hit_by_order(mask, products, rows, sum_up);
            } else {
                self.each_hit_by_line(mask, products, rows, sum_up);
            }
            take(&block);
            block.clear();
        }
    }

    /// Adds up the lines of the range by product, of every account.
    pub(crate) fn add_all_products(&self, range: DayRange, sums: &mut [ProductSum]) {
        let Some((months, add_months)) = self.checkpoints.inside(range) else {
            self.add_lines(self.lines_between(&self.rows(range)), sums);
            return;
        };
        add_months(sums);
        let before = DayRange { from: range.from, until: months.from };
        let after = DayRange { from: months.until, until: range.until };
        for edge in [before, after] {
            self.add_lines(self.lines_between(&self.rows(edge)), sums);
        }
    }

    /// The same of the accounts inside.
    pub(crate) fn add_products(&self, mask: &AccountMask<'_>, range: DayRange, sums: &mut [ProductSum]) {
        for place in self.rows(range).filter(|place| self.is_inside(mask, *place)) {
            self.add_lines(self.lines_of(place), sums);
        }
    }

    fn add_lines(&self, lines: Range<usize>, sums: &mut [ProductSum]) {
        for line in lines {
            if let Some(sum) = sums.get_mut(self.lines.product[line] as usize) {
                sum.amounts += self.lines.amounts(line);
                sum.lines += 1;
            }
        }
    }

    /// Calls `take` with product and thousandths of a unit of every line of the range.
    pub(crate) fn each_quantity(
        &self,
        mask: &AccountMask<'_>,
        range: DayRange,
        mut take: impl FnMut(u32, i64),
    ) {
        for place in self.rows(range).filter(|place| self.is_inside(mask, *place)) {
            for line in self.lines_of(place) {
                take(self.lines.product[line], self.lines.quantity_milli[line].into());
            }
        }
    }

    /// Counts by product the accounts that bought it in the range, of every account and but for orders that were
    /// reversed since.
    pub(crate) fn count_all_buyers(&self, range: DayRange, counts: &mut [i64]) {
        self.count_first(self.lines_between(&self.rows(range)), self.day_number(range.from), counts);
    }

    /// The same of the accounts inside.
    pub(crate) fn count_buyers(&self, mask: &AccountMask<'_>, range: DayRange, counts: &mut [i64]) {
        let since = self.day_number(range.from);
        for place in self.rows(range).filter(|place| self.is_inside(mask, *place)) {
            self.count_first(self.lines_of(place), since, counts);
        }
    }

    fn count_first(&self, lines: Range<usize>, since: u16, counts: &mut [i64]) {
        let before = self.lines.bought_before[lines.clone()].iter();
        for (product, before) in self.lines.product[lines].iter().zip(before) {
            if let Some(count) = counts.get_mut(*product as usize) {
                *count += i64::from(*before < since);
            }
        }
    }

    /// Calls `take` with account and product of every line that makes the account a buyer of the product, but for
    /// orders that were reversed since.
    pub(crate) fn each_buyer(&self, mask: &AccountMask<'_>, range: DayRange, mut take: impl FnMut(u32, u32)) {
        let since = self.day_number(range.from);
        for place in self.rows(range).filter(|place| self.is_inside(mask, *place)) {
            for line in self.lines_of(place).filter(|line| self.lines.bought_before[*line] < since) {
                take(self.orders[place].account(), self.lines.product[line]);
            }
        }
    }

    /// Calls `take` with account and product of every line of the range on an order that was an ordering event as
    /// far as was known on a day, and was reversed since.
    pub(crate) fn each_reversed(
        &self,
        mask: &AccountMask<'_>,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, u32),
    ) {
        // Only the last fortnight can hold any.
        let since = known_on.saturating_sub(REVERSED_WITHIN_DAYS.into());
        for (day, rows) in self.days(DayRange { from: range.from.max(since), ..range }) {
            let valid = ValidKinds::of(day, known_on);
            let place = |row: usize| self.reversed.partition_point(|place| (*place as usize) < row);
            for place in &self.reversed[place(rows.start)..place(rows.end)] {
                let place = *place as usize;
                let row = self.orders[place];
                if self.is_inside(mask, place) && valid.are_orders(row.kind()) {
                    self.lines_of(place).for_each(|line| take(row.account(), self.lines.product[line]));
                }
            }
        }
    }

    /// Calls `take` for the orders with lines of the products inside, with their lines from the first such one on.
    /// Looks through all lines, of which few are inside.
    #[inline]
    fn each_hit_by_line(
        &self,
        mask: &AccountMask<'_>,
        products: &[bool],
        rows: Range<usize>,
        mut take: impl FnMut(OrderRow, Range<usize>),
    ) {
        let Range { start: mut line, end } = self.lines_between(&rows);
        let mut place = rows.start;
        while line < end {
            let Some(steps) = first_inside(&self.lines.product[line..end], products) else { break };
            line += steps;
            while self.orders[place + 1].first_line as usize <= line {
                place += 1;
            }
            let next = self.orders[place + 1].first_line as usize;
            if self.is_inside(mask, place) {
                take(self.orders[place], line..next);
            }
            line = next;
        }
    }

    /// The same, looking at the orders of the accounts inside.
    #[inline]
    fn each_hit_by_order(
        &self,
        mask: &AccountMask<'_>,
        products: &[bool],
        rows: Range<usize>,
        mut take: impl FnMut(OrderRow, Range<usize>),
    ) {
        for place in rows.filter(|place| self.is_inside(mask, *place)) {
            let lines = self.lines_of(place);
            if self.lines.product[lines.clone()].iter().any(|product| holds(products, *product)) {
                take(self.orders[place], lines);
            }
        }
    }

    fn is_inside(&self, mask: &AccountMask<'_>, place: usize) -> bool {
        mask.is_in.get(self.orders[place].account() as usize) == Some(&true)
    }

    /// The days of a range that have orders, with the places of these.
    fn days(&self, range: DayRange) -> impl Iterator<Item = (Day, Range<usize>)> + '_ {
        let (from, until) = (self.place_of_day(range.from), self.place_of_day(range.until));
        let starts = self.day_starts.get(from..=until.max(from)).unwrap_or_default();
        let first = self.first_day.saturating_add_unsigned(u32::try_from(from).unwrap_or(u32::MAX));
        (first..).zip(starts.windows(2)).map(|(day, ends)| (day, ends[0] as usize..ends[1] as usize))
    }

    /// The places of all orders of a range.
    fn rows(&self, range: DayRange) -> Range<usize> {
        let start = |day| self.day_starts.get(self.place_of_day(day)).map_or(0, |start| *start as usize);
        let (from, until) = (start(range.from), start(range.until));
        from..until.max(from)
    }

    fn lines_of(&self, place: usize) -> Range<usize> {
        self.orders[place].first_line as usize..self.orders[place + 1].first_line as usize
    }

    fn lines_between(&self, rows: &Range<usize>) -> Range<usize> {
        let start = |place: usize| self.orders.get(place).map_or(0, |row| row.first_line as usize);
        start(rows.start)..start(rows.end)
    }

    /// Place of a day in the column of days, moved to its nearest end.
    fn place_of_day(&self, day: Day) -> usize {
        let last = self.day_starts.len().saturating_sub(1);
        let place = i64::from(day) - i64::from(self.first_day);
        usize::try_from(place.max(0)).map_or(last, |place| place.min(last))
    }

    /// Number of a day for [`LineColumns::bought_before`]: 1 is the first that fits, so that 0 is before all.
    fn day_number(&self, day: Day) -> u16 {
        let number = i64::from(day) - i64::from(build::FIRST_DAY) + 1;
        u16::try_from(number.max(1)).unwrap_or(NO_PURCHASE)
    }
}

/// Where the first line of a product inside is. Most are not, so that several together cost one branch.
fn first_inside(lines: &[u32], products: &[bool]) -> Option<usize> {
    let mut groups = lines.chunks_exact(GROUP);
    let mut before = 0;
    for group in &mut groups {
        if group.iter().fold(false, |any, product| any | holds(products, *product)) {
            break;
        }
        before += GROUP;
    }
    let rest = lines.get(before..)?.iter().position(|product| holds(products, *product))?;
    Some(before + rest)
}

fn holds(products: &[bool], product: u32) -> bool {
    products.get(product as usize) == Some(&true)
}
