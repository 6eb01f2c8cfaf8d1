//! How much of an item an account used to take at a time.

use bellwether_ledger::{Day, DayRange, History};
use std::collections::BTreeMap;

/// Days looked back from the last purchase.
const LOOK_BACK_DAYS: i32 = 365;

/// The median quantity of the days on which an account bought a product, in thousandths of a unit, over the year up
/// to its last purchase: the lower one of the two in the middle. None when it never bought any.
pub fn usual_quantity_milli(history: &History, product: u32, last_bought: Day) -> Option<i64> {
    let mut by_day: BTreeMap<Day, i64> = BTreeMap::new();
    for order in history.valid_orders_in(DayRange::ending_on(last_bought, LOOK_BACK_DAYS)) {
        for line in history.lines_of(order).iter().filter(|line| line.product == product) {
            *by_day.entry(order.day).or_default() += line.quantity_milli;
        }
    }
    let mut quantities: Vec<i64> = by_day.into_values().filter(|quantity| *quantity > 0).collect();
    quantities.sort_unstable();
    quantities.get(quantities.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::OrderStatus::Paid;
    use bellwether_ledger::{HistoryBuilder, Line};

    #[test]
    fn the_usual_quantity_is_that_of_a_day_in_the_middle_whatever_its_orders() {
        let mut builder = HistoryBuilder::default();
        for (id, day, quantity) in
            [(1, 1, 9_000), (2, 400, 2_000), (3, 400, 3_000), (4, 410, 6_000), (5, 420, 4_000)]
        {
            builder.order(id, day, Paid).line(id, Line::new(7, quantity, 100, None));
        }
        builder.order(6, 430, Paid).line(6, Line::new(8, 1_000, 100, None));
        let history = builder.build().expect("consistent rows");
        assert_eq!(
            usual_quantity_milli(&history, 7, 420),
            Some(5_000),
            "4, 5 and 6; the first day is too old"
        );
        assert_eq!(usual_quantity_milli(&history, 9, 420), None);
    }
}
