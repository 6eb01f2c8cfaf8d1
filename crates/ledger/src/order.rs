//! One order with the totals of its lines, so that most questions never read the lines.

use crate::day::Day;
use crate::line::Line;
use bellwether_core::OrderStatus;

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
        }
    }

    /// Whether it is an ordering event: a valid status and a positive net amount. Samples given away
    /// and credits say nothing about when an account orders (rules, section 1).
    pub fn is_valid(&self) -> bool {
        self.status.is_valid_order() && self.revenue_cents > 0
    }

    /// Whether its amounts count in net sales: valid statuses, and credits and returns on their own date.
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
        assert!(!order.is_valid() && order.counts_in_sales());
        order.count_line(Line::new(0, 1000, 100, None));
        assert!(order.is_valid());
        assert_eq!((order.costed_revenue_cents, order.cost_cents, order.revenue_cents), (0, 50, 100));
    }
}
