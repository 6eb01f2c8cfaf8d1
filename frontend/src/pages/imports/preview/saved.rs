//! Mappings kept under a name: the one that fits the file is offered, every one can be chosen.

use super::Draft;
use crate::pages::imports::mapping::{fitting, take_over};
use bellwether_core::import::SavedMapping;
use leptos::prelude::*;

impl Draft {
    fn take_saved(self, saved: &SavedMapping) {
        self.mapping.update(|mapping| self.guess.with_untracked(|guess| take_over(mapping, saved, guess)));
        self.mapping_name.set(saved.name.clone());
    }

    /// The saved mapping that was made for such headers, while nothing has been changed by hand.
    pub(super) fn offer(self) -> AnyView {
        let offered = move || {
            let saved = self.state.mappings.value()?;
            let fits = self.guess.with(|guess| fitting(&saved, guess).cloned())?;
            let is_news = self.mapping.with(|mapping| *mapping != fits.mapping);
            (is_news && !self.is_changed()).then_some(fits)
        };
        view! {
            {move || offered().map(|saved| view! {
                <p class="notice imports-offer" role="status">
                    <span>{format!("The saved mapping “{}” was made for these headers.", saved.name)}</span>
                    <button type="button" class="button" on:click=move |_| self.take_saved(&saved)>"Use it"</button>
                </p>
            }.into_any())}
        }
        .into_any()
    }

    /// The choice among all of them.
    pub(super) fn saved_mappings(self) -> AnyView {
        let use_saved = move |name: String| {
            let Some(saved) = self.state.mappings.value() else { return };
            if let Some(saved) = saved.iter().find(|saved| saved.name == name) {
                self.take_saved(saved);
            }
        };
        let options = move || {
            let saved = self.state.mappings.value();
            saved.map(|saved| {
                saved
                    .iter()
                    .map(|saved| {
                        view! { <option value=saved.name.clone()>{saved.name.clone()}</option> }.into_any()
                    })
                    .collect_view()
            })
        };
        view! {
            <label class="field">
                <span>"Use a saved mapping"</span>
                <select on:change:target=move |event| use_saved(event.target().value())>
                    <option value="">"None: as guessed below"</option>
                    {options}
                </select>
            </label>
        }
        .into_any()
    }
}
