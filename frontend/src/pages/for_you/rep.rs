//! Whose cards: everybody's in scope, or those of one rep.

use crate::components::address_select;
use crate::state::filters::Filters;
use crate::state::session::use_session;
use bellwether_core::Role;
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
    let picks = untrack(|| use_session().me()).is_some_and(|me| picks_reps(me.role));
    if picks { address_select::rep_select(filters) } else { ().into_any() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_but_a_rep_may_look_at_one_rep() {
        assert_eq!(Role::ALL.map(picks_reps), [false, true, true, true]);
    }
}
