//! Whether the window is a phone's. Tables become cards there, which CSS alone cannot do.

use leptos::prelude::*;

/// Widest window that gets the phone layout, the same as in the style sheets.
const PHONE: &str = "(max-width: 899px)";

/// Whether the window has the phone layout; changes when it is turned or resized.
#[derive(Clone, Copy)]
pub struct IsPhone(RwSignal<bool>);

impl IsPhone {
    /// Tracked.
    pub fn get(self) -> bool {
        self.0.get()
    }
}

fn matches_phone() -> bool {
    window().match_media(PHONE).ok().flatten().is_some_and(|query| query.matches())
}

/// Watches the window.
pub fn provide_viewport() {
    let is_phone = RwSignal::new(matches_phone());
    let listener = window_event_listener(leptos::ev::resize, move |_| {
        let now = matches_phone();
        if is_phone.get_untracked() != now {
            is_phone.set(now);
        }
    });
    on_cleanup(move || listener.remove());
    provide_context(IsPhone(is_phone));
}

/// Whether the window is a phone's.
pub fn use_is_phone() -> IsPhone {
    use_context::<IsPhone>().expect("the app provides its viewport before any page")
}
