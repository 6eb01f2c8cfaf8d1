//! How regularly an account orders: the days between its order days.

use crate::day::{Day, DayRange};
use crate::history::History;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;

/// Days between consecutive order days up to `as_of`, oldest first.
pub fn gaps_days(history: &History, as_of: Day) -> Vec<u32> {
    gaps_between(history.order_days(as_of))
}

/// Median of the gaps of an account; none below two order days.
pub fn median_gap_days(history: &History, as_of: Day) -> Option<f64> {
    median(&mut gaps_days(history, as_of))
}

/// Days on which anybody ordered, up to `as_of`, ascending.
pub fn order_days_of_all(snapshot: &Snapshot, as_of: Day) -> Vec<Day> {
    Sales::of(snapshot, &Filter::all(snapshot)).order_days(DayRange::up_to(as_of))
}

/// Days between consecutive ascending days.
pub(crate) fn gaps_between(days: impl Iterator<Item = Day> + Clone) -> Vec<u32> {
    days.clone().zip(days.skip(1)).map(|(earlier, later)| later.abs_diff(earlier)).collect()
}

/// Middle value, or the mean of the two middle ones; none without values. Sorts in place.
pub(crate) fn median(values: &mut [u32]) -> Option<f64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(f64::from(lower), f64::from(upper)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::HistoryBuilder;
    use crate::line::Line;
    use bellwether_core::OrderStatus::Paid;

    #[test]
    fn two_orders_of_one_day_make_no_gap_of_zero() {
        let mut builder = HistoryBuilder::default();
        for (id, day) in [(1, 5), (2, 5), (3, 36), (4, 64)] {
            builder.order(id, day, Paid).line(id, Line::new(0, 1000, 100, None));
        }
        let history = builder.build().expect("consistent rows");
        assert_eq!(gaps_days(&history, 100), [31, 28]);
        assert_eq!(median_gap_days(&history, 100), Some(29.5));
        assert_eq!(median_gap_days(&history, 35), None);
    }
}
