//! Putting a text on the clipboard, where the browser allows it.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Whether the text is on the clipboard now. Browsers have none on pages without https, except on localhost.
pub(super) async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
