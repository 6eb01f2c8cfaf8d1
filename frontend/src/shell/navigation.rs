//! Rail, bottom bar and More sheet, made from the one list of places.

use crate::components::icon::{Icon, IconName};
use crate::components::popover::{Popover, close};
use crate::shell::destination::Destination;
use crate::state::filters::use_filters;
use crate::state::session::use_session;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The places offered to the person signed in; tracked.
fn offered() -> Vec<Destination> {
    let Some(me) = use_session().me() else { return Vec::new() };
    let is_offered = |place: &Destination| {
        place.is_listed() && place.is_for(me.role) && place.is_open_with(me.permissions)
    };
    Destination::ALL.into_iter().filter(is_offered).collect()
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
