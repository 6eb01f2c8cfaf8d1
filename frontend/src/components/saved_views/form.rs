//! Saves what is shown just now under a name, and changes a view that was saved.

use crate::components::saved_views::state::Views;
use bellwether_core::view::{SavedView, SavedViewInput};
use leptos::html;
use leptos::prelude::*;

/// Characters a name may have.
const LONGEST_NAME: &str = "80";

/// What is typed and ticked.
#[derive(Clone, Copy)]
struct Draft {
    name: NodeRef<html::Input>,
    is_shared: NodeRef<html::Input>,
    /// Whether what is shown now takes the place of what was kept.
    is_replaced: NodeRef<html::Input>,
}

impl Draft {
    fn new() -> Self {
        Self { name: NodeRef::new(), is_shared: NodeRef::new(), is_replaced: NodeRef::new() }
    }

    fn is_ticked(input: NodeRef<html::Input>) -> bool {
        input.get_untracked().is_some_and(|input| input.checked())
    }

    /// What is sent; nothing without a name.
    fn input(self, views: Views, kept: Option<&SavedView>) -> Option<SavedViewInput> {
        let name = self.name.get_untracked()?.value().trim().to_owned();
        let query = match kept {
            Some(kept) if !Self::is_ticked(self.is_replaced) => kept.query.clone(),
            Some(_) | None => untrack(|| views.query()),
        };
        let is_shared = Self::is_ticked(self.is_shared);
        (!name.is_empty()).then_some(SavedViewInput { name, page: views.page, query, is_shared })
    }

    fn clear(self) {
        if let Some(Some(name)) = self.name.try_get_untracked() {
            name.set_value("");
        }
        if let Some(Some(is_shared)) = self.is_shared.try_get_untracked() {
            is_shared.set_checked(false);
        }
    }
}

/// The form for a new view.
pub fn new_view(views: Views) -> AnyView {
    let draft = Draft::new();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = draft.input(views, None) {
            views.add(input, move || draft.clear());
        }
    };
    view! {
        <form class="view-form" aria-label="Save what is shown" on:submit=submit>
            <label class="field">
                <span>"Save what is shown as"</span>
                <input node_ref=draft.name type="text" maxlength=LONGEST_NAME required autocomplete="off" placeholder="For example: Iowa, at risk" />
            </label>
            <label class="check">
                <input node_ref=draft.is_shared type="checkbox" />
                <span>"Share with everybody; each sees only their own accounts in it"</span>
            </label>
            <button type="submit" class="button is-primary">"Save view"</button>
        </form>
    }
    .into_any()
}

/// The form that changes a view.
pub fn edit_view(views: Views, saved: SavedView) -> AnyView {
    let draft = Draft::new();
    let (name, is_shared) = (saved.name.clone(), saved.is_shared);
    let label = format!("Change {name}");
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = draft.input(views, Some(&saved)) {
            views.update(saved.id, input);
        }
    };
    view! {
        <form class="view-form is-edit" aria-label=label on:submit=submit>
            <label class="field">
                <span>"Name"</span>
                <input node_ref=draft.name type="text" maxlength=LONGEST_NAME required autocomplete="off" value=name />
            </label>
            <label class="check">
                <input node_ref=draft.is_shared type="checkbox" checked=is_shared />
                <span>"Share with everybody"</span>
            </label>
            <label class="check">
                <input node_ref=draft.is_replaced type="checkbox" />
                <span>"Keep what is shown now instead"</span>
            </label>
            <div class="view-buttons">
                <button type="submit" class="button is-primary">"Save"</button>
                <button type="button" class="button is-quiet" on:click=move |_| views.edited.set(None)>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
