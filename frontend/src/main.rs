//! The single-page app: the screens of Bellwether, run in the browser.

mod components;
mod distance;
mod format;
mod lazy;
mod pages;
mod routes;
mod shell;
mod state;

fn main() {
    // The first paint comes from index.html; it has done its duty once the app is here.
    if let Some(boot) = leptos::prelude::document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(routes::App);
}
