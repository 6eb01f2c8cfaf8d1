//! All orders and lines of one account, sorted by day, and the ways to walk through them.

use crate::day::{Day, DayRange};
use crate::line::Line;
use crate::order::Order;
use crate::reversal::{self, Named};
use bellwether_core::OrderStatus;
use std::collections::HashMap;

/// How many of the latest orders are fetched beforehand.
const LATEST_ORDERS: usize = 8;

/// A product that an order could not be given whole. Few lines are, so they are kept beside the lines instead of in
/// them. It is what is known today: once the source says that it was delivered, it is none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backorder {
    /// Day of the order.
    pub day: Day,
    /// Index of the product.
    pub product: u32,
}

/// Every order of one account: orders by (day, id), lines grouped by order in the same sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub(crate) orders: Box<[Order]>,
    pub(crate) lines: Box<[Line]>,
    pub(crate) backorders: Box<[Backorder]>,
    /// The same orders with their sales dated by invoice, where the organisation counts them so.
    pub(crate) by_invoice: Option<Box<History>>,
}

impl History {
    /// The orders of several accounts as if one had placed them all. What was given back stays so: a credit of one
    /// account is never held against an order of another.
    ///
    /// # Errors
    /// When together they have too many lines.
    pub fn merged<'h>(histories: impl IntoIterator<Item = &'h Self>) -> Result<Self, HistoryError> {
        let histories: Vec<&Self> = histories.into_iter().collect();
        let merged = Self::put_together(&histories)?;
        if histories.iter().all(|history| history.by_invoice.is_none()) {
            return Ok(merged);
        }
        let sales: Vec<&Self> = histories.iter().map(|history| history.sales()).collect();
        Ok(Self { by_invoice: Some(Box::new(Self::put_together(&sales)?)), ..merged })
    }

    fn put_together(histories: &[&Self]) -> Result<Self, HistoryError> {
        let mut orders: Vec<(&Self, Order)> = histories
            .iter()
            .flat_map(|history| history.orders.iter().map(|order| (*history, *order)))
            .collect();
        orders.sort_by_key(|(_, order)| (order.day, order.id));
        let count = histories.iter().map(|history| history.lines.len()).sum();
        u32::try_from(count).map_err(|_| HistoryError::TooManyLines)?;
        let mut lines = Vec::with_capacity(count);
        let mut merged = Vec::with_capacity(orders.len());
        let mut first_line = 0;
        for (history, order) in orders {
            lines.extend_from_slice(history.lines_of(&order));
            merged.push(Order { first_line, ..order });
            first_line += order.line_count;
        }
        let backorders = histories.iter().flat_map(|history| history.backorders.iter().copied()).collect();
        Ok(Self {
            orders: merged.into_boxed_slice(),
            lines: lines.into_boxed_slice(),
            backorders: sorted_backorders(backorders),
            by_invoice: None,
        })
    }

    /// The history that net sales are read from: this one or, where sales are dated by invoice, one whose amounts
    /// lie on the days of the invoices ([`crate::invoices`]). When an account orders, and what, is read from this one
    /// in either case.
    pub fn sales(&self) -> &Self {
        self.by_invoice.as_deref().unwrap_or(self)
    }

    /// Every order, whatever its status, by (day, id).
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// Every line, grouped by order in the sequence of [`Self::orders`].
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The lines of one of its orders.
    pub fn lines_of(&self, order: &Order) -> &[Line] {
        let first = order.first_line as usize;
        &self.lines[first..first + order.line_count as usize]
    }

    /// The orders dated inside the range, whatever their status.
    pub fn orders_in(&self, range: DayRange) -> &[Order] {
        let before = &self.orders[..orders_before(&self.orders, range.until)];
        &before[orders_before(before, range.from)..]
    }

    /// The products that orders of the range could not be given whole, by (day, product), each once a day.
    pub fn backorders_in(&self, range: DayRange) -> &[Backorder] {
        let before = &self.backorders[..self.backorders.partition_point(|line| line.day < range.until)];
        &before[before.partition_point(|line| line.day < range.from)..]
    }

    /// The valid orders dated inside the range, by (day, id), as far as was known on its last day: a range knows
    /// nothing of what came after it.
    pub fn valid_orders_in(&self, range: DayRange) -> impl DoubleEndedIterator<Item = &Order> + Clone {
        let known_on = range.last();
        self.orders_in(range).iter().filter(move |order| order.is_valid(known_on))
    }

    /// The orders up to and including `as_of`, whatever their status.
    pub fn orders_up_to(&self, as_of: Day) -> &[Order] {
        self.orders_in(DayRange::up_to(as_of))
    }

    /// The distinct days with a valid order inside the range, ascending.
    pub fn order_days_in(&self, range: DayRange) -> impl Iterator<Item = Day> + Clone {
        let mut last = None;
        self.valid_orders_in(range).filter_map(move |order| {
            let is_new_day = last.replace(order.day) != Some(order.day);
            is_new_day.then_some(order.day)
        })
    }

    /// The distinct days with a valid order up to and including `as_of`, ascending.
    pub fn order_days(&self, as_of: Day) -> impl Iterator<Item = Day> + Clone {
        self.order_days_in(DayRange::up_to(as_of))
    }

    /// Reads the latest orders once, so that they are in the cache when they are used. Histories lie
    /// scattered in memory; asking for several at once lets the processor wait for all of them together
    /// instead of one after the other.
    pub(crate) fn fetch(&self) {
        // Two orders share two cache lines, which the processor fetches as a pair.
        let latest = self.orders.iter().rev().take(LATEST_ORDERS).step_by(2);
        std::hint::black_box(latest.fold(0, |seen, order| seen | order.day));
    }

    /// Bytes its columns take.
    pub fn memory_bytes(&self) -> usize {
        let by_invoice = self.by_invoice.as_ref().map_or(0, |sales| size_of::<Self>() + sales.memory_bytes());
        size_of_val(&*self.orders) + size_of_val(&*self.lines) + size_of_val(&*self.backorders) + by_invoice
    }
}

/// How many of the orders, which are sorted, are dated before `day`. Most questions are about the recent
/// past, so the search starts at the end in growing steps and reads only what is about to be used; a
/// search from the middle would wait for memory that nobody needs (measured: twice as slow).
fn orders_before(orders: &[Order], day: Day) -> usize {
    if day == Day::MIN {
        return 0;
    }
    let (mut end, mut step) = (orders.len(), 1);
    while end > 0 {
        let probe = end.saturating_sub(step);
        if orders[probe].day < day {
            let unsure = &orders[probe + 1..end];
            return probe + 1 + unsure.partition_point(|order| order.day < day);
        }
        (end, step) = (probe, step * 2);
    }
    0
}

/// Why rows do not make a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryError {
    /// Two orders carry the same id.
    DuplicateOrder(i64),
    /// A line names an order that was not given.
    LineWithoutOrder(i64),
    /// More lines than an account can hold (2³² − 1).
    TooManyLines,
}

impl std::fmt::Display for HistoryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::DuplicateOrder(id) => write!(f, "order {id} was given twice"),
            Self::LineWithoutOrder(id) => write!(f, "a line belongs to order {id}, which was not given"),
            Self::TooManyLines => f.write_str("an account cannot have more than 4294967295 lines"),
        }
    }
}

impl std::error::Error for HistoryError {}

/// Collects the rows of one account in any order.
#[derive(Debug, Clone, Default)]
pub struct HistoryBuilder {
    orders: Vec<Order>,
    lines: Vec<(i64, Line)>,
    named: Vec<(i64, Option<i64>)>,
    backorders: Vec<Backorder>,
}

impl HistoryBuilder {
    /// Adds an order.
    pub fn order(&mut self, id: i64, day: Day, status: OrderStatus) -> &mut Self {
        self.orders.push(Order::new(id, day, status));
        self
    }

    /// Adds a line of an order, which may be added later.
    pub fn line(&mut self, order_id: i64, line: Line) -> &mut Self {
        self.lines.push((order_id, line));
        self
    }

    /// Notes that a credit names the order it is for; none when the account has no such order.
    pub fn credit(&mut self, credit_id: i64, order_id: Option<i64>) -> &mut Self {
        self.named.push((credit_id, order_id));
        self
    }

    /// Notes that a product of an order of this day could not be given whole.
    pub fn backorder(&mut self, day: Day, product: u32) -> &mut Self {
        self.backorders.push(Backorder { day, product });
        self
    }

    /// Sorts the rows, adds up the orders and marks those that were given back.
    ///
    /// # Errors
    /// When two orders share an id, a line has no order, or there are too many lines.
    pub fn build(mut self) -> Result<History, HistoryError> {
        self.orders.sort_unstable_by_key(|order| (order.day, order.id));
        let mut positions: HashMap<i64, u32> = HashMap::with_capacity(self.orders.len());
        for (position, order) in (0..).zip(&self.orders) {
            if positions.insert(order.id, position).is_some() {
                return Err(HistoryError::DuplicateOrder(order.id));
            }
        }
        let mut placed = Vec::with_capacity(self.lines.len());
        for (order_id, line) in self.lines {
            let position = *positions.get(&order_id).ok_or(HistoryError::LineWithoutOrder(order_id))?;
            self.orders[position as usize].count_line(line);
            placed.push((position, line));
        }
        u32::try_from(placed.len()).map_err(|_| HistoryError::TooManyLines)?;
        // Lines of one order have no sequence of their own: sorting them makes equal facts equal bytes.
        placed.sort_unstable();
        let mut first_line = 0;
        for order in &mut self.orders {
            order.first_line = first_line;
            first_line += order.line_count;
        }
        let lines = placed.into_iter().map(|(_, line)| line).collect();
        // A credit that was not given reverses nothing; an order that was not given is none of this account's.
        let place = |id: i64| positions.get(&id).copied();
        let named = self.named.into_iter().filter_map(|(credit, order)| {
            Some(Named { credit: place(credit)?, order: order.and_then(place) })
        });
        let named: Vec<Named> = named.collect();
        let mut history = History {
            orders: self.orders.into_boxed_slice(),
            lines,
            backorders: sorted_backorders(self.backorders),
            by_invoice: None,
        };
        reversal::mark(&mut history, &named);
        Ok(history)
    }
}

/// By (day, product), each once.
pub(crate) fn sorted_backorders(mut backorders: Vec<Backorder>) -> Box<[Backorder]> {
    backorders.sort_unstable();
    backorders.dedup();
    backorders.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrderStatus::{CreditMemo, Paid, Quote};

    fn history() -> History {
        let mut builder = HistoryBuilder::default();
        builder
            .line(3, Line::new(1, 1000, 500, None))
            .order(3, 20, Paid)
            .order(1, 10, Paid)
            .order(2, 20, Paid);
        builder.order(4, 15, CreditMemo).order(5, 12, Quote);
        builder.line(1, Line::new(0, 1000, 100, Some(60))).line(2, Line::new(0, 2000, 200, None));
        builder.line(4, Line::new(0, -500, -50, None)).line(5, Line::new(0, 1000, 900, None));
        builder.build().expect("consistent rows")
    }

    #[test]
    fn orders_come_out_by_day_and_id_with_their_own_lines() {
        let history = history();
        let ids: Vec<i64> = history.orders().iter().map(|order| order.id).collect();
        assert_eq!(ids, [1, 5, 4, 2, 3]);
        for order in history.orders() {
            let sum: i64 = history.lines_of(order).iter().map(|line| line.revenue_cents).sum();
            assert_eq!(sum, order.revenue_cents);
        }
    }

    #[test]
    fn order_days_are_distinct_and_skip_credits_and_quotes() {
        assert_eq!(history().order_days(30).collect::<Vec<_>>(), [10, 20]);
        assert_eq!(history().order_days(19).collect::<Vec<_>>(), [10]);
    }

    #[test]
    fn a_range_holds_its_first_day_and_not_its_end() {
        let ids = |from, until| {
            history().orders_in(DayRange { from, until }).iter().map(|o| o.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(12, 20), [5, 4]);
        assert_eq!(ids(20, 12), Vec::<i64>::new());
    }

    #[test]
    fn a_line_without_an_order_and_a_repeated_order_are_errors() {
        let mut stray = HistoryBuilder::default();
        stray.line(9, Line::new(0, 1, 1, None));
        assert_eq!(stray.build(), Err(HistoryError::LineWithoutOrder(9)));
        let mut twice = HistoryBuilder::default();
        twice.order(7, 1, Paid).order(7, 2, Paid);
        assert_eq!(twice.build(), Err(HistoryError::DuplicateOrder(7)));
    }
}
