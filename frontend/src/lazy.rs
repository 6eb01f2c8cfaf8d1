//! Pages whose code comes when they are first opened, so that signing in and the dashboard stay light. The
//! release build cuts them out of the app (`xtask/src/spa/split.rs`); here is what is seen until they are there.

mod chunks;

use crate::components::icon::{Icon, IconName};
use crate::components::panel::Placeholder;
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

/// The pages that are not part of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LazyPage {
    /// Who needs me next.
    ForYou,
    /// The account list.
    Accounts,
    /// One account.
    Account,
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
            Self::ForYou => chunks::for_you().await,
            Self::Accounts => chunks::accounts().await,
            Self::Account => chunks::account().await,
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
            Self::Palette => chunks::palette().await,
            Self::Keys => chunks::keys().await,
            Self::Rows => chunks::rows().await,
        }
    }

    /// The page at an address; nothing for those of the entry.
    fn at(path: &str) -> Option<Self> {
        let mut parts = path.split('/').skip(1);
        match (parts.next()?, parts.next()) {
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

/// What is known of the code of a page.
#[derive(Clone, Copy)]
enum Arrival {
    Awaited,
    Failed,
    Here(Draw),
}

/// A page that may have to be fetched first.
#[component]
pub fn Arriving(
    /// The page.
    page: LazyPage,
) -> impl IntoView {
    let arrival = RwSignal::new(Arrival::Awaited);
    let fetch = move || {
        arrival.set(Arrival::Awaited);
        spawn_local(async move {
            let outcome = page.fetch().await.map_or(Arrival::Failed, Arrival::Here);
            // Nobody is waiting any more when another page was opened meanwhile.
            let _unread = arrival.try_set(outcome);
        });
    };
    fetch();
    view! {
        {move || match arrival.get() {
            Arrival::Awaited => awaited(),
            Arrival::Failed => failed(fetch),
            Arrival::Here(draw) => draw(),
        }}
    }
    .into_any()
}

fn awaited() -> AnyView {
    view! {
        <h1 class="visually-hidden">"Loading the page"</h1>
        {Placeholder::Tiles.view()}
        {Placeholder::Rows.view()}
    }
    .into_any()
}

/// A reload helps where trying again does not: when the server has been updated, this page's files are gone.
fn failed(again: impl Fn() + Copy + 'static) -> AnyView {
    view! {
        <div class="state is-failing" role="alert">
            <Icon name=IconName::Warning />
            <h1 class="state-title">"This page could not be loaded"</h1>
            <p class="muted">"Check your connection and try again. If Bellwether has just been updated, reload."</p>
            <div class="toolbar">
                <button class="button is-primary" type="button" on:click=move |_| again()>
                    <Icon name=IconName::Retry />
                    "Try again"
                </button>
                <button class="button" type="button" on:click=|_| drop(window().location().reload())>"Reload"</button>
            </div>
        </div>
    }
    .into_any()
}

/// Something that lies over the page and may have to be fetched first; until then the page is seen as it is.
pub fn arriving_over(page: LazyPage) -> AnyView {
    let arrival = RwSignal::new(Arrival::Awaited);
    spawn_local(async move {
        let outcome = page.fetch().await.map_or(Arrival::Failed, Arrival::Here);
        let _unread = arrival.try_set(outcome);
    });
    view! {
        {move || match arrival.get() {
            Arrival::Awaited => ().into_any(),
            Arrival::Here(draw) => draw(),
            Arrival::Failed => view! {
                <p class="toast toast-place is-failing" role="alert">"This could not be loaded. Check your connection and try again."</p>
            }
            .into_any(),
        }}
    }
    .into_any()
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
