//! Which categories every account bought within twelve months: one bit each, so that a list of all accounts is
//! narrowed to the buyers of a category without reading a line.

use crate::account_rows::trailing_months;
use crate::products::places_by_category;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use chrono::NaiveDate;

/// Categories that one word marks.
const WORD: usize = 64;

/// Marks by account index and category index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryMarks {
    /// Words of one account.
    words: usize,
    marks: Vec<u64>,
}

/// The categories of every account's valid orders of the twelve months up to a date.
pub fn category_marks(snapshot: &Snapshot, as_of: NaiveDate) -> CategoryMarks {
    let dimensions = snapshot.dimensions();
    // The last place is that of products without a category.
    let words = (dimensions.categories().len() + 1).div_ceil(WORD);
    let mut found = CategoryMarks { words, marks: vec![0; words * dimensions.accounts().len()] };
    let places = places_by_category(dimensions);
    let filter = Filter::all(snapshot);
    let range = trailing_months(as_of);
    Sales::of(snapshot, &filter).each_buyer(range, range.last(), |account, product| {
        found.mark(account, places.get(product as usize));
    });
    found
}

impl CategoryMarks {
    /// Whether the account bought the category; accounts and categories that came later were not seen.
    pub fn has_bought(&self, account: u32, category: u32) -> bool {
        let category = category as usize;
        let word = self.marks.get(account as usize * self.words + category / WORD);
        category / WORD < self.words && word.is_some_and(|word| word >> (category % WORD) & 1 == 1)
    }

    /// The same after the histories of some accounts were replaced.
    #[must_use]
    pub fn with_accounts(&self, snapshot: &Snapshot, as_of: NaiveDate, accounts: &[u32]) -> Self {
        let mut next = self.clone();
        next.marks.resize(self.words * snapshot.dimensions().accounts().len(), 0);
        let places = places_by_category(snapshot.dimensions());
        let filter = Filter::all(snapshot);
        let range = trailing_months(as_of);
        for (account, history) in accounts.iter().filter_map(|own| Some((*own, snapshot.history(*own)?))) {
            let first = account as usize * self.words;
            next.marks[first..first + self.words].fill(0);
            filter.each_line(history, range, range.last(), |_, is_order, line| {
                if is_order {
                    next.mark(account, places.get(line.product as usize));
                }
            });
        }
        next
    }

    fn mark(&mut self, account: u32, place: Option<&usize>) {
        let Some(place) = place.filter(|place| **place / WORD < self.words) else { return };
        if let Some(word) = self.marks.get_mut(account as usize * self.words + place / WORD) {
            *word |= 1 << (place % WORD);
        }
    }
}
