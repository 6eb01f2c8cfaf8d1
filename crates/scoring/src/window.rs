//! The next-order window: the shortest run of days that holds half, and four fifths, of such next orders.
//! Once the window seen from the last order is over, the account is overdue; it gets no new promise.

use crate::calibration::HALF;
use crate::model::{NextOrderCurve, View};
use bellwether_core::score::{Band, NextOrder};
use bellwether_ledger::{Day, day};

/// A cumulative probability this close to a level has reached it.
const CLOSE: f64 = 1e-9;

/// The window of one account as of its day.
pub fn next_order(view: &dyn View, as_of: Day, lead_days: i32) -> NextOrder {
    // A run that holds at least half cannot be over before half has come.
    if view.promise_reached() >= HALF {
        let promised = view.promise().given_return();
        let wide = shortest_run(&promised.cumulative, promised.levels.wide);
        let promise_ends = promised.from.saturating_add(wide.1);
        if as_of > promise_ends {
            let overdue_days = Some(i64::from(as_of - promise_ends));
            return window(&promised, as_of, lead_days, overdue_days);
        }
    }
    window(&view.next_order().given_return(), as_of, lead_days, None)
}

fn window(curve: &NextOrderCurve, as_of: Day, lead_days: i32, overdue_days: Option<i64>) -> NextOrder {
    let wide = shortest_run(&curve.cumulative, curve.levels.wide);
    let half = within(shortest_run(&curve.cumulative, curve.levels.half), wide);
    let date = |days: i32| day::to_date(curve.from.saturating_add(days));
    let band = |(from, to): (i32, i32)| Band { from: date(from), to: date(to) };
    let typical = day_reaching(&curve.cumulative, curve.quantiles[2]).clamp(wide.0, wide.1);
    NextOrder {
        half: band(half),
        wide: band(wide),
        typical: date(typical),
        // What should have been done by now is to be done now.
        outreach: day::to_date(curve.from.saturating_add(wide.0.saturating_sub(lead_days)).max(as_of)),
        overdue_days,
        from_book: curve.from_book,
    }
}

/// The part of a run that lies inside another; all of the other when none does.
fn within(run: (i32, i32), other: (i32, i32)) -> (i32, i32) {
    let inside = (run.0.max(other.0), run.1.min(other.1));
    if inside.0 <= inside.1 { inside } else { other }
}

/// First and last day, counted from 1, of the shortest run that holds `level`; the earliest of equals.
pub fn shortest_run(cumulative: &[f64], level: f64) -> (i32, i32) {
    let before = |first: usize| if first == 0 { 0.0 } else { cumulative[first - 1] };
    let mut best: Option<(usize, usize)> = None;
    let mut last = 0;
    for first in 0..cumulative.len() {
        let wanted = before(first) + level - CLOSE;
        while last < cumulative.len() && cumulative[last] < wanted {
            last += 1;
        }
        if last == cumulative.len() {
            break;
        }
        if best.is_none_or(|(from, to)| last - first < to - from) {
            best = Some((first, last));
        }
    }
    let (first, last) = best.unwrap_or((0, cumulative.len().saturating_sub(1)));
    (counted(first), counted(last))
}

/// First day, counted from 1, by which `level` is reached; the last one if it never is.
pub(crate) fn day_reaching(cumulative: &[f64], level: f64) -> i32 {
    let reached = cumulative.iter().position(|probability| *probability >= level - CLOSE);
    counted(reached.unwrap_or(cumulative.len().saturating_sub(1)))
}

fn counted(place: usize) -> i32 {
    i32::try_from(place + 1).expect("a curve is at most a few hundred days long")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_shortest_run_holds_its_level_and_no_shorter_one_does(
            daily in proptest::collection::vec(0.0..1.0f64, 1..60), level in 0.05..0.95f64,
        ) {
            let total: f64 = daily.iter().sum();
            prop_assume!(total > 0.0);
            let cumulative: Vec<f64> =
                daily.iter().scan(0.0, |sum, part| { *sum += part / total; Some(*sum) }).collect();
            let (first, last) = shortest_run(&cumulative, level);
            let held = |first: i32, last: i32| {
                let days = daily.iter().zip(1..).filter(|(_, day)| (first..=last).contains(day));
                days.map(|(part, _)| part / total).sum::<f64>()
            };
            prop_assert!(held(first, last) >= level - 1e-6);
            let length = last - first;
            for start in 1..=i32::try_from(daily.len()).expect("short") - length + 1 {
                prop_assert!(length == 0 || held(start, start + length - 1) < level + 1e-6);
            }
        }
    }

    #[test]
    fn the_run_sits_where_orders_come() {
        assert_eq!(shortest_run(&[0.1, 0.2, 0.8, 0.9, 1.0], 0.5), (3, 3));
        assert_eq!(shortest_run(&[0.05, 0.2, 0.8, 0.95, 1.0], 0.85), (2, 4));
        assert_eq!(day_reaching(&[0.1, 0.2, 0.8, 0.9, 1.0], 0.5), 3);
    }
}
