//! On which weekdays an account orders: its own habit, shrunken towards the book's.
//! Moves the next-order distribution to the days on which orders really come.

use crate::book::{Observed, OrderDay};
use crate::numbers::index;
use bellwether_ledger::Day;
use serde::{Deserialize, Serialize};

const HALF_LIFE_DAYS: f64 = 365.0;
/// How many orders the book's habit is worth.
const PSEUDO_ORDERS: f64 = 3.0;
const WEEK: i32 = 7;

/// Share of each weekday among the orders of the book; adds up to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct WeekdayHabit {
    shares: [f64; 7],
}

impl WeekdayHabit {
    /// The habit of all accounts together, a little of it spread evenly.
    pub fn of(accounts: &[&Observed], as_of: Day) -> Self {
        let mut counts = [0.0; 7];
        for account in accounts {
            count(&mut counts, &account.order_days, as_of);
        }
        let total: f64 = counts.iter().sum();
        let evenly = if total > 0.0 { 0.01 * total / 7.0 } else { 1.0 };
        let shares = counts.map(|orders| orders + evenly);
        let total: f64 = shares.iter().sum();
        Self { shares: shares.map(|share| share / total) }
    }

    /// Moves the probability inside each run of seven days to the account's own weekdays.
    /// `cumulative` holds the probability of an order by 1, 2, 3 … days after `from`.
    pub fn sharpen(&self, cumulative: &mut [f64], order_days: &[OrderDay], from: Day) {
        let own = self.of_account(order_days, from);
        let mut before = 0.0;
        for (week, days) in cumulative.chunks_mut(7).enumerate() {
            let after = *days.last().expect("chunks are never empty");
            let weekday = |day: usize| own[place(from + 1 + small(week * 7 + day))];
            let daily: Vec<f64> = (0..days.len())
                .map(|day| {
                    let earlier = if day == 0 { before } else { days[day - 1] };
                    (days[day] - earlier).max(0.0) * weekday(day)
                })
                .collect();
            let total: f64 = daily.iter().sum();
            if total > 0.0 {
                let mut sum = 0.0;
                for (day, probability) in days.iter_mut().zip(&daily) {
                    sum += probability;
                    *day = before + (after - before) * (sum / total);
                }
            }
            before = after;
        }
    }

    fn of_account(&self, order_days: &[OrderDay], at: Day) -> [f64; 7] {
        let mut own = [0.0; 7];
        count(&mut own, order_days, at);
        std::array::from_fn(|weekday| own[weekday] + PSEUDO_ORDERS * self.shares[weekday])
    }
}

fn count(counts: &mut [f64; 7], order_days: &[OrderDay], at: Day) {
    let known = order_days.partition_point(|order_day| order_day.day <= at);
    for order_day in &order_days[..known] {
        counts[place(order_day.day)] += (-f64::from(at - order_day.day) / HALF_LIFE_DAYS).exp2();
    }
}

fn place(day: Day) -> usize {
    index(f64::from(day.rem_euclid(WEEK)))
}

fn small(days: usize) -> Day {
    Day::try_from(days).expect("a curve is at most a few hundred days long")
}
