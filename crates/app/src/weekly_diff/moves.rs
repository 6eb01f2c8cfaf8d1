//! Who moved: between segments, and in sales.

use super::Week;
use bellwether_core::weekly_diff::{Mover, SegmentMove};
use bellwether_core::{Cents, Segment};
use bellwether_ledger::by_account::sums_by_account;
use itertools::Itertools;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Accounts shown of each move.
const SHOWN: usize = 5;
/// Risers shown, and fallers.
const MOVERS: usize = 10;

/// From one segment, if any, to another, by their places in display order.
type Way = (Option<usize>, usize);

/// Moves between segments, the most money first; none when nothing was scored before.
pub(super) fn between_segments(week: &Week<'_>) -> Vec<SegmentMove> {
    if week.stood.is_none() {
        return Vec::new();
    }
    let summaries = week.book.summaries(week.book.as_of());
    let mut moved: BTreeMap<Way, Vec<(Reverse<i64>, u32)>> = BTreeMap::new();
    for account in week.filter.indices() {
        let (from, to) = (week.segment_then(account), week.segment_now(account));
        if let Some(to) = to.filter(|to| Some(*to) != from) {
            let key = (from.map(place_of), place_of(to));
            moved.entry(key).or_default().push((Reverse(summaries.trailing_cents(account)), account));
        }
    }
    let mut moves: Vec<SegmentMove> = moved
        .into_iter()
        .filter_map(|((from, to), mut accounts)| {
            accounts.sort_unstable();
            let trailing = accounts.iter().map(|(Reverse(cents), _)| Cents(*cents)).sum();
            Some(SegmentMove {
                from: from.and_then(|from| Segment::ALL.get(from).copied()),
                to: Segment::ALL.get(to).copied()?,
                accounts: accounts.len() as u64,
                trailing_revenue_cents: trailing,
                top: accounts.iter().take(SHOWN).filter_map(|(_, account)| week.mover(*account)).collect(),
            })
        })
        .collect();
    moves.sort_by_key(|moved| Reverse((moved.trailing_revenue_cents, moved.accounts)));
    moves
}

/// The place of a segment in display order.
fn place_of(segment: Segment) -> usize {
    Segment::ALL.iter().position(|known| *known == segment).unwrap_or(Segment::ALL.len())
}

/// Accounts whose sales grew most, and those whose sales fell most, against as many days before.
pub(super) fn movers(week: &Week<'_>) -> (Vec<Mover>, Vec<Mover>) {
    let snapshot = week.book.snapshot();
    let known_on = week.window.current.last();
    let sum = |range| {
        sums_by_account(snapshot, &week.filter, range, known_on, |sum: &mut i64, sold| {
            *sum += sold.amounts.revenue_cents;
        })
    };
    let (current, previous) = (sum(week.window.current), sum(week.window.previous));
    let changes = (0..).zip(current.iter().zip(&previous).map(|(current, previous)| current - previous));
    let (mut fell, mut rose) = (Vec::new(), Vec::new());
    for (account, cents) in changes {
        match cents {
            1.. => rose.push((-cents, account)),
            0 => {}
            ..0 => fell.push((cents, account)),
        }
    }
    (first(week, rose), first(week, fell))
}

/// The first of accounts by a number, the smallest first.
fn first(week: &Week<'_>, rows: Vec<(i64, u32)>) -> Vec<Mover> {
    rows.into_iter().k_smallest(MOVERS).filter_map(|(_, account)| week.mover(account)).collect()
}
