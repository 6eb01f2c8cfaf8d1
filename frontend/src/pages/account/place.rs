//! Places of the page that sources lead to.

use bellwether_core::AccountId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A place that sources lead to.
pub fn anchor(id: &'static str, inside: AnyView) -> AnyView {
    view! { <div id=id class="account-anchor span-12" tabindex="-1">{inside}</div> }.into_any()
}

/// A link to a place of this page. The address stays what it is, with its filters; opened in another tab it is the
/// account's page at that place.
pub fn link_to(account: AccountId, place: String, class: &'static str, words: String) -> AnyView {
    let href = format!("/accounts/{account}#{place}");
    let go = move |event: web_sys::MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if is_plain && let Some(element) = document().get_element_by_id(&place) {
            event.prevent_default();
            element.scroll_into_view();
            if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
                drop(element.focus());
            }
        }
    };
    view! { <a class=class href=href on:click=go>{words}</a> }.into_any()
}
