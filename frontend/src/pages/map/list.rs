//! The list in step with the map: the largest accounts of the view. It is also the map's twin for
//! people who do not see it.

use crate::components::badge::SegmentBadge;
use crate::components::panel::Failure;
use crate::components::risk::Risk;
use crate::distance::distance;
use crate::format::{count, day, money_short};
use crate::pages::map::MapState;
use crate::pages::map::address::{clear, is_everything};
use crate::pages::map::route::stop_button;
use crate::state::effect::watch;
use crate::state::session::use_session;
use crate::state::turn::drawn_later;
use bellwether_core::account::AccountRow;
use bellwether_core::map::MapView;
use bellwether_core::paging::{DEFAULT_LIMIT, MAX_LIMIT};
use bellwether_core::{AccountId, Cents};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows in sight at first; the others are drawn when map and headline are.
const FIRST_ROWS: usize = 12;

/// Why a list has no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Emptiness {
    /// Accounts match, but elsewhere.
    Elsewhere,
    /// Accounts match, but nobody knows where they are.
    Nowhere,
    /// The filters leave none.
    Filtered,
    /// There are no accounts at all.
    NoAccounts,
}

fn emptiness(view: &MapView, is_filtered: bool) -> Option<Emptiness> {
    match view {
        _ if view.inside > 0 => None,
        _ if view.bounds.is_some() => Some(Emptiness::Elsewhere),
        _ if view.without_position > 0 => Some(Emptiness::Nowhere),
        _ if is_filtered => Some(Emptiness::Filtered),
        _ => Some(Emptiness::NoAccounts),
    }
}

/// The list, in its four states.
pub(super) fn list(state: MapState) -> AnyView {
    let is_open = RwSignal::new(false);
    let symbol = use_session().currency();
    let inside = move || match (state.answer.value(), state.answer.failure()) {
        (_, Some(error)) => view! { <Failure error retry=move |()| state.answer.reload() /> }.into_any(),
        (None, None) => waiting(),
        (Some(view), None) => full(state, view),
    };
    follow_selection(state);
    view! {
        <div class="map-list" class:is-open=move || is_open.get()>
            <button
                type="button"
                class="map-list-handle"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span aria-live="polite">{move || state.answer.value().map_or_else(|| "Looking…".to_owned(), |view| headline(&view))}</span>
                {move || state.answer.value().filter(|view| view.inside > 0).map(|view| view! { <b class="map-list-sales">{money_short(sales(&view), symbol)}<span class="visually-hidden">" of net sales in twelve months"</span></b> })}
            </button>
            <div class="map-list-body" tabindex="-1" class:is-stale=move || state.answer.is_loading() aria-busy=move || state.answer.is_loading().to_string()>
                {inside}
                {more(state)}
            </div>
        </div>
    }
    .into_any()
}

fn waiting() -> AnyView {
    let bars: Vec<_> =
        (0..7).map(|_| view! { <span class="skeleton map-row-skeleton"></span> }.into_any()).collect();
    view! { <div role="status"><span class="visually-hidden">"Loading"</span>{bars}</div> }.into_any()
}

fn headline(view: &MapView) -> String {
    let order = if view.list.iter().any(|row| row.distance_km.is_some()) { "nearest" } else { "largest" };
    let inside = i64::try_from(view.inside).unwrap_or(i64::MAX);
    let shown = i64::try_from(view.list.len()).unwrap_or(i64::MAX);
    match inside {
        0 => "No accounts in this view".to_owned(),
        1 => "1 account in this view".to_owned(),
        _ if shown < inside => {
            format!("{} accounts in this view, the {} {order} below", count(inside), count(shown))
        }
        _ => format!("{} accounts in this view", count(inside)),
    }
}

/// Net sales of twelve months of all accounts in the view.
fn sales(view: &MapView) -> Cents {
    view.marks.iter().map(|mark| mark.revenue_cents).sum()
}

fn full(state: MapState, view: Arc<MapView>) -> AnyView {
    // The answer that follows a change of the filters brings its own rows; until then these stay.
    let is_filtered = !untrack(|| is_everything(|key| state.filters.get(key)));
    if let Some(emptiness) = emptiness(&view, is_filtered) {
        return empty(state, emptiness, view.without_position);
    }
    // Who asked for more stands far down: all rows come at once, or the list would jump.
    let first = if view.list.len() > DEFAULT_LIMIT as usize { view.list.len() } else { FIRST_ROWS };
    let rows: Vec<_> = view.list.iter().take(first).map(|account| row(state, account)).collect();
    let note = (view.without_position > 0).then(|| {
        view! { <p class="map-note muted">{without_position(view.without_position)}</p> }
    });
    let others = drawn_later(move || {
        let rows: Vec<_> = view.list.iter().skip(first).map(|account| row(state, account)).collect();
        rows.into_any()
    });
    view! { <ol class="map-rows">{rows}{others}</ol>{note} }.into_any()
}

/// How a list leads on where the view has more accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    /// There are no others.
    None,
    /// They can be asked for.
    Rows,
    /// They are too many.
    Closer,
}

impl More {
    fn than(view: &MapView) -> Self {
        match view.list.len() {
            all if all as u64 >= view.inside => Self::None,
            some if some < MAX_LIMIT as usize => Self::Rows,
            _ => Self::Closer,
        }
    }
}

/// What leads on. The button stays the same while it brings rows, so that whoever presses it by the keyboard keeps it.
fn more(state: MapState) -> AnyView {
    let more = Memo::new(move |_| state.answer.value().map_or(More::None, |view| More::than(&view)));
    let next = move || {
        match more.get() {
        More::None => ().into_any(),
        More::Rows => view! { <button type="button" class="button is-quiet" on:click=move |_| state.list_more()>"Show more"</button> }.into_any(),
        More::Closer => view! { <p class="muted">"Go closer, or narrow the filters, to see the others here."</p> }.into_any(),
    }
    };
    view! { <div class="map-more">{next}</div> }.into_any()
}

fn without_position(accounts: u64) -> String {
    let accounts = count(i64::try_from(accounts).unwrap_or(i64::MAX));
    format!(
        "{accounts} more match but have no position: import their ZIP, or city and state, and they appear."
    )
}

fn row(state: MapState, account: &AccountRow) -> AnyView {
    let id = account.account.id;
    let symbol = use_session().currency();
    let href = state.filters.link(&format!("/accounts/{id}"));
    // The year may come after the rows.
    let last_order = account.last_order;
    let last = move || {
        last_order.map_or_else(
            || "no order yet".to_owned(),
            |date| format!("last order {}", day(date, state.year())),
        )
    };
    let distance = account.distance_km.map(|km| view! { <b>{distance(km)}</b>" · " });
    view! {
        <li
            id=row_id(id)
            class:is-pointed-out=move || state.pointed_out() == Some(id)
            on:mouseenter=move |_| state.hovered.set(Some(id))
            on:mouseleave=move |_| state.hovered.set(None)
            on:focusin=move |_| state.hovered.set(Some(id))
            on:focusout=move |_| state.hovered.set(None)
        >
            <a class="map-row" href=href>
                <span class="map-row-name">{account.account.name.clone()}</span>
                <span class="map-row-money">{money_short(account.trailing_revenue_cents, symbol)}</span>
                <span class="map-row-place muted">{distance}{account.account.place.clone()}" · "{last}</span>
                <span class="map-row-state">
                    <SegmentBadge segment=account.segment />
                    <span class="map-row-risk"><span class="muted">"Churn risk"</span><Risk risk=account.churn_risk /></span>
                </span>
            </a>
            {stop_button(state, id, &account.account.name, "map-stop")}
        </li>
    }
    .into_any()
}

fn row_id(account: AccountId) -> String {
    format!("map-row-{account}")
}

/// Brings the row of an account chosen on the map into sight.
fn follow_selection(state: MapState) {
    watch(move || {
        if let Some(account) = state.selected() {
            request_animation_frame(move || show_row(account));
        }
    });
}

/// Scrolls the list and nothing else: on phones the page must stay where it is while the sheet is down.
fn show_row(account: AccountId) {
    let Some(row) = document().get_element_by_id(&row_id(account)) else { return };
    let Ok(Some(list)) = row.closest(".map-list-body") else { return };
    let (row, frame) = (row.get_bounding_client_rect(), list.get_bounding_client_rect());
    if row.top() < frame.top() {
        list.scroll_by_with_x_and_y(0.0, row.top() - frame.top());
    } else if row.bottom() > frame.bottom() {
        list.scroll_by_with_x_and_y(0.0, row.bottom() - frame.bottom());
    }
}

fn empty(state: MapState, emptiness: Emptiness, unplaced: u64) -> AnyView {
    let clear = move || clear(state.filters);
    let (words, action) = match emptiness {
        Emptiness::Elsewhere => (
            "No matching account in this part of the map.".to_owned(),
            view! { <button type="button" class="button" on:click=move |_| state.show_all.update(|wish| *wish += 1)>"Show all accounts"</button> }.into_any(),
        ),
        Emptiness::Nowhere => (
            format!("{} but none has a position. Import accounts with ZIP, or city and state, and they appear here.", matching(unplaced)),
            view! { <a class="button" href="/imports">"Go to imports"</a> }.into_any(),
        ),
        Emptiness::Filtered => (
            "No account matches these filters.".to_owned(),
            view! { <button type="button" class="button" on:click=move |_| clear()>"Clear filters"</button> }.into_any(),
        ),
        Emptiness::NoAccounts => (
            "No accounts yet. Import purchases or accounts with a ZIP, or a city and state, to fill the map.".to_owned(),
            view! { <a class="button" href="/imports">"Go to imports"</a> }.into_any(),
        ),
    };
    view! { <div class="state is-empty"><p class="muted">{words}</p>{action}</div> }.into_any()
}

fn matching(accounts: u64) -> String {
    match accounts {
        1 => "1 account matches,".to_owned(),
        more => format!("{} accounts match,", count(i64::try_from(more).unwrap_or(i64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(inside: u64, without_position: u64, bounds: Option<[f64; 4]>) -> MapView {
        MapView { marks: Vec::new(), inside, without_position, bounds, list: Vec::new() }
    }

    #[test]
    fn an_empty_list_says_what_would_fill_it() {
        let somewhere = Some([-94.0, 41.0, -93.0, 42.0]);
        assert_eq!(emptiness(&view(3, 0, somewhere), false), None);
        assert_eq!(emptiness(&view(0, 5, somewhere), true), Some(Emptiness::Elsewhere));
        assert_eq!(emptiness(&view(0, 5, None), true), Some(Emptiness::Nowhere));
        assert_eq!(emptiness(&view(0, 0, None), true), Some(Emptiness::Filtered));
        assert_eq!(emptiness(&view(0, 0, None), false), Some(Emptiness::NoAccounts));
    }

    #[test]
    fn the_headline_says_when_the_list_is_only_a_part() {
        assert_eq!(headline(&view(1200, 0, None)), "1,200 accounts in this view, the 0 largest below");
        assert_eq!(headline(&view(0, 0, None)), "No accounts in this view");
    }
}
