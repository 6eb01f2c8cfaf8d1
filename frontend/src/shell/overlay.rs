//! What lies over the page: the search palette and the list of keys. Their code comes when they are first opened.

use crate::components::icon::{Icon, IconName};
use crate::lazy::{LazyPage, arriving_over, fetch_ahead_of};
use crate::shell::destination::Destination;
use crate::state::effect::watch;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// How many pages are remembered.
const RECENT: usize = 8;
/// By then a page knows its heading.
const HEADING_AFTER: Duration = Duration::from_millis(1200);

/// Something that lies over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// The search palette.
    Palette,
    /// The list of keys.
    Keys,
}

impl Overlay {
    fn page(self) -> LazyPage {
        match self {
            Self::Palette => LazyPage::Palette,
            Self::Keys => LazyPage::Keys,
        }
    }
}

/// A page that was open a while ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// Its address.
    pub address: String,
    /// Its heading.
    pub heading: String,
}

/// What lies over the page, and which pages were open. Kept in memory only: names of customers are among them.
#[derive(Clone, Copy)]
pub struct Overlays {
    shown: RwSignal<Option<Overlay>>,
    recent: RwSignal<Vec<Recent>>,
}

impl Overlays {
    /// Shows it; whatever lay there goes.
    pub fn open(self, overlay: Overlay) {
        self.remember_page();
        self.shown.set(Some(overlay));
    }

    /// Takes away what lies there.
    pub fn close(self) {
        self.shown.set(None);
    }

    /// The pages open before, the latest first; not tracked.
    pub fn recent(self) -> Vec<Recent> {
        self.recent.get_untracked()
    }

    fn remember_page(self) {
        let Some(page) = page_shown() else { return };
        let _gone = self.recent.try_update(|recent| remember(recent, page));
    }
}

/// The latest comes first, and each address once.
fn remember(recent: &mut Vec<Recent>, page: Recent) {
    let path = |recent: &Recent| recent.address.split('?').next().map(str::to_owned);
    let own = path(&page);
    recent.retain(|known| path(known) != own);
    recent.insert(0, page);
    recent.truncate(RECENT);
}

/// The page in the window, once it has a heading.
fn page_shown() -> Option<Recent> {
    let location = window().location();
    let address = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    Destination::at(&address)?;
    let heading = document().query_selector("main h1:not(.visually-hidden)").ok()??.text_content()?;
    let heading = heading.trim().to_owned();
    (!heading.is_empty()).then_some(Recent { address, heading })
}

/// Remembers pages from now on.
pub fn provide_overlays() -> Overlays {
    let overlays = Overlays { shown: RwSignal::new(None), recent: RwSignal::new(Vec::new()) };
    provide_context(overlays);
    let path = use_location().pathname;
    watch(move || {
        path.track();
        set_timeout(move || overlays.remember_page(), HEADING_AFTER);
    });
    overlays
}

/// What lies over the page.
pub fn use_overlays() -> Overlays {
    use_context::<Overlays>().expect("the shell provides its overlays before any page")
}

/// The place of what lies over the page.
#[component]
pub fn OverlayPlace() -> impl IntoView {
    let overlays = use_overlays();
    move || overlays.shown.get().map(|overlay| arriving_over(overlay.page()))
}

/// Opens the palette from the top bar.
#[component]
pub fn SearchButton() -> impl IntoView {
    let overlays = use_overlays();
    let is_mac = window().navigator().platform().is_ok_and(|platform| platform.contains("Mac"));
    let ahead = || fetch_ahead_of(LazyPage::Palette);
    view! {
        <button
            type="button"
            class="search-button"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K /"
            on:pointerover=move |_| ahead()
            on:focus=move |_| ahead()
            on:click=move |_| overlays.open(Overlay::Palette)
        >
            <Icon name=IconName::Search />
            <span class="search-button-words">"Search"</span>
            <kbd data-keys=if is_mac { "⌘ K" } else { "Ctrl K" }></kbd>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(address: &str) -> Recent {
        Recent { address: address.to_owned(), heading: "Heading".to_owned() }
    }

    #[test]
    fn a_page_opened_again_comes_first_and_once() {
        let mut recent = Vec::new();
        for address in ["/accounts", "/map", "/accounts?sort=name"] {
            remember(&mut recent, page(address));
        }
        assert_eq!(recent, [page("/accounts?sort=name"), page("/map")]);
    }

    #[test]
    fn only_the_last_few_are_remembered() {
        let mut recent = Vec::new();
        for number in 0..20 {
            remember(&mut recent, page(&format!("/accounts/a_{number}")));
        }
        assert_eq!((recent.len(), recent[0].address.as_str()), (RECENT, "/accounts/a_19"));
    }
}
