//! The frame around every page: where one is, where one can go, which period, how fresh.

mod bell;
mod damaged_address;
mod destination;
mod freshness;
mod keyboard;
pub mod keys_window;
mod navigation;
mod offline;
mod overlay;
pub mod palette;
mod period_picker;
mod person_menu;
mod print_head;
mod scroll;

use crate::lazy::fetch_behind_link;
use crate::shell::bell::bell;
use crate::shell::damaged_address::DamagedAddressBanner;
use crate::shell::destination::Destination;
use crate::shell::freshness::{FreshnessStamp, StaleBanner};
use crate::shell::navigation::{BottomBar, Rail};
use crate::shell::offline::OfflineBanner;
use crate::shell::overlay::{OverlayPlace, SearchButton, provide_overlays};
use crate::shell::period_picker::PeriodPicker;
use crate::shell::person_menu::{PersonMenu, ThemeButton};
use crate::shell::print_head::PrintHead;
use crate::state::deeds::provide_deeds;
use crate::state::effect::watch;
use crate::state::filters::{provide_filters, use_filters};
use crate::state::loader::load;
use crate::state::outbox::provide_outbox;
use crate::state::reach::use_reach;
use crate::state::session::use_session;
use crate::state::turn::drawn_later;
use crate::state::viewport::use_is_phone;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame; pages are its children.
#[component]
pub fn Shell(children: ChildrenFn) -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let is_phone = use_is_phone();
    // Asked again on every page, so that the stamp follows imports and scoring.
    let freshness = load(
        move || Some(path.get()),
        move |_| {
            let client = session.client();
            async move { client.freshness().await }
        },
    );
    provide_filters(Signal::derive(move || freshness.value().map(|fresh| (*fresh).clone())));
    provide_outbox();
    provide_deeds();
    keyboard::listen(use_filters(), provide_overlays());
    scroll::keep_positions();

    let content = NodeRef::<html::Main>::new();
    follow_page(path, content);
    // One account shows its whole history, whatever the period.
    let has_period = move || {
        path.with(|path| {
            Destination::at(path)
                .is_some_and(|place| place.has_period() && (place.path() == path || path == "/"))
        })
    };
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus(content);
    };
    view! {
        <a class="skip-link" href="#content" on:click=skip>"Skip to content"</a>
        <div
            class="shell"
            on:pointerover=|event| fetch_behind_link(&event)
            on:focusin=|event| fetch_behind_link(&event)
        >
            {move || (!is_phone.get()).then(|| view! { <Rail /> })}
            <header class="topbar">
                <a class="topbar-brand" href="/" aria-label="Bellwether, home">
                    <crate::components::icon::Icon name=crate::components::icon::IconName::Mark />
                </a>
                <SearchButton />
                <Show when=has_period>
                    <PeriodPicker />
                </Show>
                <FreshnessStamp />
                {move || (!is_phone.get()).then(|| drawn_later(move || bell(path)))}
                <ThemeButton />
                <PersonMenu />
            </header>
            <main id="content" class="content" node_ref=content tabindex="-1">
                <PrintHead />
                <OfflineBanner />
                <StaleBanner />
                <DamagedAddressBanner />
                // For phones, whose top bar has no room for it.
                <FreshnessStamp />
                // The frame is seen first.
                {drawn_later(move || children())}
            </main>
            {move || is_phone.get().then(|| view! { <BottomBar /> })}
            <OverlayPlace />
        </div>
    }
    .into_any()
}

fn focus(content: NodeRef<html::Main>) {
    if let Some(main) = content.get_untracked() {
        drop(main.focus());
    }
}

/// Without moving the page, which may be on its way back to where it stood.
fn focus_where_it_is(content: NodeRef<html::Main>) {
    if let Some(main) = content.get_untracked() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(main.focus_with_options(&options));
    }
}

/// Names the page in the window's title, and tells screen readers by moving the focus.
fn follow_page(path: Memo<String>, content: NodeRef<html::Main>) {
    let reach = use_reach();
    let mut before = None;
    watch(move || {
        let path = path.get();
        let name = Destination::at(&path).map_or("Bellwether", Destination::label);
        document().set_title(&format!("{name} · Bellwether"));
        if before.replace(path.clone()).is_some_and(|before| before != path) {
            reach.turn_page();
            focus_where_it_is(content);
        }
    });
}
