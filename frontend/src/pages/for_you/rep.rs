//! Whose cards: everybody's in scope, or those of one rep.

use crate::components::address_select::address_select;
use crate::state::filters::Filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::Role;
use bellwether_core::rep::FilterChoices;
use leptos::prelude::*;

/// Whether somebody looks after accounts of several reps.
fn picks_reps(role: Role) -> bool {
    match role {
        Role::Rep => false,
        Role::Manager | Role::Leadership | Role::Admin => true,
    }
}

/// The reps to choose between; nothing for a rep, who sees one book.
pub fn rep_select(filters: Filters) -> AnyView {
    let session = use_session();
    if !untrack(|| session.me()).is_some_and(|me| picks_reps(me.role)) {
        return ().into_any();
    }
    let choices: Loader<FilterChoices> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.filter_choices().await }
        },
    );
    let reps = move || {
        let choices = choices.value();
        let reps = choices.iter().flat_map(|choices| &choices.reps);
        reps.map(|rep| (rep.id.to_string(), rep.name.clone())).collect()
    };
    address_select(filters, "rep", "Rep", "All reps", Signal::derive(reps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_but_a_rep_may_look_at_one_rep() {
        assert_eq!(Role::ALL.map(picks_reps), [false, true, true, true]);
    }
}
