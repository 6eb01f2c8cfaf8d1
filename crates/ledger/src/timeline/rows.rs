//! The rows of the timeline: an order in 24 bytes, a line in 20.

use crate::amounts::Amounts;
use crate::day::Day;
use crate::order::Order;
use crate::reversal::REVERSED_WITHIN_DAYS;
use crate::slice::Sale;
use crate::timeline::Sold;
use std::ops::Range;

/// Bits of an [`OrderHead`] that hold the account.
pub(super) const ACCOUNT_BITS: u32 = 26;
/// Says no word about when the account orders: a credit, a return, a sample.
const NO_EVENT: u32 = 0;
/// An ordering event for ever.
const EVENT: u32 = 1;
/// An ordering event that credits reversed on its own day; each day later is one more.
const REVERSED: u32 = 2;
/// No ordering event, but the value of one: what was invoiced of an order.
const INVOICED: u32 = REVERSED + REVERSED_WITHIN_DAYS as u32 + 1;
/// Added where the ordering event is told without its value, which is with the invoices.
const ORDERED: u32 = 1 << 5;
/// A line that makes nobody a buyer.
pub(super) const NO_PURCHASE: u16 = u16::MAX;
/// A line whose cost nobody knows.
pub(super) const UNKNOWN_COST: i32 = i32::MIN;

/// Orders that count in sales, in columns: whose they are is read of every order of a period, what they amount to only
/// of those asked about.
#[derive(Debug, Default)]
pub(super) struct OrderColumns {
    pub(super) head: Box<[OrderHead]>,
    pub(super) amounts: Box<[OrderAmounts]>,
    /// Where the lines of each order begin; one more at the end.
    pub(super) first_line: Box<[u32]>,
}

impl OrderColumns {
    pub(super) fn sold(&self, place: usize, day: Day, valid: ValidKinds) -> Sold {
        let (head, amounts) = (self.head[place], self.amounts[place]);
        Sold { account: head.account(), sale: head.sale(day, valid, amounts.amounts()) }
    }

    pub(super) fn lines_of(&self, place: usize) -> Range<usize> {
        self.first_line[place] as usize..self.first_line[place + 1] as usize
    }

    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.head) + size_of_val(&*self.amounts) + size_of_val(&*self.first_line)
    }
}

/// Index of the account, and above it whether the order is an ordering event.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OrderHead(u32);

impl OrderHead {
    pub(super) fn of(account: u32, kind: u32) -> Self {
        Self(account | kind << ACCOUNT_BITS)
    }

    pub(super) fn account(self) -> u32 {
        self.0 & ((1 << ACCOUNT_BITS) - 1)
    }

    pub(super) fn kind(self) -> u32 {
        self.0 >> ACCOUNT_BITS
    }

    pub(super) fn sale(self, day: Day, valid: ValidKinds, amounts: Amounts) -> Sale {
        let kind = self.kind();
        Sale { day, is_order: valid.are_orders(kind), is_order_value: valid.are_order_values(kind), amounts }
    }
}

/// What the lines of an order amount to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OrderAmounts {
    pub(super) revenue_cents: i32,
    pub(super) cost_cents: i32,
    pub(super) costed_revenue_cents: i32,
    pub(super) quantity_milli: i32,
}

impl OrderAmounts {
    fn amounts(self) -> Amounts {
        Amounts {
            revenue_cents: self.revenue_cents.into(),
            cost_cents: self.cost_cents.into(),
            costed_revenue_cents: self.costed_revenue_cents.into(),
            quantity_milli: self.quantity_milli.into(),
        }
    }
}

/// What a row says about an order's being an ordering event.
pub(super) fn kind_of(order: &Order) -> u32 {
    if !order.is_valid(Day::MIN) {
        return if order.is_order_value(Day::MIN) { INVOICED } else { NO_EVENT };
    }
    let event = match order.reversed_on() {
        None => EVENT,
        Some(day) => REVERSED + day.abs_diff(order.day).min(REVERSED_WITHIN_DAYS.into()),
    };
    if order.is_order_value(Day::MIN) { event } else { event | ORDERED }
}

pub(super) fn is_event_for_ever(kind: u32) -> bool {
    kind & !ORDERED == EVENT
}

/// Whether it was an ordering event until credits reversed it.
pub(super) fn is_reversed(kind: u32) -> bool {
    (REVERSED..INVOICED).contains(&(kind & !ORDERED))
}

/// Which kinds of the orders of a day were ordering events as far as was known on another, one bit each.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValidKinds(u32);

impl ValidKinds {
    pub(super) fn of(day: Day, known_on: Day) -> Self {
        let reversed = (0..=u32::from(REVERSED_WITHIN_DAYS))
            .filter(|after| known_on < day.saturating_add_unsigned(*after));
        Self(reversed.fold(1 << EVENT, |kinds, after| kinds | 1 << (REVERSED + after)))
    }

    pub(super) fn are_orders(self, kind: u32) -> bool {
        self.0 >> (kind & !ORDERED) & 1 == 1
    }

    fn are_order_values(self, kind: u32) -> bool {
        kind < ORDERED && (self.0 | 1 << INVOICED) >> kind & 1 == 1
    }
}

/// Lines in columns: most questions read only some of them.
#[derive(Debug, Default)]
pub(super) struct LineColumns {
    pub(super) product: Box<[u32]>,
    pub(super) amounts: Box<[LineAmounts]>,
    /// Day number (of [`Timeline::day_number`]) on which the account had bought the product before, on an order
    /// that nobody reversed; 0 when it never had, [`NO_PURCHASE`] when this line is on no such order. A line makes
    /// the account a buyer in a period when this is before the period.
    pub(super) bought_before: Box<[u16]>,
    /// The same of any product of the category.
    pub(super) category_before: Box<[u16]>,
}

/// What one line amounts to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineAmounts {
    pub(super) revenue_cents: i32,
    /// Or [`UNKNOWN_COST`].
    pub(super) cost_cents: i32,
    pub(super) quantity_milli: i32,
}

impl LineColumns {
    pub(super) fn amounts(&self, line: usize) -> Amounts {
        let LineAmounts { revenue_cents, cost_cents, quantity_milli } = self.amounts[line];
        let is_costed = cost_cents != UNKNOWN_COST;
        Amounts {
            revenue_cents: revenue_cents.into(),
            cost_cents: if is_costed { cost_cents.into() } else { 0 },
            costed_revenue_cents: if is_costed { revenue_cents.into() } else { 0 },
            quantity_milli: quantity_milli.into(),
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.product)
            + size_of_val(&*self.amounts)
            + size_of_val(&*self.bought_before)
            + size_of_val(&*self.category_before)
    }
}
