//! Saved views of a page: a button and what it opens. A view is the query of an address under a name, its owner's
//! alone or shared with everybody; opening one goes to that address.

mod form;
mod row;
mod state;

use crate::components::icon::{Icon, IconName};
use crate::components::panel::{Placeholder, four_states};
use crate::components::popover::Popover;
use crate::components::saved_views::form::new_view;
use crate::components::saved_views::row::row;
use crate::components::saved_views::state::Views;
use bellwether_core::view::{SavedView, ViewPage};
use leptos::prelude::*;
use std::sync::Arc;

/// Id of the window.
const ID: &str = "saved-views";

/// The button, and the window with the views of a page.
#[component]
pub fn SavedViews(
    /// The page.
    page: ViewPage,
) -> impl IntoView {
    let views = Views::new(page);
    let button = view! {
        <Icon name=IconName::Bookmark />
        // Whatever is shown, it is the button of the views.
        <span class:visually-hidden=move || views.current().is_some()>"Views"</span>
        {move || views.current().map(|view| view! { <span>{view.name}</span> })}
    }
    .into_any();
    let body = move |all: Arc<Vec<SavedView>>| list(views, &all);
    let empty = "No view is saved. Set filters, columns and order, then save them here under a name.";
    let inside = StoredValue::new(four_states(views.loader, Placeholder::Text, |_| false, empty, body));
    view! {
        <Popover id=ID label="Saved views" button_class="views-button" button>
            <div class="saved-views">{move || inside.with_value(|inside| inside())}</div>
            // Inside, or it would lie under the sheet of a phone.
            {views.message.view()}
            {new_view(views)}
        </Popover>
    }
    .into_any()
}

fn list(views: Views, all: &[SavedView]) -> AnyView {
    let rows: Vec<_> =
        all.iter().filter(|view| view.page == views.page).map(|view| row(views, view.clone())).collect();
    if rows.is_empty() {
        let words = "No view is saved yet. Set filters and order, then save them under a name.";
        return view! { <p class="muted">{words}</p> }.into_any();
    }
    view! { <ul class="view-list" aria-label="Views">{rows}</ul> }.into_any()
}
