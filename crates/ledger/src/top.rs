//! Rankings (E2–E4, W2): the first accounts, reps and products of a slice. Ties are broken by the
//! value of the comparison period, then name, then id (rules, section 1).

mod accounts;
mod products;
mod reps;

pub use accounts::{AccountRanking, RankedAccount, top_accounts};
pub(crate) use accounts::{AccountSum, rank_accounts};
pub(crate) use products::rank_products;
pub use products::{RankedProduct, top_products};
pub(crate) use reps::rank_reps;
pub use reps::{RankedRep, rep_totals, top_reps};

use itertools::Itertools;
use std::cmp::{Ordering, Reverse};

/// What rows are ranked by: larger metric first, then larger earlier metric, then name, then id.
#[derive(Debug, Clone, Copy)]
struct RankKey<'a> {
    metric: i64,
    previous: i64,
    name: &'a str,
    id: i64,
}

impl RankKey<'_> {
    fn order(&self, other: &Self) -> Ordering {
        let key = |rank: &Self| (Reverse(rank.metric), Reverse(rank.previous));
        key(self)
            .cmp(&key(other))
            .then_with(|| self.name.cmp(other.name))
            .then_with(|| self.id.cmp(&other.id))
    }
}

/// The first `count` rows in order; only these are sorted, which is what makes large books cheap.
fn first_rows<'a, T>(rows: Vec<T>, count: usize, key: impl Fn(&T) -> RankKey<'a>) -> Vec<T> {
    rows.into_iter().k_smallest_by(count, |left, right| key(left).order(&key(right))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_broken_by_the_earlier_value_then_name_then_id() {
        let rows = vec![(5, 1, "b", 1), (5, 1, "a", 3), (5, 2, "z", 4), (9, 0, "z", 5), (5, 1, "a", 2)];
        let key = |row: &(i64, i64, &'static str, i64)| RankKey {
            metric: row.0,
            previous: row.1,
            name: row.2,
            id: row.3,
        };
        let ids = |count| first_rows(rows.clone(), count, key).iter().map(|row| row.3).collect::<Vec<_>>();
        assert_eq!(ids(9), [5, 4, 2, 3, 1]);
        assert_eq!(ids(3), [5, 4, 2]);
        assert_eq!(ids(0), Vec::<i64>::new());
    }
}
