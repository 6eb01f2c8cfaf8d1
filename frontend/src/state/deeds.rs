//! Tells the frame that alerts may have changed: somebody answered one, or the server said so.

use leptos::prelude::*;

/// Counts the changes.
#[derive(Debug, Clone, Copy)]
pub struct Deeds(RwSignal<u32>);

/// Counts from now on.
pub fn provide_deeds() {
    provide_context(Deeds(RwSignal::new(0)));
}

/// The changes so far.
pub fn use_deeds() -> Deeds {
    use_context().expect("the shell provides its deeds before any page")
}

impl Deeds {
    /// How many there were; tracked.
    pub fn count(self) -> u32 {
        self.0.get()
    }

    /// Alerts may have changed. The frame may have gone meanwhile.
    pub fn note(self) {
        self.0.try_update(|count| *count = count.wrapping_add(1));
    }
}
