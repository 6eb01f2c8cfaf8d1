//! What stands in the list: orders, and between them the days they were placed on.

use bellwether_core::order::OrderSummary;
use bellwether_core::{OrderId, OrderStatus};
use chrono::NaiveDate;

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// The orders below were placed on this date.
    Day(NaiveDate),
    /// An order.
    Order(Box<OrderSummary>),
}

/// What tells lines apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A day.
    Day(NaiveDate),
    /// An order.
    Order(OrderId),
}

impl Entry {
    /// What tells it from other lines.
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Day(date) => Key::Day(*date),
            Self::Order(order) => Key::Order(order.id),
        }
    }
}

/// Orders with a heading before the first of each day; they come sorted by day.
pub(super) fn by_day(orders: &[OrderSummary]) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(orders.len());
    let mut day = None;
    for order in orders {
        if day.replace(order.placed_on) != Some(order.placed_on) {
            entries.push(Entry::Day(order.placed_on));
        }
        entries.push(Entry::Order(Box::new(order.clone())));
    }
    entries
}

/// The open drafts, or everything else; newest first whatever the order they came in.
pub(super) fn part(orders: &[OrderSummary], drafts: bool) -> Vec<Entry> {
    let mut chosen: Vec<_> =
        orders.iter().filter(|order| (order.status == OrderStatus::Draft) == drafts).collect();
    // Stable: orders of one day stay as the server sorted them.
    chosen.sort_by_key(|order| std::cmp::Reverse(order.placed_on));
    chosen.into_iter().map(|order| Entry::Order(Box::new(order.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::account::AccountRef;
    use bellwether_core::{AccountId, Cents};

    fn order(id: i64, day: u32, status: OrderStatus) -> OrderSummary {
        OrderSummary {
            id: OrderId(id),
            number: id.to_string(),
            account: AccountRef { id: AccountId(1), name: "Ames Market".to_owned(), place: String::new() },
            placed_on: NaiveDate::from_ymd_opt(2026, 6, day).expect("a day of June"),
            status,
            revenue_cents: Cents(100),
            lines: 1,
            started_by: None,
        }
    }

    fn ids(entries: &[Entry]) -> Vec<Option<i64>> {
        entries
            .iter()
            .map(|entry| match entry {
                Entry::Day(_) => None,
                Entry::Order(order) => Some(order.id.0),
            })
            .collect()
    }

    #[test]
    fn every_day_has_one_heading_above_its_orders() {
        let orders = [
            order(1, 9, OrderStatus::Paid),
            order(2, 9, OrderStatus::Placed),
            order(3, 7, OrderStatus::Placed),
        ];
        assert_eq!(ids(&by_day(&orders)), [None, Some(1), Some(2), None, Some(3)]);
    }

    #[test]
    fn a_page_that_ends_inside_a_day_does_not_repeat_its_heading() {
        let orders = [order(1, 9, OrderStatus::Paid), order(2, 9, OrderStatus::Placed)];
        let first = by_day(&orders[..1]);
        assert_eq!(by_day(&orders)[..2], first[..]);
        assert_eq!(by_day(&orders).len(), 3);
    }

    #[test]
    fn drafts_stand_apart_from_what_was_placed_and_the_newest_comes_first() {
        let orders = [
            order(1, 1, OrderStatus::Draft),
            order(2, 30, OrderStatus::Placed),
            order(3, 12, OrderStatus::Draft),
        ];
        assert_eq!(ids(&part(&orders, true)), [Some(3), Some(1)]);
        assert_eq!(ids(&part(&orders, false)), [Some(2)]);
    }
}
