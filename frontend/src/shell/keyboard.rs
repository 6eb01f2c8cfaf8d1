//! Keys that work everywhere: `g` and a letter goes to a page, `/` and Ctrl-K open the search, `?` lists the keys,
//! `j` and `k` walk through the records of a list, where Enter opens the one focused.

use crate::shell::destination::Destination;
use crate::shell::overlay::{Overlay, Overlays};
use crate::state::filters::Filters;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What a key press means, given whether `g` came just before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    StartGoing,
    Go(Destination),
    Search,
    ListKeys,
    NextRecord,
    PreviousRecord,
    Nothing,
}

fn meaning(key: &str, after_g: bool) -> Meaning {
    match key {
        "/" => Meaning::Search,
        "?" => Meaning::ListKeys,
        "j" if !after_g => Meaning::NextRecord,
        "k" if !after_g => Meaning::PreviousRecord,
        "g" if !after_g => Meaning::StartGoing,
        _ if after_g => Destination::ALL
            .into_iter()
            .find(|place| place.key() == key)
            .map_or(Meaning::Nothing, Meaning::Go),
        _ => Meaning::Nothing,
    }
}

/// Whether keys belong to what is focused: a field that is typed into.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target
        .is_some_and(|element| element.matches("input, select, textarea, [contenteditable]").unwrap_or(false))
}

/// Listens until the shell goes away.
pub fn listen(filters: Filters, overlays: Overlays) {
    let after_g = StoredValue::new(false);
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            overlays.open(Overlay::Palette);
            return;
        }
        let is_over = document().query_selector("dialog[open]").ok().flatten().is_some();
        if is_over || is_typing(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let meaning = meaning(&event.key(), after_g.get_value());
        after_g.set_value(meaning == Meaning::StartGoing);
        match meaning {
            Meaning::Go(place) => filters.visit(&untrack(|| filters.link(place.path()))),
            Meaning::Search => {
                event.prevent_default();
                overlays.open(Overlay::Palette);
            }
            Meaning::ListKeys => overlays.open(Overlay::Keys),
            Meaning::NextRecord => focus_record(|place| place.map_or(0, |place| place + 1)),
            Meaning::PreviousRecord => focus_record(|place| place.map_or(0, |place| place.saturating_sub(1))),
            Meaning::StartGoing | Meaning::Nothing => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// Links that open a record; rows and cards of every list carry one. `data-aside` marks a link that leads elsewhere.
const RECORDS: &str =
    "main td a[href*='/accounts/']:not([data-aside]), main a.account-card, main [data-record]";

/// Focuses another record of the list, given the place of the one focused now.
fn focus_record(next: impl Fn(Option<u32>) -> u32) {
    let Ok(records) = document().query_selector_all(RECORDS) else { return };
    let focused = document().active_element();
    let place = focused.and_then(|focused| {
        (0..records.length())
            .find(|place| records.item(*place).is_some_and(|record| record.is_same_node(Some(&focused))))
    });
    if let Some(record) = records.item(next(place))
        && let Some(record) = record.dyn_ref::<web_sys::HtmlElement>()
    {
        drop(record.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g_and_a_letter_go_to_a_page() {
        assert_eq!(meaning("g", false), Meaning::StartGoing);
        assert_eq!(meaning("m", true), Meaning::Go(Destination::Map));
    }

    #[test]
    fn a_letter_alone_does_nothing() {
        assert_eq!(meaning("m", false), Meaning::Nothing);
        assert_eq!(meaning("j", false), Meaning::NextRecord);
        assert_eq!(meaning("x", true), Meaning::Nothing);
    }
}
