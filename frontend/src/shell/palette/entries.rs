//! The lines of the palette, and those that need no server: pages, actions, and what was open before.

use crate::components::icon::IconName;
use crate::shell::destination::Destination;
use crate::shell::overlay::Recent;
use crate::state::theme::Theme;
use bellwether_core::session::Me;

/// What an entry leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A page.
    Page(String),
    /// Something that is done at once.
    Deed(Deed),
}

/// Something the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Shows the list of keys.
    ShowKeys,
    /// Prints the page.
    Print,
    /// Changes the theme.
    Look(Theme),
    /// Signs out.
    SignOut,
}

/// A line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Heading it stands under.
    pub group: &'static str,
    /// What stands before it.
    pub icon: IconName,
    /// What it is.
    pub title: String,
    /// More about it, below.
    pub about: String,
    /// And at its end.
    pub aside: String,
    /// Where it leads.
    pub goal: Goal,
}

impl Entry {
    /// Whether its title begins with these words.
    pub fn starts_with(&self, words: &str) -> bool {
        self.title.to_lowercase().starts_with(&words.to_lowercase())
    }
}

/// Pages and actions that fit the words. Without words only the pages, for those who just look.
pub fn local_entries(words: &str, me: &Me, link: impl Fn(&str) -> String) -> Vec<Entry> {
    let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |entry: &Entry| {
        let text = format!("{} {}", entry.title, entry.about).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let actions = if words.is_empty() { Vec::new() } else { actions() };
    pages(me, link).into_iter().chain(actions).filter(fits).collect()
}

fn pages(me: &Me, link: impl Fn(&str) -> String) -> Vec<Entry> {
    let offered = Destination::ALL.into_iter();
    let offered = offered.filter(|place| place.is_for(me.role) && place.is_open_with(me.permissions));
    let page = |place: Destination| Entry {
        group: "Pages",
        icon: place.icon(),
        title: place.label().to_owned(),
        about: String::new(),
        aside: format!("g {}", place.key()),
        goal: Goal::Page(link(place.path())),
    };
    offered.map(page).collect()
}

fn actions() -> Vec<Entry> {
    let action = |icon, title: &str, about: &str, deed| Entry {
        group: "Actions",
        icon,
        title: title.to_owned(),
        about: about.to_owned(),
        aside: String::new(),
        goal: Goal::Deed(deed),
    };
    vec![
        action(IconName::Settings, "Keyboard shortcuts", "The list of keys", Deed::ShowKeys),
        action(IconName::Invoices, "Print this page", "Or save it as a PDF", Deed::Print),
        action(IconName::Moon, "Dark theme", "Appearance", Deed::Look(Theme::Dark)),
        action(IconName::Sun, "Light theme", "Appearance", Deed::Look(Theme::Light)),
        action(IconName::Screen, "Theme of the system", "Appearance", Deed::Look(Theme::System)),
        action(IconName::SignOut, "Sign out", "Log out", Deed::SignOut),
    ]
}

/// What was open before the page shown now.
pub fn recent_entries(recent: &[Recent]) -> Vec<Entry> {
    let entry = |recent: &Recent| {
        let place = Destination::at(&recent.address);
        let label = place.map_or("", Destination::label);
        Entry {
            group: "Recent",
            icon: place.map_or(IconName::Search, Destination::icon),
            title: recent.heading.clone(),
            about: if label == recent.heading { String::new() } else { label.to_owned() },
            aside: String::new(),
            goal: Goal::Page(recent.address.clone()),
        }
    };
    recent.iter().skip(1).take(6).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::{Permissions, Role, UserId};

    fn me(role: Role) -> Me {
        Me {
            id: UserId(1),
            name: String::new(),
            email: String::new(),
            role,
            permissions: Permissions { view_margin: true, view_contacts: true, view_financials: false },
            rep: None,
            regions: Vec::new(),
            organisation: String::new(),
            currency: "USD".to_owned(),
            csrf_token: String::new(),
            must_change_password: false,
        }
    }

    fn titles(words: &str, role: Role) -> Vec<String> {
        local_entries(words, &me(role), str::to_owned).into_iter().map(|entry| entry.title).collect()
    }

    #[test]
    fn pages_and_actions_are_found_by_words_in_any_case_and_order() {
        assert_eq!(titles("MAP", Role::Rep), ["Map"]);
        assert_eq!(titles("theme dark", Role::Rep), ["Dark theme"]);
        assert_eq!(titles("nothing of the kind", Role::Rep), Vec::<String>::new());
    }

    #[test]
    fn pages_that_are_not_offered_are_not_found() {
        assert_eq!(titles("monday", Role::Rep), Vec::<String>::new());
        assert_eq!(titles("monday", Role::Manager), ["Monday"]);
        assert_eq!(titles("invoices", Role::Admin), Vec::<String>::new());
    }

    #[test]
    fn the_page_shown_now_is_not_among_the_recent_ones() {
        let recent = |address: &str, heading: &str| Recent {
            address: address.to_owned(),
            heading: heading.to_owned(),
        };
        let entries = recent_entries(&[recent("/map", "Map"), recent("/accounts/a_1", "Harbor Supply")]);
        let told: Vec<_> = entries.iter().map(|entry| (entry.title.as_str(), entry.about.as_str())).collect();
        assert_eq!(told, [("Harbor Supply", "Accounts")]);
    }
}
