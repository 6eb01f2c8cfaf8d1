//! For You (F1–F4, F7–F10): who needs me next and why, answered with one tap; below it how the week went.

mod card;
mod cards;
mod deed;
pub mod depth;
mod focus;
mod items;
mod live;
mod lowest;
mod menu;
mod overdue;
mod probably_lost;
mod rollup;
mod toast;
mod today;
mod why;
mod words;

use crate::components::icon::{Icon, IconName};
use crate::components::panel::Placeholder;
use crate::components::scope::rep_scope;
use crate::lazy::{LazyPage, arriving_part};
use crate::pages::for_you::cards::{cards, watched};
use crate::pages::for_you::focus::HEADING;
use crate::pages::for_you::menu::menu;
use crate::pages::for_you::toast::toast;
use crate::pages::for_you::today::Today;
use crate::pages::for_you::words::heading;
use crate::state::filters::use_filters;
use leptos::prelude::*;

/// The page.
#[component]
pub fn ForYouPage() -> impl IntoView {
    let filters = use_filters();
    let today = Today::new();
    live::follow(move || today.refresh());
    let about = move || today.cards.value().map(|shown| heading(&shown));
    let is_answered = Memo::new(move |_| today.cards.value().is_some() || today.cards.failure().is_some());
    // The shell says it on every page once it knows; here it is known first.
    let is_frozen = move || {
        today.cards.value().is_some_and(|shown| shown.is_frozen)
            && !filters.freshness().is_some_and(|fresh| fresh.is_stale)
    };
    view! {
        <div class="page-head">
            <h1 id=HEADING tabindex="-1">"For You"</h1>
            <p>{about}</p>
            {rep_scope(filters)}
        </div>
        <Show when=is_frozen>
            <p class="banner" role="status">
                <Icon name=IconName::Warning />
                "The feed is late: alerts do not follow the calendar until new orders arrive."
            </p>
        </Show>
        {cards(today)}
        {watched(today)}
        // It would jump when the cards come.
        {move || is_answered.get().then(|| arriving_part(LazyPage::ForYouDepth, || Placeholder::Rows.view()))}
        {menu(today)}
        {toast(today)}
    }
    .into_any()
}
