//! One account on one page (D1–D6, D8, D9, D11): first what is needed before a call, then where it stands and why,
//! its habit, what it buys, who is near and what happened with it. The brief travels alone; the code of all the rest
//! comes once the brief can be read.

mod brief;
pub mod depth;
mod explanation;
mod group;
mod header;
mod history;
mod log;
mod nearby;
mod place;
mod purchases;
mod rhythm;
mod timeline;

use crate::components::panel::Placeholder;
use crate::lazy::{LazyPage, arriving_part};
use crate::pages::account::brief::brief_panel;
use crate::state::effect::watch;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::AccountId;
use bellwether_core::brief::AccountBrief;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Draws the tasks of an account, given its name.
type DrawTasks = fn(AccountId, String) -> AnyView;

/// The account whose page this is: what its brief and its depth both need.
#[derive(Clone, Copy)]
struct Opened {
    /// The account.
    id: AccountId,
    /// Its brief.
    brief: Loader<AccountBrief>,
    /// Draws its tasks. Nothing until the depth is there, which also holds the window to log calls in.
    tasks: RwSignal<Option<DrawTasks>>,
}

/// The page of the account in the address.
#[component]
pub fn AccountPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<AccountId>().ok()))
    });
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/accounts">"Accounts"</a></nav>
        {move || match id.get() {
            Some(id) => account_page(id),
            None => view! { <crate::pages::not_found::NotFoundPage /> }.into_any(),
        }}
    }
    .into_any()
}

/// The brief is asked for first and alone; everything else waits for it.
fn account_page(id: AccountId) -> AnyView {
    let session = use_session();
    let brief: Loader<AccountBrief> = load(
        move || Some(id),
        move |id| {
            let client = session.client();
            async move { client.brief(id).await }
        },
    );
    let name = Memo::new(move |_| brief.value().map(|brief| brief.account.name.clone()));
    watch(move || {
        if let Some(name) = name.get() {
            document().set_title(&format!("{name} · Bellwether"));
        }
    });
    let is_briefed = Memo::new(move |_| name.with(Option::is_some));
    let opened = Opened { id, brief, tasks: RwSignal::new(None) };
    provide_context(opened);
    view! {
        <Show when=move || !is_briefed.get()><h1 class="visually-hidden">"Account"</h1></Show>
        <div class="account-page">
            <div class="account-first">
                {brief_panel(opened, session.currency())}
                {move || opened.tasks.get().zip(name.get()).map(|(draw, name)| draw(id, name))}
            </div>
            {move || is_briefed.get().then(|| arriving_part(LazyPage::AccountDepth, beside))}
        </div>
    }
    .into_any()
}

/// The place beside the brief, while its content is on its way.
fn beside() -> AnyView {
    view! { <div class="account-beside">{Placeholder::Rows.view()}</div> }.into_any()
}

/// The account of this page.
fn use_opened() -> Opened {
    use_context::<Opened>().expect("the page of an account provides it before its parts")
}
