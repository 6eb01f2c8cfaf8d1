//! Effects that are compiled once: each closure given to [`Effect::new`] itself would bring a copy
//! of the whole machinery to what browsers download.

use leptos::prelude::*;

/// Runs now and whenever a signal that it reads changes, until the page it belongs to goes.
pub fn watch(run: impl FnMut() + 'static) {
    watch_boxed(Box::new(run));
}

fn watch_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}
