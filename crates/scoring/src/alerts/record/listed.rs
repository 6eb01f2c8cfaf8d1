//! What came of items on the list "probably lost".

use super::ItemForecast;
use super::judgement::Judge;
use crate::alerts::case::Case;
use crate::alerts::{AccountFacts, AlertBook, LostItem};
use bellwether_ledger::{Day, Snapshot};

/// What was said of an item on the list of a book, and what came; none when the 90 days after are not all known on
/// `last_day`, or the account placed fewer than three orders in them.
pub fn listed(book: &AlertBook, snapshot: &Snapshot, lost: &LostItem, last_day: Day) -> Option<ItemForecast> {
    let facts = AccountFacts::default();
    let case = Case::new(book, snapshot, lost.place, &facts)?;
    Judge::new(&case, last_day).forecast(&lost.evidence)
}
