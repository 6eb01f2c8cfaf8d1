//! Which categories every account bought within twelve months: one bit each, so that a list of all accounts is
//! narrowed to the buyers of a category without reading a line.

use crate::account_rows::trailing_months;
use crate::marks::Marks;
use crate::products::places_by_category;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use chrono::NaiveDate;

/// Marks by account index and category index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryMarks(Marks);

/// The categories of every account's valid orders of the twelve months up to a date.
pub fn category_marks(snapshot: &Snapshot, as_of: NaiveDate) -> CategoryMarks {
    let dimensions = snapshot.dimensions();
    // The last place is that of products without a category.
    let mut marks = Marks::none(dimensions.accounts().len(), dimensions.categories().len() + 1);
    let places = places_by_category(dimensions);
    let filter = Filter::all(snapshot);
    let range = trailing_months(as_of);
    Sales::of(snapshot, &filter).each_first_bought(&places, range, range.last(), |account, place, first| {
        if first.is_first_of_category {
            marks.mark(account, place);
        }
    });
    CategoryMarks(marks)
}

impl CategoryMarks {
    /// Whether the account bought the category; accounts and categories that came later were not seen.
    pub fn has_bought(&self, account: u32, category: u32) -> bool {
        self.0.holds(account, category as usize)
    }

    /// The same after the histories of some accounts were replaced.
    #[must_use]
    pub fn with_accounts(&self, snapshot: &Snapshot, as_of: NaiveDate, accounts: &[u32]) -> Self {
        let mut marks = self.0.clone();
        marks.resize(snapshot.dimensions().accounts().len());
        let places = places_by_category(snapshot.dimensions());
        let filter = Filter::all(snapshot);
        let range = trailing_months(as_of);
        for (account, history) in accounts.iter().filter_map(|own| Some((*own, snapshot.history(*own)?))) {
            marks.clear(account);
            filter.each_line(history, range, range.last(), |_, is_order, line| {
                if let Some(place) = places.get(line.product as usize).filter(|_| is_order) {
                    marks.mark(account, *place);
                }
            });
        }
        Self(marks)
    }
}
