//! Finds the orders of a page in the ledger, the newest first, without sorting all of them.

use super::{Book, Place};
use bellwether_core::OrderStatus;
use bellwether_ledger::{Day, DayRange, Filter, Order};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Added to the day of a draft, so that drafts come before what was placed.
const DRAFTS_FIRST: i64 = 1 << 40;

/// An order of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Index of its account.
    pub(super) account: u32,
    /// The order.
    pub(super) order: Order,
}

impl Found {
    /// Where it stands in its list.
    pub(super) fn place(&self) -> Place {
        let first = if self.order.status == OrderStatus::Draft { DRAFTS_FIRST } else { 0 };
        (first + i64::from(self.order.day), self.order.id)
    }
}

/// Open drafts of any age, then what is dated `as_of`: up to `rows` after the place given, and how many there are.
pub(super) fn current(
    book: &Book,
    filter: &Filter,
    as_of: Day,
    after: Option<Place>,
    rows: usize,
) -> (Vec<Found>, u64) {
    let snapshot = book.snapshot();
    let drafts = book.drafts().open(snapshot, filter, as_of);
    let mut found: Vec<Found> = drafts.map(|(account, order)| Found { account, order: *order }).collect();
    let today = DayRange::ending_on(as_of, 1);
    for (account, history) in filter.histories(snapshot) {
        let placed = history.orders_in(today).iter().filter(|order| order.status != OrderStatus::Draft);
        found.extend(placed.map(|order| Found { account, order: *order }));
    }
    let total = found.len() as u64;
    found.retain(|found| after.is_none_or(|after| found.place() < after));
    found.sort_unstable_by_key(|found| Reverse(found.place()));
    found.truncate(rows);
    (found, total)
}

/// What is dated before `as_of` and is no draft: up to `rows` after the place given, and how many there are.
pub(super) fn past(
    book: &Book,
    filter: &Filter,
    as_of: Day,
    after: Option<Place>,
    rows: usize,
) -> (Vec<Found>, u64) {
    let snapshot = book.snapshot();
    let before_today = DayRange { from: Day::MIN, until: as_of };
    let reach = after.and_then(|(day, _)| Day::try_from(day.saturating_add(1)).ok());
    let within_reach = DayRange { from: Day::MIN, until: reach.map_or(as_of, |reach| reach.min(as_of)) };
    let mut newest = Newest::of(rows);
    let mut dated = 0;
    for (account, history) in filter.histories(snapshot) {
        dated += history.orders_in(before_today).len();
        let orders = history.orders_in(within_reach).iter().enumerate().rev();
        for (position, order) in orders.filter(|(_, order)| order.status != OrderStatus::Draft) {
            let place = (i64::from(order.day), order.id);
            if after.is_some_and(|after| place >= after) {
                continue;
            }
            if !newest.take(place, account, position) {
                break;
            }
        }
    }
    let drafts = book.drafts().open(snapshot, filter, as_of).filter(|(_, order)| order.day < as_of).count();
    let found = newest.into_places().into_iter().filter_map(|(account, position)| {
        let order = snapshot.history(account)?.orders().get(position)?;
        Some(Found { account, order: *order })
    });
    (found.collect(), dated.saturating_sub(drafts) as u64)
}

/// The newest orders of many that are shown to it.
struct Newest {
    most: usize,
    /// Place in the list, account and position in its history; the oldest on top.
    kept: BinaryHeap<Reverse<(Place, u32, usize)>>,
}

impl Newest {
    fn of(most: usize) -> Self {
        Self { most, kept: BinaryHeap::with_capacity(most + 1) }
    }

    /// Keeps the order if it is among the newest so far; whether it was.
    fn take(&mut self, place: Place, account: u32, position: usize) -> bool {
        let is_full = self.kept.len() >= self.most;
        if is_full && self.kept.peek().is_some_and(|Reverse((oldest, ..))| *oldest > place) {
            return false;
        }
        self.kept.push(Reverse((place, account, position)));
        if is_full {
            self.kept.pop();
        }
        true
    }

    /// Account and position of each, the newest first.
    fn into_places(self) -> Vec<(u32, usize)> {
        let sorted = self.kept.into_sorted_vec();
        sorted.into_iter().map(|Reverse((_, account, position))| (account, position)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_many_are_kept_newest_first() {
        let mut newest = Newest::of(3);
        for (day, id) in [(5, 1), (9, 2), (9, 3), (1, 4), (7, 5)] {
            newest.take((day, id), 0, usize::try_from(id).expect("a small id"));
        }
        assert_eq!(newest.into_places(), [(0, 3), (0, 2), (0, 5)]);
    }

    #[test]
    fn an_order_older_than_all_that_are_kept_is_refused_so_that_its_account_can_be_left() {
        let mut newest = Newest::of(1);
        assert!(newest.take((5, 1), 0, 0));
        assert!(!newest.take((4, 2), 0, 1));
        assert!(newest.take((6, 3), 0, 2));
    }
}
