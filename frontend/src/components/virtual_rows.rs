//! Which rows of a long list are near the window, so that a hundred thousand rows cost the
//! browser a few dozen. The page itself scrolls; the list only watches where it is.

use crate::state::effect::watch;
use leptos::html::ElementType;
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::JsCast;

/// Rows kept ready above and below what is visible.
const SPARE_ROWS: usize = 8;

/// The rows to draw: those in a window `window_height` high, when the first row's top is `top`
/// pixels below the window's top (negative when scrolled past) and each row is `row_height` high.
pub fn visible_rows(rows: usize, row_height: f64, top: f64, window_height: f64) -> Range<usize> {
    let place = |pixels: f64| whole_rows(pixels / row_height).min(rows);
    let first = place(-top).saturating_sub(SPARE_ROWS);
    let last = (place(window_height - top) + 1 + SPARE_ROWS).min(rows);
    first..last.max(first)
}

/// Whole rows in a distance; none in a negative one.
fn whole_rows(rows: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "float casts saturate: negative and NaN become 0"
    )]
    let whole = rows.floor() as usize;
    whole
}

/// The rows of a list to draw, kept up to date while the page scrolls.
pub fn watch_rows<E>(list: NodeRef<E>, rows: Signal<usize>, row_height: Signal<f64>) -> Signal<Range<usize>>
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    // A screenful, until it is measured.
    let range = RwSignal::new(0..16);
    let is_printing = StoredValue::new(false);
    let measure = move || {
        if is_printing.try_get_value() == Some(true) {
            return;
        }
        // A frame asked for before the list went away comes after it: then there is nothing to measure.
        let Some(Some(element)) = list.try_get_untracked() else { return };
        let Some(element) = element.dyn_ref::<web_sys::Element>() else { return };
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(900.0);
        let top = element.get_bounding_client_rect().top();
        let (Some(rows), Some(row_height)) = (rows.try_get_untracked(), row_height.try_get_untracked())
        else {
            return;
        };
        let now = visible_rows(rows, row_height, top, height);
        if range.try_get_untracked().is_some_and(|before| before != now) {
            range.set(now);
        }
    };
    let scroll = window_event_listener(leptos::ev::scroll, move |_| measure());
    let resize = window_event_listener(leptos::ev::resize, move |_| measure());
    // Paper has room for all that are loaded.
    let before_print = window_event_listener_untyped("beforeprint", move |_| {
        if let Some(rows) = rows.try_get_untracked() {
            is_printing.set_value(true);
            range.set(0..rows);
        }
    });
    let after_print = window_event_listener_untyped("afterprint", move |_| {
        is_printing.set_value(false);
        measure();
    });
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
        before_print.remove();
        after_print.remove();
    });
    watch(move || {
        rows.track();
        row_height.track();
        list.track();
        request_animation_frame(measure);
    });
    range.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_below_the_window_shows_its_first_rows() {
        assert_eq!(visible_rows(100_000, 48.0, 300.0, 900.0), 0..(12 + 1 + SPARE_ROWS));
    }

    #[test]
    fn a_scrolled_list_shows_only_what_is_near() {
        let shown = visible_rows(100_000, 48.0, -48_000.0, 900.0);
        assert_eq!(shown, (1000 - SPARE_ROWS)..(1018 + 1 + SPARE_ROWS));
    }

    #[test]
    fn a_short_list_never_shows_rows_it_does_not_have() {
        assert_eq!(visible_rows(3, 48.0, -10.0, 900.0), 0..3);
        assert_eq!(visible_rows(0, 48.0, -10_000.0, 900.0), 0..0);
    }
}
