//! One view of the list: opened by its name; its owner changes it in place.

use crate::components::icon::{Icon, IconName};
use crate::components::saved_views::form::edit_view;
use crate::components::saved_views::state::Views;
use bellwether_core::view::SavedView;
use leptos::prelude::*;

/// The view, or the form that changes it.
pub fn row(views: Views, saved: SavedView) -> AnyView {
    let id = saved.id;
    let is_edited = Memo::new(move |_| views.edited.get() == Some(id));
    let shown = move || {
        let saved = saved.clone();
        if is_edited.get() { edit_view(views, saved) } else { line(views, saved) }
    };
    view! { <li>{shown}</li> }.into_any()
}

fn line(views: Views, saved: SavedView) -> AnyView {
    let note = match (saved.is_shared, saved.is_own) {
        (true, true) => "Shared by you".to_owned(),
        (true, false) => format!("Shared by {}", saved.owner),
        (false, _) => "Only you".to_owned(),
    };
    let query = saved.query.clone();
    let is_current = move || (views.query() == query).then_some("true");
    let name = saved.name.clone();
    let opened = saved.clone();
    view! {
        <div class="view-line">
            <button type="button" class="view-open" aria-current=is_current on:click=move |_| views.open(&opened)>
                <b>{name}</b>
                <small class="muted">{note}</small>
            </button>
            {deeds(views, saved)}
        </div>
    }
    .into_any()
}

/// What the person may do with it besides opening it.
fn deeds(views: Views, saved: SavedView) -> AnyView {
    let change = saved.is_own.then(|| {
        let (id, label) = (saved.id, format!("Change {}", saved.name));
        view! {
            <button type="button" class="button is-quiet" aria-label=label on:click=move |_| views.edited.set(Some(id))>"Change"</button>
        }
    });
    let remove = views.may_remove(&saved).then(|| {
        let label = format!("Remove {}", saved.name);
        view! {
            <button type="button" class="button is-quiet is-icon" aria-label=label on:click=move |_| views.remove(saved.clone())>
                <Icon name=IconName::Close />
            </button>
        }
    });
    view! { {change}{remove} }.into_any()
}
