//! The list itself: a table on laptops, cards on phones. Only rows near the window exist in the
//! page, and the next page is asked for before the last row comes into sight.

use super::cards::account_card;
use super::cells::{Manner, cell, class_of};
use super::columns::natural_direction;
use super::question::PARENT;
use super::shown::{are_chosen, shown_columns};
use super::{sort_by, sorting};
use crate::components::panel::{Empty, Failure};
use crate::components::virtual_rows::watch_rows;
use crate::format::{approximate, band, days};
use crate::state::effect::watch;
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::Pager;
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_core::account::AccountRow;
use bellwether_core::export::AccountColumn;
use bellwether_core::paging::Direction;
use chrono::Datelike;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Height of a table row and of a card in CSS pixels; the style sheet says the same.
const ROW_HEIGHT: f64 = 52.0;
const CARD_HEIGHT: f64 = 126.0;
/// The next page is asked for when this few loaded rows are left below the window.
const ROWS_AHEAD: usize = 60;

/// The list in its four states.
#[component]
pub fn AccountList(
    /// The rows loaded so far.
    accounts: Pager<AccountRow>,
) -> impl IntoView {
    let is_phone = use_is_phone();
    let list = NodeRef::<html::Div>::new();
    let rows = Memo::new(move |_| accounts.rows().len());
    let height = Memo::new(move |_| if is_phone.get() { CARD_HEIGHT } else { ROW_HEIGHT });
    let shown = watch_rows(list, rows.into(), height.into());
    let filters = use_filters();
    // A list that is only sorted anew keeps its table.
    let columns = Memo::new(move |_| (shown_columns(filters), are_chosen(filters)));
    watch(move || {
        if shown.get().end + ROWS_AHEAD > rows.get() && accounts.has_more() {
            accounts.load_more();
        }
    });
    let is_first_load = move || rows.get() == 0 && accounts.total().is_none() && accounts.failure().is_none();
    // Dimmed only while the list is asked for anew, not while its next page comes.
    let is_replacing = move || accounts.is_replacing() && rows.get() != 0;
    view! {
        <section
            class="account-list"
            aria-label="Account list"
            aria-busy=move || accounts.is_loading().to_string()
            class:is-stale=is_replacing
        >
            <div node_ref=list>
                {move || match (is_first_load(), rows.get(), is_phone.get()) {
                    (true, ..) => skeleton(),
                    (false, 0, _) if accounts.failure().is_none() => view! {
                        <div class="panel"><Empty words="No account matches. Take a filter away, or import accounts." /></div>
                    }.into_any(),
                    (false, 0, _) => ().into_any(),
                    (false, _, true) => cards(accounts, shown, columns.get().0),
                    (false, _, false) => table(accounts, shown, columns.get()),
                }}
            </div>
            {move || accounts.failure().map(|error| view! {
                <div class="panel"><Failure error retry=move |()| accounts.reload() /></div>
            }.into_any())}
        </section>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    let rows =
        (0..10).map(|_| view! { <span class="skeleton account-skeleton"></span> }.into_any()).collect_view();
    view! { <div role="status"><span class="visually-hidden">"Loading"</span>{rows}</div> }.into_any()
}

/// Room for the rows above or below that are not in the page.
fn room(rows: usize, height: f64) -> String {
    format!("{}px", approximate(i64::try_from(rows).unwrap_or(i64::MAX)) * height)
}

fn pick(accounts: Pager<AccountRow>, range: Range<usize>) -> Vec<(usize, AccountRow)> {
    let rows = accounts.rows();
    let end = range.end.min(rows.len());
    let start = range.start.min(end);
    (start..).zip(rows.get(start..end).into_iter().flatten().cloned()).collect()
}

/// Draws the row at a place of the list.
type DrawRow = Arc<dyn Fn(usize, &AccountRow) -> AnyView + Send + Sync>;

/// The rows near the window; those that stay near are not drawn again.
fn near_rows(accounts: Pager<AccountRow>, shown: Signal<Range<usize>>, draw: DrawRow) -> AnyView {
    view! {
        <For each=move || pick(accounts, shown.get()) key=|(place, row)| (*place, row.account.id) let((place, row))>
            {draw(place, &row)}
        </For>
    }
    .into_any()
}

fn cards(accounts: Pager<AccountRow>, shown: Signal<Range<usize>>, columns: Vec<AccountColumn>) -> AnyView {
    let symbol = use_session().currency();
    let is_parents = untrack(|| use_filters().get("level")).as_deref() == Some(PARENT);
    let after = move || room(accounts.rows().len().saturating_sub(shown.get().end), CARD_HEIGHT);
    let draw: DrawRow = Arc::new(move |_, row| {
        view! { <li>{account_card(row, &columns, symbol, is_parents)}</li> }.into_any()
    });
    view! {
        <div aria-hidden="true" style:height=move || room(shown.get().start, CARD_HEIGHT)></div>
        <ul class="account-cards">
            {near_rows(accounts, shown, draw)}
        </ul>
        <div aria-hidden="true" style:height=after></div>
    }
    .into_any()
}

fn table(
    accounts: Pager<AccountRow>,
    shown: Signal<Range<usize>>,
    (columns, are_chosen): (Vec<AccountColumn>, bool),
) -> AnyView {
    let filters = use_filters();
    let manner = Manner {
        symbol: use_session().currency(),
        reference_year: untrack(|| filters.freshness()).map(|fresh| fresh.as_of.year()),
        has_place: columns.contains(&AccountColumn::Place),
        has_number: columns.contains(&AccountColumn::Number),
        is_parents: untrack(|| filters.get("level")).as_deref() == Some(PARENT),
    };
    let after = move || room(accounts.rows().len().saturating_sub(shown.get().end), ROW_HEIGHT);
    let total = move || accounts.total().map(|total| (total + 1).to_string());
    let heads: Vec<_> = columns.iter().map(|column| head(filters, *column)).collect();
    // Columns that nobody chose give way on narrow windows.
    let class = if are_chosen { "table account-table is-chosen" } else { "table account-table" };
    let draw: DrawRow = Arc::new(move |place, row| {
        let cells: Vec<_> = columns.iter().map(|column| cell(*column, row, manner)).collect();
        view! { <tr aria-rowindex=(place + 2).to_string()>{cells}</tr> }.into_any()
    });
    view! {
        <table class=class aria-rowcount=total>
            <caption class="visually-hidden">"Accounts"</caption>
            <thead><tr aria-rowindex="1">{heads}</tr></thead>
            <tbody>
                <tr aria-hidden="true" class="spacer" style:height=move || room(shown.get().start, ROW_HEIGHT)></tr>
                {near_rows(accounts, shown, draw)}
                <tr aria-hidden="true" class="spacer" style:height=after></tr>
            </tbody>
        </table>
    }
    .into_any()
}

/// A column head; most of them sort.
fn head(filters: Filters, column: AccountColumn) -> AnyView {
    let (class, label) = (class_of(column), column.label());
    let Some(sort) = column.sort() else {
        return view! { <th scope="col" class=class>{label}</th> }.into_any();
    };
    let state = move || {
        let (now, direction) = sorting(filters);
        (now == sort).then_some(direction)
    };
    let spoken = move || match state() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let mark = move || match state() {
        Some(direction) if direction == natural_direction(sort) => "↓",
        Some(_) => "↑",
        None => "",
    };
    view! {
        <th scope="col" class=class aria-sort=spoken>
            <button type="button" class="sort" on:click=move |_| sort_by(filters, sort)>
                {label}
                <span class="sort-mark" aria-hidden="true">{mark}</span>
            </button>
        </th>
    }
    .into_any()
}

/// The window of the next order, and how far past it the account is.
pub(super) fn next_order(row: &AccountRow, reference_year: Option<i32>) -> AnyView {
    let Some(window) = row.next_order else { return view! { <span class="muted">"–"</span> }.into_any() };
    let window = band(window, reference_year.unwrap_or_else(|| window.to.year()));
    match row.overdue_days {
        Some(overdue) => view! {
            <span class="two-lines"><span>{window}</span><span class="overdue">{format!("{} overdue", days(overdue))}</span></span>
        }
        .into_any(),
        None => window.into_any(),
    }
}
