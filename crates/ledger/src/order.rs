//! One order with the totals of its lines, so that most questions never read the lines.

use crate::day::Day;
use crate::line::Line;
use crate::reversal::REVERSED_WITHIN_DAYS;
use bellwether_core::OrderStatus;

/// Marks an order that no credit reversed.
const NOT_REVERSED: u8 = u8::MAX;

/// What of an order its row tells. Where sales are dated by invoice, they are told apart from the ordering
/// ([`crate::invoices`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// That it was ordered, without any money.
    Ordered,
    /// What was invoiced of it, on the day of the invoice.
    Invoiced,
}

/// One order of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The database id.
    pub id: i64,
    /// Net amount of all lines.
    pub revenue_cents: i64,
    /// Cost of the lines whose cost is known.
    pub cost_cents: i64,
    /// Net amount of the lines whose cost is known: what `cost_cents` is held against.
    pub costed_revenue_cents: i64,
    /// Thousandths of a unit over all lines.
    pub quantity_milli: i64,
    /// Business date the order was placed, or the credit was given.
    pub day: Day,
    /// Position of its first line among the lines of the account.
    pub first_line: u32,
    /// Number of its lines.
    pub line_count: u32,
    /// How far it is.
    pub status: OrderStatus,
    /// Days until credits had given it back whole, or [`NOT_REVERSED`].
    pub(crate) reversed_after_days: u8,
    pub(crate) part: Part,
}

impl Order {
    /// An order without lines yet.
    pub fn new(id: i64, day: Day, status: OrderStatus) -> Self {
        Self {
            id,
            revenue_cents: 0,
            cost_cents: 0,
            costed_revenue_cents: 0,
            quantity_milli: 0,
            day,
            first_line: 0,
            line_count: 0,
            status,
            reversed_after_days: NOT_REVERSED,
            part: Part::Whole,
        }
    }

    /// Whether it is an ordering event, as far as was known on a day: a valid status, a positive net amount, and
    /// not given back whole by then. Samples given away, credits and mistakes say nothing about when an account
    /// orders (rules, section 1). For money ask [`Self::counts_in_sales`].
    pub fn is_valid(&self, known_on: Day) -> bool {
        let is_event = match self.part {
            Part::Whole => self.revenue_cents > 0,
            Part::Ordered => true,
            Part::Invoiced => false,
        };
        is_event
            && self.status.is_valid_order()
            && self.reversed_on().is_none_or(|reversed_on| known_on < reversed_on)
    }

    /// Whether its net amount is one of the order values of its day: that of a valid order or, where sales are dated
    /// by invoice, that of an invoice.
    pub fn is_order_value(&self, known_on: Day) -> bool {
        match self.part {
            Part::Whole => self.is_valid(known_on),
            Part::Ordered => false,
            Part::Invoiced => self.revenue_cents > 0 && self.reversed_after_days == NOT_REVERSED,
        }
    }

    /// The day on which credits had given it back whole, if that was within a fortnight of it.
    pub fn reversed_on(&self) -> Option<Day> {
        let is_reversed = self.reversed_after_days != NOT_REVERSED;
        is_reversed.then(|| self.day.saturating_add(i32::from(self.reversed_after_days)))
    }

    /// Notes that it had been given back whole by a day; nothing changes when that is not within the fortnight.
    pub(crate) fn reverse(&mut self, on: Day) {
        let days = on.checked_sub(self.day).and_then(|days| u8::try_from(days).ok());
        if let Some(days) = days.filter(|days| *days <= REVERSED_WITHIN_DAYS) {
            self.reversed_after_days = days;
        }
    }

    /// Whether its amounts count in net sales: valid statuses, and credits and returns on their own date. Those
    /// of an order that was given back whole count too: the credit takes them off on its own date.
    pub fn counts_in_sales(&self) -> bool {
        self.status.counts_in_sales()
    }

    /// Adds a line to the totals and to the number of lines.
    pub(crate) fn count_line(&mut self, line: Line) {
        self.line_count += 1;
        self.revenue_cents += line.revenue_cents;
        self.quantity_milli += line.quantity_milli;
        if let Some(cost_cents) = line.cost() {
            self.cost_cents += cost_cents;
            self.costed_revenue_cents += line.revenue_cents;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_takes_at_most_fifty_six_bytes() {
        assert!(size_of::<Order>() <= 56);
    }

    #[test]
    fn a_sample_given_away_is_not_an_ordering_event_but_a_priced_order_is() {
        let mut order = Order::new(1, 0, OrderStatus::Paid);
        order.count_line(Line::new(0, 1000, 0, Some(50)));
        assert!(!order.is_valid(0) && order.counts_in_sales());
        order.count_line(Line::new(0, 1000, 100, None));
        assert!(order.is_valid(0));
        assert_eq!((order.costed_revenue_cents, order.cost_cents, order.revenue_cents), (0, 50, 100));
    }

    #[test]
    fn an_order_given_back_counts_until_the_day_it_was_and_its_money_for_ever() {
        let mut order = Order::new(1, 10, OrderStatus::Paid);
        order.count_line(Line::new(0, 1000, 100, None));
        order.reverse(10 + 15);
        assert_eq!((order.reversed_on(), order.is_valid(Day::MAX)), (None, true));
        order.reverse(10 + 14);
        assert_eq!((order.reversed_on(), order.is_valid(23), order.is_valid(24)), (Some(24), true, false));
        assert!(order.counts_in_sales());
    }
}
