//! Work on many things that do not depend on each other, divided among the processor's cores.

use crate::{Answer, AppError};
use bellwether_ledger::{Day, Snapshot};
use bellwether_scoring::Book;
use std::any::Any;

/// One result for each share of the items, in their order; there are no more shares than cores, so
/// results must not depend on where one share ends and the next begins.
///
/// # Errors
/// `Internal` when a thread panicked.
pub(crate) fn in_shares<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Answer<Vec<R>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = items.chunks(share).map(|share| scope.spawn(move || work(share))).collect();
        // Every thread is waited for, even behind a broken one: the scope would panic for those left over.
        let outcomes: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        outcomes.into_iter().map(|outcome| outcome.map_err(broke)).collect()
    })
}

/// Two pieces of work, done at the same time. One whose thread broke is left undone, which whoever asked for it sees.
pub(crate) fn at_once(first: &mut (dyn FnMut() + Send), second: &mut (dyn FnMut() + Send)) {
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        second();
        // Waited for here, because the scope would panic in its place.
        drop(first.join());
    });
}

fn broke(_panic: Box<dyn Any + Send>) -> AppError {
    AppError::Internal("a worker thread broke".to_owned())
}

/// What the ledger held on a day, observed on every core.
///
/// # Errors
/// As for [`in_shares`].
pub(crate) fn observe(snapshot: &Snapshot, as_of: Day) -> Answer<Book> {
    let places: Vec<u32> = snapshot.dimensions().live_accounts().map(|(place, _)| place).collect();
    let parts = in_shares(&places, |places| Book::observe_some(snapshot, places.iter().copied(), as_of))?;
    Ok(Book::joined(snapshot, parts, as_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_back_whole_and_in_order() {
        for count in [0, 1, 2, 3, 1_000] {
            let items: Vec<u32> = (0..count).collect();
            let doubled = in_shares(&items, |share| share.iter().map(|item| item * 2).collect::<Vec<_>>());
            let expected: Vec<u32> = items.iter().map(|item| item * 2).collect();
            assert_eq!(doubled.expect("no thread breaks").concat(), expected);
        }
    }

    #[test]
    fn a_broken_thread_is_an_error_and_not_a_crash() {
        let outcome = in_shares(&[1, 2, 3], |share| assert!(share.contains(&99), "broken on purpose"));
        assert!(outcome.is_err());
    }
}
