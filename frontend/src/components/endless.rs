//! A list without an end: its next page is asked for before the last row comes into sight.

use crate::components::panel::{Empty, Failure, Placeholder};
use crate::state::effect::watch;
use crate::state::pager::Pager;
use crate::state::session::use_session;
use bellwether_core::Role;
use leptos::html;
use leptos::prelude::*;

/// How far below the window the end of the list may be before more is asked for, in CSS pixels.
const AHEAD: f64 = 1200.0;

/// Shows a pager in its four states. `empty` is what would fill it; `full` draws the rows and is called again
/// only when the list turns from empty to full.
pub fn endless<T: Clone + Send + Sync + 'static>(
    pager: Pager<T>,
    empty: impl Fn() -> AnyView + Send + Sync + 'static,
    full: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let rows = Memo::new(move |_| pager.rows().len());
    let has_failed = Memo::new(move |_| pager.failure().is_some());
    let is_first_load = move || rows.get() == 0 && pager.total().is_none() && !has_failed.get();
    let kind = Memo::new(move |_| match (is_first_load(), rows.get() == 0, has_failed.get()) {
        (true, ..) => Kind::Waiting,
        (false, true, true) => Kind::Failed,
        (false, true, false) => Kind::Empty,
        (false, false, _) => Kind::Full,
    });
    view! {
        <div aria-busy=move || pager.is_loading().to_string() class:is-stale=move || pager.is_replacing() && rows.get() != 0>
            {move || match kind.get() {
                Kind::Waiting => Placeholder::Rows.view(),
                Kind::Empty => empty(),
                Kind::Full => full(),
                Kind::Failed => ().into_any(),
            }}
        </div>
        {move || pager.failure().map(|error| view! { <Failure error retry=move |()| pager.reload() /> }.into_any())}
        {end_of(Signal::derive(move || pager.has_more() && !has_failed.get()), rows, Callback::new(move |()| pager.load_more()))}
    }
    .into_any()
}

/// Words for a list with nothing in it, and a link to what would fill it.
pub fn empty_with(words: &'static str, link: Option<(&'static str, &'static str)>) -> AnyView {
    match link {
        None => view! { <Empty words /> }.into_any(),
        Some((address, label)) => view! {
            <div class="state is-empty">
                <p class="muted">{words}</p>
                <a class="button" href=address>{label}</a>
            </div>
        }
        .into_any(),
    }
}

/// Where files are imported, for those who may.
pub fn import_link() -> Option<(&'static str, &'static str)> {
    let role = untrack(|| use_session().me()).map(|me| me.role);
    matches!(role, Some(Role::Leadership | Role::Admin)).then_some(("/imports", "Go to imports"))
}

/// Which of the four states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Waiting,
    Empty,
    Failed,
    Full,
}

/// The end of the list; asks for more while it is near the window.
fn end_of(has_more: Signal<bool>, rows: Memo<usize>, load_more: Callback<()>) -> AnyView {
    let end = NodeRef::<html::Div>::new();
    let look = move || {
        // A frame asked for before the list went away comes after it: then there is nothing to measure.
        let Some(Some(element)) = end.try_get_untracked() else { return };
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(900.0);
        let is_near = element.get_bounding_client_rect().top() < height + AHEAD;
        if is_near && has_more.try_get_untracked() == Some(true) {
            load_more.run(());
        }
    };
    let scroll = window_event_listener(leptos::ev::scroll, move |_| look());
    let resize = window_event_listener(leptos::ev::resize, move |_| look());
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
    });
    watch(move || {
        rows.track();
        has_more.track();
        end.track();
        request_animation_frame(look);
    });
    let words = move || has_more.get().then(|| view! { <p class="muted" role="status">"Loading more…"</p> });
    view! { <div class="endless-end" node_ref=end>{words}</div> }.into_any()
}
