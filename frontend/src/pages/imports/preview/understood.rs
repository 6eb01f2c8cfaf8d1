//! How the server understands the file: by itself, under the kind that was chosen, and with the mapping as it is.

use super::Draft;
use crate::pages::imports::upload::{Said, preview_of};
use crate::state::effect::watch;
use bellwether_core::import::{ImportKind, Mapping};
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Draft {
    /// Whether the mapping is another than was guessed.
    pub(super) fn is_changed(self) -> bool {
        self.guess.with(|guess| self.mapping.with(|mapping| *mapping != guess.mapping))
    }

    /// Whether somebody or something has told what the file holds.
    pub(super) fn is_kind_known(self) -> bool {
        self.guess.with(|guess| guess.is_kind_known)
            || self.mapping.with(|mapping| !mapping.columns.is_empty())
    }

    /// What to do with a file that fits no kind of import.
    pub(super) fn unknown_words(self) -> Option<AnyView> {
        (!self.is_kind_known()).then(|| {
            view! {
                <p class="notice is-warning" role="status">
                    <b>"The headers of this file are not recognised. "</b>
                    "Choose what it holds, then pick for each column what it becomes; its first values stand beside it."
                </p>
            }
            .into_any()
        })
    }

    /// Has the file understood anew as one of this kind.
    pub(super) fn change_kind(self, kind: ImportKind) {
        let client = self.session.client();
        let file = self.file.get_value();
        self.failure.set(None);
        spawn_local(async move {
            match preview_of(&client, &file, Said::Kind(kind)).await {
                Ok(preview) => {
                    self.mapping.try_set(preview.mapping.clone());
                    self.guess.try_set(preview);
                }
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    /// Asks the server again what deserves a second look whenever the mapping changes.
    pub(super) fn keep_notices_true(self) {
        watch(move || {
            let mapping = self.mapping.get();
            let guessed = self.guess.with(|guess| (guess.mapping == mapping).then(|| guess.notices.clone()));
            if let Some(notices) = guessed {
                self.notices.set(notices);
            } else if mapping.missing().is_empty() {
                self.look_again(mapping);
            } else {
                self.notices.set(Vec::new());
            }
        });
    }

    fn look_again(self, mapping: Mapping) {
        let client = self.session.client();
        let file = self.file.get_value();
        self.failure.set(None);
        spawn_local(async move {
            let answer = preview_of(&client, &file, Said::Mapping(mapping.clone())).await;
            // The answer to a question of before is none any more.
            if self.mapping.try_with_untracked(|now| *now == mapping) != Some(true) {
                return;
            }
            match answer {
                Ok(preview) => {
                    self.notices.try_set(preview.notices);
                }
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }
}
