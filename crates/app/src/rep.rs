//! What a caller can filter by.

use crate::{Answer, App, Caller};
use bellwether_core::rep::FilterChoices;
use std::collections::BTreeSet;

impl App {
    /// Reps, regions and states with accounts the caller may see, and the product categories.
    ///
    /// # Errors
    /// None so far.
    pub fn filter_choices(&self, caller: &Caller) -> Answer<FilterChoices> {
        let book = self.book();
        let mut reps = BTreeSet::new();
        let mut regions = BTreeSet::new();
        let mut states = BTreeSet::new();
        for (_, account) in book.accounts_in(&caller.scope) {
            reps.extend(account.rep);
            regions.extend(account.region);
            if !account.state.is_empty() && !states.contains(&*account.state) {
                states.insert(account.state.to_string());
            }
        }
        let mut choices = FilterChoices {
            reps: reps.into_iter().filter_map(|rep| book.rep_ref(rep)).collect(),
            regions: regions.into_iter().filter_map(|region| book.region_ref(region)).collect(),
            states: states.into_iter().collect(),
            categories: (0..)
                .take(book.dimensions().categories().len())
                .filter_map(|category| book.category_ref(category))
                .collect(),
        };
        choices.reps.sort_by(|left, right| left.name.cmp(&right.name));
        choices.regions.sort_by(|left, right| left.name.cmp(&right.name));
        choices.categories.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(choices)
    }
}
