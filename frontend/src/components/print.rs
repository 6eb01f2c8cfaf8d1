//! The page on paper, or as a PDF.

use crate::state::pager::Pager;
use leptos::prelude::*;

/// Rows of a list that are printed at most: some sixty sheets.
pub const MOST_PRINTED: usize = 2_000;

/// Prints the page as it is.
pub fn print_page() {
    drop(window().print());
}

/// Prints the page with all rows of its list, as far as they are not too many.
pub fn print_with<T: Clone + Send + Sync + 'static>(list: Pager<T>) {
    list.load_up_to(MOST_PRINTED, print_page);
}

/// A button that prints the page; phones have their own way.
pub fn print_button() -> AnyView {
    view! { <button type="button" class="button on-laptop" on:click=|_| print_page()>"Print"</button> }
        .into_any()
}
