//! Whose accounts a page is about: everybody's that the reader may see, those of a region, or those of one rep.

use crate::components::address_select::{Named, address_select};
use crate::state::filters::Filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::Role;
use bellwether_core::rep::FilterChoices;
use leptos::prelude::*;

/// What filters can be set to, asked for when they are shown.
pub fn load_choices() -> Loader<FilterChoices> {
    let session = use_session();
    load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.filter_choices().await }
        },
    )
}

/// Names to pick from, once they are known.
pub fn named(choices: Loader<FilterChoices>, pick: fn(&FilterChoices) -> Named) -> Signal<Named> {
    Signal::derive(move || choices.value().map(|choices| pick(&choices)).unwrap_or_default())
}

/// The drop-down of reps.
pub fn reps_of(filters: Filters, choices: Loader<FilterChoices>) -> AnyView {
    let names = |choices: &FilterChoices| {
        choices.reps.iter().map(|rep| (rep.id.to_string(), rep.name.clone())).collect()
    };
    address_select(filters, "rep", "Rep", "All reps", named(choices, names))
}

/// The drop-down of regions.
pub fn regions_of(filters: Filters, choices: Loader<FilterChoices>) -> AnyView {
    let names = |choices: &FilterChoices| {
        choices.regions.iter().map(|region| (region.id.to_string(), region.name.clone())).collect()
    };
    address_select(filters, "region", "Region", "All regions", named(choices, names))
}

/// The drop-down of the reps whose accounts the reader may see, in a toolbar; nothing for a rep, who sees one book.
pub fn rep_select(filters: Filters) -> AnyView {
    selects("late-selects", |choices| reps_of(filters, choices))
}

/// The drop-down of reps at the head of a page.
pub fn rep_scope(filters: Filters) -> AnyView {
    selects(AT_HEAD, |choices| reps_of(filters, choices))
}

/// The drop-downs of regions and reps at the head of a page.
pub fn scope_selects(filters: Filters) -> AnyView {
    selects(AT_HEAD, |choices| view! { {regions_of(filters, choices)}{reps_of(filters, choices)} }.into_any())
}

const AT_HEAD: &str = "toolbar scope-selects";

/// Drop-downs for those who look after several books. Busy until their names have come, for which the page's place
/// waits too.
fn selects(class: &'static str, inside: impl FnOnce(Loader<FilterChoices>) -> AnyView) -> AnyView {
    if !sees_several() {
        return ().into_any();
    }
    let choices = load_choices();
    view! { <div class=class aria-busy=move || choices.is_loading().to_string()>{inside(choices)}</div> }
        .into_any()
}

fn sees_several() -> bool {
    untrack(|| use_session().me()).is_some_and(|me| looks_after_several(me.role))
}

/// Whether somebody looks after accounts of several reps.
fn looks_after_several(role: Role) -> bool {
    match role {
        Role::Rep => false,
        Role::Manager | Role::Leadership | Role::Admin => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_but_a_rep_may_look_at_one_rep() {
        assert_eq!(Role::ALL.map(looks_after_several), [false, true, true, true]);
    }
}
