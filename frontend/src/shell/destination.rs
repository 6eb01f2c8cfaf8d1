//! The places of the product: one list that rail, bottom bar, More sheet and keys are made from.

use crate::components::icon::IconName;
use bellwether_core::{Permissions, Role};

/// A page one can go to from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// Who needs me next.
    ForYou,
    /// The executive page.
    Dashboard,
    /// What changed since last Monday.
    Weekly,
    /// The account list.
    Accounts,
    /// The map.
    Map,
    /// Products and units.
    Products,
    /// Orders, current and past.
    Orders,
    /// Invoices and credit memos.
    Invoices,
    /// Sales targets.
    Targets,
    /// How predictions turned out.
    Accuracy,
    /// The rule lab.
    Rules,
    /// Files that came in.
    Imports,
    /// What is told to whom.
    Notifications,
    /// Settings and jobs.
    Settings,
}

impl Destination {
    /// Every place in display order.
    pub const ALL: [Self; 14] = [
        Self::ForYou,
        Self::Dashboard,
        Self::Weekly,
        Self::Accounts,
        Self::Map,
        Self::Products,
        Self::Orders,
        Self::Invoices,
        Self::Targets,
        Self::Accuracy,
        Self::Rules,
        Self::Imports,
        Self::Notifications,
        Self::Settings,
    ];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::ForYou => "For You",
            Self::Dashboard => "Dashboard",
            Self::Weekly => "Monday",
            Self::Accounts => "Accounts",
            Self::Map => "Map",
            Self::Products => "Products",
            Self::Orders => "Orders",
            Self::Invoices => "Invoices",
            Self::Targets => "Targets",
            Self::Accuracy => "Accuracy",
            Self::Rules => "Rule lab",
            Self::Imports => "Imports",
            Self::Notifications => "Notifications",
            Self::Settings => "Settings",
        }
    }

    /// Its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::ForYou => "/for-you",
            Self::Dashboard => "/dashboard",
            Self::Weekly => "/weekly",
            Self::Accounts => "/accounts",
            Self::Map => "/map",
            Self::Products => "/products",
            Self::Orders => "/orders",
            Self::Invoices => "/invoices",
            Self::Targets => "/targets",
            Self::Accuracy => "/accuracy",
            Self::Rules => "/rules",
            Self::Imports => "/imports",
            Self::Notifications => "/notifications",
            Self::Settings => "/settings",
        }
    }

    /// The key after `g` that leads there.
    pub fn key(self) -> &'static str {
        match self {
            Self::ForYou => "f",
            Self::Dashboard => "d",
            Self::Weekly => "w",
            Self::Accounts => "a",
            Self::Map => "m",
            Self::Products => "p",
            Self::Orders => "o",
            Self::Invoices => "v",
            Self::Targets => "t",
            Self::Accuracy => "c",
            Self::Rules => "l",
            Self::Imports => "i",
            Self::Notifications => "n",
            Self::Settings => "s",
        }
    }

    /// What stands beside the word.
    pub fn icon(self) -> IconName {
        match self {
            Self::ForYou => IconName::ForYou,
            Self::Dashboard => IconName::Dashboard,
            Self::Weekly => IconName::Calendar,
            Self::Accounts => IconName::Accounts,
            Self::Map => IconName::Map,
            Self::Products => IconName::Products,
            Self::Orders => IconName::Orders,
            Self::Invoices => IconName::Invoices,
            Self::Targets => IconName::Targets,
            Self::Accuracy => IconName::Accuracy,
            Self::Rules => IconName::RuleLab,
            Self::Imports => IconName::Imports,
            Self::Notifications => IconName::Bell,
            Self::Settings => IconName::Settings,
        }
    }

    /// Whether the picked period changes what the page shows.
    pub fn has_period(self) -> bool {
        match self {
            Self::Dashboard | Self::Accounts | Self::Products => true,
            Self::ForYou
            | Self::Weekly
            | Self::Map
            | Self::Orders
            | Self::Invoices
            | Self::Targets
            | Self::Accuracy
            | Self::Rules
            | Self::Imports
            | Self::Notifications
            | Self::Settings => false,
        }
    }

    /// Whether a person with this role is offered it.
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Dashboard
            | Self::Accounts
            | Self::Map
            | Self::Products
            | Self::Orders
            | Self::Invoices
            | Self::Targets
            | Self::Accuracy
            | Self::Notifications
            | Self::Settings => true,
            Self::ForYou => true,
            Self::Weekly | Self::Rules => matches!(role, Role::Manager | Role::Leadership | Role::Admin),
            Self::Imports => matches!(role, Role::Leadership | Role::Admin),
        }
    }

    /// Whether rail and sheet list it; the person's menu and Settings lead to the others.
    pub fn is_listed(self) -> bool {
        self != Self::Notifications
    }

    /// Whether a person with these permissions is shown anything there.
    pub fn is_open_with(self, permissions: Permissions) -> bool {
        self != Self::Invoices || permissions.view_financials
    }

    /// The place an address belongs to; the address without a path shows the dashboard to whoever stays there.
    pub fn at(path: &str) -> Option<Self> {
        if path == "/" {
            return Some(Self::Dashboard);
        }
        let first = path.trim_start_matches('/').split('/').next().unwrap_or(path);
        Self::ALL.into_iter().find(|place| place.path().trim_start_matches('/') == first)
    }

    /// Whether it has a place of its own on a phone's bottom bar.
    pub fn is_on_bottom_bar(self) -> bool {
        match self {
            Self::ForYou | Self::Accounts | Self::Map | Self::Orders => true,
            Self::Dashboard
            | Self::Weekly
            | Self::Products
            | Self::Invoices
            | Self::Targets
            | Self::Accuracy
            | Self::Rules
            | Self::Imports
            | Self::Notifications
            | Self::Settings => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_record_belongs_to_the_list_it_is_in() {
        assert_eq!(Destination::at("/accounts/a_0123"), Some(Destination::Accounts));
        assert_eq!(Destination::at("/"), Some(Destination::Dashboard));
        assert_eq!(Destination::at("/for-you"), Some(Destination::ForYou));
        assert_eq!(Destination::at("/nowhere"), None);
    }

    #[test]
    fn every_place_has_a_key_of_its_own() {
        let keys: HashSet<_> = Destination::ALL.into_iter().map(Destination::key).collect();
        assert_eq!(keys.len(), Destination::ALL.len());
    }

    #[test]
    fn the_rule_lab_and_monday_are_offered_to_everybody_but_reps() {
        for place in [Destination::Rules, Destination::Weekly] {
            let offered = Role::ALL.into_iter().filter(|role| place.is_for(*role));
            assert_eq!(offered.collect::<Vec<_>>(), [Role::Manager, Role::Leadership, Role::Admin]);
        }
    }

    #[test]
    fn invoices_are_listed_only_for_those_who_may_see_them() {
        let may = |view_financials| Permissions { view_margin: true, view_contacts: true, view_financials };
        assert!(
            Destination::Invoices.is_open_with(may(true)) && !Destination::Invoices.is_open_with(may(false))
        );
        assert!(Destination::Orders.is_open_with(may(false)));
    }

    #[test]
    fn imports_are_offered_to_leadership_and_admins_only() {
        let offered = Role::ALL.into_iter().filter(|role| Destination::Imports.is_for(*role));
        assert_eq!(offered.collect::<Vec<_>>(), [Role::Leadership, Role::Admin]);
    }
}
