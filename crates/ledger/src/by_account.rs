//! What every account bought in a range: the rows behind a figure, and how much hangs on few of them.

use crate::day::{Day, DayRange};
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
pub use crate::timeline::AccountSales;
use crate::window::{Compared, Window};

/// Sums of every account in a range, by account index; those outside the slice have none. `add` gets what an account
/// bought inside the slice, in one piece or several. What is an ordering event is what was known on a day: for figures
/// that are compared, the last day of the current range.
pub fn sums_by_account<T: Clone + Default>(
    snapshot: &Snapshot,
    filter: &Filter,
    range: DayRange,
    known_on: Day,
    mut add: impl FnMut(&mut T, &AccountSales),
) -> Vec<T> {
    let sales = Sales::of(snapshot, filter);
    let mut sums = vec![T::default(); sales.account_places()];
    sales.each_account_sale(range, known_on, |account, sold| {
        if let Some(sum) = sums.get_mut(account as usize) {
            add(sum, sold);
        }
    });
    sums
}

/// The same of both ranges of a window. What is an ordering event is what was known at the end of the current range.
pub fn compared_by_account<T: Clone + Default + Send>(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    add: impl Fn(&mut T, &AccountSales) + Sync,
) -> Compared<Vec<T>> {
    filter.compared(window, |range| sums_by_account(snapshot, filter, range, window.current.last(), &add))
}

/// The accounts of the slice of which something bought in a range is as asked: each gets what an account bought, in
/// one piece or several. What is an ordering event is what was known on the last day of the range.
pub fn accounts_that(
    snapshot: &Snapshot,
    filter: &Filter,
    range: DayRange,
    is_asked: impl Fn(&AccountSales) -> bool,
) -> Filter {
    let found =
        sums_by_account(snapshot, filter, range, range.last(), |found, sold| *found |= is_asked(sold));
    filter.clone().in_mask(&found)
}

/// The sum of the `count` largest of some amounts above zero.
pub fn sum_of_largest(amounts: impl Iterator<Item = i64>, count: usize) -> i64 {
    let mut positive: Vec<i64> = amounts.filter(|amount| *amount > 0).collect();
    if count < positive.len() {
        positive.select_nth_unstable_by(count, |left, right| right.cmp(left));
        positive.truncate(count);
    }
    positive.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_summed_whatever_their_sequence_and_debts_left_out() {
        let amounts = [5, -9, 40, 0, 7, 30];
        let sum = |count| sum_of_largest(amounts.into_iter(), count);
        assert_eq!([0, 1, 2, 3, 4, 50].map(sum), [0, 40, 70, 77, 82, 82]);
    }
}
