//! Pages whose code comes when they are first opened, so that signing in stays light and a phone waits for no more than it shows. The
//! release build cuts them out of the app (`xtask/src/spa/split.rs`); here is what is seen until they are there.

mod arrival;
mod chunks;

pub use arrival::{Arriving, arriving_over, arriving_part};

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Draws a page whose code has arrived.
pub type Draw = fn() -> AnyView;

/// The code of a page could not be fetched; the browser's console says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFetched;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for NotFetched {
    fn from(_untold: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// The pages, and parts of pages, that are not part of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LazyPage {
    /// The executive page.
    Dashboard,
    /// Who needs me next: the cards.
    ForYou,
    /// What stands below the cards.
    ForYouDepth,
    /// The account list.
    Accounts,
    /// One account: its brief.
    Account,
    /// What stands beside and below an account's brief.
    AccountDepth,
    /// The map.
    Map,
    /// Products and units.
    Products,
    /// Orders, and one of them.
    Orders,
    /// Invoices and credit memos.
    Invoices,
    /// Sales targets.
    Targets,
    /// What is told to whom.
    Notifications,
    /// How predictions turned out.
    Accuracy,
    /// The rule lab.
    Rules,
    /// Files that came in, and one of them.
    Imports,
    /// Settings and jobs.
    Settings,
    /// What changed since last Monday.
    Weekly,
    /// A trip.
    Trip,
    /// Choosing one's own password, before anything else.
    Password,
    /// The search palette, over a page.
    Palette,
    /// The list of keys, over a page.
    Keys,
    /// The rows behind a figure, over the dashboard.
    Rows,
}

impl LazyPage {
    /// Fetches the code once; whoever asks later has it at once. A failure is not kept.
    async fn fetch(self) -> Result<Draw, NotFetched> {
        match self {
            Self::Dashboard => chunks::dashboard().await,
            Self::ForYou => chunks::for_you().await,
            Self::ForYouDepth => chunks::for_you_depth().await,
            Self::Accounts => chunks::accounts().await,
            Self::Account => chunks::account().await,
            Self::AccountDepth => chunks::account_depth().await,
            Self::Map => chunks::map().await,
            Self::Products => chunks::products().await,
            Self::Orders => chunks::orders().await,
            Self::Invoices => chunks::invoices().await,
            Self::Targets => chunks::targets().await,
            Self::Notifications => chunks::notifications().await,
            Self::Accuracy => chunks::accuracy().await,
            Self::Rules => chunks::rules().await,
            Self::Imports => chunks::imports().await,
            Self::Settings => chunks::settings().await,
            Self::Weekly => chunks::weekly().await,
            Self::Trip => chunks::trip().await,
            Self::Password => chunks::password().await,
            Self::Palette => chunks::palette().await,
            Self::Keys => chunks::keys().await,
            Self::Rows => chunks::rows().await,
        }
    }

    /// The page at an address; nothing where it depends on who looks.
    fn at(path: &str) -> Option<Self> {
        let mut parts = path.split('/').skip(1);
        match (parts.next()?, parts.next()) {
            ("dashboard", _) => Some(Self::Dashboard),
            ("for-you", _) => Some(Self::ForYou),
            ("accounts", None) => Some(Self::Accounts),
            ("accounts", Some(_)) => Some(Self::Account),
            ("map", _) => Some(Self::Map),
            ("products", _) => Some(Self::Products),
            ("orders", _) => Some(Self::Orders),
            ("invoices", _) => Some(Self::Invoices),
            ("targets", _) => Some(Self::Targets),
            ("notifications", _) => Some(Self::Notifications),
            ("accuracy", _) => Some(Self::Accuracy),
            ("rules", _) => Some(Self::Rules),
            ("imports", _) => Some(Self::Imports),
            ("settings", _) => Some(Self::Settings),
            ("weekly", _) => Some(Self::Weekly),
            ("trip", _) => Some(Self::Trip),
            _ => None,
        }
    }
}

/// Starts fetching the code of the page at a path, to have it when the page is shown.
pub fn fetch_ahead(path: &str) {
    if let Some(page) = LazyPage::at(path) {
        fetch_ahead_of(page);
    }
}

/// Starts fetching the code of a page, to have it when the page is shown.
pub fn fetch_ahead_of(page: LazyPage) {
    spawn_local(async move {
        // Should it fail, the page tries again and says so.
        let _unread = page.fetch().await;
    });
}

/// The same for the link that was pointed at or focused, if it was one of ours.
pub fn fetch_behind_link(event: &web_sys::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|element| element.closest("a[href^='/']").ok().flatten());
    if let Some(address) = link.and_then(|link| link.get_attribute("href")) {
        let path = address.find(['?', '#']).map_or(&*address, |end| &address[..end]);
        fetch_ahead(path);
    }
}

#[cfg(test)]
mod tests {
    use super::LazyPage;

    #[test]
    fn links_lead_to_the_chunk_of_their_page() {
        assert_eq!(LazyPage::at("/accounts"), Some(LazyPage::Accounts));
        assert_eq!(LazyPage::at("/accounts/acc_1"), Some(LazyPage::Account));
        assert_eq!(LazyPage::at("/imports/imp_1"), Some(LazyPage::Imports));
        assert_eq!(LazyPage::at("/"), None);
    }
}
