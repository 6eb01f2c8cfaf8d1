//! Dark, light, or as the system says; kept in this browser.

use crate::state::effect::watch;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

const KEY: &str = "bellwether.theme";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Theme {
    /// Every choice in display order.
    pub const ALL: [Self; 3] = [Self::System, Self::Dark, Self::Light];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Dark => "Dark",
            Self::Light => "Light",
        }
    }

    /// The word kept in the browser and in `data-theme`.
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The choice of a kept word; anything else is the system's.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or(Self::System)
    }

    /// The choice kept in this browser.
    pub fn kept() -> Self {
        let storage = window().local_storage().ok().flatten();
        storage
            .and_then(|storage| storage.get_item(KEY).ok().flatten())
            .map_or(Self::System, |code| Self::from_code(&code))
    }

    /// Keeps and shows the choice. Browsers that keep nothing still show it.
    pub fn apply(self) {
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or forbidden storage only costs the memory of the choice.
            drop(storage.set_item(KEY, self.code()));
        }
        if let Some(root) = document().document_element() {
            drop(root.set_attribute("data-theme", self.code()));
        }
    }
}

/// The chosen theme, provided by the app; setting it shows and keeps it.
pub fn provide_theme() {
    let theme = RwSignal::new(Theme::kept());
    watch(move || theme.get().apply());
    provide_context(theme);
}

/// The chosen theme.
pub fn use_theme() -> RwSignal<Theme> {
    use_context::<RwSignal<Theme>>().expect("the app provides its theme before any page")
}

/// Does something whenever the system changes between dark and light, until the owner goes away.
pub fn on_system_theme_change(changed: impl FnMut() + 'static) {
    let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") else { return };
    let listener = Closure::<dyn FnMut()>::new(changed);
    query.set_onchange(Some(listener.as_ref().unchecked_ref()));
    let held = StoredValue::new_local(Some((query, listener)));
    on_cleanup(move || {
        if let Some((query, _)) = held.try_update_value(Option::take).flatten() {
            query.set_onchange(None);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_survives_being_kept() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_code(theme.code()), theme);
        }
    }

    #[test]
    fn a_word_nobody_kept_means_as_the_system_says() {
        assert_eq!(Theme::from_code("sepia"), Theme::System);
    }
}
