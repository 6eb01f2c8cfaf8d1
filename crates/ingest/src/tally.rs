//! What only the rows of a file together tell: rows that repeat an earlier one, and orders with a negative total.
//! Rows and orders are remembered by a hash, and not more of them than fit into some twenty megabytes each.

use bellwether_core::import::Notice;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};

/// Rows or orders remembered, at most; beyond it those of before are still recognised.
const MOST_REMEMBERED: usize = 900_000;

/// What a row adds to its order.
#[derive(Debug, Clone, Copy)]
pub struct Part<'p> {
    pub(crate) account: &'p str,
    pub(crate) order: &'p str,
    pub(crate) amount_cents: i64,
}

/// An order so far.
#[derive(Debug, Clone, Copy)]
struct Order {
    first_row: u64,
    amount_cents: i64,
}

/// The rows of a file, counted.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    hasher: RandomState,
    rows: HashSet<u64>,
    repeats: u64,
    first_repeat: u64,
    orders: HashMap<u64, Order>,
    /// Some order was not remembered.
    has_more_orders: bool,
}

impl Tally {
    /// Takes note of all values of a row.
    pub(crate) fn note_row<'v>(&mut self, row: u64, values: impl Iterator<Item = &'v str>) {
        let mut state = self.hasher.build_hasher();
        values.for_each(|value| value.hash(&mut state));
        let hash = std::hash::Hasher::finish(&state);
        if self.rows.contains(&hash) {
            self.first_repeat = if self.repeats == 0 { row } else { self.first_repeat };
            self.repeats += 1;
        } else if self.rows.len() < MOST_REMEMBERED {
            self.rows.insert(hash);
        }
    }

    /// Takes note of what a row adds to its order.
    pub(crate) fn note_part(&mut self, row: u64, part: Part<'_>) {
        let key = self.hasher.hash_one((part.account, part.order));
        if let Some(order) = self.orders.get_mut(&key) {
            order.amount_cents = order.amount_cents.saturating_add(part.amount_cents);
        } else if self.orders.len() < MOST_REMEMBERED {
            self.orders.insert(key, Order { first_row: row, amount_cents: part.amount_cents });
        } else {
            self.has_more_orders = true;
        }
    }

    /// What was found, in words.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.repeated_rows().into_iter().chain(self.negative_orders()).collect()
    }

    fn repeated_rows(&self) -> Option<Notice> {
        let is_capped = self.rows.len() == MOST_REMEMBERED;
        let (rows, each) = match self.repeats {
            0 => return None,
            1 => (format!("Row {} repeats an earlier row in every value", self.first_repeat), "It counts"),
            many => (
                format!(
                    "{}{many} rows repeat an earlier row in every value, the first of them row {}",
                    at_least(is_capped),
                    self.first_repeat
                ),
                "Each counts",
            ),
        };
        Some(Notice {
            code: "repeated_rows".to_owned(),
            message: format!(
                "{rows}. {each} as a line of its own. If that is an export made twice, take the repeated rows out \
                 and import the file again."
            ),
        })
    }

    fn negative_orders(&self) -> Option<Notice> {
        let negative = || self.orders.values().filter(|order| order.amount_cents < 0);
        let first = negative().map(|order| order.first_row).min()?;
        let message = match negative().count() {
            1 => format!(
                "The order in row {first} has a negative total. It lowers net sales on its date, as a credit does, \
                 and never counts as an order placed. If it is no credit, correct the signs and import the file again."
            ),
            many => format!(
                "{}{many} orders have a negative total, the first of them in row {first}. They lower net sales on \
                 their dates, as credits do, and never count as orders placed. If they are no credits, correct the \
                 signs and import the file again.",
                at_least(self.has_more_orders)
            ),
        };
        Some(Notice { code: "negative_orders".to_owned(), message })
    }
}

fn at_least(is_capped: bool) -> &'static str {
    if is_capped { "At least " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(order: &str, amount_cents: i64) -> Part<'_> {
        Part { account: "A1", order, amount_cents }
    }

    #[test]
    fn an_order_is_judged_by_all_of_its_rows_wherever_they_stand() {
        let mut tally = Tally::default();
        for (row, order, cents) in [(2, "1", -500), (3, "2", -500), (4, "1", 700), (5, "3", -1)] {
            tally.note_part(row, part(order, cents));
        }
        let notices = tally.notices();
        assert_eq!(notices.len(), 1);
        assert!(
            notices[0].message.starts_with("2 orders have a negative total, the first of them in row 3.")
        );
    }

    #[test]
    fn orders_beyond_what_a_number_holds_break_nothing() {
        let mut tally = Tally::default();
        for row in 2..5 {
            tally.note_part(row, part("1", i64::MIN / 2));
        }
        assert_eq!(tally.notices().len(), 1);
    }

    #[test]
    fn the_same_values_in_other_columns_are_another_row() {
        let mut tally = Tally::default();
        for (row, values) in [(2, ["a", "bc"]), (3, ["ab", "c"]), (4, ["a", "bc"])] {
            tally.note_row(row, values.into_iter());
        }
        let notices = tally.notices();
        assert!(
            notices[0].message.starts_with("Row 4 repeats an earlier row in every value."),
            "{notices:?}"
        );
    }
}
