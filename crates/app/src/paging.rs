//! Pages by key: the cursor names the last row given, so that rows which come or go meanwhile
//! neither repeat nor hide others.

use crate::{Answer, AppError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bellwether_core::paging::{DEFAULT_LIMIT, Direction, MAX_LIMIT};
use chrono::NaiveDate;
use itertools::Itertools;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What a list is sorted by. Rows without a value come last in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum SortKey {
    Number(i64),
    Text(String),
    Missing(()),
}

impl SortKey {
    pub(crate) fn number(value: Option<i64>) -> Self {
        value.map_or(Self::Missing(()), Self::Number)
    }

    fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let ascending = match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (Self::Missing(()), Self::Missing(())) => Ordering::Equal,
            (Self::Missing(()), _) => return Ordering::Greater,
            (_, Self::Missing(())) => return Ordering::Less,
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        };
        match direction {
            Direction::Ascending => ascending,
            Direction::Descending => ascending.reverse(),
        }
    }
}

/// A row before it is drawn: its sort key, its id and its index in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) key: SortKey,
    pub(crate) id: i64,
    pub(crate) index: u32,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    list: String,
    key: SortKey,
    id: i64,
}

/// The rows of one page and where the next one starts.
pub(crate) struct Slice {
    pub(crate) indices: Vec<u32>,
    pub(crate) total: u64,
    pub(crate) next_cursor: Option<String>,
}

/// The page after `cursor`. `list` names the list and its sorting: a cursor of another one is refused.
pub(crate) fn slice(
    mut rows: Vec<Candidate>,
    list: &str,
    direction: Direction,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Answer<Slice> {
    let limit = rows_of(limit, DEFAULT_LIMIT)?;
    let total = rows.len() as u64;
    let order = |left: &Candidate, right: &Candidate| {
        left.key.compare(&right.key, direction).then_with(|| left.id.cmp(&right.id))
    };
    if let Some(text) = cursor {
        let after = decode(text, list)?;
        rows.retain(|row| order(row, &after) == Ordering::Greater);
    }
    let has_more = rows.len() > limit;
    let rows: Vec<Candidate> = rows.into_iter().k_smallest_by(limit, order).collect();
    let next_cursor = match rows.last() {
        Some(last) if has_more => Some(encode(list, last)?),
        _ => None,
    };
    Ok(Slice { indices: rows.into_iter().map(|row| row.index).collect(), total, next_cursor })
}

/// Where a row stands in a list, the first lowest: what it is sorted by, then its id.
pub(crate) type Rank = (i64, i64);

/// A number to sort by as the first part of a [`Rank`]. Rows without one come last in either direction.
pub(crate) fn rank_of(number: Option<i64>, direction: Direction) -> i64 {
    match direction {
        Direction::Ascending => number.unwrap_or(i64::MAX),
        // Turned round without leaving the numbers there are.
        Direction::Descending => number.map_or(i64::MAX, |number| !number),
    }
}

/// The number that a rank was made of; none when it was missing.
pub(crate) fn number_of(rank: i64, direction: Direction) -> Option<i64> {
    let is_missing = rank == i64::MAX;
    (!is_missing).then_some(match direction {
        Direction::Ascending => rank,
        Direction::Descending => !rank,
    })
}

/// The first rows of a long list, in order, with how many there are in all. `after` leaves out rows up to a place.
/// Rows are looked at once, and only those that may be among the first are kept, so that nothing long is sorted.
pub(crate) fn first_rows(
    rows: impl Iterator<Item = (Rank, u32)>,
    after: Option<Rank>,
    count: usize,
) -> (Vec<(Rank, u32)>, u64) {
    let mut total = 0;
    let mut first = BinaryHeap::with_capacity(count + 1);
    for row in rows {
        total += 1;
        if after.is_some_and(|after| row.0 <= after) {
            continue;
        }
        if first.len() < count {
            first.push(row);
        } else if let Some(mut worst) = first.peek_mut().filter(|worst| row < **worst) {
            *worst = row;
        }
    }
    (first.into_sorted_vec(), total)
}

/// Rows of a page, or so many when the caller does not say.
pub(crate) fn rows_of(limit: Option<u32>, usual: u32) -> Answer<usize> {
    let limit = limit.unwrap_or(usual);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(AppError::invalid("limit", format!("use 1 to {MAX_LIMIT}")));
    }
    Ok(limit as usize)
}

/// Where a row stands in a list that is sorted by a number and then by id, whichever way.
pub(crate) type Place = (i64, i64);

/// The place of the last row given; none for the first page.
pub(crate) fn place_of(cursor: Option<&str>, list: &str) -> Answer<Option<Place>> {
    let Some(text) = cursor else { return Ok(None) };
    match decode(text, list)? {
        Candidate { key: SortKey::Number(number), id, .. } => Ok(Some((number, id))),
        Candidate { key: SortKey::Text(_) | SortKey::Missing(()), .. } => Err(AppError::InvalidCursor),
    }
}

/// The cursor after a row of a list that the database has cut already.
pub(crate) fn cursor_after(list: &str, (number, id): Place) -> Answer<String> {
    encode(list, &Candidate { key: SortKey::Number(number), id, index: 0 })
}

/// The same of a list that is sorted by a date, whose places count days of the common era.
pub(crate) fn dated_place_of(cursor: Option<&str>, list: &str) -> Answer<Option<(NaiveDate, i64)>> {
    let Some((number, id)) = place_of(cursor, list)? else { return Ok(None) };
    let date = i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    Ok(Some((date.ok_or(AppError::InvalidCursor)?, id)))
}

/// What to ask a database for, to learn whether there is more than a page.
pub(crate) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).map_or(i64::MAX, |limit| limit.saturating_add(1))
}

/// Cuts one row more than a page down to the page; the cursor of the next one when there was one more.
pub(crate) fn cut<T>(
    rows: &mut Vec<T>,
    limit: usize,
    list: &str,
    place: impl Fn(&T) -> Place,
) -> Answer<Option<String>> {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let Some(last) = rows.last().filter(|_| has_more) else { return Ok(None) };
    cursor_after(list, place(last)).map(Some)
}

pub(crate) fn encode(list: &str, last: &Candidate) -> Answer<String> {
    let cursor = Cursor { list: list.to_owned(), key: last.key.clone(), id: last.id };
    let text = serde_json::to_vec(&cursor).map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(text))
}

pub(crate) fn decode(text: &str, list: &str) -> Answer<Candidate> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| AppError::InvalidCursor)?;
    let cursor: Cursor = serde_json::from_slice(&bytes).map_err(|_| AppError::InvalidCursor)?;
    if cursor.list != list {
        return Err(AppError::InvalidCursor);
    }
    Ok(Candidate { key: cursor.key, id: cursor.id, index: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Candidate> {
        let keys = [Some(5), None, Some(9), Some(5), None, Some(1)];
        (0..)
            .zip(keys)
            .map(|(index, key)| Candidate { key: SortKey::number(key), id: i64::from(index), index })
            .collect()
    }

    fn walk(direction: Direction, limit: u32) -> Vec<u32> {
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page =
                slice(rows(), "list", direction, Some(limit), cursor.as_deref()).expect("a valid call");
            assert_eq!(page.total, 6);
            seen.extend(page.indices);
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => return seen,
            }
        }
    }

    #[test]
    fn pages_of_any_size_give_every_row_once_and_missing_values_last() {
        for limit in 1..=7 {
            assert_eq!(walk(Direction::Descending, limit), [2, 0, 3, 5, 1, 4]);
            assert_eq!(walk(Direction::Ascending, limit), [5, 0, 3, 2, 1, 4]);
        }
    }

    #[test]
    fn long_lists_give_every_row_once_and_missing_values_last() {
        for direction in [Direction::Ascending, Direction::Descending] {
            let ranked = || {
                let number = |row: &Candidate| match row.key {
                    SortKey::Number(number) => Some(number),
                    SortKey::Text(_) | SortKey::Missing(()) => None,
                };
                let rows = rows().into_iter();
                rows.map(move |row| ((rank_of(number(&row), direction), row.id), row.index))
            };
            for limit in 1..=7 {
                let (mut seen, mut after) = (Vec::new(), None);
                loop {
                    let (page, total) = first_rows(ranked(), after, limit);
                    assert_eq!(total, rows().len() as u64);
                    let Some((last, _)) = page.last() else { break };
                    after = Some(*last);
                    seen.extend(page.iter().map(|(_, index)| *index));
                }
                assert_eq!(seen, walk(direction, 3));
            }
        }
        assert_eq!(number_of(rank_of(Some(-7), Direction::Descending), Direction::Descending), Some(-7));
        assert_eq!(number_of(rank_of(None, Direction::Descending), Direction::Descending), None);
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let page = slice(rows(), "list", Direction::Descending, Some(2), None).expect("a valid call");
        let cursor = page.next_cursor.expect("there are more rows");
        assert!(matches!(
            slice(rows(), "other", Direction::Descending, None, Some(&cursor)),
            Err(AppError::InvalidCursor)
        ));
        assert!(slice(rows(), "list", Direction::Descending, None, Some("%%%")).is_err());
        assert!(slice(rows(), "list", Direction::Descending, Some(0), None).is_err());
    }
}
