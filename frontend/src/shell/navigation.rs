//! The places of the product: one list that rail, bottom bar, More sheet and keys are made from.

use crate::components::icon::{Icon, IconName};
use crate::components::popover::{Popover, close};
use crate::state::filters::use_filters;
use crate::state::session::use_session;
use bellwether_core::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A page one can go to from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// The executive page.
    Dashboard,
    /// The account list.
    Accounts,
    /// The map.
    Map,
    /// Products and units.
    Products,
    /// How predictions turned out.
    Accuracy,
    /// The rule lab.
    Rules,
    /// Files that came in.
    Imports,
    /// Settings and jobs.
    Settings,
}

impl Destination {
    /// Every place in display order.
    pub const ALL: [Self; 8] = [
        Self::Dashboard,
        Self::Accounts,
        Self::Map,
        Self::Products,
        Self::Accuracy,
        Self::Rules,
        Self::Imports,
        Self::Settings,
    ];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboard",
            Self::Accounts => "Accounts",
            Self::Map => "Map",
            Self::Products => "Products",
            Self::Accuracy => "Accuracy",
            Self::Rules => "Rule lab",
            Self::Imports => "Imports",
            Self::Settings => "Settings",
        }
    }

    /// Its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Dashboard => "/",
            Self::Accounts => "/accounts",
            Self::Map => "/map",
            Self::Products => "/products",
            Self::Accuracy => "/accuracy",
            Self::Rules => "/rules",
            Self::Imports => "/imports",
            Self::Settings => "/settings",
        }
    }

    /// The key after `g` that leads there.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dashboard => "d",
            Self::Accounts => "a",
            Self::Map => "m",
            Self::Products => "p",
            Self::Accuracy => "c",
            Self::Rules => "l",
            Self::Imports => "i",
            Self::Settings => "s",
        }
    }

    fn icon(self) -> IconName {
        match self {
            Self::Dashboard => IconName::Dashboard,
            Self::Accounts => IconName::Accounts,
            Self::Map => IconName::Map,
            Self::Products => IconName::Products,
            Self::Accuracy => IconName::Accuracy,
            Self::Rules => IconName::RuleLab,
            Self::Imports => IconName::Imports,
            Self::Settings => IconName::Settings,
        }
    }

    /// Whether the picked period changes what the page shows.
    pub fn has_period(self) -> bool {
        match self {
            Self::Dashboard | Self::Accounts | Self::Products => true,
            Self::Map | Self::Accuracy | Self::Rules | Self::Imports | Self::Settings => false,
        }
    }

    /// Whether a person with this role is offered it.
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Dashboard
            | Self::Accounts
            | Self::Map
            | Self::Products
            | Self::Accuracy
            | Self::Settings => true,
            Self::Rules => matches!(role, Role::Manager | Role::Leadership | Role::Admin),
            Self::Imports => matches!(role, Role::Leadership | Role::Admin),
        }
    }

    /// The place an address belongs to.
    pub fn at(path: &str) -> Option<Self> {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or(path);
        Self::ALL.into_iter().find(|place| place.path().trim_start_matches('/') == first)
    }

    /// Whether it has a place of its own on a phone's bottom bar.
    fn is_on_bottom_bar(self) -> bool {
        match self {
            Self::Dashboard | Self::Accounts | Self::Map | Self::Products => true,
            Self::Accuracy | Self::Rules | Self::Imports | Self::Settings => false,
        }
    }
}

/// The places offered to the person signed in; tracked.
fn offered() -> Vec<Destination> {
    let role = use_session().me().map_or(Role::Rep, |me| me.role);
    Destination::ALL.into_iter().filter(|place| place.is_for(role)).collect()
}

fn link(place: Destination, class: &'static str) -> AnyView {
    let filters = use_filters();
    let path = use_location().pathname;
    let is_here = move || Destination::at(&path.get()) == Some(place);
    view! {
        <a
            class=class
            href=move || filters.link(place.path())
            aria-current=move || is_here().then_some("page")
            title=format!("{} (g then {})", place.label(), place.key())
        >
            <Icon name=place.icon() />
            <span>{place.label()}</span>
        </a>
    }
    .into_any()
}

/// The rail at the left of a laptop's window.
#[component]
pub fn Rail() -> impl IntoView {
    let places = move |is_lower: bool| {
        let chosen = offered().into_iter().filter(move |place| (*place == Destination::Settings) == is_lower);
        chosen.map(|place| view! { <li>{link(place, "rail-link")}</li> }.into_any()).collect_view()
    };
    let organisation = move || use_session().me().map(|me| me.organisation);
    view! {
        <nav class="rail" aria-label="Main">
            <a class="brand" href="/"><Icon name=IconName::Mark /><span>"Bellwether"</span></a>
            <ul class="rail-list">{move || places(false)}</ul>
            <div class="rail-rest"></div>
            <ul class="rail-list">{move || places(true)}</ul>
            <p class="rail-organisation">{organisation}</p>
        </nav>
    }
    .into_any()
}

const MORE: &str = "more";

/// The bar at the bottom of a phone.
#[component]
pub fn BottomBar() -> impl IntoView {
    let (main, rest) = untrack(offered).into_iter().partition::<Vec<_>, _>(|place| place.is_on_bottom_bar());
    let main = main
        .into_iter()
        .map(|place| view! { <li>{link(place, "bottom-link")}</li> }.into_any())
        .collect_view();
    let rest = rest
        .into_iter()
        .map(|place| view! { <li>{link(place, "sheet-link")}</li> }.into_any())
        .collect_view();
    let button = view! { <Icon name=IconName::More /><span>"More"</span> }.into_any();
    view! {
        <nav class="bottombar" aria-label="Main">
            <ul>
                {main}
                <li>
                    <Popover id=MORE label="More pages" button_class="bottom-link" button>
                        <ul class="sheet-list" on:click=move |_| close(MORE)>{rest}</ul>
                    </Popover>
                </li>
            </ul>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_record_belongs_to_the_list_it_is_in() {
        assert_eq!(Destination::at("/accounts/a_0123"), Some(Destination::Accounts));
        assert_eq!(Destination::at("/"), Some(Destination::Dashboard));
        assert_eq!(Destination::at("/nowhere"), None);
    }

    #[test]
    fn every_place_has_a_key_of_its_own() {
        let keys: HashSet<_> = Destination::ALL.into_iter().map(Destination::key).collect();
        assert_eq!(keys.len(), Destination::ALL.len());
    }

    #[test]
    fn the_rule_lab_is_offered_to_everybody_but_reps() {
        let offered = Role::ALL.into_iter().filter(|role| Destination::Rules.is_for(*role));
        assert_eq!(offered.collect::<Vec<_>>(), [Role::Manager, Role::Leadership, Role::Admin]);
    }

    #[test]
    fn imports_are_offered_to_leadership_and_admins_only() {
        let offered = Role::ALL.into_iter().filter(|role| Destination::Imports.is_for(*role));
        assert_eq!(offered.collect::<Vec<_>>(), [Role::Leadership, Role::Admin]);
    }
}
