//! The rows behind a figure: a heading, the list, and below it what the rows sum to. Over the page at the side; on
//! phones over all of it.

use crate::components::dialog::{close_beside, close_modal, show_modal};
use crate::components::endless::{empty_with, endless};
use crate::components::icon::{Icon, IconName};
use crate::format::tally;
use crate::state::filters::Filters;
use crate::state::pager::Pager;
use leptos::html;
use leptos::prelude::*;

/// The part of the address that names the figure whose rows are open.
pub const ROWS_KEY: &str = "rows";
/// Rows of a page.
pub const ROWS_OF_PAGE: u32 = 100;
/// How far below the window the last row may be before more is asked for, in CSS pixels.
const AHEAD: i32 = 900;

/// How the open rows were reached.
#[derive(Debug, Clone, Copy)]
pub struct RowsShown {
    /// By a link of this page: then closing them is one step back.
    by_link: StoredValue<bool>,
}

impl Default for RowsShown {
    fn default() -> Self {
        Self { by_link: StoredValue::new(false) }
    }
}

impl RowsShown {
    /// Opens the rows that a link names where the page stands, unless the link is wanted in another window.
    pub fn open(self, filters: Filters, event: &web_sys::MouseEvent, named: impl FnOnce() -> Option<String>) {
        let is_elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if is_elsewhere || event.default_prevented() {
            return;
        }
        if let Some(name) = named() {
            event.prevent_default();
            self.by_link.set_value(true);
            filters.set(&[(ROWS_KEY, Some(name))]);
        }
    }

    /// Takes the rows out of the address.
    pub fn close(self, filters: Filters) {
        let is_open = untrack(|| filters.get(ROWS_KEY)).is_some();
        let has_gone_back = is_open
            && self.by_link.get_value()
            && window().history().is_ok_and(|history| history.back().is_ok());
        self.by_link.set_value(false);
        if is_open && !has_gone_back {
            filters.replace(&[(ROWS_KEY, None)]);
        }
    }
}

/// The frame over the page. `closed` is called however it was closed.
pub fn rows_sheet(
    title: impl Fn() -> Option<String> + Send + 'static,
    dates: impl Fn() -> Option<String> + Send + 'static,
    closed: impl Fn() + 'static,
    inside: AnyView,
) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_modal(dialog);
    view! {
        <dialog
            class="rows-sheet"
            node_ref=dialog
            aria-labelledby="rows-title"
            on:close=move |_| closed()
            on:click=move |event| close_beside(&event, dialog)
        >
            <div class="rows-box">
                <header class="rows-head">
                    <div>
                        <h2 id="rows-title">{title}</h2>
                        <p class="muted small">{dates}</p>
                    </div>
                    <button type="button" class="button is-quiet is-icon" aria-label="Close" on:click=move |_| close_modal(dialog)>
                        <Icon name=IconName::Close />
                    </button>
                </header>
                {inside}
            </div>
        </dialog>
    }
    .into_any()
}

/// The list, which asks for more while its end is near. `above` stands before the rows and moves with them.
pub fn rows_list<T: Clone + Send + Sync + 'static>(
    rows: Pager<T>,
    label: &'static str,
    empty: &'static str,
    above: AnyView,
    table: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let look = move || {
        if let Some(frame) = frame.get_untracked()
            && frame.scroll_height() - frame.scroll_top() - frame.client_height() < AHEAD
        {
            rows.load_more();
        }
    };
    view! {
        <div class="rows-list" node_ref=frame tabindex="0" role="group" aria-label=label on:scroll=move |_| look()>
            {above}
            {endless(rows, move || empty_with(empty, None), table)}
        </div>
    }
    .into_any()
}

/// What all rows sum to.
#[derive(Debug, Clone, Copy)]
pub struct Sum<T, V> {
    /// How many rows there are.
    pub rows: u64,
    /// One row and several, in words.
    pub nouns: [&'static str; 2],
    /// Their sum.
    pub value: V,
    /// The sum of those that are loaded.
    pub of_loaded: fn(&[T]) -> V,
}

/// The sum at the foot, and whether the rows shown reach it already.
pub fn rows_foot<T, V>(
    rows: Pager<T>,
    sum: Sum<T, V>,
    spelled: impl Fn(V) -> String + Copy + Send + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    V: Copy + PartialEq + Send + 'static,
{
    let words = move || {
        let loaded = rows.rows();
        let reached = (sum.of_loaded)(&loaded);
        let count = u64::try_from(loaded.len()).unwrap_or(u64::MAX);
        sum_words(count, sum.rows, sum.nouns, reached == sum.value, &spelled(reached))
    };
    view! {
        <footer class="rows-foot">
            <p class="muted small">{words}</p>
            <p class="rows-sum">{spelled(sum.value)}</p>
        </footer>
    }
    .into_any()
}

fn sum_words(loaded: u64, all: u64, [one, many]: [&str; 2], reaches: bool, reached: &str) -> String {
    let rows = if all == 1 { format!("1 {one}") } else { format!("{} {many}", tally(all)) };
    match (loaded >= all, reaches) {
        (false, _) => format!("Sum of {rows}. The first {} sum to {reached}.", tally(loaded)),
        (true, true) => format!("Sum of {rows}, all shown."),
        (true, false) => {
            format!("Orders came in while this was open: the rows sum to {reached}. Open it again.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_says_whether_all_rows_are_there_and_reach_the_figure() {
        let told = |loaded, all, reaches| sum_words(loaded, all, ["order", "orders"], reaches, "$5.00");
        assert_eq!(told(100, 1200, false), "Sum of 1,200 orders. The first 100 sum to $5.00.");
        assert_eq!(told(1, 1, true), "Sum of 1 order, all shown.");
        assert!(told(2, 2, false).contains("Open it again"));
    }
}
