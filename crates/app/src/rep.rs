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
        let accounts = book.dimensions().account_columns();
        let mut has_state = vec![false; accounts.states().len()];
        for index in book.visible_to(caller).indices() {
            reps.extend(accounts.rep(index));
            regions.extend(accounts.region(index));
            has_state[accounts.state(index)] = true;
        }
        let states = accounts.states().iter().zip(has_state).filter(|(_, is_used)| *is_used);
        let states: BTreeSet<String> =
            states.map(|(state, _)| state.to_string()).filter(|state| !state.is_empty()).collect();
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
