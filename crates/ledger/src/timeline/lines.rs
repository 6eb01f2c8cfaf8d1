//! What the lines of a range tell: sums of products, and who bought them.

use super::mask::{BLOCK, IndexMask, each_kept};
use super::rows::{LineColumns, NO_PURCHASE, ValidKinds};
use super::{ProductSum, Timeline, build, holds};
use crate::day::{Day, DayRange};
use crate::reversal::REVERSED_WITHIN_DAYS;
use std::ops::Range;

/// The lines that a walk is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Of these accounts.
    pub(crate) accounts: &'a IndexMask,
    /// Of the products that are true, by product index; of all without.
    pub(crate) products: Option<&'a [bool]>,
}

/// What a line of a period makes its account a buyer of. Told without a branch: which it is nobody can foresee.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirstBought {
    /// It is the first of its product in the period.
    pub(crate) is_first_of_product: bool,
    /// It is the first of any product of the category.
    pub(crate) is_first_of_category: bool,
}

impl Timeline {
    /// Adds up the lines of the range by product, of every account.
    pub(crate) fn add_all_products(&self, range: DayRange, sums: &mut [ProductSum]) {
        let Some((months, months_sums)) = self.product_sums.inside(range) else {
            self.add_lines(self.lines_between(&self.days.rows(range)), sums);
            return;
        };
        sums.iter_mut().zip(months_sums).for_each(|(sum, more)| *sum += more);
        for days in months.edges_in(range) {
            self.add_lines(self.lines_between(&self.days.rows(days)), sums);
        }
    }

    /// The same of the lines asked about.
    pub(crate) fn add_products(&self, asked: Asked<'_>, range: DayRange, sums: &mut [ProductSum]) {
        self.each_line(asked, self.days.rows(range), |_, line| self.add_line(line, sums));
    }

    pub(super) fn add_lines(&self, lines: Range<usize>, sums: &mut [ProductSum]) {
        lines.for_each(|line| self.add_line(line, sums));
    }

    fn add_line(&self, line: usize, sums: &mut [ProductSum]) {
        if let Some(sum) = sums.get_mut(self.lines.product[line] as usize) {
            sum.amounts += self.lines.amounts(line);
            sum.lines += 1;
        }
    }

    /// Calls `take` with product and thousandths of a unit of every line of the range.
    pub(crate) fn each_quantity(&self, asked: Asked<'_>, range: DayRange, mut take: impl FnMut(u32, i64)) {
        self.each_line(asked, self.days.rows(range), |_, line| {
            take(self.lines.product[line], self.lines.amounts[line].quantity_milli.into());
        });
    }

    /// Counts by product the accounts that bought it in the range, of every account and but for orders that were
    /// reversed since.
    pub(crate) fn count_all_buyers(&self, range: DayRange, counts: &mut [i64]) {
        let since = self.day_number(range.from);
        let lines = self.lines_between(&self.days.rows(range));
        let before = self.lines.bought_before[lines.clone()].iter();
        for (product, before) in self.lines.product[lines].iter().zip(before) {
            if let Some(count) = counts.get_mut(*product as usize) {
                *count += i64::from(*before < since);
            }
        }
    }

    /// The same of the lines asked about.
    pub(crate) fn count_buyers(&self, asked: Asked<'_>, range: DayRange, counts: &mut [i64]) {
        let since = self.day_number(range.from);
        self.each_line(asked, self.days.rows(range), |_, line| {
            if let Some(count) = counts.get_mut(self.lines.product[line] as usize) {
                *count += i64::from(self.lines.bought_before[line] < since);
            }
        });
    }

    /// Calls `take` with account and product of every line asked about and what the line makes the account a buyer of,
    /// but for orders that were reversed since. The category is told right only where it is asked about as a whole.
    pub(crate) fn each_first_bought(
        &self,
        asked: Asked<'_>,
        range: DayRange,
        mut take: impl FnMut(u32, u32, FirstBought),
    ) {
        let since = self.day_number(range.from);
        self.each_line(asked, self.days.rows(range), |place, line| {
            let LineColumns { bought_before, category_before, .. } = &self.lines;
            let first = FirstBought {
                is_first_of_product: bought_before[line] < since,
                is_first_of_category: category_before[line] < since,
            };
            take(self.orders.head[place].account(), self.lines.product[line], first);
        });
    }

    /// Counts by the place of a category the accounts that bought of it in the range, of every account and product
    /// and but for orders that were reversed since.
    pub(crate) fn count_all_category_buyers(&self, range: DayRange, places: &[usize], counts: &mut [i64]) {
        let since = self.day_number(range.from);
        let lines = self.lines_between(&self.days.rows(range));
        let before = self.lines.category_before[lines.clone()].iter();
        for (product, before) in self.lines.product[lines].iter().zip(before) {
            if let Some(count) = places.get(*product as usize).and_then(|place| counts.get_mut(*place)) {
                *count += i64::from(*before < since);
            }
        }
    }

    /// Calls `take` with account and product of every line of the range on an order that was an ordering event as
    /// far as was known on a day, and was reversed since.
    pub(crate) fn each_reversed(
        &self,
        asked: Asked<'_>,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, u32),
    ) {
        // Only the last fortnight can hold any.
        let since = known_on.saturating_sub(REVERSED_WITHIN_DAYS.into());
        for (day, rows) in self.days.days(DayRange { from: range.from.max(since), ..range }) {
            let valid = ValidKinds::of(day, known_on);
            let place = |row: usize| self.reversed.partition_point(|place| (*place as usize) < row);
            for place in &self.reversed[place(rows.start)..place(rows.end)] {
                let place = *place as usize;
                let head = self.orders.head[place];
                if asked.accounts.holds(head.account() as usize) && valid.are_orders(head.kind()) {
                    let products = self.lines.product[self.orders.lines_of(place)].iter();
                    let inside = products.filter(|product| asked.holds_product(**product));
                    inside.for_each(|product| take(head.account(), *product));
                }
            }
        }
    }

    /// Calls `take` with the place of each line asked about, and before it that of its order.
    #[inline]
    pub(super) fn each_line(&self, asked: Asked<'_>, orders: Range<usize>, take: impl FnMut(usize, usize)) {
        match asked.products {
            None => self.each_line_of(asked.accounts, orders, take),
            Some(products) => {
                let is_inside = |line: usize| holds(products, self.lines.product[line]);
                self.each_line_that(is_inside, asked.accounts, orders, take);
            }
        }
    }

    #[inline]
    fn each_line_of(&self, accounts: &IndexMask, orders: Range<usize>, mut take: impl FnMut(usize, usize)) {
        if accounts.is_empty() {
            return;
        }
        let mut spans = [(0, 0, 0); BLOCK];
        each_kept(
            orders,
            |place| self.is_inside(accounts, place),
            |places| {
                // First where the lines of all are, so that the processor waits for many of them at a time.
                for (span, place) in spans.iter_mut().zip(places) {
                    let lines = self.orders.lines_of(*place);
                    *span = (*place, lines.start, lines.end);
                }
                for (place, start, end) in &spans[..places.len()] {
                    (*start..*end).for_each(|line| take(*place, line));
                }
            },
        );
    }

    /// The same of lines that are asked about for what they are. They are few: first they are looked for, and then
    /// whose they are.
    #[inline]
    pub(super) fn each_line_that(
        &self,
        is_asked: impl Fn(usize) -> bool,
        accounts: &IndexMask,
        orders: Range<usize>,
        mut take: impl FnMut(usize, usize),
    ) {
        if accounts.is_empty() {
            return;
        }
        let mut place = orders.start;
        let mut places = [0; BLOCK];
        each_kept(self.lines_between(&orders), is_asked, |lines| {
            for (own, line) in places.iter_mut().zip(lines) {
                while self.orders.first_line[place + 1] as usize <= *line {
                    place += 1;
                }
                *own = place;
            }
            for (place, line) in places.iter().zip(lines) {
                if self.is_inside(accounts, *place) {
                    take(*place, *line);
                }
            }
        });
    }

    /// Number of a day in columns that have two bytes for it: 1 is the first that fits, so that 0 is before all.
    pub(super) fn day_number(&self, day: Day) -> u16 {
        let number = i64::from(day) - i64::from(build::FIRST_DAY) + 1;
        u16::try_from(number.max(1)).unwrap_or(NO_PURCHASE)
    }
}

impl Asked<'_> {
    pub(super) fn holds_product(&self, product: u32) -> bool {
        self.products.is_none_or(|products| holds(products, product))
    }
}
